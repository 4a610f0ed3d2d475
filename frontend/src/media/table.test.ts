import { beforeEach, expect, test, vi } from "vitest";
import type { Answer, Doors, Switches } from "./doors";
import type { Letter } from "./outbox";
import type { Place, Plane, PlaneEvents, Ticket } from "./plane";
import type { Standing } from "./table";
import { Table } from "./table";

const OWN: Place = { id: "me", seat: "KZ", person: "7", microphone: false, camera: true };
const OTHER: Place = { id: "az", seat: "AZ", person: "1", microphone: true, camera: true };
const SWITCHES: Switches = { microphone: false, camera: true };

const ticket = (...places: Place[]): Answer<Ticket> => ({ given: { plane: "fake", ice_servers: [], limit: 12, places } });

/** Notes what a table asks of it. */
class FakePlane implements Plane {
  seated: [string[], boolean][] = [];
  heard: [string, unknown][] = [];
  revived = 0;
  closed = false;
  seat(places: readonly Place[], patient: boolean): void { this.seated.push([places.map(({ id }) => id), patient]); }
  hear(from: string, signal: unknown): void { this.heard.push([from, signal]); }
  send(): void { this.heard.length = 0; }
  follow(): void { this.revived += 0; }
  measure(): Promise<void> { return Promise.resolve(); }
  revive(): void { this.revived += 1; }
  close(): void { this.closed = true; }
}

let asked: Switches[];
let answers: Answer<Ticket>[];
let tickets: Answer<Ticket>[];
let taken: Letter[][];
let left: string[];
let standings: Standing[];
let planes: FakePlane[];
let events: PlaneEvents | undefined;
let posted: string[];
let table: Table;

beforeEach(() => {
  vi.useRealTimers();
  [asked, answers, left, standings, planes, posted, tickets, taken] = [[], [], [], [], [], [], [], []];
  const doors = {
    ticket: () => Promise.resolve(tickets.shift()),
    join: (_: string, switches: Switches, signals: Letter[]) => {
      asked.push(switches);
      taken.push(signals);
      return Promise.resolve(answers.shift());
    },
    leave: (place: string) => { left.push(place); },
    signal: (_: string, to: string) => { posted.push(to); return Promise.resolve("sent"); },
  } as unknown as Doors;
  const open = (_: Ticket, told: PlaneEvents): Plane => {
    events = told;
    const plane = new FakePlane();
    planes.push(plane);
    return plane;
  };
  const ignore = (): void => undefined;
  table = new Table("me", doors, open, {
    standing: (standing) => { standings.push(standing); },
    places: ignore, track: ignore, gone: ignore, link: ignore, blocked: ignore,
  });
});

async function joined(): Promise<FakePlane> {
  answers.push(ticket(OTHER, OWN));
  await table.join(SWITCHES);
  table.told([OTHER, OWN]);
  const [plane] = planes;
  if (!plane) throw new Error("no plane");
  return plane;
}

test("who joins is seated with those who are there", async () => {
  const plane = await joined();
  expect(standings).toEqual(["joining", "joined"]);
  expect(plane.seated[0]).toEqual([["az", "me"], false]);
});

test("signals that come before the answer to joining are kept for the plane", async () => {
  answers.push(ticket(OTHER, OWN));
  const joining = table.join(SWITCHES);
  table.signaled({ from: "az", signal: 1 });
  await joining;
  expect(planes[0]?.heard).toEqual([["az", 1]]);
});

test("an answer overtaken by a newer list does not put that list aside", async () => {
  const late: Place = { id: "hu", seat: "HU", person: "9", microphone: false, camera: true };
  answers.push(ticket(OTHER, OWN));
  const joining = table.join(SWITCHES);
  table.told([OTHER]);
  table.told([OTHER, OWN, late]);
  await joining;
  expect(planes[0]?.seated).toEqual([[["az", "me", "hu"], false]]);
  table.told([OTHER, { ...OWN, id: "elsewhere" }]);
  expect(table.standing).toBe("replaced");
});

test("an answer to a switch does not send away who came meanwhile", async () => {
  const plane = await joined();
  const late: Place = { id: "hu", seat: "HU", person: "9", microphone: false, camera: true };
  answers.push(ticket(OTHER, { ...OWN, microphone: true }));
  const switching = table.switch({ microphone: true, camera: true });
  table.told([OTHER, { ...OWN, microphone: true }, late]);
  await switching;
  expect(plane.seated.at(-1)).toEqual([["az", "me", "hu"], false]);
});

test("a full table and a server that does not answer leave one where one was", async () => {
  answers.push({ refused: { title: "Full", reason: "All are taken." } });
  await table.join(SWITCHES);
  expect(table.standing).toBe("full");
  await table.join(SWITCHES);
  expect(table.standing).toBe("unreachable");
});

