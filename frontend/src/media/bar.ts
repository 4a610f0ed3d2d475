/** The viewer's own switches, each with its state in words; what changes by the Chair's decision is said aloud. */
import { announce } from "../meetings/announce";
import type { Own } from "./own";
import { find, showOne } from "./show";

export class Bar {
  #said = "";

  constructor(private readonly root: HTMLElement, private readonly own: Own) {
    this.#button("microphone").addEventListener("click", () => { void own.switchMicrophone(); });
    this.#button("camera").addEventListener("click", () => { void own.switchCamera(); });
  }

  draw(): void {
    const { switches, microphone } = this.own;
    this.#press("microphone", switches.microphone);
    this.#press("camera", this.own.camera !== null);
    this.#press("screen", this.own.isSharing);
    const text = showOne(this.root, "microphone", microphone);
    this.root.classList.toggle("bar--heard", microphone === "heard");
    this.root.classList.toggle("bar--asked", microphone.startsWith("off-though"));
    if (this.#said !== "" && this.#said !== microphone && microphone !== "none") announce(text);
    this.#said = microphone;
  }

  #button(name: string): HTMLButtonElement {
    return find<HTMLButtonElement>(this.root, `[data-switch="${name}"]`);
  }

  #press(name: string, pressed: boolean): void {
    this.#button(name).setAttribute("aria-pressed", String(pressed));
  }
}
