"""Messages for a mail merge: one row a person, as a workbook or as delimited text."""

from __future__ import annotations

import io
from typing import Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from lib.domain.sentences import DISCLAIMER
from lib.reports.delimited import NOTE, table_csv
from lib.reports.sheets import Column, for_printing, for_reading, put_table

COLUMNS: Final = (
    Column("staff_id", "Employee ID", width=14),
    Column("name", "Name", width=24),
    Column("first_name", "First Name", width=16),
    Column("email", "Email", width=28),
    Column("supervisor", "Supervisor", width=20),
    Column("subject", "Subject", width=36),
    Column("text", "Text", width=90),
)
"""Columns of a mail merge, in order; ``Text`` is the whole message. Behind them stands what every report says."""

_WITH_NOTE: Final = (*COLUMNS, Column("please_note", NOTE, width=40))


def letters_workbook(messages: pd.DataFrame) -> bytes:
    """Return the messages as a workbook; every cell is text."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet), "a new workbook has a sheet"
    sheet.title = "Messages"
    last = put_table(sheet, messages.assign(please_note=DISCLAIMER), _WITH_NOTE)
    for row in range(2, last + 1):
        sheet.cell(row, len(COLUMNS)).alignment = Alignment(wrap_text=True, vertical="top")
    for_reading(sheet, header_row=1, last_row=last, columns=len(_WITH_NOTE), frozen_columns=2)
    for_printing(sheet, header_row=1)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def letters_csv(messages: pd.DataFrame) -> bytes:
    """Return the messages as UTF-8 text with a byte order mark; what could run as a formula gets an apostrophe."""
    return table_csv(messages, COLUMNS)
