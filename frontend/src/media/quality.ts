/** How good a connection is, from what the browser counted. */

export type Quality = "good" | "fair" | "poor" | "lost";

export interface Sample {
  roundTrip: number; // seconds
  received: number; // packets since the connection began
  lost: number;
  frames: number; // of picture, decoded
  lostThere: number; // share of what we send that did not arrive
  room: number; // bits per second that the way out takes, as far as is known
}

type Entry = Record<string, unknown>;

export const NOTHING: Readonly<Sample> = { roundTrip: 0, received: 0, lost: 0, frames: 0, lostThere: 0, room: Infinity };

const number = (value: unknown, otherwise = 0): number => (typeof value === "number" ? value : otherwise);

function add(sample: Sample, entry: Entry): void {
  if (entry.type === "candidate-pair" && entry.nominated === true && entry.state === "succeeded") {
    sample.roundTrip = Math.max(sample.roundTrip, number(entry.currentRoundTripTime));
    sample.room = number(entry.availableOutgoingBitrate, Infinity);
  } else if (entry.type === "inbound-rtp") {
    sample.received += number(entry.packetsReceived);
    sample.lost += Math.max(0, number(entry.packetsLost));
    sample.frames += number(entry.framesDecoded);
  } else if (entry.type === "remote-inbound-rtp") {
    sample.roundTrip = Math.max(sample.roundTrip, number(entry.roundTripTime));
    sample.lostThere = Math.max(sample.lostThere, number(entry.fractionLost));
  }
}

export async function sampleOf(connection: RTCPeerConnection): Promise<Sample> {
  const sample = { ...NOTHING };
  const report = await connection.getStats();
  report.forEach((entry: Entry) => { add(sample, entry); });
  return sample;
}

/** Who sends nothing loses nothing: a silent connection is as good as its way there and back. */
export function qualityOf(before: Sample, now: Sample): Quality {
  const lost = Math.max(0, now.lost - before.lost);
  const received = Math.max(0, now.received - before.received);
  const share = lost === 0 ? 0 : lost / (lost + received);
  if (share > 0.08 || now.roundTrip > 0.6) return "poor";
  return share > 0.02 || now.roundTrip > 0.3 ? "fair" : "good";
}

/** Whether what we send is too much for the way there. A long way is not a narrow one: by satellite all take their time. */
export function isCrowded(now: Sample): boolean {
  return now.lostThere > 0.08 || now.room < 60_000;
}
