// Before any script of the page: notes which seats' sound is played here, and when. What counts is what comes out of a
// player that is not mute, told apart by pitch (`window.pitches`: seat to hertz), whatever the page takes it for.
(() => {
  const LOOK = 150; // milliseconds
  const LATELY = 3000;
  const GAP = 4 * LOOK; // a busy page looks late: shorter silences are none
  const WINDOW = 4096; // samples, a twelfth of a second
  const QUIET = 0.01; // of full scale; a tone comes with 0.7
  const NEAR = 25; // hertz

  const connections = [];
  const Native = window.RTCPeerConnection;
  if (Native) {
    window.RTCPeerConnection = class extends Native {
      constructor(...given) {
        super(...given);
        connections.push(this);
      }
    };
  }

  const players = new Set();
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function (...given) {
    players.add(this);
    return play.apply(this, given);
  };

  let context;
  const taps = new WeakMap();
  function tap(track) {
    if (!taps.has(track)) {
      context ??= new AudioContext();
      const analyser = new AnalyserNode(context, { fftSize: WINDOW, smoothingTimeConstant: 0 });
      context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      taps.set(track, analyser);
    }
    return taps.get(track);
  }

  function isQuiet(analyser) {
    const samples = new Float32Array(WINDOW);
    analyser.getFloatTimeDomainData(samples);
    return samples.every((sample) => Math.abs(sample) < QUIET);
  }

  function pitchOf(analyser) {
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    const loudest = levels.reduce((best, level, bin) => (level > levels[best] ? bin : best), 0);
    return loudest * context.sampleRate / WINDOW;
  }

  function seatAt(pitch) {
    const near = Object.entries(window.pitches ?? {}).find(([, hertz]) => Math.abs(hertz - pitch) < NEAR);
    return near?.[0] ?? "?";
  }

  function sounding() {
    const tracks = [...players, ...document.querySelectorAll("audio, video")]
      .filter((player) => !player.muted && !player.paused && player.volume > 0)
      .flatMap((player) => player.srcObject?.getAudioTracks?.() ?? [])
      .filter((track) => track.readyState === "live");
    return new Set([...new Set(tracks)].map(tap).filter((one) => !isQuiet(one)).map((one) => seatAt(pitchOf(one))));
  }

  // How long the machine lately kept this page from running: what it could not hear of, it could not obey.
  const looks = [Date.now()];
  function keptWaiting(now) {
    looks.push(now);
    while (looks.length > 2 && now - looks[1] > LATELY) looks.shift();
    return Math.max(0, ...looks.slice(1).map((look, before) => look - looks[before] - LOOK));
  }

  const spans = []; // {seat, since, until, waited}, in milliseconds on the machine's clock
  const last = new Map();
  setInterval(() => {
    const now = Date.now();
    const waited = keptWaiting(now);
    for (const seat of sounding()) {
      const span = last.get(seat);
      if (span && now - span.until < GAP) Object.assign(span, { until: now, waited });
      else spans.push(last.set(seat, { seat, since: now, until: now, waited }).get(seat));
    }
  }, LOOK);

  window.rehearsal = {
    spans,
    linked: () => connections.filter((one) => one.connectionState === "connected").length,
  };
})();
