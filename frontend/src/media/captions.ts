/** What is being said, to read along: a statement handed in beforehand moves with the speech, lines typed live follow. */
import { serverNow } from "../meetings/timer";
import { choice, choose } from "./choice";
import { find } from "./show";

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
  if (letters === 0) return 0;
  const elapsed = spoken + (Number.isNaN(started) ? 0 : Math.max(0, (now - started) / 1000));
  const speed = seconds > 0 ? Math.max(SPEED, letters / seconds) : SPEED;
  return Math.min(1, elapsed * speed / letters);
}

interface Text {
  language: string;
  text: string;
}

const textsOf = (source: ParentNode, selector: string): Text[] =>
  [...source.querySelectorAll<HTMLElement>(selector)].map((one) => ({ language: one.lang, text: one.innerText || one.textContent }));

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
    const live = told ? textsOf(told, "[data-live]") : [];
    const texts = live.length > 0 ? live : told ? textsOf(told, "[data-prepared]") : [];
    find(this.root, '[data-press="captions"]').setAttribute("aria-pressed", String(captions));
    this.root.hidden = texts.length === 0;
    this.#text.hidden = find(this.root, "[data-caption-choices]").hidden = !captions;
    this.root.dataset.size = size;
    this.#offer(texts);
    this.#say(texts, live.length > 0, told?.dataset.speech ?? "");
    this.#keepPace(told, live.length > 0);
  }

  /** Without motion the text stands, and turns a page at a time. */
  move(now = serverNow()): void {
    const text = this.#text;
    const room = text.scrollHeight - text.clientHeight;
    if (this.root.hidden || room <= 0 || Date.now() - this.#touched < HANDS_OFF) return;
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
  #offer(texts: readonly Text[]): void {
    const languages = [...new Set(texts.map(({ language }) => language))];
    const chosen = this.#language.value;
    const name = (code: string): string => new Intl.DisplayNames([code || "en"], { type: "language" }).of(code || "en") ?? code;
    if (languages.join() !== [...this.#language.options].map(({ value }) => value).join()) {
      this.#language.replaceChildren(...languages.map((code) => new Option(name(code), code)));
    }
    const viewer = document.documentElement.lang;
    this.#language.value = [chosen, viewer].find((one) => languages.includes(one)) ?? languages[0] ?? "";
    find(this.root, "[data-caption-languages]").hidden = languages.length < 2;
  }

  #say(texts: readonly Text[], live: boolean, speech: string): void {
    const language = this.#language.value;
    const said = texts.filter((text) => text.language === language);
    const text = live ? said.slice(-LINES).map((one) => one.text).join("\n") : said[0]?.text ?? "";
    this.#text.lang = language;
    if (this.#text.textContent !== text) this.#text.textContent = text;
    const key = `${speech} ${language}`;
    if (key !== this.#key) this.#text.scrollTop = 0;
    this.#key = key;
  }

  #keepPace(told: HTMLElement | null, live: boolean): void {
    const { spoken = "0", started = "", seconds = "0" } = told?.dataset ?? {};
    const letters = live ? 1 : this.#text.textContent.length;
    this.#pace = { letters, spoken: Number(spoken), started: live ? 0 : Date.parse(started), seconds: Number(seconds) };
  }
}

/** What stands in the room without script, stands still; here it moves. */
export function startCaptions(room: HTMLElement): void {
  const root = room.querySelector<HTMLElement>("[data-caption]");
  const source = room.querySelector<HTMLElement>("#region-captions");
  if (root && source) new Captions(root, source);
}
