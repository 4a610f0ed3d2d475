"""Words as they are looked for: whatever their case, their accents and their dots."""

from __future__ import annotations

import unicodedata
from typing import Final

MOST: Final = 8  # words of a question

# Letters that keep their own shape in Unicode, where a keyboard of another language has only the plain one.
_PLAIN: Final = str.maketrans({"ı": "i", "ə": "e", "ʻ": "", "ʼ": "", "’": "", "'": ""})


def folded(text: str) -> str:
    """Return a text in the form in which two spellings of a word are the same: Göç is goc, ŞIRKET is sirket."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(plain.translate(_PLAIN).split())


def words(question: str) -> tuple[str, ...]:
    """Return the words of a question, each to be found."""
    return tuple(dict.fromkeys(folded(question).split()))[:MOST]
