/** Camera, microphone and loudspeaker: what there is, what may be had, and in one word why not. */
import type { Kind, Tracks } from "./plane";

export type Trouble =
  | "insecure" | "unsupported" | "denied" | "no-devices" | "no-camera" | "no-microphone" | "busy" | "unplugged";

export interface Wanted {
  audio: string | false; // the device wished for, "" for any, false for none
  video: string | false;
}

export interface Taken {
  tracks: Tracks;
  trouble: Trouble | undefined;
}

const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const PICTURE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 25, max: 30 } };
const NONE: Record<Kind, Trouble> = { audio: "no-microphone", video: "no-camera" };
const PERMISSION: Record<Kind, string> = { audio: "microphone", video: "camera" };

/** Why nothing can be had at all, whatever is connected. */
export function hindrance(): Trouble | undefined {
  if (!("RTCPeerConnection" in window)) return "unsupported";
  if (!window.isSecureContext) return "insecure";
  return "mediaDevices" in navigator ? undefined : "unsupported";
}

function constraints({ audio, video }: Wanted): MediaStreamConstraints {
  const device = (id: string): MediaTrackConstraints => (id === "" ? {} : { deviceId: { ideal: id } });
  return {
    audio: audio !== false && { ...SOUND, ...device(audio) },
    video: video !== false && { ...PICTURE, ...device(video) },
  };
}

async function ask(wanted: Wanted): Promise<Tracks> {
  const stream = await navigator.mediaDevices.getUserMedia(constraints(wanted));
  return { audio: stream.getAudioTracks()[0] ?? null, video: stream.getVideoTracks()[0] ?? null };
}

function troubleOf(error: unknown, wanted: Wanted): Trouble {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  if (wanted.audio !== false && wanted.video !== false) return "no-devices";
  return NONE[wanted.video === false ? "audio" : "video"];
}

/** After a refusal only what is known to be granted is tried: nobody likes being asked three times. */
async function worthTrying(kind: Kind, trouble: Trouble): Promise<boolean> {
  if (trouble !== "denied") return true;
  try {
    const { state } = await navigator.permissions.query({ name: PERMISSION[kind] as PermissionName });
    return state === "granted";
  } catch {
    return false;
  }
}

async function askFor(kind: Kind, wanted: Wanted, trouble: Trouble): Promise<Taken> {
  const nothing = { tracks: { audio: null, video: null }, trouble };
  if (!await worthTrying(kind, trouble)) return nothing;
  const alone = kind === "audio" ? { ...wanted, video: false as const } : { ...wanted, audio: false as const };
  try {
    return { tracks: await ask(alone), trouble: undefined };
  } catch (error) {
    return { ...nothing, trouble: troubleOf(error, alone) };
  }
}

/** One of two may be missing: the other is still had, and what is said names the one that is not. */
async function apart(wanted: Wanted, trouble: Trouble): Promise<Taken> {
  const sound = await askFor("audio", wanted, trouble);
  const picture = await askFor("video", wanted, trouble);
  const both = sound.trouble !== undefined && picture.trouble !== undefined;
  return {
    tracks: { audio: sound.tracks.audio, video: picture.tracks.video },
    trouble: both ? trouble : sound.trouble ?? picture.trouble,
  };
}

export async function take(wanted: Wanted): Promise<Taken> {
  const none: Tracks = { audio: null, video: null };
  const hindered = hindrance();
  if (hindered) return { tracks: none, trouble: hindered };
  if (wanted.audio === false && wanted.video === false) return { tracks: none, trouble: undefined };
  try {
    return { tracks: await ask(wanted), trouble: undefined };
  } catch (error) {
    const trouble = troubleOf(error, wanted);
    return wanted.audio === false || wanted.video === false ? { tracks: none, trouble } : apart(wanted, trouble);
  }
}

export async function devices(kind: MediaDeviceKind): Promise<MediaDeviceInfo[]> {
  if (hindrance()) return [];
  const all = await navigator.mediaDevices.enumerateDevices();
  return all.filter((device) => device.kind === kind && device.deviceId !== "");
}

/** Calls back when something is plugged in or out. */
export function watchDevices(changed: () => void): void {
  if (!hindrance()) navigator.mediaDevices.addEventListener("devicechange", changed);
}

export function release(tracks: Partial<Tracks>): void {
  for (const track of Object.values(tracks)) track?.stop();
}
