/** What every page carries: the look, htmx, and the small behaviours. */
import "./kenesh.css";
import "htmx.org";
