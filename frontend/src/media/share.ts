/** A shared screen is an exhibit: the journal says who shows it, and for as long it goes out as the seat's picture. */
import { hindrance } from "./devices";
import type { Doors } from "./doors";
import type { Hearing } from "./hearing";
import type { Notices } from "./notices";
import type { Own } from "./own";

type Progress = "none" | "asked" | "shown";

export const canShare = (): boolean => hindrance() === undefined && "getDisplayMedia" in navigator.mediaDevices;

export class Share {
  #progress: Progress = "none";
  #may = false;

  constructor(
    private readonly button: HTMLButtonElement,
    private readonly own: Own,
    private readonly doors: Doors,
    private readonly notices: Notices,
    private readonly seat: string,
  ) {
    button.hidden = !canShare();
    button.addEventListener("click", () => { void (this.#progress === "none" ? this.#begin() : this.end()); });
  }

  /** Shown while the state says so: taken off by the Chair, or the floor lost, it ends here too. */
  follow({ audible, screen }: Hearing): void {
    this.#may = audible.has(this.seat);
    if (this.#may) this.notices.clear("no-floor");
    if (screen === this.seat && this.#progress === "asked") this.#progress = "shown";
    else if (this.#progress === "shown" && screen !== this.seat) this.#stop();
    else if (this.#progress === "shown" && !this.#may) void this.end();
  }

  async end(): Promise<void> {
    if (this.#progress === "none") return;
    this.#stop();
    await this.doors.act("withdraw-exhibit", {});
  }

  async #begin(): Promise<void> {
    this.notices.toggle("no-floor", !this.#may);
    this.notices.clear("no-share");
    if (!this.#may) return;
    const track = await this.#choose();
    if (!track) return;
    this.#progress = "asked";
    this.own.share(track);
    track.addEventListener("ended", () => { void this.end(); });
    const answer = await this.doors.act("show-exhibit", { kind: "screen", title: this.button.dataset.title ?? "" });
    if (answer && "given" in answer) return;
    this.#stop();
    if (answer) this.notices.show("no-share", { title: answer.refused.title, reason: answer.refused.reason });
    else this.notices.show("unreachable");
  }

  /** Turning back in the browser's own dialog is no trouble. */
  async #choose(): Promise<MediaStreamTrack | undefined> {
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 8, max: 15 } }, audio: false });
      return stream.getVideoTracks()[0];
    } catch {
      return undefined;
    }
  }

  #stop(): void {
    this.#progress = "none";
    this.own.share(null);
  }
}
