import { beforeEach, expect, test, vi } from "vitest";
import { announce, watchAnnouncements } from "./announce";
import { SWAPPED } from "./morph";

const said = (): string => {
  vi.runAllTimers();
  return document.getElementById("announcer")?.textContent ?? "";
};

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<div id="announcer"></div><div id="room"><section id="region-stage"><p data-announce="Hungary has the floor.">Hungary</p></section></div>';
});

function change(text: string): void {
  const region = document.getElementById("region-stage");
  if (!region) throw new Error("no region");
  region.innerHTML = `<p data-announce="${text}"></p>`;
  region.dispatchEvent(new CustomEvent(SWAPPED, { bubbles: true }));
}

test("what was there when the page came is not said again", () => {
  watchAnnouncements(document.getElementById("room") as HTMLElement);
  change("Hungary has the floor.");
  expect(said()).toBe("");
});

test("a change is said", () => {
  watchAnnouncements(document.getElementById("room") as HTMLElement);
  change("Turkey has the floor.");
  expect(said()).toBe("Turkey has the floor.");
});

test("two texts that come together are both said", () => {
  announce("Turkey has the floor.");
  announce("The question is put.");
  expect(said()).toBe("Turkey has the floor. The question is put.");
});
