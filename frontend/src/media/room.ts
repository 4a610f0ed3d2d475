/** Picture and sound in the room: `[data-media]` beside the regions; without it, or without script, the room goes on. */
import { newKey } from "../meetings/key";
import { SWAPPED } from "../meetings/morph";
import { BACK, LOST, passedOn } from "../meetings/stream";
import { Bar } from "./bar";
import { Check } from "./check";
import { choice } from "./choice";
import { hindrance } from "./devices";
import type { Refused } from "./doors";
import { Doors } from "./doors";
import type { Sight } from "./faces";
import { Faces } from "./faces";
import { inAWhile, onceAFrame } from "./frame";
import type { Hearing } from "./hearing";
import { NOBODY, watchHearing } from "./hearing";
import { Mesh } from "./mesh";
import { Notices } from "./notices";
import { Own } from "./own";
import type { OwnPlace, Place, Plane, PlaneEvents, Ticket } from "./plane";
import { Share } from "./share";
import { find } from "./show";
import { Sounds } from "./sounds";
import { Stage } from "./stage";
import type { Standing } from "./table";
import { Table } from "./table";
import { startFullScreen, startPicture } from "./view";

const MEASURE = 2000;

const planes: Record<string, (own: OwnPlace, ticket: Ticket, events: PlaneEvents) => Plane> = {
  mesh: (own, ticket, events) => new Mesh(own, ticket.ice_servers, events),
};

class MediaRoom {
  readonly table: Table;
  readonly #own: Own;
  readonly #notices: Notices;
  readonly #faces: Faces;
  readonly #stage: Stage;
  readonly #sounds: Sounds;
  readonly #bar: Bar;
  readonly #share: Share;
  readonly #check: Check;
  readonly #redraw = onceAFrame(() => { this.#draw(); });
  readonly #redrawLater = inAWhile(this.#redraw);
  #hearing: Hearing = NOBODY;
  #focus = ""; // where the keyboard goes with the next drawing

