import { beforeEach, expect, test } from "vitest";
import { keysOn, startKeys } from "./keys";

let page: Document;
let clicked: string[];

beforeEach(() => {
  localStorage.clear();
  clicked = [];
  page = document.implementation.createHTMLDocument();
  page.body.innerHTML =
    '<button id="a" data-key="f" data-key-label="Request the floor">Floor</button><button id="b" data-key="o" disabled>Order</button>' +
    '<details><summary>More</summary><button id="c" data-key="x">Hidden</button></details><input id="word"><button data-keys-open hidden>Keys</button>' +
    '<dialog id="keys-dialog"><table><tbody data-keys-list></tbody></table><input type="checkbox" id="keys-on">' +
    "<template data-keys-help>Show the keys</template></dialog>";
  for (const button of page.querySelectorAll("[data-key]")) button.addEventListener("click", () => clicked.push(button.id));
  startKeys(page);
});

function press(key: string, target: Element = page.body, extra: KeyboardEventInit = {}): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...extra }));
}

const field = (): Element => page.querySelector("#word") as Element;
const listed = (): string[] => [...page.querySelectorAll("tr")].map((row) => row.textContent);

test("a key presses its button", () => {
  press("f");
  expect(clicked).toEqual(["a"]);
});

test("on a Cyrillic layout the place of the key counts", () => {
  press("а", page.body, { code: "KeyF" });
  expect(clicked).toEqual(["a"]);
});

test("a key does nothing while someone types, with Ctrl, or when its button is out of use or out of sight", () => {
  press("f", field());
  press("f", page.body, { ctrlKey: true });
  press("o");
  press("x");
  expect(clicked).toEqual([]);
});

test("the button that opens the list shows itself where there is script", () => {
  expect(page.querySelector<HTMLElement>("[data-keys-open]")?.hidden).toBe(false);
});

test("a question mark lists the keys that work now", () => {
  press("?");
  expect(page.querySelector("dialog")?.open).toBe(true);
  expect(listed()).toEqual(["?Show the keys", "fRequest the floor"]);
});

test("keys switched off stay off, and a button still opens the list", () => {
  const box = page.querySelector("#keys-on") as HTMLInputElement;
  box.checked = false;
  box.dispatchEvent(new Event("change"));
  expect(keysOn()).toBe(false);
  press("f");
  press("?");
  expect(clicked).toEqual([]);
  expect(page.querySelector("dialog")?.open).toBe(false);
  page.querySelector<HTMLElement>("[data-keys-open]")?.click();
  expect(page.querySelector("dialog")?.open).toBe(true);
});
