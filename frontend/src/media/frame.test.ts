import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inAWhile, onceAFrame } from "./frame";

let frames: FrameRequestCallback[];

beforeEach(() => {
  vi.useFakeTimers();
  frames = [];
  vi.stubGlobal("requestAnimationFrame", (callback: FrameRequestCallback) => frames.push(callback));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const frame = (): void => { for (const callback of frames.splice(0)) callback(0); };

test("what changes several times is drawn once, at the next frame", () => {
  const draw = vi.fn();
  const redraw = onceAFrame(draw);
  redraw();
  redraw();
  expect(draw).not.toHaveBeenCalled();
  frame();
  vi.runAllTimers();
  expect(draw).toHaveBeenCalledTimes(1);
});

test("what changes after a frame is drawn at the one that follows", () => {
  const draw = vi.fn();
  const redraw = onceAFrame(draw);
  redraw();
  frame();
  redraw();
  frame();
  expect(draw).toHaveBeenCalledTimes(2);
});

test("a page that nobody looks at draws all the same", () => {
  const draw = vi.fn();
  onceAFrame(draw)();
  vi.advanceTimersByTime(100);
  expect(draw).toHaveBeenCalledTimes(1);
});

test("what nobody waits for is drawn together, once, a while after the first of it", () => {
  const draw = vi.fn();
  const later = inAWhile(draw);
  later();
  vi.advanceTimersByTime(200);
  later();
  vi.advanceTimersByTime(50);
  expect(draw).toHaveBeenCalledTimes(1);
  vi.runAllTimers();
  expect(draw).toHaveBeenCalledTimes(1);
  later();
  vi.runAllTimers();
  expect(draw).toHaveBeenCalledTimes(2);
});
