/** One place across the table: its connection, how well it does, and which of two attempts at connecting is meant. */
import { newKey } from "../meetings/key";
import type { Signal } from "./peer";
import { Peer } from "./peer";
import type { Place, Tracks } from "./plane";
import { NO_TRACKS } from "./plane";
import type { Quality, Sample } from "./quality";
import { isCrowded, NOTHING, qualityOf, sampleOf } from "./quality";
import type { Encoding, Line, Wish } from "./thrift";
import { FRESH, lineAfter, pictureFor } from "./thrift";

/** `attempt` is made up by the side that offers first and taken over by the other; `side` is the sender's own. */
export interface Addressed extends Signal {
  attempt: string;
  side: string;
}

export interface LinkEvents {
  signal(signal: Addressed): void;
  track(track: MediaStreamTrack): void;
  changed(): void;
}

const STILL_AFTER = 2;
const ANEW_AFTER = 12_000; // milliseconds: several times what a busy machine needs to connect; each further try waits twice as long

export class Link {
  readonly since = Date.now();
  quality: Quality = "fair";
  peer: Peer;
  #attempt: string;
  #side = newKey();
  #other = "";
  #tracks: Tracks = NO_TRACKS;
  #wish: Omit<Wish, "sacrifice"> = { as: "tile", links: 1, height: 360 };
  #line: Line = FRESH;
  #sample: Sample = NOTHING;
  #stopped = 0; // measures in which a picture that had moved did not
  #opened = Date.now();
  #patience = ANEW_AFTER;

  constructor(
    public place: Place,
    private readonly polite: boolean,
    private readonly iceServers: RTCIceServer[],
    private readonly events: LinkEvents,
  ) {
    this.#attempt = polite ? "" : newKey();
    this.peer = this.#open();
  }

  get isConnected(): boolean {
    return this.peer.isConnected;
  }

  /** Whether there was a picture and is none now: cut off by thrift over there, or by the line. */
  get isStill(): boolean {
    return this.#stopped >= STILL_AFTER;
  }

  /** A camera switched on again is believed before the next measure. */
  know(place: Place): void {
    if (place.camera && !this.place.camera) this.#stopped = 0;
    this.place = place;
  }

  send(tracks: Tracks): void {
    this.#tracks = tracks;
    this.peer.send(tracks);
  }

  wish(wish: Omit<Wish, "sacrifice">): void {
    this.#wish = wish;
    this.peer.spend(this.#encoding());
  }

  /** A browser that began anew under the same place is met by a connection that begins anew, never by a mixture. */
  hear(signal: Addressed): void {
    const { attempt, side, description } = signal;
    if (this.polite && attempt !== this.#attempt) {
      if (description?.type !== "offer") return;
      if (this.#attempt !== "") this.#again();
      this.#attempt = attempt;
    } else if (attempt !== this.#attempt) {
      return;
    } else if (!this.polite && this.#other !== "" && this.#other !== side) {
      this.#again();
      return;
    }
    this.#other = side;
    this.peer.hear(signal);
  }

  restart(): void {
    this.peer.restart();
  }

  async measure(): Promise<void> {
    if (!this.peer.isConnected) {
      this.#insist();
      return;
    }
    this.#patience = Number.POSITIVE_INFINITY; // once met, they find each other again by ICE
    const before = this.#sample;
    const now = await sampleOf(this.peer.connection);
    this.#sample = now;
    this.quality = qualityOf(before, now);
    this.#stopped = now.frames === 0 || now.frames > before.frames ? 0 : this.#stopped + 1;
    this.#line = lineAfter(this.#line, isCrowded(now));
    this.peer.spend(this.#encoding());
  }

  close(): void {
    this.peer.close();
  }

  #encoding(): Encoding {
    return pictureFor({ ...this.#wish, sacrifice: this.#line.sacrifice });
  }

  /** Whatever was lost on the way, of two who have never met one begins anew: the one who offers. */
  #insist(): void {
    if (this.polite || Date.now() - this.#opened < this.#patience) return;
    const next = this.#patience * 2;
    this.#again();
    this.#patience = next;
  }

  #again(): void {
    this.peer.close();
    this.#opened = Date.now();
    this.#patience = ANEW_AFTER;
    this.#side = newKey();
    this.#other = "";
    this.#sample = NOTHING;
    this.#stopped = 0;
    if (!this.polite) this.#attempt = newKey();
    this.peer = this.#open();
    this.peer.send(this.#tracks);
  }

  #changed(state: RTCPeerConnectionState): void {
    this.quality = state === "connected" ? "good" : state === "connecting" ? "fair" : "lost";
    this.events.changed();
  }

  #open(): Peer {
    const side = this.#side;
    return new Peer({ polite: this.polite, iceServers: this.iceServers, encoding: this.#encoding() }, {
      signal: (signal) => { if (side === this.#side) this.events.signal({ attempt: this.#attempt, side, ...signal }); },
      track: (track) => { this.events.track(track); },
      state: (state) => { if (side === this.#side) this.#changed(state); },
    });
  }
}
