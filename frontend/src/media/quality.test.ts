import { expect, test } from "vitest";
import { isCrowded, NOTHING, qualityOf, sampleOf } from "./quality";

const stats = (...entries: Record<string, unknown>[]): RTCPeerConnection =>
  ({ getStats: () => Promise.resolve(entries) }) as unknown as RTCPeerConnection;

test("what the browser counts of all streams of a connection is added up", async () => {
  const sample = await sampleOf(stats(
    { type: "candidate-pair", nominated: true, state: "succeeded", currentRoundTripTime: 0.1, availableOutgoingBitrate: 300_000 },
    { type: "candidate-pair", nominated: false, state: "failed", currentRoundTripTime: 9 },
    { type: "inbound-rtp", kind: "audio", packetsReceived: 50, packetsLost: 1 },
    { type: "inbound-rtp", kind: "video", packetsReceived: 20, packetsLost: -1, framesDecoded: 10 },
    { type: "remote-inbound-rtp", roundTripTime: 0.2, fractionLost: 0.1 },
  ));
  expect(sample).toEqual({ roundTrip: 0.2, received: 70, lost: 1, frames: 10, lostThere: 0.1, room: 300_000 });
});

test.each([
  [{ received: 100, lost: 0 }, "good"],
  [{ received: 97, lost: 3 }, "fair"],
  [{ received: 90, lost: 10 }, "poor"],
  [{ received: 100, lost: 0, roundTrip: 0.4 }, "fair"],
  [{ received: 100, lost: 0, roundTrip: 0.7 }, "poor"],
])("a share lost and a long way make a connection worse: %o is %s", (now, quality) => {
  expect(qualityOf(NOTHING, { ...NOTHING, ...now })).toBe(quality);
});

test("who sends nothing has a good connection all the same", () => {
  expect(qualityOf(NOTHING, NOTHING)).toBe("good");
});

test("only what was lost since the last look counts", () => {
  const before = { ...NOTHING, received: 1000, lost: 500 };
  expect(qualityOf(before, { ...before, received: 1100 })).toBe("good");
});

test("a long way is not a narrow one", () => {
  expect(isCrowded({ ...NOTHING, roundTrip: 2 })).toBe(false);
  expect(isCrowded({ ...NOTHING, lostThere: 0.1 })).toBe(true);
  expect(isCrowded({ ...NOTHING, room: 50_000 })).toBe(true);
});
