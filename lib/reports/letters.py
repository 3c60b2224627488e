"""Messages for a mail merge: one row a person, as a workbook or as delimited text."""

from __future__ import annotations

import csv
import io
from typing import Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from lib.reports.safe_cells import guarded
from lib.reports.sheets import Column, for_reading, put_table

COLUMNS: Final = (
    Column("staff_id", "Employee ID", width=14),
    Column("name", "Name", width=24),
    Column("first_name", "First Name", width=16),
    Column("email", "Email", width=28),
    Column("supervisor", "Supervisor", width=20),
    Column("subject", "Subject", width=36),
    Column("text", "Text", width=90),
)
"""Columns of a mail merge, in order; ``Text`` is the whole message."""


def letters_workbook(messages: pd.DataFrame) -> bytes:
    """Return the messages as a workbook; every cell is text."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet), "a new workbook has a sheet"
    sheet.title = "Messages"
    last = put_table(sheet, messages, COLUMNS)
    for row in range(2, last + 1):
        sheet.cell(row, len(COLUMNS)).alignment = Alignment(wrap_text=True, vertical="top")
    for_reading(sheet, header_row=1, last_row=last, columns=len(COLUMNS), frozen_columns=2)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def letters_csv(messages: pd.DataFrame) -> bytes:
    """Return the messages as UTF-8 text with a byte order mark; what could run as a formula gets an apostrophe."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([column.heading for column in COLUMNS])
    cells = [["" if pd.isna(each) else guarded(str(each)) for each in messages[column.name]] for column in COLUMNS]
    writer.writerows(zip(*cells, strict=True))
    return target.getvalue().encode("utf-8-sig")
