/** The check before joining: a look at oneself, a level, a tone; and what was chosen is remembered. */
import { choice, choose } from "./choice";
import type { Taken } from "./devices";
import { devices, release, take, watchDevices } from "./devices";
import type { Notices } from "./notices";
import type { Tracks } from "./plane";
import { NO_TRACKS } from "./plane";
import { find, option, showOne, showPicture } from "./show";
import { choosesSpeakers, playTone, watchLevel } from "./tone";

const CHOICES = { videoinput: "camera", audioinput: "microphone", audiooutput: "speaker" } as const;
type Kind = keyof typeof CHOICES;

export class Check {
  #tracks: Tracks = NO_TRACKS;
  #looks = 0;
  #unwatch: (() => void) | undefined;
  #done: ((tracks: Tracks | undefined) => void) | undefined;

  constructor(private readonly dialog: HTMLDialogElement, private readonly notices: Notices) {
    dialog.addEventListener("close", () => { this.#close(); });
    dialog.addEventListener("change", (event) => { void this.#changed(event.target as HTMLElement); });
    find(dialog, "[data-tone]").addEventListener("click", () => { void playTone(choice().speaker); });
    find(dialog, "[data-enter]").addEventListener("click", () => { this.#enter(); });
    for (const again of dialog.querySelectorAll("[data-again]")) again.addEventListener("click", () => { void this.#look(); });
    watchDevices(() => { if (dialog.open) void this.#offer(); });
    find(dialog, "[data-speakers]").hidden = !choosesSpeakers();
  }

  /** Resolves to what may be sent, nothing for who turned back. Without any device one still may come in. */
  async ask({ joined }: { joined: boolean }): Promise<Tracks | undefined> {
    showOne(this.dialog, "when", joined ? "use" : "join");
    find<HTMLInputElement>(this.dialog, "[data-picture]").checked = choice().picture;
    this.dialog.showModal();
    const asked = new Promise<Tracks | undefined>((done) => { this.#done = done; });
    await this.#look();
    return asked;
  }

  async #look(): Promise<void> {
    const { camera, microphone } = choice();
    const look = ++this.#looks;
    this.#release();
    this.dialog.setAttribute("aria-busy", "true");
    const taken = await take({ audio: microphone, video: find<HTMLInputElement>(this.dialog, "[data-picture]").checked && camera });
    this.dialog.removeAttribute("aria-busy");
    if (!this.#done || look !== this.#looks) release(taken.tracks);
    else await this.#show(taken);
  }

  async #show({ tracks, trouble }: Taken): Promise<void> {
    this.#tracks = tracks;
    this.notices.only(trouble);
    showPicture(find<HTMLVideoElement>(this.dialog, "[data-preview]"), tracks.video);
    find(this.dialog, "[data-no-preview]").hidden = tracks.video !== null;
    const meter = find<HTMLMeterElement>(this.dialog, "[data-level]");
    meter.value = 0;
    if (tracks.audio) this.#unwatch = watchLevel(tracks.audio, (level) => { meter.value = level; });
    await this.#offer();
  }

  async #offer(): Promise<void> {
    await Promise.all((Object.keys(CHOICES) as Kind[]).map((kind) => this.#list(kind)));
  }

  async #list(kind: Kind): Promise<void> {
    const select = find<HTMLSelectElement>(this.dialog, `[data-device="${kind}"]`);
    const all = await devices(kind);
    const options = all.map(({ deviceId, label }) => option(label, deviceId));
    select.replaceChildren(...(all.length > 0 ? options : [option(select.dataset.none ?? "", "")]));
    select.disabled = all.length === 0;
    const wished = choice()[CHOICES[kind]];
    select.value = all.some(({ deviceId }) => deviceId === wished) ? wished : all[0]?.deviceId ?? "";
  }

  async #changed(element: HTMLElement): Promise<void> {
    if (element instanceof HTMLSelectElement) {
      choose({ [CHOICES[element.dataset.device as Kind]]: element.value });
      if (element.dataset.device === "audiooutput") return;
    } else if (element.matches("[data-picture]")) {
      choose({ picture: (element as HTMLInputElement).checked });
    }
    await this.#look();
  }

  #enter(): void {
    const { audio, video } = this.#tracks;
    this.#tracks = NO_TRACKS;
    this.#answer({ audio, video });
    this.dialog.close();
  }

  #answer(tracks: Tracks | undefined): void {
    this.#done?.(tracks);
    this.#done = undefined;
  }

  #close(): void {
    this.#answer(undefined);
    this.#release();
    showPicture(find<HTMLVideoElement>(this.dialog, "[data-preview]"), null);
  }

  #release(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    release(this.#tracks);
    this.#tracks = NO_TRACKS;
  }
}
