/** Single keys for acts: `data-key="f" data-key-label="Request the floor"`; `?` lists them; they can be switched off. */

const STORED = "kenesh.keys";

export function keysOn(): boolean {
  return localStorage.getItem(STORED) !== "off";
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select'));
}

/** On a Cyrillic layout the key marked F gives another letter: then its place counts. */
export function pressed(event: KeyboardEvent): string {
  if (/^[\x21-\x7e]$/.test(event.key)) return event.key.toLowerCase();
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key;
}

function usable(element: HTMLElement): boolean {
  return !element.matches(":disabled, [aria-disabled='true'], [hidden], [hidden] *") && !element.closest("details:not([open]) > :not(summary)");
}

function keyed(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("[data-key]")].filter(usable);
}

function activate(element: HTMLElement): void {
  element.focus();
  if (!element.matches("input, textarea, select")) element.click();
}

function row(key: string, label: string): HTMLTableRowElement {
  const line = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.append(Object.assign(document.createElement("kbd"), { textContent: key }));
  line.append(head, Object.assign(document.createElement("td"), { textContent: label }));
  return line;
}

function labelOf(element: HTMLElement): string {
  return element.dataset.keyLabel ?? element.textContent.trim();
}

export function openKeys(root: Document): void {
  const dialog = root.querySelector<HTMLDialogElement>("#keys-dialog");
  const help = root.querySelector<HTMLTemplateElement>("template[data-keys-help]")?.content.textContent.trim() ?? "";
  const seen = new Map(keyed(root).map((element) => [element.dataset.key ?? "", labelOf(element)]));
  dialog?.querySelector("[data-keys-list]")?.replaceChildren(row("?", help), ...[...seen].map(([key, label]) => row(key, label)));
  const box = root.querySelector<HTMLInputElement>("#keys-on");
  if (box) box.checked = keysOn();
  if (dialog && !dialog.open) dialog.showModal();
}

function act(root: Document, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (!keysOn() || typing(event.target) || root.querySelector("dialog[open]")) return;
  const key = pressed(event);
  const element = keyed(root).find((one) => one.dataset.key?.toLowerCase() === key);
  if (key !== "?" && !element) return;
  event.preventDefault();
  if (element) activate(element);
  else openKeys(root);
}

export function startKeys(root: Document): void {
  for (const button of root.querySelectorAll<HTMLElement>("[data-keys-open]")) button.hidden = false; // useless without script
  root.addEventListener("keydown", (event) => { act(root, event); });
  root.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-keys-open]")) openKeys(root);
  });
  root.querySelector("#keys-on")?.addEventListener("change", (event) => {
    localStorage.setItem(STORED, (event.target as HTMLInputElement).checked ? "on" : "off");
  });
}
