"""Rows to workbooks and text files, the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

MADE_ON: Final = datetime(2026, 11, 22, 6, 0, 0)
"""Stands in every workbook as the time it was made."""

Row = Sequence[object]


def write_rows(sheet: Worksheet, rows: Sequence[Row], header_at: int = 1) -> None:
    """Write rows from A1 on, the header row (counted from 1) in bold and frozen, dates as m/d/Y, widths to fit."""
    widths: dict[int, int] = {}
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is None or value == "":
                continue
            cell = sheet.cell(number, column, value)  # type: ignore[call-overload]
            if isinstance(value, date):
                cell.number_format = "mm/dd/yyyy"
            if number >= header_at:
                widths[column] = max(widths.get(column, 8), min(46, len(str(value)) + 2))
    for cell in sheet[header_at]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E3EAF0")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"A{header_at + 1}"


def save(workbook: Workbook, path: Path, title: str) -> None:
    """Save a workbook with a fixed time in its properties and its archive: the same bytes each time."""
    workbook.properties.creator = "LabReady sample data"
    workbook.properties.title = title
    workbook.properties.created = MADE_ON
    buffer = io.BytesIO()
    workbook.save(buffer)
    stamp = MADE_ON.strftime("%Y-%m-%dT%H:%M:%SZ")
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                # openpyxl writes the time of saving over whatever was set.
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp.encode(), content)
            info = zipfile.ZipInfo(name, MADE_ON.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
