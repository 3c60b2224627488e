"""Text made comparable: titles, names and free words. Never used to change what is shown."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")


def title_key(title: str) -> str:
    """Return a title apart from case, spaces and punctuation; as written where nothing else is left of it."""
    return _NOT_WORD.sub("", title.casefold()) or title


def words_key(words: str) -> str:
    """Return free words lower-cased, accents dropped, every run of other signs one space: for synonym tables."""
    return _NOT_WORD.sub(" ", without_accents(words).casefold()).strip()


def without_accents(words: str) -> str:
    """Return the text with combining accents dropped (``Muñoz`` -> ``Munoz``)."""
    if words.isascii():
        return words
    return "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
