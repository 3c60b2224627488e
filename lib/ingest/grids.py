"""Layouts that are no list under a header: rosters without one, people by courses, two columns per activity.

Here they are recognised; :mod:`lib.ingest.unfolding` makes a plain table of a grid.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import numpy as np

from lib.domain.imports import ACTIVITY_COLUMN, ColumnChoice, ImportOptions, chosen_for
from lib.ingest.amounts import amount
from lib.ingest.book import EMPTY, NUMBER, TEXT, Column, Sheet
from lib.ingest.columns import PERSON, STAFF_FIELDS, Assignment
from lib.ingest.dates import looks_like_dates
from lib.ingest.header_meanings import COMPLETED, EXPIRY
from lib.ingest.tables import Table
from lib.ingest.unfolding import dated_grid, points_grid
from lib.ingest.vocabulary import compact, header_words, words

_STATE: Final = re.compile(r"^\s*state\s*=\s*[a-z]{2}\s*$", re.IGNORECASE)
_PROFESSION: Final = re.compile(r"^\s*profession\s*=", re.IGNORECASE)
_NO_COURSE: Final = frozenset(
    {
        "date",
        "expires",
        "expiration",
        "expiry",
        "review",
        "due",
        "next",
        "birth",
        "hire",
        "hired",
        "start",
        "end",
        "anniversary",
        "renewal",
        "seniority",
    }
)
_NO_TRAINING: Final = frozenset({"certification", "certificate", "credential", "license", "licence", "cycle"})
"""What expires and is no training."""
_OTHER_NUMBERS: Final = frozenset(
    {
        "total",
        "totals",
        "sum",
        "fte",
        "ext",
        "extension",
        "phone",
        "pager",
        "room",
        "locker",
        "shift",
        "badge",
        "age",
        "year",
        "years",
        "months",
        "days",
        "grade",
        "step",
        "level",
        "rate",
        "pay",
        "salary",
        "cost",
        "center",
        "centre",
        "score",
        "percent",
        "count",
        "number",
        "no",
        "num",
        "id",
        "code",
        "zip",
        "balance",
        "pto",
        "vacation",
        "sick",
        "needed",
        "required",
        "remaining",
        "missing",
        "gap",
        "goal",
        "target",
        "rank",
        "size",
    }
)
"""Words of headers of numbers that people have and that are no points."""
_MOST_POINTS: Final = 40
_ROSTER_COLUMNS: Final = {
    0: "provider",
    1: "title",
    2: "title",
    4: "certification_number",
    5: "completed_on",
    8: "area",
    9: "points",
}
"""CE Broker's roster: A provider, B or C course, E licence, F date, G State=, H Profession=; partial credit: I area, J
hours."""
_ROSTER_STATE: Final = 6


def rosters(sheet: Sheet) -> list[Table]:
    """Return the CE Broker roster on a sheet without a header row: known by ``State=`` and ``Profession=`` beside each
    other."""
    state = next((at for at, column in enumerate(sheet.columns) if _all_match(column, _STATE)), None)
    if state is None or state + 1 >= len(sheet.columns) or not _all_match(sheet.columns[state + 1], _PROFESSION):
        return []
    fields: dict[str, list[int]] = {}
    choices = []
    for at in range(len(sheet.columns)):
        field = _ROSTER_COLUMNS.get(at - state + _ROSTER_STATE)
        choices.append(
            ColumnChoice(
                at + sheet.first_column, "", field, "place in a CE Broker roster (State= and Profession= cells)"
            )
        )
        if field and (field not in ("points", "area") or bool(sheet.columns[at].filled.any())):
            fields.setdefault(field, []).append(at)
    data = np.flatnonzero(sheet.filled_count > 0)
    assignment = Assignment(fields, choices, ("credits",), template=False)
    table = Table(sheet, None, [""] * len(sheet.columns), assignment, data, sheet.rows - len(data), sheet.rows, None)
    table.hints = dict.fromkeys(fields.get("completed_on", ()), "CE Broker writes m/d/yyyy")
    table.notes.append("The sheet has no header row; its columns were taken for those of a CE Broker roster.")
    return [table]


def _all_match(column: Column, pattern: re.Pattern[str]) -> bool:
    texts = [text for text in column.texts if text]
    return bool(texts) and len(texts) < 200 and sum(bool(pattern.match(text)) for text in texts) >= 0.8 * len(texts)


def unfolded(table: Table, today: date, options: ImportOptions) -> Table:
    """Return a grid as a table with one row per filled cell; any other table as it is."""
    fields = table.assignment.fields
    if table.assignment.template or not set(fields) & set(PERSON) or table.header is None or "product_id" in fields:
        return table
    if chosen := fields.get(ACTIVITY_COLUMN):
        return dated_grid(table, [(None, at) for at in sorted(chosen)], today)
    pairs = _pairs(table, today)
    if pairs:
        return dated_grid(table, [(status, when) for status, when in pairs], today)
    renewed = _renewed(table) if "title" not in fields and "credential" not in fields else []
    if renewed and len(renewed) >= len(fields.get("completed_on", ())):
        return dated_grid(table, [(None, at) for at in renewed], today)
    if (
        "completed_on" in fields
        or "title" in fields
        or chosen_for(options.columns, table.sheet.name, table.header_row) is not None
    ):
        return table
    courses = _courses(table, today)
    attributes = len(set(fields) & STAFF_FIELDS)
    if len(courses) >= 2 and len(courses) > attributes:
        return dated_grid(table, [(None, at) for at in courses], today)
    kind = chosen_for(options.sheet_kinds, table.sheet.name, table.header_row) or options.kind or "credits"
    points = _with_points(table) if not courses and "points" not in fields and "credits" in kind.split("+") else []
    if len(points) >= 2 and len(points) > attributes:
        return points_grid(table, points)
    return table


def _free(table: Table) -> list[int]:
    """Return the positions of columns with a header that is no field."""
    return [c.index - table.sheet.first_column for c in table.assignment.choices if c.field is None and c.header]


def _pairs(table: Table, today: date) -> list[tuple[int | None, int]]:
    """Return the column pairs of Moodle's report: an activity, and beside it the same header with a label for its
    date."""
    found: list[tuple[int | None, int]] = []
    for at in range(len(table.headers) - 1):
        name, beside = table.headers[at], table.headers[at + 1]
        if name and beside.startswith(f"{name} - ") and compact(name) not in ("user", "transcript", "training"):
            column = table.sheet.columns[at + 1].taken(table.rows)
            used = column.used()
            if not column.filled.any() or looks_like_dates(column, used, today) > 0.3 or "date" in header_words(beside):
                found.append((at, at + 1))
    return found


def _renewed(table: Table) -> list[int]:
    """Return the columns of trainings that expire: ``CPR Completed`` where there is a ``CPR Expires``."""
    expiring = {match[1].casefold() for header in table.headers if (match := EXPIRY.match(header))} - _NO_TRAINING
    positions = {choice.index - table.sheet.first_column: choice.field for choice in table.assignment.choices}
    return [
        at
        for at, header in enumerate(table.headers)
        if positions.get(at) in (None, "completed_on")
        and (match := COMPLETED.match(header))
        and match[1].casefold() in expiring
    ]


def _courses(table: Table, today: date) -> list[int]:
    """Return the columns of a grid: cells are dates, or marks and words for excused."""
    possible: list[tuple[int, bool]] = []
    for at in _free(table):
        header = table.headers[at]
        if header_words(header) & _NO_COURSE or EXPIRY.match(header):
            continue
        column = table.sheet.columns[at].taken(table.rows)
        used = column.used()
        codes = [code for code in used.tolist() if column.kinds[code] != EMPTY]
        if not codes:
            continue
        marks = sum(compact(column.texts[code]) in words("marks") | words("excused") for code in codes[:200]) / min(
            len(codes), 200
        )
        dates = looks_like_dates(column, used, today)
        possible.append((at, dates >= 0.3 or dates + marks >= 0.8))
    sure = [at for at, certain in possible if certain]
    if len(sure) < 2:
        return sure
    # between two courses stands a course, even where its cells are codes only: each of them is accounted for
    return [at for at, certain in possible if certain or sure[0] < at < sure[-1]]


def _with_points(table: Table) -> list[int]:
    """Return the columns of a grid whose cells are points: the columns without a field hold plain numbers between 0
    and 40, in at most hundredths, and their headers name no other number of a person."""
    found = []
    for at in _free(table):
        header = table.headers[at]
        named = header_words(header)
        if named & (_NO_COURSE | _OTHER_NUMBERS) or compact(header) in words("totals") or EXPIRY.match(header):
            continue
        column = table.sheet.columns[at].taken(table.rows)
        codes = [code for code in column.used()[:400].tolist() if column.kinds[code] != EMPTY][:200]
        if codes and sum(_may_be_points(column, code) for code in codes) >= 0.5 * len(codes):
            found.append(at)
    return found


def _may_be_points(column: Column, code: int) -> bool:
    if column.kinds[code] not in (NUMBER, TEXT):
        return False
    read = amount(column.texts[code])
    return read is not None and 0 <= read.value <= _MOST_POINTS and read.value * 100 == int(read.value * 100)
