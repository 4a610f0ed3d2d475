import { beforeEach, expect, test } from "vitest";
import type { Addressed } from "./link";
import type { Letter, Sent } from "./outbox";
import { Outbox } from "./outbox";

const OFFER: Addressed = { attempt: "1", side: "a", description: { type: "offer", sdp: "x" } };
const SENT: Sent = { gone: [] };
const candidate = (name: string, attempt = "1"): Addressed => ({ attempt, side: "a", candidates: [{ candidate: name }] });

let sent: Letter[][];
let answers: Sent[];
let release: (() => void) | undefined;
let outbox: Outbox;

beforeEach(() => {
  sent = [];
  answers = [];
  release = undefined;
  outbox = new Outbox(async (letters) => {
    sent.push(JSON.parse(JSON.stringify(letters)) as Letter[]);
    if (release === undefined) await new Promise<void>((done) => { release = done; });
    return answers.length > 0 ? answers.shift() : SENT;
  }, () => Promise.resolve());
});

const idle = (): Promise<void> => new Promise((done) => { setTimeout(done, 5); });

async function go(): Promise<void> {
  await idle();
  release?.();
  await idle();
}

const names = (letters: Letter[] | undefined): (string | undefined)[] | undefined =>
  letters?.flatMap(({ signal: { candidates } }) => candidates?.map((one) => one.candidate));

test("offers made in one breath go together", async () => {
  outbox.put("b", OFFER);
  outbox.put("c", OFFER);
  await go();
  expect(sent.map((letters) => letters.map(({ to }) => to))).toEqual([["b", "c"]]);
});

test("what gathers while some are on their way goes together, after them", async () => {
  outbox.put("b", OFFER);
  await idle();
  outbox.put("b", candidate("1"));
  outbox.put("c", candidate("2"));
  outbox.put("b", candidate("3"));
  expect(sent.length).toBe(1);
  await go();
  expect(sent.length).toBe(2);
  expect(sent[1]?.map(({ to }) => to)).toEqual(["b", "c"]);
  expect(names(sent[1])).toEqual(["1", "3", "2"]);
});

test("candidates of two attempts are not mixed", async () => {
  outbox.put("b", OFFER);
  outbox.put("b", candidate("1"));
  outbox.put("b", candidate("2", "2"));
  await go();
  expect(sent.flat().map(({ signal: { attempt } }) => attempt)).toEqual(["1", "2"]);
});

test("what fails is sent again before anything that came later", async () => {
  answers = [undefined, undefined];
  outbox.put("b", OFFER);
  await idle();
  outbox.put("b", candidate("1"));
  await go();
  expect(sent.flat().map(({ signal: { description } }) => description?.type)).toEqual(["offer", "offer", "offer", undefined]);
});

test("a place that is gone is not written to any more, the others are", async () => {
  answers = [{ gone: ["b"] }];
  outbox.put("b", OFFER);
  await idle();
  outbox.put("b", candidate("1"));
  outbox.put("c", candidate("2"));
  await go();
  expect(sent.map((letters) => letters.map(({ to }) => to))).toEqual([["b"], ["c"]]);
});

test("signals that cannot be sent for long are given up, and the next tried", async () => {
  answers = Array<Sent>(8).fill(undefined);
  outbox.put("b", OFFER);
  await idle();
  outbox.put("b", candidate("1"));
  await go();
  expect(sent.length).toBe(9);
});
