import { beforeEach, expect, test } from "vitest";
import { progress, startCaptions, wordsOf } from "./captions";

const PACE = { letters: 1300, spoken: 0, started: 1_000_000, seconds: 0 };
const PANEL = `<section data-caption hidden><button data-press="captions"></button><div data-caption-choices>
  <select data-caption-size><option value="m"></option><option value="xl"></option></select>
  <span data-caption-languages><select data-caption-language></select></span></div><div data-caption-text></div></section>`;
const said = (language: string, kind: string, text: string): string => `<p lang="${language}" data-said="${kind}">${text}</p>`;

let room: HTMLElement;

beforeEach(() => {
  localStorage.clear();
  document.documentElement.lang = "tr";
  document.body.innerHTML = `<div id="room">${PANEL}<section id="region-captions"></section></div>`;
  room = document.getElementById("room") as HTMLElement;
});

const panel = (): HTMLElement => room.querySelector("[data-caption]") as HTMLElement;
const text = (): string | null | undefined => room.querySelector("[data-caption-text]")?.textContent;
const settled = (): Promise<void> => new Promise((done) => { setTimeout(done, 10); });

async function write(...lines: string[]): Promise<void> {
  const region = room.querySelector("#region-captions") as HTMLElement;
  region.innerHTML = `<div data-captions data-speech="1">${lines.join("")}</div>`;
  await settled();
}

test("a text moves at the pace of reading aloud, and ends where it ends", () => {
  expect(progress(PACE, 1_010_000)).toBeCloseTo(0.1);
  expect(progress(PACE, 9_000_000)).toBe(1);
});

test("what was spoken before an interruption counts, the interruption does not", () => {
  expect(progress({ ...PACE, spoken: 50, started: Number.NaN }, 9_000_000)).toBeCloseTo(0.5);
});

test("a text too long for its time moves faster, to come to its end", () => {
  expect(progress({ ...PACE, seconds: 50 }, 1_025_000)).toBeCloseTo(0.5);
});

test("lines typed live take the place of the text handed in, in their language alone", () => {
  const source = document.createElement("div");
  source.innerHTML = said("en", "prepared", "A text.") + said("tr", "prepared", "Metin.")
    + ["one", "two", "three", "four"].map((line) => said("en", "typed", line)).join("");
  expect([...wordsOf(source)]).toEqual([["en", "two\nthree\nfour"], ["tr", "Metin."]]);
});

test("without words there are no captions; with words, they are in the viewer's language if they can be", async () => {
  startCaptions(room);
  expect(panel().hidden).toBe(true);
  await write(said("en", "prepared", "A text."), said("tr", "prepared", "Metin."));
  expect(panel().hidden).toBe(false);
  expect(text()).toBe("Metin.");
});

test("who has switched captions off finds them off next time", async () => {
  startCaptions(room);
  await write(said("en", "prepared", "A text."));
  room.querySelector<HTMLElement>('[data-press="captions"]')?.click();
  expect(room.querySelector<HTMLElement>("[data-caption-text]")?.hidden).toBe(true);
  expect(localStorage.getItem("kenesh.media")).toContain('"captions":false');
});
