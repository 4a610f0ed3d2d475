/** What is being said, to read along: a statement handed in beforehand moves with the speech, lines typed live follow. */
import { serverNow } from "../meetings/timer";
import { choice, choose } from "./choice";
import { find, option } from "./show";

const SPEED = 13; // letters a second: somebody who reads aloud at 130 words a minute
const HANDS_OFF = 6000; // who scrolls is left in peace this long
const LINES = 3;

export interface Pace {
  letters: number;
  spoken: number; // seconds before the speech last went on
  started: number; // when it went on; NaN while it is interrupted
  seconds: number; // 0: without limit
}

/** How far a speech has come, 0 to 1. A text too long for its time is read faster: it has to come to its end. */
export function progress({ letters, spoken, started, seconds }: Pace, now: number): number {
  const elapsed = spoken + (Number.isNaN(started) ? 0 : Math.max(0, (now - started) / 1000));
  const speed = seconds > 0 ? Math.max(SPEED, letters / seconds) : SPEED;
  return Math.min(1, elapsed * speed / letters);
}

/** By language: the last lines typed live where there are any, else the text handed in. */
export function wordsOf(told: ParentNode | null): Map<string, string> {
  const all = [...(told?.querySelectorAll<HTMLElement>("[data-said]") ?? [])];
  const said = (language: string, kind: string): string[] =>
    all.filter((one) => one.lang === language && one.dataset.said === kind).map((one) => one.textContent);
  return new Map([...new Set(all.map(({ lang }) => lang))].map((language) => {
    const typed = said(language, "typed");
    return [language, typed.length > 0 ? typed.slice(-LINES).join("\n") : said(language, "prepared").join("\n\n")];
  }));
}

export class Captions {
  #touched = 0;
  #pace: Pace = { letters: 0, spoken: 0, started: NaN, seconds: 0 };
  #key = "";

  constructor(private readonly root: HTMLElement, private readonly source: HTMLElement) {
    source.hidden = true;
    find(root, '[data-press="captions"]').addEventListener("click", () => { choose({ captions: !choice().captions }); this.draw(); });
    this.#size.value = choice().size;
    this.#size.addEventListener("change", () => { choose({ size: this.#size.value }); this.draw(); });
    this.#language.addEventListener("change", () => { this.draw(); });
    for (const event of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      this.#text.addEventListener(event, () => { this.#touched = Date.now(); }, { passive: true });
    }
    new MutationObserver(() => { this.draw(); }).observe(source, { childList: true, subtree: true, characterData: true, attributes: true });
    this.draw();
    setInterval(() => { this.move(); }, 250);
  }

  draw(): void {
    const { captions, size } = choice();
    const told = this.source.querySelector<HTMLElement>("[data-captions]");
    const words = wordsOf(told);
    find(this.root, '[data-press="captions"]').setAttribute("aria-pressed", String(captions));
    this.root.hidden = words.size === 0;
    this.root.dataset.size = size;
    this.#text.hidden = find(this.root, "[data-caption-choices]").hidden = !captions;
    this.#offer([...words.keys()]);
    this.#say(words.get(this.#language.value) ?? "", told);
  }

  /** Without motion the text stands, and turns a page at a time. */
  move(now = serverNow()): void {
    const text = this.#text;
    const room = text.scrollHeight - text.clientHeight;
    if (this.root.hidden || room <= 0 || this.#pace.letters === 0 || Date.now() - this.#touched < HANDS_OFF) return;
    const line = Math.max(0, progress(this.#pace, now) * text.scrollHeight - text.clientHeight / 2);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const page = Math.max(1, text.clientHeight * 0.8);
    text.scrollTop = Math.min(room, still ? Math.floor(line / page) * page : line);
  }

  get #text(): HTMLElement {
    return find(this.root, "[data-caption-text]");
  }

  get #size(): HTMLSelectElement {
    return find<HTMLSelectElement>(this.root, "[data-caption-size]");
  }

  get #language(): HTMLSelectElement {
    return find<HTMLSelectElement>(this.root, "[data-caption-language]");
  }

  /** Each language by its own name, as the browser knows it. */
  #offer(languages: readonly string[]): void {
    const chosen = this.#language.value;
    if (languages.join() !== [...this.#language.options].map(({ value }) => value).join()) {
      this.#language.replaceChildren(...languages.map((code) => option(nameOf(code), code)));
    }
    const viewer = document.documentElement.lang;
    this.#language.value = [chosen, viewer].find((one) => languages.includes(one)) ?? languages[0] ?? "";
    find(this.root, "[data-caption-languages]").hidden = languages.length < 2;
  }

  /** Typed lines come at the pace of speech by themselves; a text handed in is moved along. */
  #say(text: string, told: HTMLElement | null): void {
    const { speech = "", spoken = "0", started = "", seconds = "0" } = told?.dataset ?? {};
    const language = this.#language.value;
    const typed = told?.querySelector(`[lang="${CSS.escape(language)}"][data-said="typed"]`) != null;
    this.#text.lang = language;
    if (this.#text.textContent !== text) this.#text.textContent = text;
    if (this.#key !== `${speech} ${language}`) this.#text.scrollTop = 0;
    this.#key = `${speech} ${language}`;
    this.#pace = { letters: typed ? 0 : text.length, spoken: Number(spoken), started: Date.parse(started), seconds: Number(seconds) };
    if (typed) this.#text.scrollTop = this.#text.scrollHeight;
  }
}

function nameOf(code: string): string {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
  } catch {
    return code; // no language that the browser knows the form of
  }
}

/** What stands in the room without script, stands still; here it moves. */
export function startCaptions(room: HTMLElement): void {
  const root = room.querySelector<HTMLElement>("[data-caption]");
  const source = room.querySelector<HTMLElement>("#region-captions");
  if (root && source) new Captions(root, source);
}
