"""How a table is laid on a sheet: headings, widths, number formats, filters, and what the printer needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from lib.domain.palette import STATUS_TONES
from lib.domain.sentences import DISCLAIMER
from lib.reports.safe_cells import put_date, put_hundredths, put_text

DAY_FORMAT: Final = "ddd d mmm yyyy"
POINTS_FORMAT: Final = "0.00"
_HEAD_FILL: Final = PatternFill("solid", fgColor="FF24404F")
_HEAD_FONT: Final = Font(bold=True, color="FFFFFFFF")
_RULE: Final = Border(bottom=Side(style="hair", color="FFB8C2CA"))


@dataclass(frozen=True)
class Column:
    """One column: the frame's name, the heading, its kind (text, points, date, whole or status) and its width."""

    name: str
    heading: str
    kind: str = "text"
    width: float = 14


def put_table(sheet: Worksheet, frame: pd.DataFrame, columns: Sequence[Column], *, first_row: int = 1) -> int:
    """Write a heading row and the frame below it; return the number of the last row written.

    Points and cents are hundredths and become exact numbers, dates become dates, everything else becomes text.
    """
    for number, column in enumerate(columns, start=1):
        head = _cell(sheet, first_row, number)
        put_text(head, column.heading)
        head.fill, head.font = _HEAD_FILL, _HEAD_FONT
        head.alignment = Alignment(wrap_text=True, vertical="center")
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = max(column.width, sheet.column_dimensions[letter].width or 0)
    groups = frame["status_group"].tolist() if "status_group" in frame else [None] * len(frame)
    for number, column in enumerate(columns, start=1):
        put = _WRITERS[column.kind]
        values: Iterable[Any] = frame[column.name].tolist()
        look: StyleArray | None = None
        for offset, value in enumerate(values):
            cell = _cell(sheet, first_row + 1 + offset, number)
            put(cell, value)
            if look is None:
                look = _dressed(cell, column.kind)
            else:
                _take_look(cell, look)
            if column.kind == "status" and groups[offset] is not None:
                cell.font = Font(bold=True, color="FF" + STATUS_TONES[str(groups[offset])].light[1:])
    return first_row + len(frame)


def put_lines(sheet: Worksheet, lines: Sequence[tuple[str, str]], *, first_row: int = 1) -> int:
    """Write pairs of label and text, one row each; return the number of the last row written."""
    for offset, (label, text) in enumerate(lines):
        put_text(_cell(sheet, first_row + offset, 1), label)
        _cell(sheet, first_row + offset, 1).font = Font(bold=True)
        put_text(_cell(sheet, first_row + offset, 2), text)
    return first_row + len(lines) - 1


def put_heading(sheet: Worksheet, row: int, text: str, *, size: int = 13) -> None:
    """Write a heading of its own row."""
    put_text(_cell(sheet, row, 1), text)
    _cell(sheet, row, 1).font = Font(bold=True, size=size, color="FF24404F")


def for_reading(sheet: Worksheet, *, header_row: int, last_row: int, columns: int, frozen_columns: int = 0) -> None:
    """Freeze the heading row (and the first columns) and set a filter over the table."""
    sheet.freeze_panes = f"{get_column_letter(frozen_columns + 1)}{header_row + 1}"
    if last_row > header_row:
        sheet.auto_filter.ref = f"A{header_row}:{get_column_letter(columns)}{last_row}"


def for_printing(sheet: Worksheet, *, header_row: int | None) -> None:
    """Landscape, as wide as one page, the heading row on each page, the disclaimer and the page number below."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_LETTER
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if header_row is not None:
        sheet.print_title_rows = f"{header_row}:{header_row}"
    footer = sheet.oddFooter
    assert footer is not None, "a new sheet has a footer"
    footer.left.text, footer.right.text = DISCLAIMER, "Page &P of &N"
    footer.left.size = footer.right.size = 8
    sheet.page_margins.left = sheet.page_margins.right = 0.4


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell), "nothing is written into merged cells"
    return cell


def _whole(cell: Cell, value: Any) -> None:
    if value is not None and not pd.isna(value):
        cell.value = int(value)


def _dressed(cell: Any, kind: str) -> StyleArray:
    """Dress the first cell of a column and return how it looks."""
    cell.border = _RULE
    if kind in NUMBER_FORMATS:
        cell.number_format = NUMBER_FORMATS[kind]
    if kind == "date":
        cell.alignment = Alignment(horizontal="left")
    look: StyleArray = cell._style
    return look


def _take_look(cell: Any, look: StyleArray) -> None:
    """Make a cell look like the first of its column: each part of a style that is set is looked up in the book."""
    cell._style = copy(look)


NUMBER_FORMATS: Final[dict[str, str]] = {
    "points": POINTS_FORMAT,
    "money": '"$"#,##0.00',
    "date": DAY_FORMAT,
    "whole": "0",
}
"""Kind of a column -> how its numbers are shown."""
_WRITERS: Final[dict[str, Callable[[Cell, Any], None]]] = {
    "text": put_text,
    "status": put_text,
    "points": put_hundredths,
    "money": put_hundredths,
    "date": put_date,
    "whole": _whole,
}
