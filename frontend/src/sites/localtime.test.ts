import { expect, test } from "vitest";
import { ownTime, showLocalTimes } from "./localtime";

const OPENING = "2020-05-07T08:00:00Z";

test("a viewer elsewhere sees the own hour", () => {
  expect(ownTime(new Date(OPENING), "Asia/Baku", "Europe/Budapest")).toBe("10:00");
});

test("a viewer in the same zone sees nothing twice", () => {
  expect(ownTime(new Date(OPENING), "Asia/Baku", "Asia/Dubai")).toBe("");
});

test("a viewer for whom it is another day sees the day too", () => {
  expect(ownTime(new Date("2020-05-07T22:00:00Z"), "Asia/Baku", "Europe/London")).toBe("07.05 23:00");
});

test("the own time stands beside the place's, once", () => {
  document.body.innerHTML = `<time datetime="${OPENING}" data-local data-zone="Asia/Baku" data-local-text="your time">12:00</time>`;
  showLocalTimes(document, "Europe/Budapest");
  showLocalTimes(document, "Europe/Budapest");
  expect(document.body.textContent).toBe("12:00 10:00 (your time)");
});
