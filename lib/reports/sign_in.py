"""The sign-in sheet of an in-service session, to print: what an audit of employer-offered education asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from lib.domain.calendar import spoken
from lib.reports.safe_cells import put_text
from lib.reports.sheets import Column, for_printing, put_heading, put_lines, put_table

COLUMNS: Final = (
    Column("number", "No.", "whole", 6),
    Column("name", "Participant", width=30),
    Column("staff_id", "Employee ID", width=16),
    Column("department", "Department", width=22),
    Column("signature", "Signature", width=38),
    Column("hours", "Hours attended", width=16),
)
"""Columns of the list to sign."""

EVIDENCE: Final = (
    "Evidence for continuing education offered by the employer: keep this sheet, signed, with the materials. Routine "
    "staff meetings and job orientation do not count. Who left early writes the hours attended."
)
_ROW_HEIGHT: Final = 24
_INK: Final = Side(style="thin", color="FF7A8790")


@dataclass(frozen=True)
class SignInSheet:
    """What a sheet says: ``people`` has staff_id, name, department; ``points`` as typed; empty texts are left open."""

    title: str
    provider: str
    held_on: date | None
    points: str
    areas: tuple[str, ...]
    place: str
    led_by: str
    people: pd.DataFrame
    blank_lines: int


CONFIRMED: Final = "I confirm that the people above attended this session for the hours shown."
"""What whoever led the session signs."""


def facts_of(sheet_of: SignInSheet) -> list[tuple[str, str]]:
    """Return the session as pairs of label and text; what is not known is a line to write on."""
    lines = (
        ("Title", sheet_of.title),
        ("Date", spoken(sheet_of.held_on) if sheet_of.held_on else ""),
        ("Provider", sheet_of.provider),
        ("Hours (points)", sheet_of.points),
        ("Areas", "; ".join(sheet_of.areas)),
        ("Place", sheet_of.place),
        ("Led by", sheet_of.led_by),
    )
    return [(label, text or "_" * 30) for label, text in lines]


def sign_in_workbook(sheet_of: SignInSheet) -> bytes:
    """Return the sheet as a workbook: the session, the list to sign, and the line on which somebody answers for it."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet), "a new workbook has a sheet"
    sheet.title = "Sign-in sheet"
    put_heading(sheet, 1, "Sign-in sheet", size=16)
    last = put_lines(sheet, facts_of(sheet_of), first_row=3)
    header = last + 2
    people = sheet_of.people.reset_index(drop=True)
    blank = pd.DataFrame({"name": [None] * sheet_of.blank_lines})
    table = pd.concat([people, blank], ignore_index=True)
    table = table.assign(number=range(1, len(table) + 1), signature=None, hours=None)
    end = put_table(sheet, table, COLUMNS, first_row=header)
    for row in range(header + 1, end + 1):
        sheet.row_dimensions[row].height = _ROW_HEIGHT
        for column in range(1, len(COLUMNS) + 1):
            sheet.cell(row, column).border = Border(bottom=_INK)
            sheet.cell(row, column).alignment = Alignment(vertical="center")
    _answer_for(sheet, end + 2)
    for_printing(sheet, header_row=header)
    sheet.page_setup.orientation = "portrait"
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _answer_for(sheet: Worksheet, row: int) -> None:
    """Write the line on which whoever led the session answers for it, and what the sheet is kept for."""
    for offset, text in enumerate(
        (CONFIRMED, "", "Name and title: " + "_" * 34 + "  Signature: " + "_" * 34, "Date: " + "_" * 20)
    ):
        put_text(sheet.cell(row + offset, 1), text)
    put_text(sheet.cell(row + 5, 1), EVIDENCE)
    sheet.cell(row + 5, 1).font = Font(italic=True, size=9)
    sheet.merge_cells(start_row=row + 5, start_column=1, end_row=row + 6, end_column=len(COLUMNS))
    sheet.cell(row + 5, 1).alignment = Alignment(wrap_text=True, vertical="top")
