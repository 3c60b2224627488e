"""Who a heading names: ``Employee: Smith, Jane``, ``Smith, Jane (0007)``, an e-mail, an ID, a name."""

from __future__ import annotations

import re
from typing import Final

from lib.ingest.book import Sheet
from lib.ingest.columns import PERSON
from lib.ingest.header_meanings import KNOWN_HEADER, candidates
from lib.ingest.people import Clue, clean
from lib.ingest.vocabulary import compact, words

LABEL: Final = re.compile(r"^\s*([^:#]{2,40}?)\s*[:#]\s*(\S.*)$", re.DOTALL)

_ID_BEHIND: Final = re.compile(
    r"^(.*?\S)\s*(?:[(\[]\s*(?:[^():#]{0,20}[:#]\s*)?([\w.-]*\d[\w.-]*)\s*[)\]]|[-–—|/,]\s*(?:[^():#,]{0,20}[:#]\s*)?([\w.]*\d[\w.-]*))$"
)

_ID_BEFORE: Final = re.compile(r"^([\w.]*\d[\w.-]*)\s*(?:[-–—|:,/]|\s)\s*([^\W\d_].*)$")

_PLAIN_ID: Final = re.compile(r"^[\w.-]*\d[\w.-]*$")

LAST_FIRST: Final = re.compile(r"^[^\W\d_][^\d,:;|/]{0,40},\s*[^\W\d_][^\d,:;|/]{0,40}$")


def clue_of(cells: dict[str, str]) -> Clue:
    """Return the clue of texts by field name."""
    return Clue(
        cells.get("staff_id", ""),
        cells.get("certification_number", ""),
        cells.get("email", ""),
        cells.get("last_name", ""),
        cells.get("first_name", ""),
        cells.get("name", ""),
    )


def labelled_cells(sheet: Sheet, row: int) -> Clue | None:
    """Return the person that the labelled cells of a row name (``Employee: Smith, Jane``, ``ID:`` beside ``0007``)."""
    cells = [text for text in sheet.texts(row) if text]
    found: dict[str, str] = {}
    for number, cell in enumerate(cells):
        labelled = _labelled(cell)
        if labelled is None and number + 1 < len(cells) and len(cell) < 40:
            labelled = _labelled(f"{cell.rstrip(' :')}: {cells[number + 1]}")
        if labelled is not None:
            found = {**parts_of(labelled), **found}
    return clue_of(found) if found else None


def parts_of(clue: Clue) -> dict[str, str]:
    """Return what a clue says by field name."""
    parts = {
        "staff_id": clue.staff_id,
        "certification_number": clue.number,
        "email": clue.email,
        "last_name": clue.last,
        "first_name": clue.first,
        "name": clue.full,
    }
    return {name: text for name, text in parts.items() if text}


def _labelled(text: str) -> Clue | None:
    """Return the person of ``Employee: Smith, Jane (0007)`` and the like; None without a label for a person."""
    match = LABEL.match(text)
    if match is None or not clean(match[2]):
        return None
    fields = {field for field, _, why in candidates(match[1]) if why == KNOWN_HEADER} & set(PERSON)
    if not fields:
        return None
    value = match[2].strip()
    if "staff_id" in fields and "name" not in fields and _PLAIN_ID.match(value):
        return Clue(staff_id=value)
    for name in ("certification_number", "email", "last_name", "first_name"):
        if fields == {name}:
            return clue_of({name: value})
    return heading_clue(value) or Clue(full=value)


def heading_clue(text: str) -> Clue | None:
    """Return who a heading names: an e-mail, an ID, a name with an ID before or behind it, or a name."""
    labelled = _labelled(text) if LABEL.match(text) else None
    if labelled is not None:
        return labelled
    if "@" in text and " " not in text.strip():
        return Clue(email=text.strip())
    if _PLAIN_ID.match(text.strip()):
        return Clue(staff_id=text.strip())
    if match := _ID_BEHIND.match(text):
        return Clue(staff_id=match[2] or match[3], full=match[1].strip(" -–—|,:"))
    if match := _ID_BEFORE.match(text):
        return Clue(staff_id=match[1], full=match[2].strip())
    return Clue(full=text.strip()) if compact(text) and compact(text) not in words("totals") else None


def joined_cells(sheet: Sheet, row: int) -> str:
    """Return the text of a heading row with one or two cells: a label and its value become one text."""
    cells = [text for text in sheet.texts(row) if text]
    labels = {field for field, _, _ in candidates(cells[0])} & {*PERSON, "title"} if cells else set()
    if len(cells) == 2 and (labels or cells[0].endswith((":", "#"))):
        return f"{cells[0].rstrip(' :')}: {cells[1]}"
    return " - ".join(cells) if len(cells) == 2 and any(_PLAIN_ID.match(cell) for cell in cells) else " ".join(cells)
