/** The stage in a small window of its own, or over the whole screen. */

export function startPicture(button: HTMLButtonElement, video: HTMLVideoElement): void {
  button.hidden = !document.pictureInPictureEnabled;
  button.addEventListener("click", () => { void toggle(video); });
  for (const event of ["enterpictureinpicture", "leavepictureinpicture"]) {
    video.addEventListener(event, () => { button.setAttribute("aria-pressed", String(document.pictureInPictureElement === video)); });
  }
}

/** Without a picture there is nothing to show in the window; the browser says no, and nothing happens. */
async function toggle(video: HTMLVideoElement): Promise<void> {
  const leaving = document.pictureInPictureElement === video;
  await (leaving ? document.exitPictureInPicture() : video.requestPictureInPicture()).catch(() => undefined);
}

export function startFullScreen(button: HTMLButtonElement, whole: HTMLElement): void {
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener("click", () => {
    const leaving = document.fullscreenElement !== null;
    void (leaving ? document.exitFullscreen() : whole.requestFullscreen()).catch(() => undefined);
  });
  document.addEventListener("fullscreenchange", () => {
    button.setAttribute("aria-pressed", String(document.fullscreenElement === whole));
  });
}
