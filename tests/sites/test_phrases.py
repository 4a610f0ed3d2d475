from pathlib import Path

import allauth
import polib
import pytest

from kenesh.sites.phrases import PHRASES

pytestmark = pytest.mark.unit

CATALOG = Path(allauth.__file__).parent / "locale" / "az" / "LC_MESSAGES" / "django.po"


def test_every_phrase_is_still_one_that_allauth_says() -> None:
    said = {entry.msgid for entry in polib.pofile(str(CATALOG))}
    assert [phrase for phrase in PHRASES if isinstance(phrase, str) and phrase not in said] == []
    assert len({str(phrase) for phrase in PHRASES if isinstance(phrase, str)}) > 100
