/** Shows in a form what the server answered: a refusal with its rule, errors at their fields, or why it still waits. */

export interface Refusal {
  rule: string;
  title: string;
  reason: string;
  retry?: boolean;
}

export type FieldErrors = Record<string, string[]>;

function line(text: string, className = ""): HTMLParagraphElement {
  const paragraph = document.createElement("p");
  paragraph.className = className;
  paragraph.textContent = text;
  return paragraph;
}

function place(form: HTMLFormElement): HTMLElement {
  const found = form.querySelector<HTMLElement>("[data-refusal]");
  if (found) return found;
  const made = document.createElement("div");
  made.dataset.refusal = "";
  form.append(made);
  return made;
}

function show(form: HTMLFormElement, kind: string, lines: HTMLElement[]): void {
  const area = place(form);
  area.setAttribute("role", "alert");
  area.className = `notice notice--${kind} refusal`;
  area.replaceChildren(...lines);
}

/** The words come translated from the nearest ancestor: data-rule-text, data-retry-text, data-failed-text. */
export function words(form: HTMLFormElement, name: string): string {
  return form.closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? "";
}

export function showRefusal(form: HTMLFormElement, { rule, title, reason }: Refusal): void {
  const number = rule ? [line(words(form, "rule-text").replace("{number}", rule) || rule, "notice__rule")] : [];
  show(form, "bad", [line(title, "notice__title"), line(reason), ...number]);
}

export function showWaiting(form: HTMLFormElement): void {
  show(form, "warn", [line(words(form, "retry-text"))]);
}

export function showFailure(form: HTMLFormElement): void {
  show(form, "bad", [line(words(form, "failed-text"))]);
}

export function showErrors(form: HTMLFormElement, errors: FieldErrors): void {
  const loose = Object.entries(errors).flatMap(([name, texts]) => (markField(form, name, texts) ? [] : texts));
  if (loose.length > 0) show(form, "bad", loose.map((text) => line(text)));
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

function markField(form: HTMLFormElement, name: string, texts: string[]): boolean {
  const field = form.querySelector(`[data-field="${CSS.escape(name)}"]`);
  const error = field?.querySelector("[data-error]");
  if (!field || !error) return false;
  field.classList.add("field--invalid");
  error.textContent = texts.join(" ");
  field.querySelector("input, textarea, select")?.setAttribute("aria-invalid", "true");
  return true;
}

export function clearAnswers(form: HTMLFormElement): void {
  const area = form.querySelector("[data-refusal]");
  area?.replaceChildren();
  area?.removeAttribute("class");
  for (const error of form.querySelectorAll("[data-error]")) error.replaceChildren();
  for (const field of form.querySelectorAll(".field--invalid")) field.classList.remove("field--invalid");
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}
