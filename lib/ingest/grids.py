"""Layouts that are no list under a header: rosters without one, people by courses, two columns per activity.

Each becomes a plain table: a grid one row for every cell that holds something, with the number of its sheet row and
the header of its course column kept for the account.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from lib.domain.imports import ACTIVITY_COLUMN, ColumnChoice, ImportOptions, chosen_for
from lib.ingest.book import DATE, EMPTY, NUMBER, TEXT, Codes, Column, Sheet, plain_column
from lib.ingest.columns import EXPIRY, PERSON, STAFF_FIELDS, Assignment
from lib.ingest.dates import NO_DAY, looks_like_dates, read_dates
from lib.ingest.state_words import state_of
from lib.ingest.tables import Table
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
        return _long(table, [(None, at) for at in sorted(chosen)], today, options)
    pairs = _pairs(table, today)
    if pairs:
        return _long(table, [(status, when) for status, when in pairs], today, options)
    if (
        "completed_on" in fields
        or "title" in fields
        or chosen_for(options.columns, table.sheet.name, table.header_row) is not None
    ):
        return table
    courses = _courses(table, today)
    attributes = len(set(fields) & STAFF_FIELDS)
    if len(courses) >= 2 and len(courses) > attributes:
        return _long(table, [(None, at) for at in courses], today, options)
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


def _long(table: Table, cells: list[tuple[int | None, int]], today: date, options: ImportOptions) -> Table:
    """Return the rows of a grid: for every data row, in order, each course column with a filled cell."""
    sheet = table.sheet
    taken = {at for pair in cells for at in pair if at is not None}
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
    rows, course = rows[order], course[order]
    dates, states = _cells(sheet, cells, rows, course, today)
    titles = [table.headers[when if status is None else status] for status, when in cells]
    title = plain_column(titles) if titles else plain_column([""])
    made: list[tuple[str, str, Column]] = [
        ("title", "", Column(title.codes[course], title.texts, title.kinds, title.numbers)),
        ("completed_on", "", dates),
        ("status", "", states),
    ]
    kept = [
        (f, table.headers[found[0]], sheet.columns[found[0]].taken(rows))
        for f, found in table.assignment.fields.items()
        if found[0] not in taken and f not in ("status", "completed")
    ]
    columns = [*kept, *[entry for entry in made if entry[0] not in {name for name, _, _ in kept}]]
    long_sheet = Sheet(
        sheet.name, [column for _, _, column in columns], len(rows), date_1904=sheet.date_1904, notes=sheet.notes
    )
    fields = {name: [at] for at, (name, _, _) in enumerate(columns)}
    kinds = ("staff", "credits") if set(fields) & (STAFF_FIELDS - {"notes"}) else ("credits",)
    assignment = Assignment(fields, _choices(table, taken), kinds, template=False)
    headers = {
        "completed_on": [table.headers[when] for _, when in cells],
        "status": [table.headers[when if status is None else status] for status, when in cells],
    }
    return Table(
        long_sheet,
        table.header,
        [header for _, header, _ in columns],
        assignment,
        np.arange(len(rows)),
        left_out,
        len(rows) + left_out,
        table.fingerprint,
        notes=[
            *table.notes,
            f"The sheet is a grid of people by {len(cells)} activities; each filled cell counts as one row.",
        ],
        source=table,
        source_rows=rows,
        cell_headers={name: [texts[number] for number in course.tolist()] for name, texts in headers.items()},
    )


def _choices(table: Table, taken: set[int]) -> list[ColumnChoice]:
    first = table.sheet.first_column
    return [
        ColumnChoice(
            c.index, c.header, "completed_on", "a column of a grid: its header is the activity, its cells are dates"
        )
        if c.index - first in taken
        else c
        for c in table.assignment.choices
    ]


def _cells(
    sheet: Sheet, cells: list[tuple[int | None, int]], rows: Codes, course: Codes, today: date
) -> tuple[Column, Column]:
    """Return the date column and the state column of a grid's cells. A mark is a completion without a date."""
    offset = 0
    codes: npt.NDArray[Any] = np.zeros(len(rows), np.int64)
    state_codes: npt.NDArray[Any] = np.zeros(len(rows), np.int64)
    texts, kinds, numbers, states = [], [], [], [""]
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
