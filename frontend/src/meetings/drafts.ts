/** What a person has typed or left open: a fresh rendering may pass it by, never overwrite it. */

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const edited = new WeakSet<Element>();

export function isField(node: unknown): node is Field {
  return node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement;
}

/** Note every edit below this root, and forget it when the form is cleared. */
export function watchDrafts(root: Document | HTMLElement): void {
  for (const type of ["input", "change"]) {
    root.addEventListener(type, (event) => {
      if (isField(event.target)) edited.add(event.target);
    });
  }
  root.addEventListener("reset", (event) => {
    if (event.target instanceof HTMLFormElement) forgetDraft(event.target);
  });
}

export function forgetDraft(form: HTMLFormElement): void {
  for (const field of form.elements) edited.delete(field);
}

/** Whether this element is, or holds, something typed that has not been sent. */
export function holdsDraft(element: Element): boolean {
  if (isField(element)) return edited.has(element);
  return [...element.querySelectorAll("input, textarea, select")].some((field) => edited.has(field));
}
