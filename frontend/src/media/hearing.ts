/** Who may be heard and who is large: read from the room's region, which the server writes; never from a sender. */

export interface Hearing {
  audible: ReadonlySet<string>;
  large: string;
  next: string; // the seat called upon next: its line gets ready, and nothing is heard of it
  screen: string; // the seat whose shared screen is the exhibit
}

export const NOBODY: Hearing = { audible: new Set(), large: "", next: "", screen: "" };

export function hearingOf(region: ParentNode | null): Hearing {
  const told = region?.querySelector<HTMLElement>("[data-audible]");
  if (!told) return NOBODY;
  const { audible = "", large = "", next = "", screen = "" } = told.dataset;
  return { audible: new Set(audible.split(" ").filter(Boolean)), large, next, screen };
}

/** Calls back at once and whenever the region is written anew. */
export function watchHearing(region: HTMLElement, changed: (hearing: Hearing) => void): MutationObserver {
  const tell = (): void => { changed(hearingOf(region)); };
  const observer = new MutationObserver(tell);
  observer.observe(region, { childList: true, subtree: true, attributes: true });
  tell();
  return observer;
}
