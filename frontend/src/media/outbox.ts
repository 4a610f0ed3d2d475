/** Signals to other places, in their order: what gathers while some are on their way goes together, and again when it fails. */
import { backoff } from "../meetings/backoff";
import type { Addressed } from "./link";

export interface Letter {
  to: string;
  signal: Addressed;
}

/** Of what was sent, the places that are gone; nothing at all where the server did not answer. */
export type Sent = { gone: readonly string[] } | undefined;
export type Send = (letters: readonly Letter[]) => Promise<Sent>;

const ATTEMPTS = 8;
const MOST = 32; // at a time: the table has twelve places

export class Outbox {
  #waiting: Letter[] = [];
  #busy = false;

  constructor(
    private readonly send: Send,
    private readonly wait: (milliseconds: number) => Promise<void> = (milliseconds) =>
      new Promise((done) => { setTimeout(done, milliseconds); }),
  ) {}

  put(to: string, signal: Addressed): void {
    const last = this.#waiting.filter((letter) => letter.to === to).at(-1)?.signal;
    if (last && !signal.description && last.attempt === signal.attempt && last.side === signal.side) {
      last.candidates = [...(last.candidates ?? []), ...(signal.candidates ?? [])];
    } else {
      this.#waiting.push({ to, signal: { ...signal } });
    }
    if (!this.#busy) void this.#empty();
  }

  forget(to: string): void {
    this.#waiting = this.#waiting.filter((letter) => letter.to !== to);
  }

  /** Offers to several places are made in one breath: the first is not sent before the last. */
  async #empty(): Promise<void> {
    this.#busy = true;
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const sent = await this.#insist(this.#waiting.splice(0, MOST));
      for (const to of sent?.gone ?? []) this.forget(to);
    }
    this.#busy = false;
  }

  /** What could not be sent in all this time is stale: the connection makes a new offer once the room is back. */
  async #insist(letters: readonly Letter[]): Promise<Sent> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const sent = await this.send(letters);
      if (sent) return sent;
      await this.wait(backoff(attempt, { most: 4000 }));
    }
    return undefined;
  }
}
