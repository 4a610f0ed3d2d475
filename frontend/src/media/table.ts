/** The table of picture and sound: taking a place, keeping it over every loss of the server, giving it up. */
import type { Doors, Refused, Switches } from "./doors";
import { Outbox } from "./outbox";
import type { Addressed } from "./link";
import type { Place, Plane, PlaneEvents, Ticket } from "./plane";

export type Standing = "away" | "joining" | "joined" | "replaced" | "full" | "unreachable";

export interface TableEvents extends Omit<PlaneEvents, "signal"> {
  standing(standing: Standing, refused?: Refused): void;
  places(places: readonly Place[]): void;
}

export type OpenPlane = (ticket: Ticket, events: PlaneEvents) => Plane;

const PATIENCE = 20_000; // after the server was lost: as long as a place outlives its stream, and a little

const isSame = (one: Switches, other: Switches): boolean => one.microphone === other.microphone && one.camera === other.camera;

interface Told {
  from: string;
  signal: unknown;
}

export class Table {
  plane: Plane | undefined;
  #standing: Standing = "away";
  #switches: Switches = { microphone: false, camera: false };
  #person = "";
  #seen = false; // the server has told of this place since it was taken
  #lostAt = Number.NEGATIVE_INFINITY;
  #asking = false;
  #preparing: symbol | undefined;
  #early: Told[] = [];
  #places: readonly Place[] = [];
  #told: readonly Place[] = []; // the last list since one asked for a place
  readonly #outbox: Outbox;

  constructor(
    readonly own: string,
    private readonly doors: Doors,
    private readonly open: OpenPlane,
    private readonly events: TableEvents,
  ) {
    this.#outbox = new Outbox((to, signal) => doors.signal(own, to, signal));
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** About to join: connections get ready, so that the wish for a place is a call to everyone there at the same time. */
  async prepare(): Promise<void> {
    if (this.#hasPlace) return;
    const preparing = this.#preparing = Symbol("one of several");
    const answer = await this.doors.ticket(this.own);
    if (preparing !== this.#preparing || this.plane || !answer || !("given" in answer)) return;
    this.#outbox.hold();
    this.#openPlane(answer.given);
    this.#seat(this.#told.length > 0 ? this.#told : answer.given.places);
  }

  /** Turned back before joining. */
  unprepare(): void {
    if (!this.#hasPlace) this.#close();
  }

  async join(switches: Switches): Promise<void> {
    this.#switches = switches;
    this.#stand("joining");
    await this.#ask();
  }

  /** Tell the others of a microphone or camera switched. */
  async switch(switches: Switches): Promise<void> {
    if (isSame(switches, this.#switches)) return;
    this.#switches = switches;
    if (this.#standing === "joined") await this.#ask();
  }

  leave(): void {
    if (this.#standing === "joined") this.doors.leave(this.own);
    this.#end("away");
  }

  /** What the room's stream says of who is at the table. */
  told(places: readonly Place[]): void {
    this.#told = places;
    this.#heed(places);
    this.events.places(places);
  }

  #heed(places: readonly Place[]): void {
    if (!this.#hasPlace) this.#seat(places);
    if (this.#standing !== "joined") return;
    const own = places.find(({ id }) => id === this.own);
    if (own) {
      this.#seen = true;
      this.#seat(places);
      if (!isSame(own, this.#switches)) void this.#ask();
    } else if (this.#seen && places.some(({ person }) => person === this.#person)) {
      this.#end("replaced");
    } else if (this.#seen) {
      this.#seen = false; // the server has begun anew, or was away longer than it keeps a place
      void this.#ask();
    }
  }

  signaled({ from, signal }: Told): void {
    if (this.plane) this.plane.hear(from, signal);
    else if (this.#standing === "joining") this.#early.push({ from, signal });
  }

  lost(): void {
    this.#lostAt = Date.now();
  }

  /** The stream is open again; what was missed of signals is made up for by new ones. */
  back(): void {
    if (Number.isFinite(this.#lostAt)) this.#lostAt = Date.now();
    this.plane?.revive();
  }

  /** Now and then: how it goes, and whether whoever was waited for has come back. */
  async tick(): Promise<void> {
    if (this.#standing === "joined") await this.plane?.measure();
    if (!Number.isFinite(this.#lostAt) || Date.now() - this.#lostAt < PATIENCE) return;
    this.#lostAt = Number.NEGATIVE_INFINITY;
    this.#seat(this.#places);
  }

  get #hasPlace(): boolean {
    return this.#standing === "joined" || this.#standing === "joining";
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    this.#told = [];
    const sent = this.#switches;
    const answer = await this.doors.join(this.own, sent, this.#outbox.take());
    this.#asking = false;
    if (this.#standing !== "joining" && this.#standing !== "joined") return;
    if (!answer) this.#unanswered();
    else if ("refused" in answer) this.#end("full", answer.refused);
    else this.#sit(answer.given);
    if (sent !== this.#switches && this.standing === "joined") await this.#ask();
  }

  /** At the table already, a lost answer is no loss: the next list of places tells whether to ask again. */
  #unanswered(): void {
    if (this.#standing === "joining") this.#end("unreachable");
    else this.#seen = true;
  }

  #sit(ticket: Ticket): void {
    const own = ticket.places.find(({ id }) => id === this.own);
    if (!own) return;
    this.#person = own.person;
    if (!this.plane) this.#openPlane(ticket);
    const places = this.#newest(ticket.places);
    this.#seat(places); // the others are on their way while the page is drawn
    this.#outbox.release();
    this.#stand("joined");
    this.events.places(places);
    for (const { from, signal } of this.#early.splice(0)) this.plane?.hear(from, signal);
  }

  #openPlane(ticket: Ticket): void {
    this.plane = this.open(ticket, {
      ...this.events,
      signal: (to, signal) => { this.#outbox.put(to, signal as Addressed); },
      gone: (id) => { this.#outbox.forget(id); this.events.gone(id); },
    });
  }

  /** A list that knows of this place is no older than the answer, which may have been overtaken; it is not told twice. */
  #newest(answered: readonly Place[]): readonly Place[] {
    if (!this.#told.some(({ id }) => id === this.own)) return answered;
    this.#seen = true;
    return this.#told;
  }

  #seat(places: readonly Place[]): void {
    this.#places = places;
    this.plane?.seat(places, Date.now() - this.#lostAt < PATIENCE);
  }

  #close(): void {
    this.#preparing = undefined;
    this.plane?.close();
    this.plane = undefined;
    this.#outbox.clear();
  }

  #end(standing: Standing, refused?: Refused): void {
    this.#close();
    this.#seen = false;
    this.#early = [];
    this.#stand(standing, refused);
  }

  #stand(standing: Standing, refused?: Refused): void {
    if (standing === this.#standing && !refused) return;
    this.#standing = standing;
    this.events.standing(standing, refused);
  }
}