test("the same person's other place ends this one, and it does not come back by itself", async () => {
  const plane = await joined();
  const elsewhere = { ...OWN, id: "elsewhere" };
  table.told([OTHER, elsewhere]);
  expect([table.standing, plane.closed]).toEqual(["replaced", true]);
  table.told([OTHER]);
  expect(asked.length).toBe(1);
});

test("a list from before one joined is no sign of having been replaced", async () => {
  answers.push(ticket(OTHER, OWN));
  await table.join(SWITCHES);
  table.told([OTHER, { ...OWN, id: "my last page" }]);
  expect(table.standing).toBe("joined");
});

test("a server that has forgotten the place is asked for it again, once, and no link is given up for that", async () => {
  const plane = await joined();
  answers.push(ticket(OWN));
  table.lost();
  table.back();
  table.told([]);
  table.told([]);
  await Promise.resolve();
  await Promise.resolve();
  expect(asked.length).toBe(2);
  expect([table.standing, plane.revived, plane.closed]).toEqual(["joined", 1, false]);
  expect(plane.seated.at(-1)).toEqual([["me"], true]);
});

test("who has not come back after a while is let go of", async () => {
  const plane = await joined();
  vi.useFakeTimers();
  table.lost();
  table.back();
  table.told([OWN]);
  expect(plane.seated.at(-1)).toEqual([["me"], true]);
  vi.advanceTimersByTime(21_000);
  await table.tick();
  expect(plane.seated.at(-1)).toEqual([["me"], false]);
});

test("a switch is told to the others, and again if the list still has the old one", async () => {
  await joined();
  answers.push(undefined, ticket(OTHER, { ...OWN, microphone: true }));
  await table.switch({ microphone: true, camera: true });
  await table.switch({ microphone: true, camera: true });
  expect(asked.length).toBe(2);
  table.told([OTHER, OWN]);
  await Promise.resolve();
  expect(asked.at(-1)).toEqual({ microphone: true, camera: true });
  expect(asked.length).toBe(3);
});

test("signals go out by the room's door, and not to places that are gone", async () => {
  await joined();
  events?.signal("az", { attempt: "1", side: "a" });
  events?.gone("az");
  await Promise.resolve();
  expect(posted).toEqual(["az"]);
});

test("who leaves says so, and hears nothing more", async () => {
  const plane = await joined();
  table.leave();
  expect([left, table.standing, plane.closed]).toEqual([["me"], "away", true]);
  table.signaled({ from: "az", signal: 2 });
  expect(plane.heard).toEqual([]);
});

const CALL = { attempt: "1", side: "a" };

async function prepared(): Promise<FakePlane> {
  tickets.push(ticket(OTHER));
  await table.prepare();
  const [plane] = planes;
  if (!plane) throw new Error("no plane");
  return plane;
}

test("who gets ready calls with the wish for a place, and what is found meanwhile follows", async () => {
  const plane = await prepared();
  expect(plane.seated).toEqual([[["az"], false]]);
  events?.signal("az", CALL);
  expect(posted).toEqual([]);
  answers.push(ticket(OTHER, OWN));
  const joining = table.join(SWITCHES);
  events?.signal("az", { ...CALL, candidates: [] });
  expect([taken, posted]).toEqual([[[{ to: "az", signal: CALL }]], []]);
  await joining;
  expect([planes.length, plane.seated.at(-1), posted]).toEqual([1, [["az", "me"], false], ["az"]]);
  await table.switch({ microphone: true, camera: true });
  expect(taken.at(-1)).toEqual([]);
});

test("who comes and goes while one gets ready is got ready for", async () => {
  const plane = await prepared();
  table.told([]);
  expect(plane.seated.at(-1)).toEqual([[], false]);
});

test("who turns back has called nobody", async () => {
  const plane = await prepared();
  events?.signal("az", CALL);
  table.unprepare();
  expect([plane.closed, table.plane]).toEqual([true, undefined]);
  answers.push(ticket(OTHER, OWN));
  await table.join(SWITCHES);
  expect([taken, posted]).toEqual([[[]], []]);
});

test("who joins before everything is ready, or is not told what it takes, joins all the same", async () => {
  tickets.push(ticket(OTHER));
  const preparing = table.prepare();
  answers.push(ticket(OTHER, OWN));
  await Promise.all([preparing, table.join(SWITCHES)]);
  expect([table.standing, planes.length]).toEqual(["joined", 1]);
  table.leave();
  await table.prepare();
  expect(table.plane).toBe(undefined);
  answers.push(ticket(OTHER, OWN));
  await table.join(SWITCHES);
  expect(table.standing).toBe("joined");
});

test("at the table there is nothing to get ready for, and nobody is sent away from it by turning back", async () => {
  const plane = await joined();
  await table.prepare();
  table.unprepare();
  expect([planes.length, plane.closed, table.standing]).toEqual([1, false, "joined"]);
});
