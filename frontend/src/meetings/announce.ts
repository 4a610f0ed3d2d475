/** Says to a screen reader, politely, what a region marks with data-announce when it changes. */
import { SWAPPED } from "./morph";

const PAUSE = 150;
let waiting: string[] = [];

/** Texts that come close together are said together: a live region replaced twice says only the last. */
export function announce(text: string): void {
  if (!text) return;
  if (waiting.length === 0) setTimeout(say, PAUSE);
  waiting.push(text);
}

function say(): void {
  const place = document.getElementById("announcer");
  if (place) place.textContent = waiting.join(" ");
  waiting = [];
}

export function announcement(region: Element): string {
  const texts = [...region.querySelectorAll<HTMLElement>("[data-announce]")].map((element) => element.dataset.announce ?? "");
  return texts.filter(Boolean).join(" ");
}

export function watchAnnouncements(root: HTMLElement): void {
  const last = new Map<string, string>();
  for (const region of root.querySelectorAll('[id^="region-"]')) last.set(region.id, announcement(region));
  root.addEventListener(SWAPPED, (event) => {
    const region = event.target as Element;
    const text = announcement(region);
    if (text !== last.get(region.id)) announce(text);
    last.set(region.id, text);
  });
}
