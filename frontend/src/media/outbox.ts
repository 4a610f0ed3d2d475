/** Signals to each place in their order: one at a time, what gathers meanwhile together, and again when it fails. */
import { backoff } from "../meetings/backoff";
import type { Addressed } from "./link";

export type Sent = "sent" | "gone" | "failed";
export type Send = (to: string, signal: string) => Promise<Sent>;

const ATTEMPTS = 8;

export class Outbox {
  readonly #waiting = new Map<string, Addressed[]>();
  readonly #busy = new Set<string>();

  constructor(
    private readonly send: Send,
    private readonly wait: (milliseconds: number) => Promise<void> = (milliseconds) =>
      new Promise((done) => { setTimeout(done, milliseconds); }),
  ) {}

  put(to: string, signal: Addressed): void {
    const queue = this.#waiting.get(to) ?? [];
    this.#waiting.set(to, queue);
    const last = queue.at(-1);
    if (last && !signal.description && last.attempt === signal.attempt && last.side === signal.side) {
      last.candidates = [...(last.candidates ?? []), ...(signal.candidates ?? [])];
    } else {
      queue.push({ ...signal });
    }
    if (!this.#busy.has(to)) void this.#empty(to);
  }

  forget(to: string): void {
    this.#waiting.delete(to);
  }

  async #empty(to: string): Promise<void> {
    this.#busy.add(to);
    for (let signal = this.#next(to); signal; signal = this.#next(to)) {
      if (await this.#insist(to, JSON.stringify(signal)) === "gone") this.forget(to);
    }
    this.#busy.delete(to);
  }

  #next(to: string): Addressed | undefined {
    return this.#waiting.get(to)?.shift();
  }

  /** What could not be sent in all this time is stale: the connection makes a new offer once the room is back. */
  async #insist(to: string, text: string): Promise<Sent> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const sent = await this.send(to, text);
      if (sent !== "failed") return sent;
      await this.wait(backoff(attempt, { most: 4000 }));
      if (!this.#waiting.has(to)) return "gone";
    }
    return "failed";
  }
}
