/** What is wrong with picture and sound, in plain words: each notice stands in the page and is shown while it holds. */
import { hide } from "./show";

export class Notices {
  constructor(private readonly root: HTMLElement) {}

  /** `texts` fills the places that the server's own words go to. */
  show(trouble: string, texts: Record<string, string> = {}): void {
    const notice = this.#notice(trouble);
    if (!notice) return;
    for (const [name, text] of Object.entries(texts)) {
      const place = notice.querySelector(`[data-text="${name}"]`);
      if (place) place.textContent = text;
    }
    hide(notice, false);
  }

  clear(...troubles: string[]): void {
    for (const trouble of troubles) {
      const notice = this.#notice(trouble);
      if (notice) hide(notice, true);
    }
  }

  toggle(trouble: string, shown: boolean): void {
    if (shown) this.show(trouble);
    else this.clear(trouble);
  }

  only(trouble: string | undefined): void {
    for (const notice of this.root.querySelectorAll<HTMLElement>("[data-trouble]")) hide(notice, true);
    if (trouble) this.show(trouble);
  }

  #notice(trouble: string): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(`[data-trouble="${trouble}"]`);
  }
}
