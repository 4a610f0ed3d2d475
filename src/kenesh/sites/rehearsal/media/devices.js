// Before any script of the page: a camera that draws and a microphone that hums at this seat's own pitch
// (`window.pitch`), for a machine that has neither. Nothing else of the page is changed.
(() => {
  const WIDTH = 320, HEIGHT = 180, FRAMES = 10;

  function picture() {
    const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
    const pen = canvas.getContext("2d");
    let turn = 0;
    setInterval(() => {
      turn += 1;
      pen.fillStyle = `hsl(${(turn * 3) % 360} 60% 40%)`;
      pen.fillRect(0, 0, WIDTH, HEIGHT);
      pen.fillStyle = "white";
      pen.fillRect((turn * 7) % (WIDTH - 20), HEIGHT / 2 - 10, 20, 20);
    }, 1000 / FRAMES);
    return canvas.captureStream(FRAMES).getVideoTracks()[0];
  }

  function hum(pitch) {
    const context = new AudioContext();
    const oscillator = context.createOscillator();
    oscillator.frequency.value = pitch;
    const end = context.createMediaStreamDestination();
    oscillator.connect(end);
    oscillator.start();
    return end.stream.getAudioTracks()[0];
  }

  const devices = navigator.mediaDevices;
  if (!devices) return;
  devices.getUserMedia = async ({ audio, video }) => {
    const stream = new MediaStream();
    if (audio) stream.addTrack(hum(window.pitch ?? 440));
    if (video) stream.addTrack(picture());
    return stream;
  };
  devices.getDisplayMedia = async () => new MediaStream([picture()]);
})();
