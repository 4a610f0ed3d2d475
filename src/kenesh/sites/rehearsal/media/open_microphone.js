// Before any script of the page: a seat whose sound never stops going out, whatever the page or its owner does.
(() => {
  const made = new Set();
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...given) {
      super(...given);
      made.add(this);
    }
  };
  const carriesSound = (sender) =>
    [...made].flatMap((one) => one.getTransceivers())
      .some((one) => one.sender === sender && one.receiver.track.kind === "audio");

  let tone = null;
  const ask = navigator.mediaDevices.getUserMedia;
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    tone = stream.getAudioTracks()[0] ?? tone;
    return stream;
  };
  const replace = RTCRtpSender.prototype.replaceTrack;
  RTCRtpSender.prototype.replaceTrack = function (track) {
    return replace.call(this, track ?? (carriesSound(this) ? tone : null));
  };
  const { get, set } = Object.getOwnPropertyDescriptor(MediaStreamTrack.prototype, "enabled");
  Object.defineProperty(MediaStreamTrack.prototype, "enabled", {
    get,
    set(enabled) { set.call(this, enabled || this === tone); },
  });
})();
