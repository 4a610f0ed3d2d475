/** What every page carries: the look, htmx, and the small behaviors. */
import "./kenesh.css";
import "htmx.org";
import { startKeys } from "./sites/keys";
import { showLocalTimes } from "./sites/localtime";
import { startPasskeys } from "./sites/passkey";

showLocalTimes(document);
startPasskeys(document);
startKeys(document);
for (const event of ["kenesh:swapped", "htmx:after:swap"]) {
  document.addEventListener(event, () => { showLocalTimes(document); });
}
