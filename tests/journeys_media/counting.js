// Before any script of the page: a list of the connections, so that a test can count what arrived. Nothing of the page
// itself is changed.
(() => {
  const made = [];
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...given) {
      super(...given);
      made.push(this);
    }
  };

  function carrying(track) {
    return made.find((one) => one.connectionState !== "closed" && one.getReceivers().some((it) => it.track === track));
  }

  async function countOf(track) {
    let count = { at: Date.now(), energy: 0, frames: 0 };
    (await carrying(track)?.getStats(track))?.forEach((entry) => {
      if (entry.type !== "inbound-rtp") return;
      count = { at: entry.timestamp, energy: entry.totalAudioEnergy ?? 0, frames: entry.framesDecoded ?? 0 };
    });
    return count;
  }

  const players = () => [...document.querySelectorAll("#media audio[data-seat]")];

  // By seat, how much sound was played and how many frames of picture were decoded.
  window.received = async () => {
    const found = {};
    for (const player of players()) {
      const [sound] = player.srcObject.getAudioTracks();
      const picture = carrying(sound)?.getReceivers().find((it) => it.track.kind === "video")?.track;
      const { energy } = await countOf(sound);
      found[player.dataset.seat] = { energy, frames: picture ? (await countOf(picture)).frames : 0 };
    }
    return found;
  };

  // When the sound of a seat began to be played (not later than `first`) and went on being played (still after `last`),
  // on the machine's clock: a busy machine looks late, and what happened between two looks may have been at either.
  window.listen = (seat) => {
    clearInterval(window.listening);
    const heard = { first: null, last: null };
    let before = null;
    window.heard = heard;
    window.listening = setInterval(async () => {
      const player = players().find((one) => one.dataset.seat === seat);
      if (!player) return;
      const now = await countOf(player.srcObject.getAudioTracks()[0]);
      // The last traces of a tone fade in the player: a thousandth of the tone's own strength is silence.
      if (before && now.energy > before.energy + 0.0005) {
        heard.first ??= now.at;
        heard.last = before.at;
      }
      before = now;
    }, 100);
  };
  window.connections = made;
})();
