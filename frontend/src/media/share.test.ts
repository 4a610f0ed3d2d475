import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Answer, Doors } from "./doors";
import type { Hearing } from "./hearing";
import { NOBODY } from "./hearing";
import { Notices } from "./notices";
import type { Own } from "./own";
import { Share } from "./share";

const MAY: Hearing = { ...NOBODY, audible: new Set(["AZ", "KZ"]), large: "KZ" };
const SHOWN: Hearing = { ...MAY, screen: "KZ" };
const FLOOR_GONE: Hearing = { ...NOBODY, audible: new Set(["AZ"]), large: "AZ", screen: "KZ" };

let acts: string[];
let answer: Answer<unknown>;
let shared: (MediaStreamTrack | null)[];
let track: EventTarget;
let share: Share;

beforeEach(() => {
  acts = [];
  shared = [];
  answer = { given: {} };
  track = new EventTarget();
  document.body.innerHTML = `<button data-title="Shared screen"></button>
    <div><p data-trouble="no-floor" hidden></p><p data-trouble="no-share" hidden><span data-text="reason"></span></p></div>`;
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("RTCPeerConnection", Object);
  vi.stubGlobal("navigator", { mediaDevices: { getDisplayMedia: () => Promise.resolve({ getVideoTracks: () => [track] }) } });
  const own = { share: (one: MediaStreamTrack | null) => { shared.push(one); } } as unknown as Own;
  const doors = { act: (name: string) => { acts.push(name); return Promise.resolve(answer); } } as unknown as Doors;
  const button = document.querySelector("button") as HTMLButtonElement;
  share = new Share(button, own, doors, new Notices(document.body), "KZ");
});

afterEach(() => { vi.unstubAllGlobals(); });

const notice = (trouble: string): HTMLElement => document.querySelector(`[data-trouble="${trouble}"]`) as HTMLElement;

async function press(): Promise<void> {
  document.querySelector("button")?.click();
  await new Promise((done) => { setTimeout(done, 5); });
}

test("without the floor a screen is not even chosen, and it is said why", async () => {
  await press();
  expect([acts, notice("no-floor").hidden]).toEqual([[], false]);
  share.follow(MAY);
  expect(notice("no-floor").hidden).toBe(true);
});

test("a screen is an exhibit in the journal, and one more press takes it off", async () => {
  share.follow(MAY);
  await press();
  share.follow(SHOWN);
  await press();
  expect([acts, shared]).toEqual([["show-exhibit", "withdraw-exhibit"], [track, null]]);
});

test("a refusal stops the sharing and gives its reason", async () => {
  answer = { refused: { title: "Out of order", reason: "Only the Chair may." } };
  share.follow(MAY);
  await press();
  expect(shared).toEqual([track, null]);
  expect(notice("no-share").textContent).toContain("Only the Chair may.");
});

test("taken off by the Chair, it ends here too, and is not taken off twice", async () => {
  share.follow(MAY);
  await press();
  share.follow(SHOWN);
  share.follow(MAY);
  expect([acts, shared]).toEqual([["show-exhibit"], [track, null]]);
});

test("with the floor the screen goes, and so does the browser's own end of sharing", async () => {
  share.follow(MAY);
  await press();
  share.follow(SHOWN);
  share.follow(FLOOR_GONE);
  expect(acts).toEqual(["show-exhibit", "withdraw-exhibit"]);
  share.follow(MAY);
  await press();
  track.dispatchEvent(new Event("ended"));
  expect(acts).toEqual(["show-exhibit", "withdraw-exhibit", "show-exhibit", "withdraw-exhibit"]);
});
