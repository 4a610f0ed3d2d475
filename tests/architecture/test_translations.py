import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

pytestmark = pytest.mark.unit

HOUSE = Path(__file__).parents[2]
LANGUAGES = ("az", "hu", "kk", "ky", "ru", "tr", "uz")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it would be after `make messages`, in a scratch copy."""
    copy = tmp_path_factory.mktemp("messages") / "kenesh"
    shutil.copytree(HOUSE / "src" / "kenesh", copy, ignore=shutil.ignore_patterns("static", "__pycache__", "*.mo"))
    command = [sys.executable, str(HOUSE / "tools" / "messages.py"), "--sources", str(copy)]
    subprocess.run(command, check=True, capture_output=True)
    return copy


@pytest.fixture(params=LANGUAGES)
def catalog(request: pytest.FixtureRequest, sources: Path) -> polib.POFile:
    return polib.pofile(str(sources / "locale" / request.param / "LC_MESSAGES" / "django.po"))


def test_there_is_something_to_translate(catalog: polib.POFile) -> None:
    assert len(catalog) > 100


def test_every_message_is_translated(catalog: polib.POFile) -> None:
    assert [entry.msgid for entry in catalog if not _is_complete(entry)] == []


def test_no_translation_is_a_guess(catalog: polib.POFile) -> None:
    assert [entry.msgid for entry in catalog if entry.fuzzy] == []


def test_every_plural_has_all_its_forms(catalog: polib.POFile) -> None:
    forms = int(catalog.metadata["Plural-Forms"].partition("nplurals=")[2][0])
    assert [entry.msgid for entry in catalog if entry.msgid_plural and len(entry.msgstr_plural) != forms] == []


def test_a_translation_keeps_the_placeholders(catalog: polib.POFile) -> None:
    assert [entry.msgid for entry in catalog if not _keeps_placeholders(entry)] == []


def test_the_catalogs_are_as_make_messages_leaves_them(sources: Path) -> None:
    changed = [
        language
        for language in LANGUAGES
        if _catalog(sources, language) != _catalog(HOUSE / "src" / "kenesh", language)
    ]
    assert changed == []


def _is_complete(entry: polib.POEntry) -> bool:
    return all(entry.msgstr_plural.values()) if entry.msgid_plural else bool(entry.msgstr)


def _keeps_placeholders(entry: polib.POEntry) -> bool:
    """In each form: those of the English plural, or (a form for one may say "one") of the singular."""
    originals = [_placeholders(text) for text in (entry.msgid, entry.msgid_plural) if text]
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    return all(_placeholders(form) in originals for form in forms if form)


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _catalog(package: Path, language: str) -> str:
    file = package / "locale" / language / "LC_MESSAGES" / "django.po"
    return file.read_text() if file.exists() else ""
