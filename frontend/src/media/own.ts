/** A person's own microphone, camera and screen: theirs to switch, and heard only while the state says so. */
import { choice } from "./choice";
import type { Trouble } from "./devices";
import { release, take } from "./devices";
import type { Switches } from "./doors";
import type { Tracks } from "./plane";

export type Microphone = "none" | "off" | "off-though-heard" | "unheard" | "heard";

export interface OwnEvents {
  changed(): void;
  troubled(trouble: Trouble): void;
}

export class Own {
  #microphone: MediaStreamTrack | null = null;
  #camera: MediaStreamTrack | null = null;
  #screen: MediaStreamTrack | null = null;
  #speaks = false;
  #audible = false;

  constructor(private readonly events: OwnEvents) {}

  /**
   * What goes out. The receivers decide who is heard; that nothing is sent to deaf ears either is politeness, and
   * thrift: a track that is merely disabled sends silence, which takes a browser ten times the work of speech.
   */
  get tracks(): Tracks {
    return { audio: this.microphone === "heard" ? this.#microphone : null, video: this.#screen ?? this.#camera };
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
    if (this.#speaks) return this.#audible ? "heard" : "unheard";
    return this.#audible ? "off-though-heard" : "off";
  }

  /** Take over what was chosen and tried; what was there before is given back to its devices. */
  adopt({ audio, video }: Tracks): void {
    release({ audio: this.#microphone, video: this.#camera });
    this.#microphone = this.#watched(audio, "speech");
    this.#camera = this.#watched(video, "motion");
    this.#settle();
  }

  hear(audible: boolean): void {
    if (audible === this.#audible) return;
    this.#audible = audible;
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