  constructor(private readonly root: HTMLElement, room: HTMLElement, place: string) {
    const presence = find(room, "#region-presence");
    const doors = new Doors(root);
    this.#notices = new Notices(find(root, "[data-notices]"));
    this.#own = new Own({
      changed: () => { this.#send(); },
      troubled: (trouble) => { this.#notices.show(trouble); },
    });
    this.#faces = new Faces(find(root, "[data-faces]"), find<HTMLTemplateElement>(root, "template[data-face]"), presence, place);
    this.#stage = new Stage(find(root, "[data-stage-picture]"), this.#faces, presence, find(room, "#region-stage"));
    this.#sounds = new Sounds(find(root, "[data-sounds]"), (held) => { this.#notices.toggle("held-back", held); });
    this.#bar = new Bar(find(root, "[data-bar]"), this.#own);
    this.#share = new Share(find<HTMLButtonElement>(root, '[data-switch="screen"]'), this.#own, doors, this.#notices, root.dataset.seat ?? "");
    const dialog = find<HTMLDialogElement>(root, "dialog[data-check]");
    this.#check = new Check(dialog, new Notices(dialog));
    this.table = new Table(place, doors, (ticket, events) => this.#open({ id: place, seat: root.dataset.seat ?? "" }, ticket, events), {
      standing: (standing, refused) => { this.#stand(standing, refused); },
      places: (places) => { this.#seat(places); },
      track: (from, track) => { this.#play(from, track); },
      gone: (id) => { this.#forget(id); },
      link: (from, quality, still) => { this.#judge(from, { quality, still: still || quality === "lost" }); },
      blocked: (blocked) => { this.#notices.toggle("blocked", blocked); },
    });
    this.#sounds.use(choice().speaker);
    this.#listen(room);
  }

  async enter(): Promise<void> {
    const joined = this.table.standing === "joined";
    void this.table.prepare();
    const tracks = await this.#check.ask({ joined });
    this.#sounds.use(choice().speaker);
    if (!tracks) {
      this.table.unprepare();
      return;
    }
    this.#own.adopt(tracks);
    if (!joined) await this.table.join(this.#own.switches);
  }

  /** Without the means there is no use in joining; the rest of the room does not need them. */
  refuse(): void {
    this.#notices.show("unsupported");
    find(this.root, "[data-door]").hidden = true;
  }

  follow(hearing: Hearing): void {
    this.#hearing = hearing;
    this.#sounds.follow(hearing);
    this.#own.follow(hearing, this.root.dataset.seat ?? "");
    this.#share.follow(hearing);
    this.table.plane?.follow(hearing);
    this.#faces.follow(hearing);
    this.#redraw();
  }

  /** Connections come first: all that changes while they are made is drawn when the browser draws anyway. */
  #draw(): void {
    find(this.root, "[data-count]").textContent = String(this.#faces.count);
    this.#faces.draw();
    this.#stage.draw(this.#hearing);
    this.#bar.draw();
    if (this.#focus !== "") find(this.root, this.#focus).focus();
    this.#focus = "";
  }

  #listen(room: HTMLElement): void {
    const pressed = (name: string, act: () => void): void => {
      for (const button of this.root.querySelectorAll(`[data-press="${name}"]`)) button.addEventListener("click", act);
    };
    pressed("enter", () => { void this.enter(); });
    pressed("leave", () => { this.table.leave(); });
    pressed("resume", () => { this.#sounds.resume(); });
    pressed("revive", () => { this.table.plane?.revive(); });
    room.addEventListener(SWAPPED, () => { this.#redrawLater(); });
    room.addEventListener(LOST, () => { this.table.lost(); });
    room.addEventListener(BACK, () => { this.table.back(); });
    passedOn(room, "places", (places) => { this.table.told(places as Place[]); });
    passedOn(room, "signal", (told) => { this.table.signaled(told as { from: string; signal: unknown }); });
    window.addEventListener("pagehide", () => { this.table.leave(); });
    setInterval(() => { void this.table.tick(); }, MEASURE);
  }

  #open(own: OwnPlace, ticket: Ticket, events: PlaneEvents): Plane {
    const open = planes[ticket.plane];
    if (!open) throw new Error(`this page knows no plane called ${ticket.plane}`);
    const plane = open(own, ticket, events);
    plane.send(this.#own.tracks);
    plane.follow(this.#hearing);
    return plane;
  }

  #send(): void {
    this.table.plane?.send(this.#own.tracks);
    this.#faces.see(this.table.own, { track: this.#own.tracks.video });
    this.#redraw();
    void this.table.switch(this.#own.switches);
  }

  #seat(places: readonly Place[]): void {
    this.#faces.seat(places);
    this.#redrawLater();
  }

  #play(from: Place, track: MediaStreamTrack): void {
    if (track.kind === "audio") {
      this.#sounds.add(from, track);
    } else {
      this.#faces.see(from.id, { track });
      this.#redraw();
    }
  }

  #judge(from: Place, sight: Partial<Sight>): void {
    this.#faces.see(from.id, sight);
    this.#redrawLater();
  }

  #forget(id: string): void {
    this.#sounds.drop(id);
    this.#faces.forget(id);
    this.#redrawLater();
  }

  /** Whoever is not at the table keeps no camera and no microphone open. */
  #stand(standing: Standing, refused?: Refused): void {
    const joined = standing === "joined";
    const before = this.root.dataset.standing;
    this.root.dataset.standing = standing;
    find(this.root, "[data-door]").hidden = joined;
    find(this.root, "[data-table]").hidden = !joined;
    this.#notices.clear("blocked", "held-back", "replaced", "full", "unreachable");
    if (standing !== "joined" && standing !== "joining" && standing !== "away") {
      this.#notices.show(standing, { title: refused?.title ?? "", reason: refused?.reason ?? "" });
    }
    if (standing !== "joined" && standing !== "joining") {
      void this.#share.end();
      this.#own.release();
    }
    if (joined !== (before === "joined")) this.#focus = joined ? '[data-switch="microphone"]' : '[data-door] [data-press="enter"]';
    this.#redraw();
  }
}

/** Before the stream is opened: it says under which place this page listens. */
export function startMedia(room: HTMLElement): void {
  const root = room.querySelector<HTMLElement>("[data-media]");
  const hearing = room.querySelector<HTMLElement>("#region-hearing");
  if (!root || !hearing) return;
  root.hidden = false;
  room.dataset.place = newKey();
  const media = new MediaRoom(root, room, room.dataset.place);
  watchHearing(hearing, (heard) => { media.follow(heard); });
  startPicture(find<HTMLButtonElement>(root, '[data-press="picture"]'), find<HTMLVideoElement>(root, "[data-stage-picture] video"));
  startFullScreen(find<HTMLButtonElement>(root, '[data-press="whole"]'), root.closest<HTMLElement>(".room__stage") ?? root);
  if (hindrance() === "unsupported") media.refuse();
}
