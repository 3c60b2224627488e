"""People (and titles) that stand beside their rows and not in them: above a group of rows, above the whole table, or
once at the top of the cells that follow.

Only what the sheet says is taken: a row that holds a person and nothing else, a labelled line above the header
(``Employee: Smith, Jane``), cells that are merged over several rows. Cells that are merely blank below a person are
filled only where the whole table is made so: each person stands once, and most rows have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from lib.ingest.book import EMPTY, TEXT, Codes, Column, Mask
from lib.ingest.columns import PERSON
from lib.ingest.header_meanings import KNOWN_HEADER, candidates
from lib.ingest.heading_words import LABEL, LAST_FIRST, clue_of, heading_clue, joined_cells, labelled_cells, parts_of
from lib.ingest.people import Clue
from lib.ingest.tables import Table

_ACTIVITY: Final = ("completed_on", "points", "title", "status")

_TITLE_ROWS: Final = 12
"""A person is looked for in this many rows above a header."""

_FOR: Final = re.compile(r"^\s*(?:[\w ]+\s)?(?:for|of)\s*:?\s+(\S.*)$", re.IGNORECASE | re.DOTALL)


@dataclass
class Headings:
    """What the headings of a table give: the data rows that are left, the person fields by row, and a sentence."""

    rows: Codes
    fields: dict[str, Column]
    note: str


def headings_of(table: Table, knows: Callable[[Clue], bool]) -> Headings | None:
    """Return the people that stand above or once beside their rows; None where the rows name them, or nothing does.

    ``knows`` says whether a clue fits exactly one staff member.
    """
    if "credits" not in table.assignment.kinds or table.source is not None or not len(table.rows):
        return None
    if any(table.has(name) for name in PERSON) and not table.has("title"):
        titled = _titles(table)
        if titled is not None:
            return titled
    activity = _filled(table, _ACTIVITY)
    person = _filled(table, PERSON)
    if not any(table.has(name) for name in PERSON):
        return _groups_without_column(table, knows) or _title_person(table, knows)
    alone, nameless = person & ~activity, ~person & activity
    if not nameless.any():
        return None
    if alone.any() and not (person & activity).any():
        return _groups(table, np.flatnonzero(alone))
    return _merged(table, person, activity) or _once_at_the_top(table, person, nameless)


def _filled(table: Table, fields: Sequence[str]) -> Mask:
    found = np.zeros(len(table.rows), bool)
    for name in fields:
        for position in table.assignment.fields.get(name, ()):
            found |= table.sheet.columns[position].filled[table.rows]
    return found


def _groups(table: Table, at: Codes) -> Headings:
    """Return the people of rows that hold nothing but a person, for the rows below each."""
    positions = [position for name in PERSON for position in table.assignment.fields.get(name, ())]
    heads = table.rows[at]
    cells = np.stack([table.sheet.columns[position].filled[heads] for position in positions]).sum(axis=0)
    if (cells <= 1).all():
        texts = [next(t for p in positions if (t := table.sheet.columns[p].text(int(head)))) for head in heads.tolist()]
        return _filled_down(table, at, [heading_clue(text) or Clue(full=text) for text in texts])
    clues = []
    for head in heads.tolist():
        found: dict[str, str] = {
            name: table.sheet.columns[table.assignment.fields[name][0]].text(head)
            for name in PERSON
            if name in table.assignment.fields
        }
        clues.append(clue_of(found))
    return _filled_down(table, at, clues)


def _titles(table: Table) -> Headings | None:
    """Return the titles that stand above the people of each course (``Course: Ethics``) in a table without titles."""
    sheet, rows = table.sheet, table.rows
    found: dict[int, str] = {}
    for n in np.flatnonzero(sheet.filled_count[rows] <= 2).tolist():
        match = LABEL.match(joined_cells(sheet, int(rows[n])))
        if match and any(f == "title" and why == KNOWN_HEADER for f, _, why in candidates(match[1])):
            found[n] = match[2].strip()
    if not found:
        return None
    at = np.array(list(found), np.int64)
    group = np.searchsorted(at, np.arange(len(rows)), side="right")
    keep = np.ones(len(rows), bool)
    keep[at] = False
    first = sheet.row_number(int(rows[at[0]]))
    return Headings(
        rows[keep],
        {"title": _column(group[keep], ["", *found.values()])},
        f"{len(at)} rows name the activity of the rows below them (the first is row {first}).",
    )


def _groups_without_column(table: Table, knows: Callable[[Clue], bool]) -> Headings | None:
    """Return the people of heading rows in a table that has no column for them.

    A heading is a row with one or two cells and none for a date or points. At least half of them must say that they
    are people: by a label, by being on the staff, or as ``Last, First``; then each of them ends the group above it.
    """
    sheet, rows = table.sheet, table.rows
    few = sheet.filled_count[rows] <= 2
    plain = few & ~_filled(table, ("completed_on", "points", "status"))
    # a row with a label for a person ends the group above it wherever its cells stand
    labels = {n: labelled_cells(sheet, int(rows[n])) for n in np.flatnonzero(few | _undated(table)).tolist()}
    at = np.array([n for n, clue in labels.items() if plain[n] or clue is not None], np.int64)
    if not len(at) or len(at) == len(rows):
        return None
    texts = [joined_cells(sheet, int(row)) for row in rows[at].tolist()]
    read = [labels[n] for n in at.tolist()]
    strong = 0
    clues: list[Clue] = []
    for text, labelled in zip(texts, read, strict=True):
        clue = labelled or heading_clue(text) or Clue(full=text)
        strong += labelled is not None or LAST_FIRST.match(text) is not None or knows(clue)
        clues.append(clue)
    above = _title_clue(table, knows)
    if strong * 2 < len(at) or not strong:
        return None
    return _filled_down(table, at, clues, above)


def _undated(table: Table) -> Mask:
    """Return which rows have text without a digit where the completion date would stand, or nothing."""
    column = table.column("completed_on")
    if column is None:
        return np.zeros(len(table.rows), bool)
    words_only = [kind == TEXT and not any(sign.isdigit() for sign in text) for kind, text in _cells(column)]
    return np.asarray(np.array(words_only, bool)[column.codes]) | ~column.filled


def _cells(column: Column) -> list[tuple[int, str]]:
    return list(zip(column.kinds.tolist(), column.texts, strict=True))


def _title_person(table: Table, knows: Callable[[Clue], bool]) -> Headings | None:
    """Return the one person that a labelled line above the header names, for every row."""
    clue = _title_clue(table, knows)
    return None if clue is None else _filled_down(table, np.empty(0, np.int64), [], clue)


def _title_clue(table: Table, knows: Callable[[Clue], bool]) -> Clue | None:
    if table.header is None:
        return None
    found: dict[str, str] = {}
    for position in range(max(0, table.header - _TITLE_ROWS), table.header):
        cells = [text for text in table.sheet.texts(position) if text]
        if not cells or len(cells) > 8:
            continue
        labelled = labelled_cells(table.sheet, position)
        for cell in cells if labelled is None else ():
            if match := _FOR.match(cell):
                named = heading_clue(match[1]) or Clue(full=match[1])
                labelled = named if knows(named) else labelled
        if labelled is not None:
            found = {**parts_of(labelled), **found}
    return clue_of(found) if found else None


def _filled_down(table: Table, at: Codes, clues: Sequence[Clue], above: Clue | None = None) -> Headings:
    """Return the rows without the headings at ``at``, each with the person of the last heading before it."""
    group = np.searchsorted(at, np.arange(len(table.rows)), side="right")
    keep = np.ones(len(table.rows), bool)
    keep[at] = False
    everyone = [above or Clue(), *clues]
    values = {
        "staff_id": [clue.staff_id for clue in everyone],
        "certification_number": [clue.number for clue in everyone],
        "email": [clue.email for clue in everyone],
        "last_name": [clue.last for clue in everyone],
        "first_name": [clue.first for clue in everyone],
        "name": [clue.full for clue in everyone],
    }
    fields = {name: _column(group[keep], texts) for name, texts in values.items() if any(texts) or table.has(name)}
    if len(at):
        first = table.sheet.row_number(int(table.rows[at[0]]))
        note = (
            f"{len(at)} rows hold only a person (the first is row {first}); they were taken for the headings of the "
            "rows below them."
        )
    else:
        shown = above.full or above.shown or above.staff_id or above.email or above.number if above else ""
        note = f'No column names the person; "{shown}" stands above the table and was taken for every row.'
    return Headings(table.rows[keep], fields, note)


def _column(codes: npt.NDArray[Any], texts: Sequence[str]) -> Column:
    kinds = np.array([TEXT if text else EMPTY for text in texts], np.uint8)
    return Column(codes.astype(np.int64), list(texts), kinds, np.zeros(len(texts)))


def _merged(table: Table, person: Mask, activity: Mask) -> Headings | None:
    """Return the person of each row from cells that are merged downwards."""
    sheet = table.sheet
    if not sheet.merged:
        return None
    source = np.arange(sheet.rows)
    positions = {position for name in PERSON for position in table.assignment.fields.get(name, ())}
    for first, last, column in sheet.merged:
        top, bottom = first - sheet.first_row, last - sheet.first_row
        if column - sheet.first_column in positions and 0 <= top < sheet.rows:
            source[top : bottom + 1] = top
    taken = source[table.rows]
    filled = ~person & activity & (taken != table.rows)
    if not filled.any():
        return None
    count = int(filled.sum())
    return _taken_from(
        table,
        np.where(filled, taken, table.rows),
        f"{count} rows lie under a merged cell that names the person, and were taken for theirs.",
    )


def _once_at_the_top(table: Table, person: Mask, nameless: Mask) -> Headings | None:
    """Return the person above each row without one, where each person of the table stands once and most rows have
    none."""
    at = np.flatnonzero(person)
    if not person[0] or len(at) < 2 or int(nameless.sum()) < len(at):
        return None
    positions = [position for name in PERSON for position in table.assignment.fields.get(name, ())]
    keys = np.stack([table.sheet.columns[position].codes[table.rows[at]] for position in positions], axis=1)
    complete = _filled(table, ("completed_on",)) & (_filled(table, ("points",)) | (not table.has("points")))
    if len(np.unique(keys, axis=0)) < len(at) or not complete[nameless].all():
        return None
    last = np.maximum.accumulate(np.where(person, np.arange(len(table.rows)), 0))
    return _taken_from(
        table,
        table.rows[last],
        f"Each person stands once, in the first of their rows; the {int(nameless.sum())} rows below without a person "
        "were taken for theirs.",
    )


def _taken_from(table: Table, source: Codes, note: str) -> Headings:
    """Return the person fields of every row as the rows in ``source`` have them."""
    fields = {
        name: table.sheet.columns[position].taken(source)
        for name in PERSON
        if (position := table.position(name)) is not None
    }
    return Headings(table.rows, fields, note)
