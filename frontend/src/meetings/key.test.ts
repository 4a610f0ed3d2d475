import { expect, test } from "vitest";
import { newKey } from "./key";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("a key is a random UUID", () => {
  expect(newKey()).toMatch(UUID);
  expect(newKey()).not.toBe(newKey());
});

test("a page that came over plain HTTP, without randomUUID, gets a key too", () => {
  const insecure = { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes) } as unknown as Crypto;
  expect(newKey(insecure)).toMatch(UUID);
});
