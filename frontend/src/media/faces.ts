/** The seats round the stage: picture or flag, nameplate and connection of each, in the order of the seats' own list. */
import type { Hearing } from "./hearing";
import { NOBODY } from "./hearing";
import type { Place } from "./plane";
import type { Quality } from "./quality";
import { copyInto, find, hide, showOne, showPicture } from "./show";

export interface Sight {
  track: MediaStreamTrack | null;
  quality: Quality | "";
  still: boolean; // the picture has stopped
}

const BLANK: Sight = { track: null, quality: "", still: false };

export class Faces {
  readonly #faces = new Map<string, HTMLElement>();
  readonly #sights = new Map<string, Sight>();
  #places: readonly Place[] = [];
  #hearing: Hearing = NOBODY;

  constructor(
    private readonly list: HTMLElement,
    private readonly face: HTMLTemplateElement,
    private readonly presence: HTMLElement,
    private readonly own: string,
  ) {}

  see(place: string, some: Partial<Sight>): void {
    this.#sights.set(place, { ...BLANK, ...this.#sights.get(place), ...some });
  }

  forget(place: string): void {
    this.#sights.delete(place);
  }

  seat(places: readonly Place[]): void {
    this.#places = places;
  }

  /** How many people are at the table. */
  get count(): number {
    return this.#places.length;
  }

  follow(hearing: Hearing): void {
    this.#hearing = hearing;
  }

  /** The picture of a seat: of its people at the table, the first who shows one. */
  pictureOf(seat: string): MediaStreamTrack | null {
    const place = this.#placeOf(seat);
    const sight = place && this.#sights.get(place.id);
    return place?.camera && sight && !sight.still ? sight.track : null;
  }

  isOwn(seat: string): boolean {
    return this.#placeOf(seat)?.id === this.own;
  }

  /** A tile that stands where it stood stays untouched: a picture that is moved about in the page stops. */
  draw(): void {
    let next = this.list.firstElementChild;
    for (const tile of this.presence.querySelectorAll<HTMLElement>("[data-seat]")) {
      const seat = tile.dataset.seat ?? "";
      const face = this.#faces.get(seat) ?? this.#made(seat);
      hide(face, tile.classList.contains("tile--absent") && !this.#placeOf(seat));
      if (face !== next) this.list.insertBefore(face, next);
      else next = next.nextElementSibling;
      this.#fill(face, seat, tile);
    }
  }

  #placeOf(seat: string): Place | undefined {
    const here = this.#places.filter((place) => place.seat === seat);
    return here.find(({ id, camera }) => camera && this.#sights.get(id)?.track) ?? here[0];
  }

  #made(seat: string): HTMLElement {
    const face = find(this.face.content.cloneNode(true) as DocumentFragment, "li");
    face.dataset.seat = seat;
    this.#faces.set(seat, face);
    return face;
  }

  #fill(face: HTMLElement, seat: string, tile: HTMLElement): void {
    const place = this.#placeOf(seat);
    const { screen, large } = this.#hearing;
    const onStage = seat === (this.pictureOf(screen) ? screen : large);
    const picture = onStage ? null : this.pictureOf(seat);
    const video = find<HTMLVideoElement>(face, "video");
    showPicture(video, picture);
    video.classList.toggle("is-own", place?.id === this.own);
    face.classList.toggle("face--pictured", picture !== null);
    face.classList.toggle("face--stage", onStage);
    face.classList.toggle("face--asks", tile.classList.contains("tile--waiting"));
    face.classList.toggle("face--heard", this.#hearing.audible.has(seat) && place?.microphone === true);
    const plate = tile.querySelector(".nameplate");
    copyInto(find(face, "[data-plate]"), [plate]);
    copyInto(find(face, "[data-flag]"), [plate?.querySelector(".flag")]);
    showOne(face, "quality", place ? (this.#sights.get(place.id)?.quality ?? "") : "away");
  }
}
