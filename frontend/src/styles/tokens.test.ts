/** Every pair of colors the sheets put together, in both schemes, against WCAG AA. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const SHEET = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");
const [LIGHT = "", DARK = ""] = SHEET.split("@media");

function colors(css: string): Map<string, string> {
  return new Map([...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = "", value = ""]) => [name, value]));
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ["paper", "surface", "sunken"];
const TEXT = [
  ...["ink", "muted", "accent", "accent-strong", "good", "warn", "bad"].flatMap((ink) => grounds.map((ground) => [ink, ground])),
  ...["good", "warn", "bad"].map((name) => [name, `${name}-wash`]),
  ...["good-wash", "warn-wash", "bad-wash", "accent-wash"].flatMap((wash) => [["ink", wash], ["muted", wash]]),
  ["accent", "accent-wash"], ["accent-strong", "accent-wash"],
  ["on-accent", "accent"], ["on-accent", "accent-strong"], ["on-bad", "bad"], ["paper", "ink"],
  ...["board-ink", "board-muted", "board-amber", "board-red"].map((ink) => [ink, "board"]),
] as [string, string][];
const MARKS = [["line", "paper"], ["line", "surface"], ["focus", "paper"], ["focus", "surface"], ["board-focus", "board"]] as [string, string][];

describe.each([
  ["light", colors(LIGHT)],
  ["dark", new Map([...colors(LIGHT), ...colors(DARK)])],
])("in the %s scheme", (_scheme, palette) => {
  const color = (name: string): string => {
    const value = palette.get(name);
    if (!value) throw new Error(`no color ${name}`);
    return value;
  };
  test.each(TEXT)("%s can be read on %s", (ink, ground) => {
    expect(contrast(color(ink), color(ground))).toBeGreaterThanOrEqual(4.5);
  });
  test.each(MARKS)("%s can be seen on %s", (mark, ground) => {
    expect(contrast(color(mark), color(ground))).toBeGreaterThanOrEqual(3);
  });
});
