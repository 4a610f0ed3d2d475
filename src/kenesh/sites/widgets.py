"""Widgets written as Django's own templates write them, without the templates: a room's desk has hundreds of parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.http import HttpRequest

    Widget = Mapping[str, Any]

WIDGETS: Final = "django/forms/widgets"


class QuickWidgets(DjangoTemplates):
    """The widgets that the house's forms use; every other is left to Django."""

    def render(self, template_name: str, context: Mapping[str, Any], request: HttpRequest | None = None) -> SafeString:
        quick = _QUICK.get(template_name)
        written = quick(context["widget"]) if quick else super().render(template_name, dict(context), request)
        return SafeString(written)


def _input(widget: Widget) -> str:
    value = widget["value"]
    given = "" if value is None else f' value="{_text(value)}"'
    return f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"{given}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget)}>\n{_text(widget["value"] or "")}</textarea>'


def _select(widget: Widget) -> str:
    groups = "".join(_group(*group) for group in widget["optgroups"])
    return f'<select name="{_text(widget["name"])}"{_attributes(widget)}>{groups}\n</select>'


def _group(name: str | None, options: Iterable[Widget], _place: int) -> str:
    written = "".join(f"\n  {_option(option)}\n" for option in options)
    return f'\n  <optgroup label="{_text(name)}">{written}\n  </optgroup>' if name else written


def _option(option: Widget) -> str:
    return f'<option value="{_text(option["value"])}"{_attributes(option)}>{_text(option["label"])}</option>'


def _boxes(widget: Widget) -> str:
    given = {name: value for name, value in widget["attrs"].items() if name in {"id", "class"} and value}
    whole = "".join(f' {name}="{_text(given[name])}"' for name in ("id", "class") if name in given)
    return f"<div{whole}>{''.join(_boxed(*group) for group in widget['optgroups'])}\n</div>"


def _boxed(name: str | None, options: Iterable[Widget], _place: int) -> str:
    written = "".join(f"<div>\n    {_box(option)}</div>" for option in options)
    return f"\n  <div><label>{_text(name)}</label>{written}\n  </div>" if name else written


def _box(option: Widget) -> str:
    if not option["wrap_label"]:
        return f"{_input(option)}\n\n"
    whose = f' for="{_text(option["attrs"]["id"])}"' if option["attrs"].get("id") else ""
    return f"<label{whose}>{_input(option)}\n {_text(option['label'])}</label>\n\n"


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _text(value: object) -> str:
    return conditional_escape(value if isinstance(value, str) else str(value))


_QUICK: Final[Mapping[str, Callable[[Widget], str]]] = {
    **{f"{WIDGETS}/{name}.html": _input for name in ("checkbox", "date", "datetime", "hidden", "number", "text")},
    f"{WIDGETS}/textarea.html": _textarea,
    f"{WIDGETS}/select.html": _select,
    f"{WIDGETS}/checkbox_select.html": _boxes,
}
