import { afterEach, beforeEach, expect, test } from "vitest";
import type { Hearing } from "./hearing";
import { hearingOf, NOBODY, watchHearing } from "./hearing";

const TOLD = '<span data-audible="AZ KZ" data-large="KZ" data-next="TR" data-screen="AZ"></span>';
let region: HTMLElement;
let heard: Hearing[];
let observer: MutationObserver;

beforeEach(() => {
  document.body.innerHTML = `<section id="region-hearing">${TOLD}</section>`;
  region = document.getElementById("region-hearing") as HTMLElement;
  heard = [];
  observer = watchHearing(region, (hearing) => { heard.push(hearing); });
});

afterEach(() => { observer.disconnect(); });

const settled = (): Promise<void> => new Promise((done) => { setTimeout(done, 10); });

test("the region says who is heard, who is large, who is next and whose screen is shown", () => {
  expect(hearingOf(region)).toEqual({ audible: new Set(["AZ", "KZ"]), large: "KZ", next: "TR", screen: "AZ" });
});

test("a region that says nothing lets nobody be heard", () => {
  expect(hearingOf(null)).toBe(NOBODY);
  region.innerHTML = '<span data-audible=""></span>';
  expect(hearingOf(region)).toEqual(NOBODY);
});

test("what it says is told at once and whenever it is written anew, an attribute alone included", async () => {
  expect(heard.length).toBe(1);
  region.querySelector("span")?.setAttribute("data-audible", "AZ");
  await settled();
  expect(heard.at(-1)?.audible).toEqual(new Set(["AZ"]));
  region.innerHTML = TOLD;
  await settled();
  expect(heard.at(-1)?.large).toBe("KZ");
});
