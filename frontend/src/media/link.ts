/** One place across the table: its connection, how well it does, who of the two calls, and which of two attempts is meant. */
import { newKey } from "../meetings/key";
import type { Signal } from "./peer";
import { Peer } from "./peer";
import type { Place, Tracks } from "./plane";
import { NO_TRACKS } from "./plane";
import type { Quality, Sample } from "./quality";
import { isCrowded, NOTHING, qualityOf, sampleOf } from "./quality";
import type { Encoding, Line, Wish } from "./thrift";
import { FRESH, lineAfter, pictureFor } from "./thrift";

/** `attempt` is made up by the side that calls and taken over by the other; `side` is the sender's own. */
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
const LONGER = 1.5; // who was to be called waits longer than who was to call

export class Link {
  since = Date.now();
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
    private calls: boolean,
    private readonly iceServers: RTCIceServer[],
    private readonly events: LinkEvents,
  ) {
    this.#attempt = calls ? newKey() : "";
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

  /** It was got ready before one had a place: the wait for an answer begins now. */
  begin(): void {
    this.since = this.#opened = Date.now();
  }

  /** A browser that began anew under the same place is met by a connection that begins anew, never by a mixture. */
  hear(signal: Addressed): void {
    const { attempt, side, description } = signal;
    if (attempt !== this.#attempt) {
      if (description?.type !== "offer" || this.#prevailsOver(attempt)) return;
      if (this.#attempt !== "") this.#again({ calls: false });
      this.#attempt = attempt;
    } else if (this.calls && this.#other !== "" && this.#other !== side) {
      this.#again({ calls: true });
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

  /** Both may have called at once: to both the same attempt is the first. A call that was answered is of the past. */
  #prevailsOver(attempt: string): boolean {
    return this.calls && this.#other === "" && this.#attempt < attempt;
  }

  /** Whatever was lost on the way, of two who have never met one begins anew: who called, or at last who waited for a call. */
  #insist(): void {
    if (Date.now() - this.#opened < this.#patience * (this.calls ? 1 : LONGER)) return;
    const next = this.#patience * 2;
    this.#again({ calls: true });
    this.#patience = next;
  }

  #again({ calls }: { calls: boolean }): void {
    this.calls = calls;
    this.peer.close();
    this.#opened = Date.now();
    this.#patience = ANEW_AFTER;
    this.#side = newKey();
    this.#other = "";
    this.#sample = NOTHING;
    this.#stopped = 0;
    this.#attempt = calls ? newKey() : "";
    this.peer = this.#open();
    this.peer.send(this.#tracks);
  }

  #changed(state: RTCPeerConnectionState): void {
    this.quality = state === "connected" ? "good" : state === "connecting" ? "fair" : "lost";
    this.events.changed();
  }

  #open(): Peer {
    const side = this.#side;
    return new Peer({ polite: !this.calls, iceServers: this.iceServers, encoding: this.#encoding() }, {
      signal: (signal) => { if (side === this.#side) this.events.signal({ attempt: this.#attempt, side, ...signal }); },
      track: (track) => { this.events.track(track); },
      state: (state) => { if (side === this.#side) this.#changed(state); },
    });
  }
}
