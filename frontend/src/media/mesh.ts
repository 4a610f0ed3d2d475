/** Picture and sound browser to browser: a peer for every other place at the table, signals over the room's own doors. */
import type { Hearing } from "./hearing";
import type { Signal, Tracks } from "./peer";
import { Peer } from "./peer";
import type { Quality, Sample } from "./quality";
import { qualityOf, sampleOf } from "./quality";
import { pictureFor } from "./thrift";

export interface Place {
  id: string;
  seat: string;
  person: string;
  microphone: boolean;
  camera: boolean;
}

export interface MeshEvents {
  post(to: string, signal: Signal): void;
  heard(place: Place, stream: MediaStream): void;
  gone(id: string): void;
  quality(place: Place, quality: Quality): void;
}

interface Link {
  place: Place;
  peer: Peer;
  sample: Sample;
  poor: boolean;
}

export class Mesh {
  readonly links = new Map<string, Link>();
  #tracks: Tracks = { audio: null, video: null };
  #large = false;

  constructor(
    readonly own: string,
    private readonly iceServers: RTCIceServer[],
    private readonly events: MeshEvents,
  ) {}

  /** Connect to who is at the table now, let go of who is not. */
  seat(places: readonly Place[]): void {
    const others = new Map(places.filter((place) => place.id !== this.own).map((place) => [place.id, place]));
    for (const [id, link] of this.links) if (!others.has(id)) this.#drop(id, link);
    for (const [id, place] of others) {
      const known = this.links.get(id);
      if (known) known.place = place;
      else this.#connect(place);
    }
  }

  async hear(from: string, signal: Signal): Promise<void> {
    await this.links.get(from)?.peer.hear(signal);
  }

  async send(tracks: Tracks): Promise<void> {
    this.#tracks = tracks;
    await Promise.all([...this.links.values()].map(({ peer }) => peer.send(tracks)));
    await this.#spend();
  }

  /** The floor's seat sends a large picture, everybody else a small one. */
  async follow(hearing: Hearing, seat: string): Promise<void> {
    this.#large = hearing.large === seat;
    await this.#spend();
  }

  async measure(): Promise<void> {
    await Promise.all([...this.links.values()].map((link) => this.#measure(link)));
    await this.#spend();
  }

  /** After the way to the server was cut: whoever is not connected tries again. */
  revive(): void {
    for (const { peer } of this.links.values()) if (peer.connection.connectionState !== "connected") peer.restart();
  }

  close(): void {
    for (const [id, link] of this.links) this.#drop(id, link);
  }

  #connect(place: Place): void {
    const peer = new Peer(this.own < place.id, this.iceServers, {
      signal: (signal) => { this.events.post(place.id, signal); },
      media: (stream) => { this.events.heard(this.links.get(place.id)?.place ?? place, stream); },
      state: (state) => { if (state !== "connected") this.events.quality(place, state === "connecting" ? "fair" : "lost"); },
    });
    this.links.set(place.id, { place, peer, sample: { roundTrip: 0, received: 0, lost: 0 }, poor: false });
    void peer.send(this.#tracks);
  }

  #drop(id: string, link: Link): void {
    link.peer.close();
    this.links.delete(id);
    this.events.gone(id);
  }

  async #measure(link: Link): Promise<void> {
    if (link.peer.connection.connectionState !== "connected") return;
    const now = await sampleOf(link.peer.connection);
    const quality = qualityOf(link.sample, now);
    link.sample = now;
    link.poor = quality === "poor" || quality === "lost";
    this.events.quality(link.place, quality);
  }

  async #spend(): Promise<void> {
    const width = this.#tracks.video?.getSettings().width ?? 640;
    const all = [...this.links.values()];
    await Promise.all(all.map(({ peer, poor }) => peer.spend(pictureFor(this.#large, poor, width))));
  }
}
