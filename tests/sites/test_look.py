"""What the templates of the visual language write."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

import kenesh.sites

pytestmark = pytest.mark.unit

SITES = Path(kenesh.sites.__file__).parent
ROOMS = SITES.parent
OPENING = datetime(2020, 5, 7, 8, 0, tzinfo=UTC)


class Convening(forms.Form):
    symbol = forms.CharField(help_text="Such as TC/MIG/2020/1.")
    title = forms.CharField(required=False)
    observers = forms.BooleanField(required=False)


def _render(source: str, **values: object) -> str:
    return Template("{% load kenesh %}" + source).render(Context(values)).strip()


def test_a_state_has_its_flag_without_a_text_of_its_own() -> None:
    drawn = _render("{% flag 'KZ' %}")
    assert re.fullmatch(r'<img class="flag" src="/static/kenesh/flags/kz[^"]*" width="28" height="21" alt="">', drawn)


@pytest.mark.parametrize("code", ["SEC", "UNHCR", "../x"])
def test_what_is_no_state_has_the_mark_of_an_organ(code: str) -> None:
    assert 'class="icon flag flag--organ"' in _render("{% flag code %}", code=code)


def test_an_icon_is_hidden_from_screen_readers_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in _render("{% icon 'hand' %}")
    assert 'role="img" aria-label="&lt;Hand&gt;"' in _render("{% icon 'hand' name %}", name="<Hand>")


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (SITES / "static/kenesh/icons.svg").read_text("utf-8")))
    pages = "".join(path.read_text("utf-8") for path in ROOMS.glob("*/templates/**/*.html"))
    assert set(re.findall(r"""{% icon ["']([\w-]+)["']""", pages)) - sprite == set()


FILE_OF_ITS_OWN = "standalone.html"  # a document to be kept, not a page of the site: it has no style sheet to link to


def test_no_template_holds_a_style_or_a_script_of_its_own() -> None:
    inline = re.compile(r"""<style|\sstyle=|\son[a-z]+=["']|<script(?![^>]*\b(?:src=|type="application/json"))""")
    pages = (path for path in ROOMS.glob("*/templates/**/*.html") if path.name != FILE_OF_ITS_OWN)
    assert [str(path) for path in pages if inline.search(path.read_text("utf-8"))] == []


def test_a_text_is_picked_in_the_language_of_the_reader() -> None:
    with translation.override("hu"):
        assert _render("{{ names|pick }}", names={"en": "Hungary", "hu": "Magyarország"}) == "Magyarország"


def test_a_moment_is_written_for_programs_and_for_people() -> None:
    drawn = _render("{% include 'components/localtime.html' with at=at zone='Asia/Baku' %}", at=OPENING)
    assert 'datetime="2020-05-07T08:00:00.000Z"' in drawn
    assert "7 May 2020, 12:00" in drawn


def test_a_timer_shows_its_whole_time_before_any_script_runs() -> None:
    drawn = _render("{% include 'components/timer.html' with started=at seconds=300 server_now=at %}", at=OPENING)
    assert ">5:00</time>" in drawn


def test_a_field_ties_its_hint_and_its_error_to_its_input() -> None:
    drawn = _render("{% include 'components/field.html' with field=form.symbol %}", form=Convening({"symbol": ""}))
    described = re.search(r'aria-describedby="([^"]+)"', drawn)
    assert described is not None
    assert described[1].split() == ["id_symbol_helptext", "id_symbol_error"]
    assert all(f'id="{name}"' in drawn for name in described[1].split())
    assert 'aria-invalid="true"' in drawn


def test_only_what_may_be_left_out_is_called_optional() -> None:
    drawn = _render("{% include 'components/form.html' %}", form=Convening())
    assert drawn.count("(optional)") == 1


def test_the_error_summary_leads_to_each_field() -> None:
    drawn = _render("{% include 'components/error_summary.html' %}", form=Convening({}))
    assert re.findall(r'href="#([^"]+)"', drawn) == ["id_symbol"]


def test_the_nameplate_says_who_is_absent_and_who_is_in_the_chair() -> None:
    plate = "{% include 'components/nameplate.html' with code='AZ' name='Azerbaijan' chair=True present=False %}"
    drawn = re.sub(r"<[^>]+>|\s+", " ", _render(plate)).split()
    assert drawn == ["Azerbaijan", "Chair", "not", "connected"]


@pytest.mark.parametrize(
    ("path", "mark"),
    [("/c/meetings/", ' aria-current="page"'), ("/c/meetings/x/", ' aria-current="true"'), ("/c/", "")],
)
def test_the_navigation_marks_where_the_reader_is(rf: RequestFactory, path: str, mark: str) -> None:
    drawn = _render("<a{% current '/c/meetings/' %}>", request=rf.get(path))
    assert drawn == f"<a{mark}>"


def test_each_language_is_called_by_its_own_name() -> None:
    with translation.override("tr"):
        drawn = _render("{% languages as all %}{% for code, name in all %}{{ name }} {% endfor %}")
    assert drawn == "English Azərbaycanca Қазақша Кыргызча Türkçe Oʻzbekcha Magyar Русский"
