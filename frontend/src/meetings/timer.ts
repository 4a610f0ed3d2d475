/** Runs `<time data-timer data-started data-seconds>`; the server's clock counts, not the viewer's. */
import { announce } from "./announce";

const NEAR = 30;
const warned = new Set<string>();
let ahead = Number.NEGATIVE_INFINITY;

/** A stamp is never later than its arrival, so of all seen the greatest difference is nearest the truth. */
export function hearServerClock(stamp: string | undefined, now = Date.now()): void {
  const moment = Date.parse(stamp ?? "");
  if (!Number.isNaN(moment)) ahead = Math.max(ahead, moment - now);
}

export function serverNow(now = Date.now()): number {
  return now + (Number.isFinite(ahead) ? ahead : 0);
}

export function resetServerClock(): void {
  ahead = Number.NEGATIVE_INFINITY;
  warned.clear();
}

/** 4:32 left; past the end, how long over: +0:12. */
export function shown(left: number): string {
  const whole = Math.abs(left);
  const text = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  return left < 0 ? `+${text}` : text;
}

function warnOwn(timer: HTMLElement, left: number): void {
  const started = timer.dataset.started ?? "";
  if (!("own" in timer.dataset) || left > NEAR || left < 0 || warned.has(started)) return;
  warned.add(started);
  announce(timer.dataset.nearText ?? "");
}

export function tick(root: ParentNode = document, now = Date.now()): void {
  for (const timer of root.querySelectorAll<HTMLElement>("[data-timer]")) {
    hearServerClock(timer.dataset.serverNow, now);
    const started = Date.parse(timer.dataset.started ?? "");
    if (Number.isNaN(started)) continue;
    const left = Number(timer.dataset.seconds ?? 0) - Math.floor(Math.max(0, serverNow(now) - started) / 1000);
    timer.textContent = shown(left);
    timer.classList.toggle("is-near", left >= 0 && left <= NEAR);
    timer.classList.toggle("is-over", left < 0);
    warnOwn(timer, left);
  }
}

export function startTimers(root: HTMLElement): void {
  hearServerClock(root.dataset.serverNow);
  tick(root);
  setInterval(() => { tick(root); }, 1000);
}
