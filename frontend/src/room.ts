/** What the live room adds: the stream, the acts, the clocks, picture and sound, and what is said aloud. */
import { startCaptions } from "./media/captions";
import { startMedia } from "./media/room";
import { startActs } from "./meetings/act";
import { watchAnnouncements } from "./meetings/announce";
import { watchDrafts } from "./meetings/drafts";
import { watchExhibit } from "./meetings/exhibit";
import { settleDrafts } from "./meetings/morph";
import { startStream } from "./meetings/stream";
import { startTimers } from "./meetings/timer";

const room = document.querySelector<HTMLElement>("[data-stream]");
if (room) {
  watchDrafts(room);
  settleDrafts(room);
  watchAnnouncements(room);
  watchExhibit();
  startActs(room);
  startTimers(room);
  startCaptions(room);
  startMedia(room);
  startStream(room);
}
