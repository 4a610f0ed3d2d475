import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BACK, LOST, passedOn, Stream } from "./stream";

class Source extends EventTarget {
  readyState = 0;
  closed = false;
  constructor(readonly url: string) {
    super();
  }
  close(): void {
    this.closed = true;
  }
  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }
  fail(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event("error"));
  }
  send(type: string, seq: string, data = ""): void {
    this.dispatchEvent(new MessageEvent(type, { data, lastEventId: seq }));
  }
}

let sources: Source[];
let root: HTMLElement;
let stream: Stream;

function latest(): Source {
  const source = sources.at(-1);
  if (!source) throw new Error("not connected");
  return source;
}

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML =
    '<div id="announcer"></div><div id="room" data-stream="/room/stream/" data-seq="7" data-heartbeat="15"' +
    ' data-lost-text="Lost." data-back-text="Back at line"><section id="region-question"></section></div>';
  root = document.getElementById("room") as HTMLElement;
  sources = [];
  stream = new Stream(root, (url) => {
    sources.push(new Source(url));
    return latest() as unknown as EventSource;
  });
  stream.connect();
});

afterEach(() => { stream.close(); });

const banner = (): string | undefined => document.querySelector(".connection")?.textContent;

test("the stream begins after the line the page was rendered at", () => {
  expect(new URL(latest().url).pathname + new URL(latest().url).search).toBe("/room/stream/?after=7");
});

test("an event named after a region becomes its content, and its id the line reached", () => {
  latest().send("region-question", "8", "<p>Any objection?</p>\n<p>Rule 12</p>");
  expect(document.getElementById("region-question")?.innerHTML).toBe("<p>Any objection?</p>\n<p>Rule 12</p>");
  expect(root.dataset.seq).toBe("8");
});

test("a lost connection says so once, and the browser's own attempt is left to work", () => {
  latest().fail(0);
  latest().fail(0);
  expect(banner()).toBe("Lost.");
  vi.advanceTimersByTime(10_000);
  expect(sources.length).toBe(1);
});

test("when the browser gives up, the stream is opened again after the last line", () => {
  latest().open();
  latest().send("seq", "11");
  latest().fail(2);
  vi.advanceTimersByTime(600);
  expect(sources.length).toBe(2);
  expect(latest().url.endsWith("?after=11")).toBe(true);
});

test("back again, the banner goes and the line reached is said", () => {
  latest().fail(2);
  vi.advanceTimersByTime(600);
  latest().open();
  expect(banner()).toBeUndefined();
  latest().send("seq", "12");
  vi.advanceTimersByTime(2_000);
  expect(document.getElementById("announcer")?.textContent).toBe("Back at line 12");
});

test("three missed heartbeats count as a lost connection", () => {
  latest().open();
  vi.advanceTimersByTime(44_000);
  expect(sources.length).toBe(1);
  vi.advanceTimersByTime(2_000);
  expect(banner()).toBe("Lost.");
  expect(sources.length).toBe(2);
});

test("what is meant for others than the regions is passed on, and is no line of the record", () => {
  const told: unknown[] = [];
  passedOn(root, "places", (places) => { told.push(places); });
  latest().send("places", "", '[{"id":"1"}]');
  expect(told).toEqual([[{ id: "1" }]]);
  expect(root.dataset.seq).toBe("7");
});

test("a page with a place at the table says so to the stream, and hears when it is lost and back", () => {
  const heard: string[] = [];
  for (const name of [LOST, BACK]) root.addEventListener(name, () => { heard.push(name); });
  root.dataset.place = "abc";
  latest().fail(2);
  vi.advanceTimersByTime(600);
  expect(latest().url.endsWith("?after=7&place=abc")).toBe(true);
  latest().open();
  expect(heard).toEqual([LOST, BACK]);
});
