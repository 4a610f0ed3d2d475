"""The forms of a page, with what stands in them: a browser sends back what it was given."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True, kw_only=True)
class PageForm:
    """A form: where it is sent, and the fields that nobody fills in."""

    action: str
    given: dict[str, str] = field(default_factory=dict)


def forms_on(html: str) -> list[PageForm]:
    """Return the forms of a page in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(PageForm(action=given.get("action") or ""))
            self._inside = True
        elif tag == "input" and self._inside and given.get("type") == "hidden":
            self.forms[-1].given[given.get("name") or ""] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"
