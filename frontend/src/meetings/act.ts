/** Sends `form[data-act]` without leaving the page: one key per act, kept until the server has answered. */
import { clearAnswers, showErrors, showFailure, showRefusal, showWaiting } from "./answers";
import type { FieldErrors, Refusal } from "./answers";
import { announce } from "./announce";
import { backoff } from "./backoff";
import { newKey } from "./key";

export type Wait = (milliseconds: number) => Promise<void>;

const ATTEMPTS = 12;
const pause: Wait = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });
const unanswered = new WeakMap<HTMLFormElement, { content: string; key: string }>();

/** An act sent again unchanged keeps its key, so it cannot happen twice; a changed one is another act. */
function keyFor(form: HTMLFormElement, content: string): string {
  const before = unanswered.get(form);
  if (before?.content === content) return before.key;
  const key = newKey();
  unanswered.set(form, { content, key });
  return key;
}

function contentOf(form: HTMLFormElement, submitter: HTMLElement | null = null): URLSearchParams {
  const content = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "key" && name !== "csrfmiddlewaretoken") content.append(name, value);
  }
  if (submitter instanceof HTMLButtonElement && submitter.name) content.append(submitter.name, submitter.value);
  return content;
}

/** A form that came by the stream is the same for all readers of its seat: the page keeps the token. */
function tokenFor(form: HTMLFormElement): string {
  const name = 'input[name="csrfmiddlewaretoken"]';
  return (form.querySelector<HTMLInputElement>(name) ?? document.querySelector<HTMLInputElement>(`#csrf ${name}`))?.value ?? "";
}

async function post(url: string, body: URLSearchParams): Promise<Response | undefined> {
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
    return answer.status >= 500 || answer.status === 429 ? undefined : answer;
  } catch {
    return undefined;
  }
}

async function insist(form: HTMLFormElement, url: string, body: URLSearchParams, wait: Wait): Promise<Response | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = await post(url, body);
    if (answer) return answer;
    showWaiting(form);
    await wait(backoff(attempt));
  }
  return undefined;
}

function done(form: HTMLFormElement, sent: string, submitter: HTMLElement | null): void {
  if (contentOf(form, submitter).toString() === sent) form.reset(); // typed on meanwhile: that stays
  const panel = form.closest<HTMLDetailsElement>("details[data-close-when-done]");
  if (panel) panel.open = false;
  announce(form.dataset.doneText ?? "");
}

async function settle(form: HTMLFormElement, answer: Response | undefined, sent: string, submitter: HTMLElement | null): Promise<void> {
  clearAnswers(form);
  if (!answer) { showFailure(form); return; } // the key stays: sending again is safe
  unanswered.delete(form);
  if (answer.status === 409) showRefusal(form, (await answer.json()) as Refusal);
  else if (answer.status === 422) showErrors(form, ((await answer.json()) as { errors: FieldErrors }).errors);
  else if (answer.ok && !answer.redirected) done(form, sent, submitter);
  else showFailure(form);
}

export async function send(form: HTMLFormElement, submitter: HTMLElement | null = null, wait: Wait = pause): Promise<void> {
  if (form.getAttribute("aria-busy") === "true") return;
  const content = contentOf(form, submitter);
  const sent = content.toString();
  const body = new URLSearchParams(content);
  body.set("key", keyFor(form, sent));
  body.set("csrfmiddlewaretoken", tokenFor(form));
  form.setAttribute("aria-busy", "true");
  try {
    const url = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
    await settle(form, await insist(form, new URL(url, document.baseURI).href, body, wait), sent, submitter);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

export function startActs(root: HTMLElement): void {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !form.matches("[data-act]")) return;
    event.preventDefault();
    for (const other of root.querySelectorAll<HTMLFormElement>("form[data-act]:not([aria-busy])")) clearAnswers(other);
    void send(form, event.submitter);
  });
  window.addEventListener("beforeunload", (event) => {
    if (root.querySelector('form[data-act][aria-busy="true"]')) event.preventDefault();
  });
}
