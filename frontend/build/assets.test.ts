import { expect, test } from "vitest";
import { sprite } from "./assets.ts";

test("icons become symbols of one sprite, without their comments and sizes", () => {
  const svg = '<!-- license -->\n<svg\n  class="lucide"\n  width="24"\n>\n  <path d="M1 2" />\n</svg>\n';
  expect(sprite(["one"], () => svg)).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg"><symbol id="one" viewBox="0 0 24 24"><path d="M1 2" /></symbol></svg>\n',
  );
});
