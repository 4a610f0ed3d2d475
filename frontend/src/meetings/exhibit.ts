/** A paper on everyone's screen: the stage names where it is read, and whoever may read it is shown it there. */
import { SWAPPED } from "./morph";

function addressIn(region: HTMLElement): string {
  return region.querySelector<HTMLElement>("[data-exhibit]")?.dataset.exhibit ?? "";
}

async function pageAt(address: string): Promise<Node[]> {
  const answer = await fetch(address).catch(() => undefined);
  if (!answer?.ok) return []; // not for this reader, who sees the symbol on the stage
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...page.body.childNodes];
}

export function watchExhibit(): void {
  const place = document.getElementById("exhibit");
  const region = document.getElementById("region-stage");
  if (!place || !region) return;
  let wanted = "";
  const look = async (): Promise<void> => {
    const address = addressIn(region);
    if (address === wanted) return;
    wanted = address;
    place.hidden = true;
    const parts = address ? await pageAt(address) : [];
    if (wanted !== address) return; // another one has been shown meanwhile
    place.replaceChildren(...parts);
    place.hidden = parts.length === 0;
  };
  region.addEventListener(SWAPPED, () => { void look(); });
  void look();
}
