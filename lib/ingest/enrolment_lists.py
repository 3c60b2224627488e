"""A list of enrolments: a table with a person, a certificate program and, where known, the day since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from lib.domain.errors import RefusedFile
from lib.domain.imports import REASONS, Known
from lib.domain.text import words_key
from lib.ingest.book import Sheet
from lib.ingest.dates import NO_DAY, read_dates
from lib.ingest.limits import Limits
from lib.ingest.people import MATCHED, Clue, People
from lib.ingest.reading import parse
from lib.ingest.vocabulary import compact

_HEADERS: Final[dict[str, tuple[str, ...]]] = {
    "staff_id": ("Employee ID", "Employee Number", "Staff ID", "Emp ID", "ID"),
    "full": ("Name", "Employee Name", "Employee", "Person"),
    "last": ("Last Name",),
    "first": ("First Name",),
    "email": ("Email", "E-mail", "Email Address"),
    "program": ("Certificate Program", "Program", "Certificate", "Course Program"),
    "enrolled_on": ("Enrolled On", "Enrolled", "Since", "Enrolled Since", "Enrollment Date", "Enrolment Date", "Start"),
}
_FIELDS: Final = {compact(header): field for field, headers in _HEADERS.items() for header in headers}
_HEADER_WITHIN: Final = 20


@dataclass(frozen=True)
class EnrolmentList:
    """What a list gives: ``rows`` (staff_id, program code, enrolled_on) and a sentence for each row left out."""

    rows: pd.DataFrame
    left_out: tuple[str, ...]


def read_enrolments(
    name: str,
    data: bytes,
    known: Known,
    programs: Mapping[str, str],
    *,
    today: date,
    limits: Limits,
    date_order: str | None = None,
) -> EnrolmentList:
    """Return the enrolments in a workbook or text file. ``programs`` maps a program's words (code, name) to its code.

    Raises :class:`RefusedFile` where no sheet has the columns, or the order of day and month is left open.
    """
    book = parse(name, data, limits)
    people = People.of(known)
    spelled = {words_key(words): code for words, code in programs.items()}
    parts: list[pd.DataFrame] = []
    left_out: list[str] = []
    for sheet in book.sheets:
        header = _header(sheet)
        if header is not None:
            parts.append(_rows(sheet, *header, people, spelled, today, date_order, left_out))
    if not parts:
        raise RefusedFile(
            f"{name} was not read: no sheet has a column for the person (Employee ID, Name or Email) and one for the "
            "program (Certificate Program). Nothing was stored. Accepted is a table with the headings Employee ID, "
            "Certificate Program, Enrolled On.",
            code="no_enrolments",
        )
    return EnrolmentList(pd.concat(parts, ignore_index=True), tuple(left_out))


def _header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the header row and the column of each field, None where no row has a person and a program."""
    for position in range(min(sheet.rows, _HEADER_WITHIN)):
        found: dict[str, int] = {}
        for column, text in enumerate(sheet.texts(position)):
            field = _FIELDS.get(compact(text)) if text else None
            if field:
                found.setdefault(field, column)
        if "program" in found and found.keys() & {"staff_id", "full", "last", "email"}:
            return position, found
    return None


def _rows(
    sheet: Sheet,
    header: int,
    at: dict[str, int],
    people: People,
    programs: Mapping[str, str],
    today: date,
    date_order: str | None,
    left_out: list[str],
) -> pd.DataFrame:
    positions = np.arange(header + 1, sheet.rows)
    days = _days(sheet, at, positions, today, date_order)
    found: list[tuple[str, str, object]] = []
    for position in positions.tolist():
        cells = {field: sheet.columns[column].text(position) for field, column in at.items()}
        if not any(cells.values()):
            continue
        match = people.match(
            Clue(**{field: text for field, text in cells.items() if field not in {"program", "enrolled_on"}}),
            create=False,
        )
        program = programs.get(words_key(cells["program"]))
        day, wrong_day = days[position]
        where = f"Sheet “{sheet.name}”, row {sheet.row_number(position)}"
        if match.code != MATCHED:
            left_out.append(f"{where}: {REASONS[match.code]}.")
        elif program is None:
            left_out.append(f"{where}: “{cells['program']}” is not a certificate program that is known here.")
        elif wrong_day:
            left_out.append(f"{where}: “{cells['enrolled_on']}” is not a day that exists, or lies after today.")
        else:
            found.append((match.staff_id, program, day))
    frame = pd.DataFrame(found, columns=["staff_id", "program", "enrolled_on"])
    return frame.astype({"staff_id": "str", "program": "str", "enrolled_on": "datetime64[s]"})


def _days(
    sheet: Sheet, at: dict[str, int], positions: np.ndarray, today: date, date_order: str | None
) -> dict[int, tuple[object, bool]]:
    """Return for each row the day it gives (None: none) and whether what it gives is wrong."""
    if "enrolled_on" not in at:
        return dict.fromkeys(positions.tolist(), (None, False))
    column = sheet.columns[at["enrolled_on"]]
    dates = read_dates(column, column.used(positions), today, sheet.date_1904, date_order)
    if dates.doubt is not None:
        raise RefusedFile(
            f"“{dates.doubt}” in the column of days can be read month first or day first, and the others do not decide "
            "it. Nothing was stored. Write the days as 2026-02-28.",
            code="ambiguous_dates",
        )
    result: dict[int, tuple[object, bool]] = {}
    for position in positions.tolist():
        code = int(column.codes[position])
        number = int(dates.days[code])
        day = None if number == NO_DAY else pd.Timestamp(number, unit="D")
        wrong = bool(dates.problem[code]) or (day is not None and day > pd.Timestamp(today))
        result[position] = (day, wrong)
    return result
