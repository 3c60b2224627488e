"""Grids of people by activities as plain tables: one row for every cell that holds something, with the number of its
sheet row and the header of its column kept for the account.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from lib.domain.imports import ColumnChoice
from lib.ingest.book import DATE, EMPTY, NUMBER, TEXT, Codes, Column, Sheet, plain_column
from lib.ingest.columns import STAFF_FIELDS, Assignment
from lib.ingest.dates import NO_DAY, read_dates
from lib.ingest.header_meanings import COMPLETED, EXPIRY
from lib.ingest.state_words import state_of
from lib.ingest.tables import Table
from lib.ingest.vocabulary import compact, lookup, words

Cells = list[tuple[int | None, int]]
"""The columns of each activity of a grid: the one with its state (None = it has none), and the one with the date or
the points."""


def dated_grid(table: Table, cells: Cells, today: date) -> Table:
    """Return the rows of a grid whose cells are completion dates, marks or words for excused."""
    rows, course, left_out = _filled(table, cells)
    dates, states = _dates(table.sheet, cells, rows, course, today)
    titles = _titles(table, cells)
    made = {"title": _repeated(titles, course), "completed_on": dates, "status": states}
    headers = {
        "completed_on": [table.headers[when] for _, when in cells],
        "status": [table.headers[when if status is None else status] for status, when in cells],
    }
    note = f"The sheet is a grid of people by {len(cells)} activities; each filled cell counts as one row."
    return _unfolded(table, cells, rows, course, left_out, made, headers, "completed_on", note)


def points_grid(table: Table, courses: list[int]) -> Table:
    """Return the rows of a grid whose cells are points; the day of completion stands nowhere in it.

    Where at least half of the headers are areas (``Ethics``, ``Hematology``), they are taken for the areas too.
    """
    cells: Cells = [(None, at) for at in courses]
    rows, course, left_out = _filled(table, cells)
    titles = _titles(table, cells)
    points = _joined([table.sheet.columns[at] for at in courses], rows, course)
    made = {"title": _repeated(titles, course), "points": points}
    if 2 * sum(compact(title) in lookup("areas") for title in titles) >= len(titles):
        made["area"] = _repeated(titles, course)
    headers = {"points": [table.headers[at] for at in courses]}
    note = f"The sheet is a grid of people by {len(cells)} activities with points; each filled cell counts as one row."
    return _unfolded(table, cells, rows, course, left_out, made, headers, "points", note)


def _filled(table: Table, cells: Cells) -> tuple[Codes, Codes, int]:
    """Return the sheet row and the activity of every filled cell, row by row, and how many cells stand in rows that
    were left out."""
    sheet = table.sheet
    inside = np.arange((table.header or 0) + 1, (table.header or 0) + 1 + table.read)
    row_parts, course_parts = [], []
    left_out = 0
    for number, (status, when) in enumerate(cells):
        filled = sheet.columns[when].filled | (sheet.columns[status].filled if status is not None else False)
        rows = table.rows[filled[table.rows]]
        left_out += int(filled[inside].sum()) - len(rows)
        row_parts.append(rows)
        course_parts.append(np.full(len(rows), number, np.int64))
    rows, course = np.concatenate(row_parts), np.concatenate(course_parts)
    order = np.lexsort((course, rows))
    return rows[order], course[order], left_out


def _titles(table: Table, cells: Cells) -> list[str]:
    """Return the titles of the activities: their headers, ``CPR`` for ``CPR Completed`` beside ``CPR Expires``."""
    expiring = {match[1].casefold() for header in table.headers if (match := EXPIRY.match(header))}
    titles = []
    for status, when in cells:
        header = table.headers[when if status is None else status]
        match = COMPLETED.match(header)
        titles.append(match[1] if match and match[1].casefold() in expiring else header)
    return titles


def _repeated(texts: list[str], course: Codes) -> Column:
    one = plain_column(texts)
    return Column(one.codes[course], one.texts, one.kinds, one.numbers)


def _joined(columns: list[Column], rows: Codes, course: Codes) -> Column:
    """Return the cells of several columns as one column, each row from the column of its activity."""
    codes: npt.NDArray[Any] = np.zeros(len(rows), np.int64)
    texts: list[str] = []
    for number, column in enumerate(columns):
        mine = course == number
        codes[mine] = column.codes[rows[mine]] + len(texts)
        texts += column.texts
    kinds, numbers = (np.concatenate([getattr(column, part) for column in columns]) for part in ("kinds", "numbers"))
    return Column(codes, texts, kinds, numbers)


def _unfolded(
    table: Table,
    cells: Cells,
    rows: Codes,
    course: Codes,
    left_out: int,
    made: dict[str, Column],
    headers: dict[str, list[str]],
    field: str,
    note: str,
) -> Table:
    """Return the plain table: what the grid says about each person, beside what was made of its cells."""
    sheet = table.sheet
    taken = {at for pair in cells for at in pair if at is not None}
    kept = [
        (f, table.headers[found[0]], sheet.columns[found[0]].taken(rows))
        for f, found in table.assignment.fields.items()
        if found[0] not in taken and f not in ("status", "completed")
    ]
    names = {name for name, _, _ in kept}
    columns = [*kept, *[(name, "", column) for name, column in made.items() if name not in names]]
    long_sheet = Sheet(
        sheet.name, [column for _, _, column in columns], len(rows), date_1904=sheet.date_1904, notes=sheet.notes
    )
    fields = {name: [at] for at, (name, _, _) in enumerate(columns)}
    kinds = ("staff", "credits") if set(fields) & (STAFF_FIELDS - {"notes"}) else ("credits",)
    assignment = Assignment(fields, _choices(table, taken, field), kinds, template=False)
    return Table(
        long_sheet,
        table.header,
        [header for _, header, _ in columns],
        assignment,
        np.arange(len(rows)),
        left_out,
        len(rows) + left_out,
        table.fingerprint,
        notes=[*table.notes, note],
        source=table,
        source_rows=rows,
        cell_headers={name: [texts[number] for number in course.tolist()] for name, texts in headers.items()},
    )


def _choices(table: Table, taken: set[int], field: str) -> list[ColumnChoice]:
    first, cells = table.sheet.first_column, "dates" if field == "completed_on" else "points"
    why = f"a column of a grid: its header is the activity, its cells are {cells}"
    return [
        ColumnChoice(c.index, c.header, field, why) if c.index - first in taken else c for c in table.assignment.choices
    ]


def _dates(sheet: Sheet, cells: Cells, rows: Codes, course: Codes, today: date) -> tuple[Column, Column]:
    """Return the date column and the state column of a grid's cells. A mark is a completion without a date."""
    offset = 0
    codes: npt.NDArray[Any] = np.zeros(len(rows), np.int64)
    state_codes: npt.NDArray[Any] = np.zeros(len(rows), np.int64)
    texts: list[str] = []
    kinds, numbers, states = [], [], [""]
    for number, (status, when) in enumerate(cells):
        column = sheet.columns[when]
        mine = course == number
        codes[mine] = column.codes[rows[mine]] + offset
        read = read_dates(column, column.used(), today, sheet.date_1904, "mdy")
        said = np.zeros(len(column.texts), np.int64)
        column_kinds = column.kinds.copy()
        for code in column.used().tolist():
            if read.days[code] != NO_DAY or column.kinds[code] in (EMPTY, DATE, NUMBER):
                continue
            text = column.texts[code]
            if compact(text) in words("excused") or (column.kinds[code] == TEXT and state_of(text) == "no"):
                said[code] = len(states)
                states.append(text)
                column_kinds[code] = EMPTY
            elif compact(text) in words("marks") or state_of(text) == "yes":
                column_kinds[code] = EMPTY
        state_codes[mine] = said[column.codes[rows[mine]]]
        if status is not None:
            beside = sheet.columns[status]
            state_codes[mine] = beside.codes[rows[mine]] + len(states)
            states += beside.texts
        texts += column.texts
        kinds.append(column_kinds)
        numbers.append(column.numbers)
        offset += len(column.texts)
    state = plain_column(states)
    return (
        Column(codes, texts, np.concatenate(kinds), np.concatenate(numbers)),
        Column(state.codes[state_codes], state.texts, state.kinds, state.numbers),
    )
