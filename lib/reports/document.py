"""A document as blocks of plain text, and its printing as PDF: what comes from files stays text, never markup."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from lib.domain.palette import STATUS_TONES
from lib.domain.sentences import DISCLAIMER


@dataclass(frozen=True)
class Toned:
    """Words in the colour of a status group; the words alone say it too."""

    text: str
    tone: str


Cell = str | Toned


@dataclass(frozen=True)
class Head:
    """One column of a table; ``width`` in centimetres, 0 for the room that is left."""

    heading: str
    width: float = 0
    right: bool = False


@dataclass(frozen=True)
class Document:
    """A title, a line under it, and blocks in order (made by the methods of :class:`Blocks`)."""

    title: str
    subtitle: str
    author: str
    as_of: date
    blocks: tuple[Mapping[str, Any], ...] = ()


@dataclass
class Blocks:
    """Blocks as they are put one under the other."""

    made: list[Mapping[str, Any]] = field(default_factory=list)

    def heading(self, text: str, status: Toned | None = None) -> None:
        """Put a heading, with a status word behind it."""
        self.made.append({"kind": "heading", "text": text, "status": None if status is None else asdict(status)})

    def text(self, text: str, *, strong: bool = False) -> None:
        """Put a paragraph."""
        self.made.append({"kind": "text", "text": text, "strong": strong})

    def small(self, text: str) -> None:
        """Put a paragraph in small print."""
        self.made.append({"kind": "small", "text": text})

    def facts(self, lines: Sequence[tuple[str, str]]) -> None:
        """Put pairs of label and text."""
        self.made.append({"kind": "facts", "lines": [list(line) for line in lines]})

    def columns(self, columns: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Put titled lists of lines beside each other."""
        self.made.append(
            {"kind": "columns", "columns": [{"title": title, "lines": list(lines)} for title, lines in columns]}
        )

    def table(self, heads: Sequence[Head], rows: Sequence[Sequence[Cell]]) -> None:
        """Put a table; its heading is repeated on every page."""
        cells = [[asdict(value) if isinstance(value, Toned) else value for value in row] for row in rows]
        self.made.append({"kind": "table", "columns": [asdict(head) for head in heads], "rows": cells})

    def sign(self, *lines: str) -> None:
        """Put lines to sign on."""
        self.made.append({"kind": "sign", "lines": list(lines)})


def printed(document: Document) -> bytes:
    """Return the document as PDF bytes: letter paper, the disclaimer and the page number below, the same each time."""
    data = {
        "title": document.title,
        "subtitle": document.subtitle,
        "author": document.author,
        "footer": DISCLAIMER,
        "tones": {group: tone.light for group, tone in STATUS_TONES.items()},
        "blocks": list(document.blocks),
    }
    made = typst.compile(
        _template(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=(document.as_of - date(1970, 1, 1)).days * 86_400,
    )
    assert isinstance(made, bytes), "one document gives one file"
    return made


@cache
def _template() -> bytes:
    return files("lib.reports").joinpath("templates", "document.typ").read_bytes()
