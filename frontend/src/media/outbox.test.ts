import { beforeEach, expect, test } from "vitest";
import type { Addressed } from "./link";
import type { Sent } from "./outbox";
import { Outbox } from "./outbox";

const OFFER: Addressed = { attempt: "1", side: "a", description: { type: "offer", sdp: "x" } };
const candidate = (name: string, attempt = "1"): Addressed => ({ attempt, side: "a", candidates: [{ candidate: name }] });

let sent: [string, Addressed][];
let answers: Sent[];
let release: (() => void) | undefined;
let outbox: Outbox;

beforeEach(() => {
  sent = [];
  answers = [];
  release = undefined;
  outbox = new Outbox(async (to, signal) => {
    sent.push([to, JSON.parse(signal) as Addressed]);
    if (release === undefined) await new Promise<void>((done) => { release = done; });
    return answers.shift() ?? "sent";
  }, () => Promise.resolve());
});

const idle = (): Promise<void> => new Promise((done) => { setTimeout(done, 5); });

async function go(): Promise<void> {
  release?.();
  await idle();
}

test("what gathers while one signal is on its way goes together, after it", async () => {
  outbox.put("b", OFFER);
  outbox.put("b", candidate("1"));
  outbox.put("b", candidate("2"));
  expect(sent.length).toBe(1);
  await go();
  expect(sent.map(([, { candidates }]) => candidates?.map((one) => one.candidate))).toEqual([undefined, ["1", "2"]]);
});

test("candidates of two attempts are not mixed", async () => {
  outbox.put("b", OFFER);
  outbox.put("b", candidate("1"));
  outbox.put("b", candidate("2", "2"));
  await go();
  expect(sent.map(([, { attempt }]) => attempt)).toEqual(["1", "1", "2"]);
});

test("what fails is sent again before anything that came later", async () => {
  answers = ["failed", "failed"];
  outbox.put("b", OFFER);
  outbox.put("b", candidate("1"));
  await go();
  expect(sent.map(([, { description }]) => description?.type)).toEqual(["offer", "offer", "offer", undefined]);
});

test("a place that is gone is not written to any more", async () => {
  answers = ["gone"];
  outbox.put("b", OFFER);
  outbox.put("b", candidate("1"));
  await go();
  expect(sent.length).toBe(1);
});

test("one place that does not answer does not hold up another", async () => {
  outbox.put("b", OFFER);
  outbox.put("c", OFFER);
  expect(sent.map(([to]) => to)).toEqual(["b", "c"]);
  await go();
});

test("a signal that cannot be sent for long is given up, and the next one tried", async () => {
  answers = Array<Sent>(8).fill("failed");
  outbox.put("b", OFFER);
  outbox.put("b", candidate("1"));
  await go();
  expect(sent.length).toBe(9);
});

test("before one has a place signals wait, an offer said again in the stead of the first, and go with the wish for one", async () => {
  expect(outbox.take()).toEqual([]);
  outbox.hold();
  outbox.put("b", OFFER);
  outbox.put("b", candidate("1"));
  outbox.put("b", { ...OFFER, description: { type: "offer", sdp: "y" } });
  outbox.put("b", candidate("2"));
  outbox.put("c", OFFER);
  outbox.forget("c");
  const again = { ...OFFER, description: { type: "offer", sdp: "y" }, candidates: [{ candidate: "2" }] };
  expect(outbox.take()).toEqual([{ to: "b", signal: again }]);
  outbox.put("b", candidate("3"));
  expect(sent).toEqual([]);
  outbox.release();
  expect(sent).toEqual([["b", candidate("3")]]);
  await go();
});

test("what waited for a place that was not had is not sent later", () => {
  outbox.hold();
  outbox.put("b", OFFER);
  outbox.clear();
  outbox.release();
  expect(sent).toEqual([]);
});
