import { expect, test } from "vitest";
import type { Line, Wish } from "./thrift";
import { FRESH, isSame, lineAfter, pictureFor, spend } from "./thrift";

const wish = (some: Partial<Wish>): Wish => ({ as: "tile", links: 6, height: 360, sacrifice: 0, ...some });

function after(line: Line, ...crowded: boolean[]): Line {
  return crowded.reduce(lineAfter, line);
}

const times = (count: number, crowded: boolean): boolean[] => Array<boolean>(count).fill(crowded);

test("a tile gets a small picture, and a picture that is small already is not made smaller", () => {
  expect(pictureFor(wish({ height: 720 })).scaleResolutionDownBy).toBe(5);
  expect(pictureFor(wish({ height: 90 })).scaleResolutionDownBy).toBe(1);
});

test("the more get a large picture, the less each of them gets", () => {
  expect(pictureFor(wish({ as: "large", links: 1 })).maxBitrate).toBe(1_200_000);
  expect(pictureFor(wish({ as: "large", links: 8 })).maxBitrate).toBe(500_000);
  expect(pictureFor(wish({ as: "large", links: 40 })).maxBitrate).toBe(250_000);
});

test("on a poor line the picture goes before the sound, a screen last of all", () => {
  expect(pictureFor(wish({ sacrifice: 2 })).active).toBe(false);
  expect(pictureFor(wish({ as: "large", sacrifice: 1 })).active).toBe(true);
  expect(pictureFor(wish({ as: "large", sacrifice: 2 })).active).toBe(false);
  expect(pictureFor(wish({ as: "screen", sacrifice: 2 }))).toMatchObject({ active: true, maxFramerate: 2 });
});

test("one bad measure is an accident, two take a step, four take the picture", () => {
  expect(after(FRESH, true).sacrifice).toBe(0);
  expect(after(FRESH, true, false, true).sacrifice).toBe(0);
  expect(after(FRESH, true, true).sacrifice).toBe(1);
  expect(after(FRESH, ...times(4, true)).sacrifice).toBe(2);
});

test("calm gives back one step at a time", () => {
  const poor = after(FRESH, ...times(4, true));
  expect(after(poor, ...times(2, false)).sacrifice).toBe(2);
  expect(after(poor, ...times(3, false)).sacrifice).toBe(1);
  expect(after(poor, ...times(6, false)).sacrifice).toBe(0);
});

test("after a disappointment it takes longer before more is tried again, but not forever", () => {
  const once = after(FRESH, true, true, ...times(3, false), true, true);
  expect([once.sacrifice, once.patience]).toEqual([1, 6]);
  let line = once;
  for (let turn = 0; turn < 5; turn++) line = after(line, ...times(line.patience, false), true, true);
  expect(line.patience).toBe(30);
});

test("what the line has held for a while is no disappointment when it goes", () => {
  const held = after(FRESH, true, true, ...times(6, false), true, true);
  expect([held.sacrifice, held.patience]).toEqual([1, 3]);
});

test("two encodings are the same when all that is in them is", () => {
  const one = pictureFor(wish({}));
  expect(isSame(one, { ...one })).toBe(true);
  expect(isSame(one, { ...one, maxFramerate: 1 })).toBe(false);
});

test("a browser that refuses an encoding goes on as it was", async () => {
  const sender = {
    getParameters: () => ({ encodings: [{}] }),
    setParameters: () => Promise.reject(new DOMException("no", "InvalidModificationError")),
  } as unknown as RTCRtpSender;
  await expect(spend(sender, pictureFor(wish({})))).resolves.toBeUndefined();
});
