import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NOBODY } from "./hearing";
import type { Place } from "./plane";
import { Sounds } from "./sounds";

const place = (id: string, seat: string): Place => ({ id, seat, person: id, microphone: true, camera: true });
const track = (): MediaStreamTrack => ({ kind: "audio", enabled: true }) as MediaStreamTrack;

let root: HTMLElement;
let held: boolean[];
let sounds: Sounds;

beforeEach(() => {
  const Stream = MediaStream; // of the simulated browser, which takes none but its own tracks
  vi.stubGlobal("MediaStream", function stream() { return new Stream(); });
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
  document.body.innerHTML = '<div id="sounds"></div>';
  root = document.getElementById("sounds") as HTMLElement;
  held = [];
  sounds = new Sounds(root, (now) => { held.push(now); });
});

afterEach(() => { vi.unstubAllGlobals(); });

const muted = (): Record<string, boolean> =>
  Object.fromEntries([...root.querySelectorAll("audio")].map((player) => [player.dataset.seat ?? "", player.muted]));

test("whoever comes is mute until the state says otherwise", () => {
  sounds.add(place("1", "KZ"), track());
  expect(muted()).toEqual({ KZ: true });
});

test("only the seats the state names are played, and their tracks alone are on", () => {
  const [chair, other] = [track(), track()];
  sounds.add(place("1", "AZ"), chair);
  sounds.add(place("2", "KZ"), other);
  sounds.follow({ ...NOBODY, audible: new Set(["AZ"]) });
  expect(muted()).toEqual({ AZ: false, KZ: true });
  expect([chair.enabled, other.enabled]).toEqual([true, false]);
});

test("all who are at the table for a seat are heard with it", () => {
  sounds.follow({ ...NOBODY, audible: new Set(["KZ"]) });
  sounds.add(place("1", "KZ"), track());
  sounds.add(place("2", "KZ"), track());
  expect([...root.querySelectorAll("audio")].map((player) => player.muted)).toEqual([false, false]);
});

test("who has left is played no more, and who comes again has one player", () => {
  sounds.add(place("1", "KZ"), track());
  sounds.add(place("1", "KZ"), track());
  expect(root.children.length).toBe(1);
  sounds.drop("1");
  expect(root.children.length).toBe(0);
});

test("a browser that holds the sound back is told of", async () => {
  vi.spyOn(HTMLMediaElement.prototype, "play").mockRejectedValue(new DOMException("no", "NotAllowedError"));
  sounds.add(place("1", "KZ"), track());
  await Promise.resolve();
  await Promise.resolve();
  expect(held).toEqual([true]);
});
