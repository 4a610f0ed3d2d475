/** Texts stand in the page, translated; script only chooses which of them is seen. */

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as querySelector itself has it
export function find<Found extends Element = HTMLElement>(root: ParentNode, selector: string): Found {
  const found = root.querySelector<Found>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

/** Told what it is already, a browser would work out anew how the element looks. */
export function hide(element: HTMLElement, hidden: boolean): void {
  if (element.hidden !== hidden) element.hidden = hidden;
}

/** Of the elements with `data-NAME` shows the one of this value; returns its text, for it may have to be said. */
export function showOne(root: ParentNode, name: string, value: string): string {
  let text = "";
  for (const element of root.querySelectorAll<HTMLElement>(`[data-${name}]`)) {
    const shown = element.getAttribute(`data-${name}`) === value;
    hide(element, !shown);
    if (shown) text = element.textContent.trim();
  }
  return text;
}

export function option(text: string, value: string): HTMLOptionElement {
  return Object.assign(document.createElement("option"), { textContent: text, value });
}

/** What the server wrote elsewhere in the page, here too; left alone while it is the same. */
export function copyInto(place: Element, parts: readonly (Element | null | undefined)[]): void {
  const here = parts.filter((part): part is Element => part instanceof Element);
  const html = here.map((part) => part.outerHTML).join("");
  if (place.innerHTML !== html) place.replaceChildren(...here.map((part) => part.cloneNode(true)));
}

const shown = new WeakMap<HTMLVideoElement, MediaStreamTrack>();

/** A picture that is shown already is left alone: setting it again would make it blink. */
export function showPicture(video: HTMLVideoElement, track: MediaStreamTrack | null): void {
  hide(video, !track);
  if (shown.get(video) === track || (!track && !shown.has(video))) return;
  if (track) shown.set(video, track);
  else shown.delete(video);
  video.srcObject = track ? new MediaStream([track]) : null;
  video.muted = true;
  if (track) void video.play().catch(() => undefined);
}
