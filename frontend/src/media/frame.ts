/** Draws once a frame, however much has changed meanwhile; where nobody looks there are no frames, then after a moment. */
const UNSEEN = 100; // milliseconds: a picture in a window of its own is seen even then

export function onceAFrame(draw: () => void): () => void {
  let due = false;
  const now = (): void => {
    if (!due) return;
    due = false;
    draw();
  };
  return () => {
    if (due) return;
    due = true;
    requestAnimationFrame(now);
    setTimeout(now, UNSEEN);
  };
}
