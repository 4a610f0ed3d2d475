/** Adds the viewer's own time to `<time datetime data-local data-zone>`: digits only, so no second language appears. */

const DAY = { day: "2-digit", month: "2-digit" } as const;

function parts(moment: Date, zone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("de", { ...options, timeZone: zone }).format(moment).replace(/\.$/, "");
}

export function ownTime(moment: Date, place: string, own?: string): string {
  const clock = (zone: string | undefined): string => parts(moment, zone, { hour: "2-digit", minute: "2-digit" });
  const day = (zone: string | undefined): string => parts(moment, zone, DAY);
  if (day(own) !== day(place)) return `${day(own)} ${clock(own)}`;
  return clock(own) === clock(place) ? "" : clock(own);
}

export function showLocalTimes(root: ParentNode, own?: string): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>("time[data-local]:not([data-local-shown])")) {
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.valueOf())) continue;
    const text = ownTime(moment, element.dataset.zone ?? "UTC", own);
    element.dataset.localShown = "";
    if (!text) continue;
    const note = Object.assign(document.createElement("span"), { className: "local-time" });
    note.textContent = ` ${text} (${element.dataset.localText ?? ""})`;
    element.append(note);
  }
}
