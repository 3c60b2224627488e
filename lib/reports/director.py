"""The director's sheet as a workbook: one page with the counts, the exceptions that fit, and a line to sign."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from lib.domain import sentences
from lib.domain.calendar import spoken
from lib.domain.standing import DEFINITION, SHORT, room_for_exceptions
from lib.reports.safe_cells import put_text
from lib.reports.sheets import Column, for_printing, for_reading, put_heading, put_lines, put_table

EXCEPTION_COLUMNS: Final[tuple[Column, ...]] = (
    Column("name", "Name", width=26),
    Column("department", "Department", width=24),
    Column("credential", "Credential", width=11),
    Column("standing_words", "Standing", width=44),
    Column("cycle_end", "Valid to", "date", 17),
    Column("verified_on", "Last verified", "date", 17),
    Column("status_word", "Status", "status", 17),
    Column("declare_by", "File by", "date", 17),
)
DEPARTMENT_COLUMNS: Final[tuple[Column, ...]] = (
    Column("department", "Department", width=26),
    Column("required", "Required", "whole", 10),
    Column("current", "Verified current", "whole", 10),
    Column("unverified", "Not verified", "whole", 10),
    Column("ended", "Valid-to passed", "whole", 10),
    Column("no_end", "No valid-to", "whole", 10),
    Column("in_window", "In filing window", "whole", 10),
)
_REACH: Final[tuple[Column, ...]] = (
    Column("source", "Source", width=26),
    Column("last_completed_on", "Last activity", "date", 17),
    Column("last_imported_on", "Last import", "date", 17),
    Column("people", "People", "whole", 10),
)


@dataclass(frozen=True)
class DirectorReport:
    """What the sheet says. ``exceptions``: ``STANDING`` of :mod:`lib.domain.standing`, worst first; ``departments`` and
    ``reach`` as the service gives them; who reviewed it and when stands above the line to sign."""

    as_of: date
    sentence: str
    people: int
    departments: pd.DataFrame
    exceptions: pd.DataFrame
    reach: pd.DataFrame
    reviewed_by: str
    reviewed_on: date
    rules_digest: str
    prepared_by: str


def exceptions_table(exceptions: pd.DataFrame) -> pd.DataFrame:
    """Return the exceptions in words: ``standing_words`` (and the filing window) and ``status_word``."""
    window = exceptions["in_window"].map({True: "; in filing window", False: ""}).astype("str")
    return exceptions.assign(
        standing_words=exceptions["standing"].map(SHORT).astype("str") + window,
        status_word=sentences.status_words(exceptions),
    )


def director_workbook(report: DirectorReport) -> bytes:
    """Return .xlsx bytes: Sheet (one page, portrait), Exceptions (all of them), How far the data reach."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet), "a new workbook opens with a worksheet"
    sheet.title = "Sheet"
    exceptions = exceptions_table(report.exceptions)
    _one_page(sheet, report, exceptions)
    listed = book.create_sheet("Exceptions")
    every = (*EXCEPTION_COLUMNS, Column("answer", "What the person answered", width=50))
    last = put_table(listed, exceptions, every)
    for_reading(listed, header_row=1, last_row=last, columns=len(every), frozen_columns=1)
    for_printing(listed, header_row=1)
    reach = book.create_sheet("How far the data reach")
    put_table(reach, report.reach, _REACH)
    for_printing(reach, header_row=1)
    book.properties.title = f"Required credentials as of {spoken(report.as_of)}"
    book.properties.creator = report.prepared_by
    book.properties.created = datetime.combine(report.as_of, time())
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _one_page(sheet: Worksheet, report: DirectorReport, exceptions: pd.DataFrame) -> None:
    put_heading(sheet, 1, "Required credentials of the laboratory's staff", size=16)
    _paragraph(sheet, 2, report.sentence)
    row = 4
    put_heading(sheet, row, "By department")
    row = put_table(sheet, report.departments, DEPARTMENT_COLUMNS, first_row=row + 1) + 2
    shown = exceptions.head(room_for_exceptions(len(report.departments)))
    more = len(exceptions) - len(shown)
    heading = f"Exceptions ({len(exceptions)})" + (f": the first {len(shown)}, all on the next sheet" if more else "")
    put_heading(sheet, row, heading if len(exceptions) else "No exceptions")
    if len(shown):
        row = put_table(sheet, shown, EXCEPTION_COLUMNS, first_row=row + 1)
    row += 2
    _paragraph(sheet, row, DEFINITION)
    row = put_lines(
        sheet,
        [
            ("Reviewed by", f"{report.reviewed_by}, {spoken(report.reviewed_on)}"),
            ("Rules", f"digest {report.rules_digest[:16]}"),
            ("Please note", sentences.DISCLAIMER),
        ],
        first_row=row + 2,
    )
    row += 3
    for column, words in ((1, "Laboratory director"), (4, "Date")):
        put_text(sheet.cell(row, column), words)
        for width in range(column, column + 2):
            sheet.cell(row, width).border = Border(top=Side(style="thin"))
    for_printing(sheet, header_row=None)
    sheet.page_setup.fitToHeight = 1


def _paragraph(sheet: Worksheet, row: int, words: str) -> None:
    """Write a sentence over the whole width, as high as it needs."""
    put_text(sheet.cell(row, 1), words)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(EXCEPTION_COLUMNS))
    sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    # About 150 characters fit the width on one line of 15 points.
    sheet.row_dimensions[row].height = 15.0 * (1 + len(words) // 150)
