/** Signals to each place in their order: one at a time, what gathers meanwhile together, and again when it fails. */
import { backoff } from "../meetings/backoff";
import type { Addressed } from "./link";

export type Sent = "sent" | "gone" | "failed";
export interface Letter {
  to: string;
  signal: Addressed;
}
export type Send = (to: string, signal: string) => Promise<Sent>;

const ATTEMPTS = 8;

export class Outbox {
  readonly #waiting = new Map<string, Addressed[]>();
  readonly #busy = new Set<string>();
  #held = false;

  constructor(
    private readonly send: Send,
    private readonly wait: (milliseconds: number) => Promise<void> = (milliseconds) =>
      new Promise((done) => { setTimeout(done, milliseconds); }),
  ) {}

  put(to: string, signal: Addressed): void {
    const queue = this.#waiting.get(to) ?? [];
    this.#waiting.set(to, queue);
    const last = queue.at(-1);
    if (!last || !isOfOne(last, signal)) queue.push({ ...signal });
    else if (isOffer(signal) && isOffer(last)) queue.splice(-1, 1, { ...signal }); // said again, it holds all that was found since
    else if (signal.description) queue.push({ ...signal });
    else last.candidates = [...(last.candidates ?? []), ...(signal.candidates ?? [])];
    this.#go(to);
  }

  /** Before one has a place there is nobody in whose name to write: signals wait. */
  hold(): void {
    this.#held = true;
  }

  /** What has waited for a place, to go with the wish for it. */
  take(): Letter[] {
    if (!this.#held) return [];
    return [...this.#waiting].flatMap(([to, queue]) => queue.splice(0).map((signal) => ({ to, signal })));
  }

  release(): void {
    this.#held = false;
    for (const to of this.#waiting.keys()) this.#go(to);
  }

  clear(): void {
    this.#waiting.clear();
  }

  forget(to: string): void {
    this.#waiting.delete(to);
  }

  #go(to: string): void {
    if (!this.#held && !this.#busy.has(to)) void this.#empty(to);
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

const isOffer = ({ description }: Addressed): boolean => description?.type === "offer";
const isOfOne = (one: Addressed, other: Addressed): boolean => one.attempt === other.attempt && one.side === other.side;
