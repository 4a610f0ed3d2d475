import { beforeEach, expect, test, vi } from "vitest";
import { hearServerClock, resetServerClock, shown, tick } from "./timer";

const START = Date.parse("2020-05-07T08:00:00Z");

function clock(own = ""): HTMLElement {
  document.body.innerHTML =
    `<div id="announcer"></div><time data-timer data-started="2020-05-07T08:00:00Z" data-seconds="300" ${own}>5:00</time>`;
  return document.querySelector("time") as HTMLElement;
}

beforeEach(() => {
  vi.useFakeTimers();
  resetServerClock();
});

test.each([[300, "5:00"], [272, "4:32"], [9, "0:09"], [0, "0:00"], [-12, "+0:12"], [-75, "+1:15"]])("%i seconds left are shown as %s", (left, text) => {
  expect(shown(left)).toBe(text);
});

test("a timer shows what is left, then how long over", () => {
  const timer = clock();
  tick(document, START + 28_000);
  expect(timer.textContent).toBe("4:32");
  tick(document, START + 312_000);
  expect(timer.textContent).toBe("+0:12");
  expect(timer.className).toBe("is-over");
});

test("the server's clock counts when the viewer's is an hour slow", () => {
  const timer = clock();
  hearServerClock("2020-05-07T08:00:10Z", START - 3_590_000);
  tick(document, START - 3_580_000);
  expect(timer.textContent).toBe("4:40");
});

test("a stamp that waited in a rendered fragment does not turn the clock back", () => {
  const timer = clock();
  hearServerClock("2020-05-07T08:02:00Z", START + 120_000);
  hearServerClock("2020-05-07T08:00:00Z", START + 120_000);
  tick(document, START + 120_000);
  expect(timer.textContent).toBe("3:00");
});

test("the own seat is told once that thirty seconds are left, others are not", () => {
  const said = (): string => { vi.runAllTimers(); return document.getElementById("announcer")?.textContent ?? ""; };
  clock();
  tick(document, START + 271_000);
  expect(said()).toBe("");
  clock('data-own data-near-text="Thirty seconds left."');
  tick(document, START + 269_000);
  expect(said()).toBe("");
  tick(document, START + 271_000);
  tick(document, START + 272_000);
  expect(said()).toBe("Thirty seconds left.");
});
