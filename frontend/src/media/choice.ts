/** What a person chose on this machine last time: devices, switches, the size of captions. */

const STORED = "kenesh.media";

export interface Choice {
  camera: string; // ids of devices, "" for whichever the browser takes
  microphone: string;
  speaker: string;
  picture: boolean; // join with the camera on
  captions: boolean;
  size: string;
}

const FIRST: Choice = { camera: "", microphone: "", speaker: "", picture: true, captions: true, size: "m" };

export function choice(): Choice {
  try {
    return { ...FIRST, ...(JSON.parse(localStorage.getItem(STORED) ?? "{}") as Partial<Choice>) };
  } catch {
    return FIRST;
  }
}

/** A browser that keeps nothing (a private window) is asked again next time, that is all. */
export function choose(some: Partial<Choice>): Choice {
  const chosen = { ...choice(), ...some };
  try {
    localStorage.setItem(STORED, JSON.stringify(chosen));
  } catch {
    return chosen;
  }
  return chosen;
}
