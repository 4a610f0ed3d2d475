/** Puts fresh HTML into a region while drafts, open panels, refusals, running clocks and the focus stay. */
import { Idiomorph } from "idiomorph";
import { holdsDraft, isField } from "./drafts";
import { identify } from "./identity";

export const SWAPPED = "kenesh:swapped";

/** What the server last sent for a region from which something typed was kept back. */
const owed = new WeakMap<Element, string>();

const MESSAGES = "[data-refusal], [data-error]";

/** The clock of the same event goes on running; a time shown in two zones keeps both. */
function sameMoment(old: Element, fresh: Element): boolean {
  const mark = old.hasAttribute("data-timer") ? ["data-started", "data-seconds"] : ["datetime"];
  return old.matches("[data-timer], [data-local]") && mark.every((name) => old.getAttribute(name) === fresh.getAttribute(name));
}

function keepsElement(old: Node, fresh: Node): boolean {
  if (!(old instanceof Element) || !(fresh instanceof Element)) return false;
  if (isField(old)) return holdsDraft(old);
  if (old.matches(MESSAGES)) return old.textContent.trim() !== "" && fresh.textContent.trim() === "";
  return sameMoment(old, fresh);
}

function keepsAttribute(name: string, element: Element): boolean {
  if (name === "open") return element.matches("details, dialog");
  if (name === "aria-busy") return element.matches("form[data-act]");
  return name === "class" && element.querySelector(":scope > [data-error]:not(:empty)") !== null;
}

function parsed(region: HTMLElement, html: string): Node[] {
  const template = document.createElement("template");
  template.innerHTML = html;
  identify(template.content, region.id);
  identify(region, region.id);
  return [...template.content.childNodes];
}

export function swap(region: HTMLElement, html: string): void {
  const held = region.contains(document.activeElement);
  void Idiomorph.morph(region, parsed(region, html), {
    morphStyle: "innerHTML",
    restoreFocus: true,
    callbacks: {
      beforeNodeMorphed: (old, fresh) => !keepsElement(old, fresh),
      beforeNodeRemoved: (node) => !(node instanceof Element && holdsDraft(node)),
      beforeAttributeUpdated: (name, element) => !keepsAttribute(name, element),
    },
  });
  if (holdsDraft(region)) owed.set(region, html);
  else owed.delete(region);
  if (held && !region.contains(document.activeElement)) {
    region.tabIndex = -1;
    region.focus({ preventScroll: true });
  }
  region.dispatchEvent(new CustomEvent(SWAPPED, { bubbles: true }));
}

/** Once a draft is sent or cleared, its form becomes what the server already wanted it to be. */
export function settleDrafts(root: HTMLElement): void {
  root.addEventListener("reset", (event) => {
    const region = (event.target as Element).closest<HTMLElement>('[id^="region-"]');
    const html = region && owed.get(region);
    if (html) queueMicrotask(() => { swap(region, html); });
  });
}
