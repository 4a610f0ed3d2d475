import { beforeEach, expect, test, vi } from "vitest";
import { watchExhibit } from "./exhibit";
import { SWAPPED } from "./morph";

const place = (): HTMLElement => document.getElementById("exhibit") as HTMLElement;
const region = (): HTMLElement => document.getElementById("region-stage") as HTMLElement;

function show(paper: string): void {
  region().innerHTML = paper ? `<p data-exhibit="/papers/${paper}/shown/"></p>` : "";
  region().dispatchEvent(new CustomEvent(SWAPPED, { bubbles: true }));
}

beforeEach(() => {
  document.body.innerHTML = '<section id="region-stage"></section><section id="exhibit" hidden></section>';
  vi.stubGlobal("fetch", vi.fn((address: string) =>
    Promise.resolve(new Response(`<p>${address}</p>`, { status: address.includes("secret") ? 404 : 200 })),
  ));
  watchExhibit();
});

test("a paper that the reader may read is shown", async () => {
  show("wp-1");
  await vi.waitFor(() => { expect(place().textContent).toBe("/papers/wp-1/shown/"); });
  expect(place().hidden).toBe(false);
});

test("one that the reader may not read is not", async () => {
  show("secret");
  await vi.waitFor(() => { expect(fetch).toHaveBeenCalledTimes(1); });
  expect([place().hidden, place().textContent]).toEqual([true, ""]);
});

test("it is asked for once, and goes when it is taken off", async () => {
  show("wp-1");
  await vi.waitFor(() => { expect(place().hidden).toBe(false); });
  show("wp-1");
  show("");
  await vi.waitFor(() => { expect(place().childNodes.length).toBe(0); });
  expect(place().hidden).toBe(true);
  expect(fetch).toHaveBeenCalledTimes(1);
});
