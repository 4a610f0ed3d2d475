/** Who has the floor, large; or the screen they share. One player for all, so that picture-in-picture goes on. */
import type { Faces } from "./faces";
import type { Hearing } from "./hearing";
import { copyInto, find, showOne, showPicture } from "./show";

export class Stage {
  constructor(
    private readonly root: HTMLElement,
    private readonly faces: Faces,
    private readonly presence: HTMLElement,
    private readonly floor: HTMLElement,
  ) {}

  /** A screen that nobody sends any more gives the stage back to who speaks; one's own would show itself without end. */
  draw({ screen, large }: Hearing): void {
    const shown = this.faces.pictureOf(screen) !== null;
    const seat = shown ? screen : large;
    const sharing = shown && this.faces.isOwn(screen);
    const picture = sharing ? null : this.faces.pictureOf(seat);
    this.root.classList.toggle("stage--screen", shown);
    this.root.classList.toggle("stage--pictured", picture !== null);
    showPicture(find<HTMLVideoElement>(this.root, "video"), picture);
    showOne(this.root, "stage", sharing ? "sharing" : "");
    this.#name(seat);
  }

  /** The nameplate and the running clock are the room's own, as it has them in the viewer's language. */
  #name(seat: string): void {
    const plate = this.presence.querySelector(`[data-seat="${CSS.escape(seat)}"] .nameplate`);
    copyInto(find(this.root, "[data-plate]"), [plate, this.floor.querySelector(".timer")]);
    copyInto(find(this.root, "[data-flag]"), [plate?.querySelector(".flag")]);
  }
}
