import { expect, test } from "vitest";
import { startPasskeys } from "./passkey";

test("a passkey that failed says so on the page", () => {
  document.body.innerHTML = "<p data-passkey-error hidden>The key did not answer.</p>";
  startPasskeys(document);
  document.dispatchEvent(new CustomEvent("allauth.error"));
  expect(document.querySelector<HTMLElement>("p")?.hidden).toBe(false);
});
