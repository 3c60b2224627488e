"""Text for people that needs no frames: the first page is painted with it before these are loaded."""

from __future__ import annotations

import re
from typing import Final

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""What a browser is told of a workbook."""

_PUNCTUATION: Final = re.compile(r"([!-/;-@\[-`{-~])")
_WORD_JOINER: Final = "\u2060"


def literal(text: object) -> str:
    r"""Return text that shows as it is where Markdown is read: every sign escaped, one line.

    A word joiner after each colon keeps ``:name:`` from becoming a picture.
    """
    return _PUNCTUATION.sub(r"\\\1", " ".join(str(text).split())).replace(":", f"\\:{_WORD_JOINER}")


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: ``1 person``, ``4 people``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
