import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { send } from "./act";

type Answer = Response | Error;

let bodies: URLSearchParams[];
let form: HTMLFormElement;

/** A server that gives these answers in order and notes what it was sent. */
function serve(...answers: Answer[]): void {
  vi.stubGlobal("fetch", (_url: string, init: { body: URLSearchParams }) => {
    bodies.push(init.body);
    const answer = answers.shift() ?? new Error("no answer left");
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
}

const json = (status: number, value: unknown): Response => new Response(JSON.stringify(value), { status });
const accepted = (): Response => json(200, { seq: 8, hash: "", events: [] });
const atOnce = (): Promise<void> => Promise.resolve();
const refusal = (): string => form.querySelector("[data-refusal]")?.textContent ?? "";
const text = (): HTMLTextAreaElement => form.querySelector("textarea") as HTMLTextAreaElement;
const key = (index: number): string => bodies[index]?.get("key") ?? "";

beforeEach(() => {
  bodies = [];
  document.body.innerHTML =
    '<div data-rule-text="Rule {number}" data-retry-text="Sending again." data-failed-text="Not sent.">' +
    '<form data-act method="post" action="/acts/hand_in/"><input type="hidden" name="csrfmiddlewaretoken" value="token">' +
    '<input type="hidden" name="key" value="rendered"><div class="field" data-field="text"><p data-error></p>' +
    '<textarea name="text"></textarea></div><div data-refusal></div><button name="kind" value="reply">Send</button></form></div>';
  form = document.querySelector("form") as HTMLFormElement;
  text().value = "We support";
});

afterEach(() => { vi.unstubAllGlobals(); });

test("an accepted act clears the form and the next act has another key", async () => {
  serve(accepted(), accepted());
  await send(form);
  expect(text().value).toBe("");
  await send(form);
  expect(key(1)).not.toBe(key(0));
});

test("the token, the fields and the button pressed are sent", async () => {
  serve(accepted());
  await send(form, form.querySelector("button"));
  const sent = Object.fromEntries(bodies[0] ?? []);
  expect(sent).toEqual({ text: "We support", kind: "reply", csrfmiddlewaretoken: "token", key: key(0) });
});

test("a form that came by the stream uses the page's token", async () => {
  serve(accepted());
  form.querySelector('[name="csrfmiddlewaretoken"]')?.remove();
  document.body.insertAdjacentHTML("beforeend", '<form id="csrf" hidden><input type="hidden" name="csrfmiddlewaretoken" value="page"></form>');
  await send(form);
  expect(bodies[0]?.get("csrfmiddlewaretoken")).toBe("page");
});

test("a refusal shows its title, its reason and its rule, and keeps what was typed", async () => {
  serve(json(409, { rule: "12", title: "Out of order", reason: "The list is closed.", retry: false }));
  await send(form);
  expect(refusal()).toBe("Out of orderThe list is closed.Rule 12");
  expect(form.querySelector("[data-refusal]")?.getAttribute("role")).toBe("alert");
  expect(text().value).toBe("We support");
});

test("an error is shown at its field, which gets the focus", async () => {
  serve(json(422, { errors: { text: ["Too long."] } }));
  await send(form);
  expect(form.querySelector("[data-error]")?.textContent).toBe("Too long.");
  expect(document.activeElement).toBe(text());
});

test("an error of no visible field is shown for the whole form", async () => {
  serve(json(422, { errors: { __all__: ["Say which item."] } }));
  await send(form);
  expect(refusal()).toBe("Say which item.");
});

test("without a connection the same act is sent again with the same key", async () => {
  serve(new Error("offline"), new Error("offline"), accepted());
  const told: string[] = [];
  await send(form, null, () => { told.push(refusal()); return Promise.resolve(); });
  expect(told).toEqual(["Sending again.", "Sending again."]);
  expect(new Set([key(0), key(1), key(2)]).size).toBe(1);
  expect(refusal()).toBe("");
});

test("given up, it says so, and sending it again unchanged keeps the key", async () => {
  serve(...Array.from({ length: 12 }, () => new Error("offline")), accepted());
  await send(form, null, atOnce);
  expect(refusal()).toBe("Not sent.");
  expect(text().value).toBe("We support");
  await send(form, null, atOnce);
  expect(key(12)).toBe(key(0));
});

test("given up and changed, it is another act with another key", async () => {
  serve(...Array.from({ length: 12 }, () => new Error("offline")), accepted());
  await send(form, null, atOnce);
  text().value = "We do not";
  await send(form, null, atOnce);
  expect(key(12)).not.toBe(key(0));
});

test("what was typed on while the act was under way is kept", async () => {
  serve(new Error("offline"), accepted());
  await send(form, null, () => { text().value = "We support, and"; return Promise.resolve(); });
  expect(text().value).toBe("We support, and");
  expect(bodies[1]?.get("text")).toBe("We support");
});

test("a second press while the first is under way sends nothing", async () => {
  serve(accepted());
  await Promise.all([send(form), send(form)]);
  expect(bodies.length).toBe(1);
});

test("an answer nobody expects, such as a lost sign-in, keeps what was typed", async () => {
  serve(new Response("", { status: 403 }));
  await send(form);
  expect(refusal()).toBe("Not sent.");
  expect(text().value).toBe("We support");
});
