/** When to draw, however much changes meanwhile. */
const UNSEEN = 100; // milliseconds: a picture in a window of its own is seen even then
const UNHURRIED = 250;

/** Once a frame; where nobody looks there are no frames, then after a moment. */
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

/** For what nobody waits for: several links come and go with whoever joins, and are drawn together. */
export function inAWhile(draw: () => void): () => void {
  let due: ReturnType<typeof setTimeout> | undefined;
  return () => {
    due ??= setTimeout(() => { due = undefined; draw(); }, UNHURRIED);
  };
}
