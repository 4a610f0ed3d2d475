// Meshes in one page and a wire between them that a test can make worse than any network.
import { Mesh } from "./mesh.js";

const PLACE = { person: "1", microphone: true, camera: true };
const made = [];
const Native = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Native {
  constructor(...given) {
    super(...given);
    made.push(this);
  }
};

export const wire = { lost: () => false, delay: () => 0, sent: [] };
export const place = (id) => ({ ...PLACE, id, seat: id.toUpperCase() });

const tables = new Map();

export function sit(id) {
  const table = { gone: [], tracks: {}, blocked: false, links: {} };
  table.mesh = new Mesh(place(id), [], {
    signal(to, signal) {
      const number = wire.sent.push([id, to, signal]);
      if (wire.lost(number, id, to, signal)) return;
      setTimeout(() => { tables.get(to)?.mesh.hear(id, JSON.parse(JSON.stringify(signal))); }, wire.delay(number));
    },
    track(from, track) {
      (table.tracks[from.id] ??= {})[track.kind] = track;
      const player = Object.assign(document.createElement(track.kind), { muted: true, autoplay: true });
      player.srcObject = new MediaStream([track]);
      document.body.append(player);
    },
    gone(other) { table.gone.push(other); delete table.tracks[other]; },
    link(from, quality) { table.links[from.id] = quality; },
    blocked(blocked) { table.blocked = blocked; },
  });
  table.mesh.send({ audio: null, video: picture() });
  tables.set(id, table);
  return table;
}

function picture() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 90 });
  const pen = canvas.getContext("2d");
  let turn = 0;
  setInterval(() => { pen.fillStyle = `hsl(${turn++ % 360} 60% 40%)`; pen.fillRect(0, 0, 160, 90); }, 100);
  return canvas.captureStream(10).getVideoTracks()[0];
}

// The list of places as the server has it, or as it may have come to one end alone.
export const seat = (id, ...others) => { told(id, ...[id, ...others].sort()); };
export const told = (id, ...list) => { tables.get(id).mesh.seat(list.map(place), false); };
export const link = (id, other) => tables.get(id).mesh.links.get(other);

export async function frames(id, other) {
  let count = 0;
  (await link(id, other)?.peer.connection.getStats())?.forEach((entry) => { count += entry.framesDecoded ?? 0; });
  return count;
}

const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

// Whether new pictures come, both ways, within this time.
export async function meet(one, other, within = 30000) {
  const end = Date.now() + within;
  const before = [await frames(one, other), await frames(other, one)];
  while (Date.now() < end) {
    const now = [await frames(one, other), await frames(other, one)];
    if (now.every((count, way) => count > before[way])) return true;
    now.forEach((count, way) => { before[way] = Math.min(before[way], count); });
    await pause(100);
  }
  return false;
}
