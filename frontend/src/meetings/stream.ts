/** Keeps the room's regions as the server has them: `[data-stream=URL][data-seq=N]`, one event per region. */
import { announce } from "./announce";
import { backoff } from "./backoff";
import { swap } from "./morph";

/** Calls back with what the server says under this name on the room's stream, besides its regions. */
export function passedOn(root: HTMLElement, name: string, heard: (told: unknown) => void): void {
  root.addEventListener(`kenesh:stream-${name}`, (event) => { heard(JSON.parse((event as CustomEvent<string>).detail)); });
}

export type OpenStream = (url: string) => EventSource;

/** Events that no region shows; whoever wants one asks `passedOn`. */
const PASSED_ON = ["places", "signal"];
export const LOST = "kenesh:stream-lost";
export const BACK = "kenesh:stream-back";

const CLOSED = 2;
const SETTLE = 1500;

export class Stream {
  #source: EventSource | undefined;
  #attempt = 0;
  #lost = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly open: OpenStream = (url) => new EventSource(url),
  ) {}

  connect(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    const source = this.open(this.#url());
    this.#source = source;
    source.addEventListener("open", () => { this.#opened(); });
    source.addEventListener("error", () => { this.#failed(source); });
    source.addEventListener("seq", (event) => { this.#heard(event); });
    for (const region of this.root.querySelectorAll<HTMLElement>('[id^="region-"]')) {
      source.addEventListener(region.id, (event) => { this.#fresh(region, event as MessageEvent<string>); });
    }
    for (const name of PASSED_ON) source.addEventListener(name, (event) => { this.#pass(name, event as MessageEvent<string>); });
  }

  close(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    this.#source?.close();
  }

  /** The way to the server is known to be broken: say so without waiting for the browser to notice. */
  lose(): void {
    if (this.#lost) return;
    this.#lost = true;
    const banner = document.createElement("div");
    banner.className = "connection";
    banner.setAttribute("role", "alert");
    banner.textContent = this.root.dataset.lostText ?? "";
    this.root.before(banner);
    this.root.dispatchEvent(new Event(LOST));
  }

  #url(): string {
    const url = new URL(this.root.dataset.stream ?? "", document.baseURI);
    url.searchParams.set("after", this.root.dataset.seq ?? "0");
    if (this.root.dataset.place) url.searchParams.set("place", this.root.dataset.place);
    return url.href;
  }

  #fresh(region: HTMLElement, event: MessageEvent<string>): void {
    this.#heard(event);
    swap(region, event.data);
  }

  /** They carry no line of their own, and must not pass for one. */
  #pass(name: string, event: MessageEvent<string>): void {
    this.#watchSilence();
    this.root.dispatchEvent(new CustomEvent(`kenesh:stream-${name}`, { detail: event.data }));
  }

  #heard(event: Event): void {
    const seq = (event as MessageEvent<string>).lastEventId;
    if (/^\d+$/.test(seq)) this.root.dataset.seq = seq;
    this.#watchSilence();
  }

  #opened(): void {
    this.#attempt = 0;
    this.#watchSilence();
    if (!this.#lost) return;
    this.#lost = false;
    this.root.dispatchEvent(new Event(BACK));
    document.querySelector(".connection")?.remove();
    // The lines missed come first, then it is true that we are back at the last.
    setTimeout(() => { announce(`${this.root.dataset.backText ?? ""} ${this.root.dataset.seq ?? ""}`); }, SETTLE);
  }

  #failed(source: EventSource): void {
    if (source !== this.#source) return;
    this.lose();
    if (source.readyState !== CLOSED) return; // the browser itself tries again, with Last-Event-ID
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => { this.connect(); }, backoff(this.#attempt++));
  }

  /** A dead network path raises no error: three missed heartbeats are one. */
  #watchSilence(): void {
    clearTimeout(this.#silence);
    const beat = Number(this.root.dataset.heartbeat ?? 0);
    if (beat > 0) this.#silence = setTimeout(() => { this.lose(); this.connect(); }, beat * 3000);
  }
}

export function startStream(root: HTMLElement, open?: OpenStream): Stream {
  const stream = new Stream(root, open);
  stream.connect();
  window.addEventListener("offline", () => { stream.lose(); });
  window.addEventListener("online", () => { stream.connect(); });
  window.addEventListener("pagehide", () => { stream.close(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) stream.connect(); });
  return stream;
}
