/** What is sent to others: small pictures to tiles, a large one from the floor's seat, and sound before picture. */

export interface Encoding {
  active: boolean;
  maxBitrate: number; // bits per second
  scaleResolutionDownBy: number;
  maxFramerate: number;
}

const LARGE: Encoding = { active: true, maxBitrate: 900_000, scaleResolutionDownBy: 1, maxFramerate: 25 };
const SMALL: Encoding = { active: true, maxBitrate: 90_000, scaleResolutionDownBy: 4, maxFramerate: 10 };
const NONE: Encoding = { ...SMALL, active: false };

/** `width` is that of the camera's picture: a picture that is small already is not made smaller. */
export function pictureFor(large: boolean, poor: boolean, width: number): Encoding {
  if (poor && !large) return NONE;
  if (large) return poor ? { ...LARGE, maxBitrate: 150_000, scaleResolutionDownBy: 2, maxFramerate: 10 } : LARGE;
  return { ...SMALL, scaleResolutionDownBy: Math.max(1, width / 160) };
}

export async function spend(sender: RTCRtpSender, encoding: Encoding): Promise<void> {
  const parameters = sender.getParameters();
  const [first] = parameters.encodings;
  if (!first || (first.active === encoding.active && first.maxBitrate === encoding.maxBitrate
    && first.scaleResolutionDownBy === encoding.scaleResolutionDownBy)) return;
  parameters.encodings = [{ ...first, ...encoding, priority: "low", networkPriority: "low" }];
  await sender.setParameters(parameters);
}
