/** How good a connection is, from what the browser counted; and what to give up first on a poor one. */

export type Quality = "good" | "fair" | "poor" | "lost";

export interface Sample {
  roundTrip: number; // seconds
  received: number; // packets since the connection began
  lost: number;
}

export async function sampleOf(connection: RTCPeerConnection): Promise<Sample> {
  const sample: Sample = { roundTrip: 0, received: 0, lost: 0 };
  const report = await connection.getStats();
  report.forEach((entry: Record<string, unknown>) => {
    if (entry.type === "candidate-pair" && entry.nominated === true) {
      sample.roundTrip = Number(entry.currentRoundTripTime ?? 0);
    }
    if (entry.type === "inbound-rtp") {
      sample.received += Number(entry.packetsReceived ?? 0);
      sample.lost += Math.max(0, Number(entry.packetsLost ?? 0));
    }
  });
  return sample;
}

export function qualityOf(before: Sample, now: Sample): Quality {
  const lost = Math.max(0, now.lost - before.lost);
  const received = Math.max(0, now.received - before.received);
  if (received === 0 && lost === 0) return "lost";
  const share = lost / (lost + received);
  if (share > 0.08 || now.roundTrip > 0.6) return "poor";
  return share > 0.02 || now.roundTrip > 0.3 ? "fair" : "good";
}
