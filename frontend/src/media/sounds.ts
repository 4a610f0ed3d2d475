/** The sound of every other place: each has its player, and only those whom the state lets be heard are not mute. */
import type { Hearing } from "./hearing";
import { NOBODY } from "./hearing";
import type { Place } from "./plane";
import { useSpeaker } from "./tone";

interface Sound {
  seat: string;
  track: MediaStreamTrack;
  player: HTMLAudioElement;
}

export class Sounds {
  readonly #sounds = new Map<string, Sound>();
  #hearing: Hearing = NOBODY;
  #speaker = "";

  constructor(private readonly root: HTMLElement, private readonly heldBack: (held: boolean) => void) {}

  add(place: Place, track: MediaStreamTrack): void {
    this.drop(place.id);
    const player = document.createElement("audio");
    player.dataset.seat = place.seat;
    player.dataset.place = place.id;
    player.srcObject = new MediaStream([track]);
    const sound = { seat: place.seat, track, player };
    this.#sounds.set(place.id, sound);
    this.#judge(sound);
    this.root.append(player);
    void useSpeaker(player, this.#speaker);
    void this.#play(player);
  }

  drop(id: string): void {
    const sound = this.#sounds.get(id);
    if (!sound) return;
    sound.player.srcObject = null;
    sound.player.remove();
    this.#sounds.delete(id);
  }

  follow(hearing: Hearing): void {
    this.#hearing = hearing;
    for (const sound of this.#sounds.values()) this.#judge(sound);
  }

  use(speaker: string): void {
    this.#speaker = speaker;
    for (const { player } of this.#sounds.values()) void useSpeaker(player, speaker);
  }

  /** After a gesture, which is all that a browser that holds sound back waits for. */
  resume(): void {
    for (const { player } of this.#sounds.values()) void this.#play(player);
  }

  /** Twice over: a player that is mute plays nothing, and a track that is off has nothing to play. */
  #judge({ seat, track, player }: Sound): void {
    const audible = this.#hearing.audible.has(seat);
    player.muted = !audible;
    track.enabled = audible;
  }

  async #play(player: HTMLAudioElement): Promise<void> {
    try {
      await player.play();
      this.heldBack(false);
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotAllowedError") this.heldBack(true);
    }
  }
}
