/** A loudspeaker to try, and a microphone's level to watch. */

const SECONDS = 1.2;
const STEPS = 20;
const NOTES = [523.25, 659.25]; // two soft notes are told from any noise of the room

/** An element of one's own carries the sound, for only an element can be sent to a chosen loudspeaker. */
export async function playTone(speaker: string): Promise<void> {
  const context = new AudioContext();
  const end = context.createMediaStreamDestination();
  const gain = context.createGain();
  gain.gain.value = 0.2;
  gain.connect(end);
  NOTES.forEach((note, place) => { strike(context, gain, note, place * SECONDS / 2); });
  const sound = new Audio();
  sound.srcObject = end.stream;
  await useSpeaker(sound, speaker);
  await sound.play();
  setTimeout(() => { void context.close(); }, SECONDS * 1000 + 300);
}

function strike(context: AudioContext, into: AudioNode, note: number, after: number): void {
  const oscillator = context.createOscillator();
  oscillator.frequency.value = note;
  oscillator.connect(into);
  oscillator.start(context.currentTime + after);
  oscillator.stop(context.currentTime + after + SECONDS / 2);
}

export const choosesSpeakers = (): boolean => "setSinkId" in HTMLMediaElement.prototype;

/** A loudspeaker that is gone leaves the sound where the system plays it. */
export async function useSpeaker(sound: HTMLMediaElement, speaker: string): Promise<void> {
  if (!choosesSpeakers() || sound.sinkId === speaker) return;
  await sound.setSinkId(speaker).catch(() => undefined);
}

/** Tells how loud a microphone is, 0 to 1, in steps that an eye can see, until it is told to stop. */
export function watchLevel(track: MediaStreamTrack, tell: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  const samples = new Float32Array(analyser.fftSize);
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  let told = -1;
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const level = Math.round(loudness(samples) * STEPS) / STEPS;
    if (level !== told) tell(level); // each step is drawn, and drawing a page costs more than listening
    told = level;
  }, 100);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** Ears hear ratios: from 60 dB below the loudest to the loudest. */
export function loudness(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  return power === 0 ? 0 : Math.min(1, Math.max(0, 1 + 10 * Math.log10(power) / 60));
}
