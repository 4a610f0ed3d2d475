/** A person's own microphone, camera and screen: theirs to switch, and heard only while the state says so. */
import { choice } from "./choice";
import type { Trouble } from "./devices";
import { release, take } from "./devices";
import type { Switches } from "./doors";
import type { Hearing } from "./hearing";
import type { Tracks } from "./plane";

export type Microphone = "none" | "off" | "off-though-next" | "off-though-heard" | "unheard" | "next" | "heard";

export interface OwnEvents {
  changed(): void;
  troubled(trouble: Trouble): void;
}

const LINGER = 30_000; // milliseconds; see `tracks`

export class Own {
  #microphone: MediaStreamTrack | null = null;
  #camera: MediaStreamTrack | null = null;
  #screen: MediaStreamTrack | null = null;
  #speaks = false;
  #audible = false;
  #next = false;
  #sends = false;
  #ending: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly events: OwnEvents) {}

  /**
   * What goes out. The receivers decide who is heard; that others do not even send is politeness, and thrift: silence
   * costs as much as speech. Two send it all the same. Whoever is called upon next, as to begin on every line takes
   * longer than anyone should wait for a word; and for a while who has just fallen silent, as a receiver takes a pause
   * of less than two seconds for a slow line, and plays that seat half a second late afterwards.
   */
  get tracks(): Tracks {
    return { audio: this.#sends ? this.#microphone : null, video: this.#screen ?? this.#camera };
  }

  get switches(): Switches {
    return { microphone: this.#speaks && this.#microphone !== null, camera: this.tracks.video !== null };
  }

  get camera(): MediaStreamTrack | null {
    return this.#camera;
  }

  get isSharing(): boolean {
    return this.#screen !== null;
  }

  get microphone(): Microphone {
    if (!this.#microphone) return "none";
    const floor = this.#audible ? "heard" : this.#next ? "next" : undefined;
    if (this.#speaks) return floor ?? "unheard";
    return floor ? `off-though-${floor}` : "off";
  }

  /** Take over what was chosen and tried; what was there before is given back to its devices. */
  adopt({ audio, video }: Tracks): void {
    release({ audio: this.#microphone, video: this.#camera });
    this.#microphone = this.#watched(audio, "speech");
    this.#camera = this.#watched(video, "motion");
    this.#settle();
  }

  follow(hearing: Hearing, seat: string): void {
    const [audible, next] = [hearing.audible.has(seat), seat !== "" && hearing.next === seat];
    if (audible === this.#audible && next === this.#next) return;
    this.#audible = audible;
    this.#next = next;
    this.#settle();
  }

  async switchMicrophone(): Promise<void> {
    if (!this.#microphone) {
      const { tracks, trouble } = await take({ audio: choice().microphone, video: false });
      if (trouble) this.events.troubled(trouble);
      this.#microphone = this.#watched(tracks.audio, "speech");
      this.#speaks = false;
    }
    this.#speaks = this.#microphone !== null && !this.#speaks;
    this.#settle();
  }

  /** Off means off: the camera's own light goes out. */
  async switchCamera(): Promise<void> {
    if (this.#camera) {
      release({ video: this.#camera });
      this.#camera = null;
    } else {
      const { tracks, trouble } = await take({ audio: false, video: choice().camera });
      if (trouble) this.events.troubled(trouble);
      this.#camera = this.#watched(tracks.video, "motion");
    }
    this.#settle();
  }

  share(screen: MediaStreamTrack | null): void {
    if (screen === this.#screen) return;
    release({ video: this.#screen });
    this.#screen = screen;
    if (screen) screen.contentHint = "detail";
    this.#settle();
  }

  release(): void {
    release({ audio: this.#microphone, video: this.#camera });
    this.#microphone = this.#camera = null;
    this.#speaks = false;
    this.share(null);
    this.#settle();
  }

  #settle(): void {
    if (this.#microphone) this.#microphone.enabled = this.microphone === "heard";
    if (this.#speaks && (this.#audible || this.#next)) this.#begin();
    else if (this.#sends) this.#ending ??= setTimeout(() => { this.#end(); }, LINGER);
    this.events.changed();
  }

  #begin(): void {
    clearTimeout(this.#ending);
    this.#ending = undefined;
    this.#sends = true;
  }

  #end(): void {
    this.#ending = undefined;
    this.#sends = false;
    this.events.changed();
  }

  #watched(track: MediaStreamTrack | null, hint: string): MediaStreamTrack | null {
    if (!track) return null;
    track.contentHint = hint;
    track.addEventListener("ended", () => { this.#lost(track); });
    return track;
  }

  #lost(track: MediaStreamTrack): void {
    if (track === this.#microphone) this.#microphone = null;
    else if (track === this.#camera) this.#camera = null;
    else return;
    this.events.troubled("unplugged");
    this.#settle();
  }
}
