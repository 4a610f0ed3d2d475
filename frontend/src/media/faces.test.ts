import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Faces } from "./faces";
import { NOBODY } from "./hearing";
import type { Place } from "./plane";
import { Stage } from "./stage";

const plate = (name: string): string => `<span class="nameplate"><img class="flag" alt=""><span>${name}</span></span>`;
const tile = (seat: string, name: string, marks = ""): string => `<li class="tile ${marks}" data-seat="${seat}">${plate(name)}</li>`;
const SEATS = tile("AZ", "Azerbaijan") + tile("KZ", "Kazakhstan", "tile--waiting") + tile("TR", "Turkey", "tile--absent");
const FACE = `<template><li><div><video></video><div data-flag></div></div><div data-plate></div>
  <span data-quality="good" hidden>good</span><span data-quality="away" hidden>away</span></li></template>`;
const STAGE = `<figure><video></video><div data-flag></div><p data-stage="sharing" hidden></p><figcaption data-plate></figcaption></figure>`;

const track = (): MediaStreamTrack => ({ kind: "video" }) as MediaStreamTrack;
const place = (id: string, seat: string, camera = true): Place => ({ id, seat, person: id, microphone: true, camera });

let list: HTMLElement;
let presence: HTMLElement;
let faces: Faces;
let stage: Stage;

beforeEach(() => {
  const Stream = MediaStream;
  vi.stubGlobal("MediaStream", function stream() { return new Stream(); });
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
  document.body.innerHTML = `<ol id="list"></ol><ul id="presence">${SEATS}</ul>${FACE}${STAGE}<div id="floor"><span class="timer">4:32</span></div>`;
  list = document.querySelector("#list") as HTMLElement;
  presence = document.querySelector("#presence") as HTMLElement;
  faces = new Faces(list, document.querySelector("template") as HTMLTemplateElement, presence, "own");
  stage = new Stage(document.querySelector("figure") as HTMLElement, faces, presence, document.querySelector("#floor") as HTMLElement);
  faces.draw();
});

afterEach(() => { vi.unstubAllGlobals(); });

const face = (seat: string): HTMLElement => list.querySelector(`[data-seat="${seat}"]`) as HTMLElement;
const pictured = (root: Element): boolean => !(root.querySelector("video") as HTMLVideoElement).hidden;
const figure = (): HTMLElement => document.querySelector("figure") as HTMLElement;

test("the seats present stand in the order of the seats' own list, with flag and nameplate", () => {
  const seen = [...list.children].filter((one) => !(one as HTMLElement).hidden).map((one) => one.textContent.trim());
  expect(seen.map((text) => text.split(/\s/)[0])).toEqual(["Azerbaijan", "Kazakhstan"]);
  expect(face("AZ").querySelector("[data-flag] .flag")).not.toBeNull();
});

test("who sends a picture is seen, who has switched the camera off or whose picture has stopped is a flag", () => {
  faces.seat([place("1", "KZ")]);
  faces.see("1", { track: track(), quality: "good" });
  faces.draw();
  expect(pictured(face("KZ"))).toBe(true);
  faces.see("1", { still: true });
  faces.draw();
  expect(pictured(face("KZ"))).toBe(false);
  faces.see("1", { still: false });
  faces.seat([place("1", "KZ", false)]);
  faces.draw();
  expect(pictured(face("KZ"))).toBe(false);
});

test("of several at the table for one seat the one who has a picture is shown", () => {
  const picture = track();
  faces.seat([place("1", "KZ", false), place("2", "KZ")]);
  faces.see("2", { track: picture });
  expect(faces.pictureOf("KZ")).toBe(picture);
});

test("who has left the table has neither picture nor connection", () => {
  faces.seat([place("1", "KZ")]);
  faces.see("1", { track: track(), quality: "good" });
  faces.forget("1");
  faces.seat([]);
  faces.draw();
  expect(pictured(face("KZ"))).toBe(false);
  expect(face("KZ").querySelector<HTMLElement>('[data-quality="away"]')?.hidden).toBe(false);
});

test("who asks, who is heard and who is on the stage is marked", () => {
  faces.seat([place("1", "KZ"), place("2", "AZ")]);
  faces.follow({ ...NOBODY, audible: new Set(["AZ"]), large: "AZ" });
  faces.draw();
  expect(face("KZ").className).toContain("face--asks");
  expect(face("AZ").className).toMatch(/face--stage.*face--heard/);
});

test("a tile that stays where it was is not moved, for a moved picture stops", () => {
  const before = [...list.children];
  const inserted = vi.spyOn(list, "insertBefore");
  presence.innerHTML = SEATS;
  faces.draw();
  expect([...list.children]).toEqual(before);
  expect(inserted).not.toHaveBeenCalled();
});

test("the stage has the speaker's picture, nameplate and clock", () => {
  faces.seat([place("1", "KZ")]);
  faces.see("1", { track: track() });
  stage.draw({ ...NOBODY, large: "KZ" });
  expect(pictured(figure())).toBe(true);
  expect(figure().querySelector("figcaption")?.textContent).toBe("Kazakhstan4:32");
});

test("a shared screen is on the stage while it is sent, and its own sender sees a word instead", () => {
  const hearing = { ...NOBODY, large: "AZ", screen: "KZ" };
  faces.seat([place("1", "KZ"), place("own", "AZ")]);
  stage.draw(hearing);
  expect(figure().className).not.toContain("stage--screen");
  faces.see("1", { track: track() });
  stage.draw(hearing);
  expect(figure().className).toContain("stage--screen");
  faces.see("own", { track: track() });
  stage.draw({ ...hearing, screen: "AZ" });
  expect(pictured(figure())).toBe(false);
  expect(figure().querySelector<HTMLElement>('[data-stage="sharing"]')?.hidden).toBe(false);
});
