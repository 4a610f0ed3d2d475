import { beforeEach, expect, test } from "vitest";
import { watchDrafts } from "./drafts";
import { settleDrafts, swap } from "./morph";

const FORM = '<form id="f"><label>Text</label><textarea id="t" name="text"></textarea><input id="i" name="word" value=""><button>Send</button></form>';

let region: HTMLElement;

function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`nothing matches ${selector}`);
  return element;
}

function type(selector: string, text: string): void {
  const field = (find(selector) as HTMLInputElement);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

beforeEach(() => {
  document.body.innerHTML = `<main><section id="region-desk">${FORM}</section></main>`;
  region = find("#region-desk");
  watchDrafts(find("main"));
  settleDrafts(find("main"));
});

test("fresh HTML replaces what nobody touched", () => {
  swap(region, '<p id="p">Closed</p>');
  expect(region.innerHTML).toBe('<p id="p">Closed</p>');
});

test("typed text survives a fresh rendering of its form", () => {
  type("#t", "We support");
  type("#i", "half a wo");
  swap(region, FORM.replace("Text", "Your text").replace('value=""', 'value="server"'));
  expect((find("#t") as HTMLTextAreaElement).value).toBe("We support");
  expect((find("#i") as HTMLInputElement).value).toBe("half a wo");
  expect(find("label").textContent).toBe("Your text");
});

test("a value that was not touched follows the server", () => {
  swap(region, FORM.replace('value=""', 'value="server"'));
  expect((find("#i") as HTMLInputElement).value).toBe("server");
});

test("the element that has the focus keeps it", () => {
  find("#t").focus();
  swap(region, `<p>New above</p>${FORM}`);
  expect(document.activeElement).toBe(find("#t"));
});

test("when the focused element goes, the focus stays in its region", () => {
  find("button").focus();
  swap(region, "<p>Nothing to do</p>");
  expect(document.activeElement).toBe(region);
});

test("a form with typed text is not taken away, and goes once it is cleared", async () => {
  type("#t", "We support");
  swap(region, "<p>The list is closed</p>");
  expect((find("#t") as HTMLTextAreaElement).value).toBe("We support");
  (find("#f") as HTMLFormElement).reset();
  await Promise.resolve();
  expect(document.querySelector("#f")).toBeNull();
});

test("an open panel stays open", () => {
  swap(region, '<details id="d"><summary>More</summary><p>One</p></details>');
  (find("#d") as HTMLDetailsElement).open = true;
  swap(region, '<details id="d"><summary>More</summary><p>Two</p></details>');
  expect((find("#d") as HTMLDetailsElement).open).toBe(true);
  expect(find("#d p").textContent).toBe("Two");
});

test("a refusal stays until the form is sent again", () => {
  swap(region, '<form><div data-refusal=""></div></form>');
  find("[data-refusal]").textContent = "This is out of order";
  swap(region, '<form><div data-refusal=""></div></form>');
  expect(find("[data-refusal]").textContent).toBe("This is out of order");
});

test("a running clock runs on, another event's clock starts", () => {
  const clock = (started: string): string => `<time data-timer data-started="${started}" data-seconds="300">5:00</time>`;
  swap(region, clock("2020-05-07T08:00:00Z"));
  find("time").textContent = "4:10";
  swap(region, clock("2020-05-07T08:00:00Z"));
  expect(find("time").textContent).toBe("4:10");
  swap(region, clock("2020-05-07T09:00:00Z"));
  expect(find("time").textContent).toBe("5:00");
});

const act = (name: string, extra = ""): string =>
  `<form data-act action="/acts/${name}/"><input type="hidden" name="kind" value="statement">${extra}<button>${name}</button><div data-refusal=""></div></form>`;

test("the button of one act never becomes the button of another under the finger", () => {
  swap(region, act("request-floor"));
  const before = find("button");
  before.focus();
  swap(region, act("withdraw-request"));
  expect(find("button")).not.toBe(before);
  expect(document.activeElement).toBe(region);
});

test("the refusal of one act is not shown under another", () => {
  swap(region, act("request-floor"));
  find("[data-refusal]").textContent = "This is out of order";
  swap(region, act("withdraw-request"));
  expect(find("[data-refusal]").textContent).toBe("");
});

test("the same act is known again wherever it moves, whatever its key", () => {
  swap(region, act("request-floor", '<input type="hidden" name="key" value="1">'));
  const before = find("button");
  before.focus();
  swap(region, act("yield-floor") + act("request-floor"));
  expect(document.activeElement).toBe(before);
});
