import { expect, test } from "vitest";
import { backoff } from "./backoff";

test("waiting doubles from a fraction of a second and stops growing", () => {
  const waits = [0, 1, 2, 3, 20].map((attempt) => backoff(attempt, { random: () => 1 }));
  expect(waits).toEqual([500, 1000, 2000, 4000, 15000]);
});

test("chance may halve a wait, never more", () => {
  expect(backoff(3, { random: () => 0 })).toBe(2000);
});
