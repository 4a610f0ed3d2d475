// Before any script of the page: notes when its button was pressed, when each picture from elsewhere first showed, and
// when a sound began. The same in every page that is measured.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const remote = new Set();
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...given) {
      super(...given);
      this.addEventListener("track", ({ track }) => { remote.add(track); });
    }
  };

  const shown = new Map(); // track of a picture from elsewhere: when it was first seen
  let told = () => undefined;
  document.addEventListener("loadeddata", ({ target }) => {
    for (const track of target.srcObject?.getVideoTracks() ?? []) {
      if (remote.has(track) && !shown.has(track)) shown.set(track, now());
    }
    told();
  }, true);

  const bench = { pressed: 0, heard: null };
  bench.shown = ([wanted, since]) => new Promise((done) => {
    told = () => {
      const later = [...shown.values()].filter((moment) => moment > since);
      if (later.length >= wanted) done(later);
    };
    told();
  });
  document.addEventListener("click", () => { bench.pressed = now(); }, true);

  // A busy page looks late; when a sound began to be played stands in what was played since.
  const LOOK = 50, WINDOW = 32768, LATELY = 4096, QUIET = 0.01;
  const isSound = (sample) => Math.abs(sample) >= QUIET;
  let context;
  bench.listen = (seat) => {
    const player = document.querySelector(`audio[data-seat="${seat}"]`);
    context ??= new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: WINDOW });
    const source = context.createMediaStreamSource(player.srcObject);
    source.connect(analyser);
    const samples = new Float32Array(WINDOW);
    bench.heard = new Promise((done) => {
      const timer = setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        if (player.muted || !samples.subarray(-LATELY).some(isSound)) return;
        clearInterval(timer);
        source.disconnect();
        done(now() - (WINDOW - samples.findIndex(isSound)) / context.sampleRate * 1000);
      }, LOOK);
    });
  };
  window.bench = bench;
})();
