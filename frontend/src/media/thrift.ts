/** What is sent to others: small pictures to tiles, a large one from the floor's seat, and sound before picture. */

export interface Encoding {
  active: boolean;
  maxBitrate: number; // bits per second
  scaleResolutionDownBy: number;
  maxFramerate: number;
}

/** What has been given up on a line: nothing, some of the picture, all of it. */
export type Sacrifice = 0 | 1 | 2;

export interface Line {
  sacrifice: Sacrifice;
  calm: number; // measures without trouble, one after the other; below 0: with trouble
  patience: number; // how many it takes before more is tried again
  tried: boolean; // something was given back, and it is not yet known whether the line holds it
}

export interface Wish {
  as: "tile" | "large" | "screen";
  links: number;
  height: number; // the picture's shorter side as it comes from the camera
  sacrifice: Sacrifice;
}

export const FRESH: Line = { sacrifice: 0, calm: 0, patience: 3, tried: false };

const UPLINK = 4_000_000; // shared by all who get a large picture
const TILE = 144;
const MOST_PATIENCE = 30;
const TROUBLE = -2; // one bad measure is an accident

/** Trouble that lasts takes a step, calm gives one back, and more slowly after each disappointment. */
export function lineAfter(line: Line, crowded: boolean): Line {
  return crowded ? givenUp(line) : givenBack(line);
}

function givenUp({ sacrifice, calm, patience, tried }: Line): Line {
  const trouble = Math.min(calm, 0) - 1;
  if (trouble > TROUBLE) return { sacrifice, calm: trouble, patience, tried };
  const longer = tried ? Math.min(MOST_PATIENCE, patience * 2) : patience;
  return { sacrifice: sacrifice === 0 ? 1 : 2, calm: 0, patience: longer, tried: false };
}

function givenBack({ sacrifice, calm, patience, tried }: Line): Line {
  const quiet = Math.max(calm, 0) + 1;
  if (quiet < patience) return { sacrifice, calm: quiet, patience, tried };
  if (sacrifice === 0) return { sacrifice, calm: quiet, patience, tried: false };
  return { sacrifice: sacrifice === 2 ? 1 : 0, calm: 0, patience, tried: true };
}

const even = (links: number): number => Math.min(1_200_000, Math.max(250_000, Math.round(UPLINK / Math.max(1, links))));

function large({ links, sacrifice }: Wish): Encoding {
  if (sacrifice > 0) return { active: sacrifice < 2, maxBitrate: 150_000, scaleResolutionDownBy: 2, maxFramerate: 10 };
  return { active: true, maxBitrate: even(links), scaleResolutionDownBy: 1, maxFramerate: links > 4 ? 15 : 25 };
}

/** Of a screen, letters matter and movement does not; it is what the meeting is about, so it never goes altogether. */
function screen({ links, sacrifice }: Wish): Encoding {
  const maxBitrate = sacrifice > 0 ? 150_000 : even(links);
  return { active: true, maxBitrate, scaleResolutionDownBy: 1, maxFramerate: [8, 4, 2][sacrifice] ?? 2 };
}

function tile({ height, sacrifice }: Wish): Encoding {
  const scaleResolutionDownBy = Math.max(1, height / TILE);
  const maxBitrate = sacrifice > 0 ? 50_000 : 100_000;
  return { active: sacrifice < 2, maxBitrate, scaleResolutionDownBy, maxFramerate: sacrifice > 0 ? 5 : 10 };
}

export function pictureFor(wish: Wish): Encoding {
  return { tile, large, screen }[wish.as](wish);
}

export const isSame = (one: Encoding, other: Encoding): boolean =>
  (Object.keys(one) as (keyof Encoding)[]).every((name) => one[name] === other[name]);

/** A browser that knows less takes what it knows: thrift is never worth a broken call. */
export async function spend(sender: RTCRtpSender, encoding: Encoding): Promise<void> {
  const parameters = sender.getParameters();
  const [first] = parameters.encodings;
  if (!first) return;
  parameters.encodings = [{ ...first, ...encoding }];
  try {
    await sender.setParameters(parameters);
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
  }
}
