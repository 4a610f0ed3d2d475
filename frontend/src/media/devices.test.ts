import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hindrance, take } from "./devices";

type Ask = (wanted: MediaStreamConstraints) => Promise<MediaStream>;

const track = (kind: string): MediaStreamTrack => ({ kind }) as MediaStreamTrack;
const refusing = (name: string): Ask => () => Promise.reject(new DOMException("no", name));
const BOTH = { audio: "", video: "" };

let ask: Ask;
let asked: MediaStreamConstraints[];

function having(...kinds: string[]): Ask {
  return ({ audio, video }) => {
    if ((audio && !kinds.includes("audio")) || (video && !kinds.includes("video"))) return refusing("NotFoundError")({});
    const tracks = [audio && track("audio"), video && track("video")].filter(Boolean) as MediaStreamTrack[];
    const of = (kind: string) => () => tracks.filter((one) => one.kind === kind);
    return Promise.resolve({ getAudioTracks: of("audio"), getVideoTracks: of("video") } as unknown as MediaStream);
  };
}

beforeEach(() => {
  asked = [];
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("RTCPeerConnection", Object);
  vi.stubGlobal("navigator", {
    mediaDevices: { getUserMedia: (wanted: MediaStreamConstraints) => { asked.push(wanted); return ask(wanted); } },
    permissions: { query: ({ name }: { name: string }) => Promise.resolve({ state: name === "microphone" ? "granted" : "denied" }) },
  });
});

afterEach(() => { vi.unstubAllGlobals(); });

test("both are asked for at once, each as it was chosen", async () => {
  ask = having("audio", "video");
  const { tracks, trouble } = await take({ audio: "mic", video: "" });
  expect([tracks.audio?.kind, tracks.video?.kind, trouble]).toEqual(["audio", "video", undefined]);
  expect(asked[0]?.audio).toMatchObject({ deviceId: { ideal: "mic" }, echoCancellation: true });
});

test.each([
  [["audio"], "no-camera"],
  [["video"], "no-microphone"],
  [[], "no-devices"],
])("of what is missing the other is still had: %s leaves %s", async (kinds, trouble) => {
  ask = having(...kinds);
  const taken = await take(BOTH);
  expect(taken.trouble).toBe(trouble);
  expect(Object.values(taken.tracks).map((one) => one?.kind).filter(Boolean)).toEqual(kinds);
});

test("after a refusal only what is granted is asked for again", async () => {
  ask = (wanted) => (wanted.video ? refusing("NotAllowedError")(wanted) : having("audio")(wanted));
  const { tracks, trouble } = await take(BOTH);
  expect([tracks.audio?.kind, tracks.video, trouble]).toEqual(["audio", null, "denied"]);
  expect(asked.length).toBe(2);
});

test("a device in use elsewhere is called busy", async () => {
  ask = refusing("NotReadableError");
  expect((await take(BOTH)).trouble).toBe("busy");
});

test("a page without encryption, and a browser without the means, are told apart before anything is asked", async () => {
  vi.stubGlobal("isSecureContext", false);
  expect((await take(BOTH)).trouble).toBe("insecure");
  expect(asked).toEqual([]);
  Reflect.deleteProperty(window, "RTCPeerConnection");
  expect(hindrance()).toBe("unsupported");
});

test("who wants nothing is asked nothing", async () => {
  expect(await take({ audio: false, video: false })).toEqual({ tracks: { audio: null, video: null }, trouble: undefined });
});
