/** Picture and sound browser to browser: a link to every other place at the table, signals over the room's own doors. */
import type { Hearing } from "./hearing";
import { NOBODY } from "./hearing";
import type { Addressed } from "./link";
import { Link } from "./link";
import type { OwnPlace, Place, Plane, PlaneEvents, Tracks } from "./plane";
import { NO_TRACKS } from "./plane";

const GIVE_UP_AFTER = 15_000;
const EARLY = 64; // signals kept from places that the table has not told of yet

export class Mesh implements Plane {
  readonly links = new Map<string, Link>();
  #early: [string, Addressed][] = [];
  #tracks: Tracks = NO_TRACKS;
  #hearing: Hearing = NOBODY;
  #blocked = false;
  #seated = false;

  constructor(
    private readonly own: OwnPlace,
    private readonly iceServers: RTCIceServer[],
    private readonly events: PlaneEvents,
  ) {}

  /** Who comes calls who is there already. */
  seat(places: readonly Place[], patient: boolean): void {
    const own = places.findIndex(({ id }) => id === this.own.id);
    const before = new Set(own < 0 ? places : places.slice(0, own));
    if (own >= 0) this.#begin();
    const others = new Map(places.filter((place) => place.id !== this.own.id).map((place) => [place.id, place]));
    for (const [id, link] of this.links) {
      if (!others.has(id) && !(patient && link.isConnected)) this.#drop(id, link);
    }
    for (const [id, place] of others) {
      const known = this.links.get(id);
      if (known) this.#know(known, place);
      else this.#connect(place, before.has(place));
    }
    this.#spend();
    this.#hearEarly();
  }

  hear(from: string, signal: unknown): void {
    const link = this.links.get(from);
    if (link) link.hear(signal as Addressed);
    else this.#early = [...this.#early, [from, signal as Addressed] as [string, Addressed]].slice(-EARLY);
  }

  send(tracks: Tracks): void {
    this.#tracks = tracks;
    for (const link of this.links.values()) link.send(tracks);
    this.#spend();
  }

  follow(hearing: Hearing): void {
    this.#hearing = hearing;
    this.#spend();
  }

  async measure(): Promise<void> {
    await Promise.all([...this.links.values()].map(async (link) => {
      await link.measure();
      this.#report(link);
    }));
    this.#judge();
  }

  /** After the way to the server was cut: whoever is not connected tries again. */
  revive(): void {
    for (const link of this.links.values()) if (!link.isConnected) link.restart();
  }

  close(): void {
    for (const [id, link] of this.links) this.#drop(id, link);
  }

  /** What was got ready before one had a place has waited for nothing yet. */
  #begin(): void {
    if (!this.#seated) for (const link of this.links.values()) link.begin();
    this.#seated = true;
  }

  #connect(place: Place, calls: boolean): void {
    const link: Link = new Link(place, calls, this.iceServers, {
      signal: (signal) => { this.events.signal(place.id, signal); },
      track: (track) => { this.events.track(link.place, track); },
      changed: () => { this.#report(link); this.#judge(); },
    });
    this.links.set(place.id, link);
    link.send(this.#tracks);
  }

  #know(link: Link, place: Place): void {
    link.know(place);
    this.#report(link);
  }

  #report(link: Link): void {
    if (this.links.get(link.place.id) === link) this.events.link(link.place, link.quality, link.isStill);
  }

  #drop(id: string, link: Link): void {
    link.close();
    this.links.delete(id);
    this.events.gone(id);
  }

  #hearEarly(): void {
    const early = this.#early;
    this.#early = [];
    for (const [from, signal] of early) this.hear(from, signal);
  }

  #spend(): void {
    const { seat } = this.own;
    const as = this.#hearing.screen === seat ? "screen" : this.#hearing.large === seat ? "large" : "tile";
    const { width = 640, height = 360 } = this.#tracks.video?.getSettings() ?? {};
    for (const link of this.links.values()) link.wish({ as, links: this.links.size, height: Math.min(width, height) });
  }

  /** One unreachable place may be its own fault; when nobody can be reached it is the network here. */
  #judge(): void {
    const all = [...this.links.values()];
    const tried = all.some(({ since }) => Date.now() - since > GIVE_UP_AFTER);
    const blocked = tried && all.every((link) => !link.isConnected);
    if (blocked !== this.#blocked) this.events.blocked(blocked);
    this.#blocked = blocked;
  }
}
