import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NOBODY } from "./hearing";
import { Own } from "./own";

class Track extends EventTarget {
  enabled = true;
  contentHint = "";
  stopped = false;
  constructor(readonly kind: string) { super(); }
  stop(): void { this.stopped = true; }
}

const track = (kind: string): MediaStreamTrack & Track => new Track(kind) as unknown as MediaStreamTrack & Track;

let had: MediaStreamTrack[] | undefined; // what the browser gives; it refuses while there is nothing
let changes: number;
let troubles: string[];
let own: Own;

const HEARD = { ...NOBODY, audible: new Set(["KZ"]), large: "KZ" };
const NEXT = { ...NOBODY, audible: new Set(["AZ"]), large: "AZ", next: "KZ" };

beforeEach(() => {
  had = undefined;
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("RTCPeerConnection", Object);
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: () => given() } });
  changes = 0;
  troubles = [];
  own = new Own({ changed: () => { changes += 1; }, troubled: (trouble) => { troubles.push(trouble); } });
});

afterEach(() => { vi.unstubAllGlobals(); vi.useRealTimers(); });

function given(): Promise<unknown> {
  const tracks = had;
  if (!tracks) return Promise.reject(new DOMException("no", "NotAllowedError"));
  const of = (kind: string) => () => tracks.filter((one) => one.kind === kind);
  return Promise.resolve({ getAudioTracks: of("audio"), getVideoTracks: of("video") });
}

test("one joins with the microphone off, whatever the Chair has decided", () => {
  const audio = track("audio");
  own.follow(HEARD, "KZ");
  own.adopt({ audio, video: null });
  expect([own.microphone, own.tracks.audio, audio.enabled]).toEqual(["off-though-heard", null, false]);
});

test("a microphone says something only while it is on and the state lets it be heard", async () => {
  const audio = track("audio");
  own.adopt({ audio, video: null });
  await own.switchMicrophone();
  expect([own.microphone, own.tracks.audio, audio.enabled]).toEqual(["unheard", null, false]);
  own.follow(HEARD, "KZ");
  expect([own.microphone, own.tracks.audio, audio.enabled]).toEqual(["heard", audio, true]);
  own.follow(NOBODY, "KZ");
  expect([own.microphone, audio.enabled]).toEqual(["unheard", false]);
});

test("whoever is called upon next has its line ready, and nothing is said on it", async () => {
  const audio = track("audio");
  own.adopt({ audio, video: null });
  own.follow(NEXT, "KZ");
  expect([own.microphone, own.tracks.audio]).toEqual(["off-though-next", null]);
  await own.switchMicrophone();
  expect([own.microphone, own.tracks.audio, audio.enabled]).toEqual(["next", audio, false]);
  own.follow(HEARD, "KZ");
  expect([own.microphone, own.tracks.audio, audio.enabled]).toEqual(["heard", audio, true]);
});

test("while nobody waits, whoever has no seat is not next", () => {
  own.adopt({ audio: track("audio"), video: null });
  own.follow(HEARD, "");
  expect(own.microphone).toBe("off");
});

test("who is mute for a moment, or speaks again soon, has never stopped sending", async () => {
  vi.useFakeTimers();
  const audio = track("audio");
  own.adopt({ audio, video: null });
  own.follow(HEARD, "KZ");
  for (const enabled of [true, false, true]) {
    await own.switchMicrophone();
    expect([own.tracks.audio, audio.enabled]).toEqual([audio, enabled]);
  }
  own.follow(NOBODY, "KZ");
  vi.advanceTimersByTime(20_000);
  expect([own.tracks.audio, audio.enabled]).toEqual([audio, false]);
  own.follow(HEARD, "KZ");
  vi.advanceTimersByTime(60_000);
  expect([own.tracks.audio, audio.enabled]).toEqual([audio, true]);
});

test("who no longer speaks sends nothing, once it is clear that it does not go on", async () => {
  vi.useFakeTimers();
  const audio = track("audio");
  own.adopt({ audio, video: null });
  await own.switchMicrophone();
  own.follow(HEARD, "KZ");
  own.follow(NOBODY, "KZ");
  own.follow({ ...NOBODY, large: "AZ" }, "KZ");
  const before = changes;
  vi.advanceTimersByTime(60_000);
  expect([own.tracks.audio, changes]).toEqual([null, before + 1]);
});

test("a camera switched off is given back, and asked for again", async () => {
  const [first, second] = [track("video"), track("video")];
  had = [second];
  own.adopt({ audio: null, video: first });
  await own.switchCamera();
  expect([first.stopped, own.switches.camera]).toEqual([true, false]);
  await own.switchCamera();
  expect(own.tracks.video).toBe(second);
});

test("where there is no microphone, switching it on says why it stays off", async () => {
  await own.switchMicrophone();
  expect([own.microphone, own.switches.microphone, troubles]).toEqual(["none", false, ["denied"]]);
});

test("a shared screen takes the camera's place, and gives it back", () => {
  const [camera, screen] = [track("video"), track("video")];
  own.adopt({ audio: null, video: camera });
  own.share(screen);
  expect([own.tracks.video, own.isSharing]).toEqual([screen, true]);
  own.share(null);
  expect([own.tracks.video, screen.stopped, camera.stopped]).toEqual([camera, true, false]);
});

test("a device that goes away is missed", () => {
  const video = track("video");
  own.adopt({ audio: null, video });
  video.dispatchEvent(new Event("ended"));
  expect([own.tracks.video, troubles]).toEqual([null, ["unplugged"]]);
});

test("what was chosen anew takes the place of what was there, which is given back", () => {
  const [first, second] = [track("video"), track("video")];
  own.adopt({ audio: null, video: first });
  own.adopt({ audio: null, video: second });
  expect([first.stopped, own.tracks.video]).toEqual([true, second]);
  first.dispatchEvent(new Event("ended"));
  expect(troubles).toEqual([]);
});

test("whoever leaves keeps nothing open", async () => {
  const [audio, video] = [track("audio"), track("video")];
  own.adopt({ audio, video });
  await own.switchMicrophone();
  own.release();
  expect([audio.stopped, video.stopped, own.microphone, own.switches]).toEqual([true, true, "none", { microphone: false, camera: false }]);
  expect(changes).toBeGreaterThan(0);
});
