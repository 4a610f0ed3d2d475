/** The room's own doors for picture and sound: plain POSTs, as the acts are. */
import { newKey } from "../meetings/key";
import type { Letter, Sent } from "./outbox";
import type { Ticket } from "./plane";

export interface Switches {
  microphone: boolean;
  camera: boolean;
}

export interface Refused {
  title: string;
  reason: string;
}

/** Nothing at all when the server could not be reached, or did not know what to say. */
export type Answer<Given> = { given: Given } | { refused: Refused } | undefined;

type Fields = Record<string, string>;

const on = (value: boolean): string => (value ? "on" : "");

export class Doors {
  constructor(private readonly root: HTMLElement) {}

  /** What it takes to connect, and who is there, before one has a place. */
  async ticket(place: string): Promise<Answer<Ticket>> {
    return this.#asked<Ticket>(this.#address("ticket"), { place });
  }

  /** A place at the table; the signals go to those who are there, in the same breath. */
  async join(place: string, { microphone, camera }: Switches, signals: readonly Letter[]): Promise<Answer<Ticket>> {
    const fields = { place, microphone: on(microphone), camera: on(camera) };
    return this.#asked<Ticket>(this.#address("join"), signals.length > 0 ? { ...fields, signals: JSON.stringify(signals) } : fields);
  }

  async signal(place: string, to: string, signal: string): Promise<Sent> {
    const answer = await this.#post(this.#address("signal"), { place, to, signal });
    if (!answer || answer.status >= 500 || answer.status === 429) return "failed";
    return answer.ok ? "sent" : "gone";
  }

  /** Also while the page is being left, when nothing else is sent any more. */
  leave(place: string): void {
    navigator.sendBeacon(this.#address("leave"), this.#body({ place }));
  }

  async act(name: string, fields: Fields): Promise<Answer<unknown>> {
    return this.#asked(`${this.#address("acts")}${name}/`, { ...fields, key: newKey() });
  }

  #address(door: string): string {
    return new URL(this.root.dataset[door] ?? "", document.baseURI).href;
  }

  #body(fields: Fields): FormData {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set("csrfmiddlewaretoken", document.querySelector<HTMLInputElement>('#csrf input[name="csrfmiddlewaretoken"]')?.value ?? "");
    return body;
  }

  async #post(url: string, fields: Fields): Promise<Response | undefined> {
    try {
      return await fetch(url, { method: "POST", body: this.#body(fields), headers: { Accept: "application/json" }, credentials: "same-origin" });
    } catch {
      return undefined;
    }
  }

  async #asked<Given>(url: string, fields: Fields): Promise<Answer<Given>> {
    const answer = await this.#post(url, fields);
    if (answer?.status === 409) return { refused: (await answer.json()) as Refused };
    return answer?.ok && !answer.redirected ? { given: (await answer.json()) as Given } : undefined;
  }
}
