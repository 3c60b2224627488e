"""A transcript compared with our records, as a workbook and as delimited text."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from lib.domain import sentences
from lib.domain.calendar import spoken
from lib.domain.discrepancies import FINDING_STEPS, FINDINGS, WRONG
from lib.reports.delimited import table_csv
from lib.reports.sheets import Column, for_printing, for_reading, put_heading, put_lines, put_table

COMPARED_COLUMNS: Final[tuple[Column, ...]] = (
    Column("finding_words", "Finding", width=30),
    Column("our_day", "Our day", "date", 17),
    Column("our_title", "Our activity", width=46),
    Column("our_points", "Our points", "points", 10),
    Column("their_day", "Their day", "date", 17),
    Column("their_title", "Their activity", width=46),
    Column("their_points", "Their points", "points", 10),
    Column("step", "Next step", width=48),
)
WRONG_COLUMNS: Final[tuple[Column, ...]] = (
    Column("side", "Where", width=14),
    Column("completed_on", "Completed", "date", 17),
    Column("title", "Activity", width=46),
    Column("points", "Points", "points", 10),
    Column("activities", "Activities", "whole", 10),
    Column("question", "Question", width=66),
)


def comparison_workbook(about: Mapping[str, str], rows: pd.DataFrame, wrong: pd.DataFrame, as_of: date) -> bytes:
    """Return .xlsx bytes: sheet Compared with what it is about and one row per activity, sheet Looks wrong.

    ``rows`` is ``COMPARED`` and ``wrong`` ``LOOKS_WRONG`` (with ``side``) of the comparison; text is never a formula.
    """
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet), "a new workbook opens with a worksheet"
    first.title = "Compared"
    put_heading(first, 1, "Transcript and our records", size=16)
    counts = rows["finding"].value_counts()
    found = {words: str(int(counts.get(code, 0))) for code, words in FINDINGS.items()}
    header = put_lines(first, [*about.items(), *found.items(), ("Please note", sentences.DISCLAIMER)], first_row=2) + 2
    last = put_table(first, compared_table(rows), COMPARED_COLUMNS, first_row=header)
    for_reading(first, header_row=header, last_row=last, columns=len(COMPARED_COLUMNS))
    for_printing(first, header_row=header)
    second = book.create_sheet("Looks wrong")
    last = put_table(second, wrong.assign(question=wrong["code"].map(WRONG)), WRONG_COLUMNS)
    for_reading(second, header_row=1, last_row=last, columns=len(WRONG_COLUMNS))
    for_printing(second, header_row=1)
    book.properties.title = f"Transcript and our records as of {spoken(as_of)}"
    book.properties.created = datetime.combine(as_of, time())
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def comparison_csv(rows: pd.DataFrame) -> bytes:
    """Return the rows of a comparison as UTF-8 text with a byte order mark, comma separated."""
    return table_csv(compared_table(rows), COMPARED_COLUMNS)


def compared_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a comparison with the finding and the next step in words."""
    return rows.assign(finding_words=rows["finding"].map(FINDINGS), step=rows["finding"].map(FINDING_STEPS))
