/** Says on the page what allauth's passkey script only tells the console. */
export function startPasskeys(root: Document): void {
  root.addEventListener("allauth.error", () => {
    const place = root.querySelector<HTMLElement>("[data-passkey-error]");
    if (place) place.hidden = false;
  });
}
