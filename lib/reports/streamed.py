"""A workbook written row after row: reports of many thousand rows in little time and memory.

XlsxWriter in its constant-memory mode writes each row as it comes, so a sheet is written from its top to its bottom and
nothing above the last row can be changed. :mod:`lib.reports.sheets` lays out small sheets that are dressed afterwards.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any, Final

import pandas as pd
from xlsxwriter import Workbook

from lib.domain.palette import STATUS_TONES
from lib.domain.sentences import DISCLAIMER
from lib.reports.cell_values import LONGEST_TABLE, shown
from lib.reports.sheets import NUMBER_FORMATS, Column

_INK: Final = "#24404F"
_RULE: Final = {"bottom": 7, "bottom_color": "#B8C2CA"}
"""A hairline below each row."""
_NARROWEST: Final = 13.0
"""Characters; also the width of a column that nobody sets."""


class StreamedWorkbook:
    """A workbook whose sheets are written one after the other. Its own dates are ``as_of``: same report, same bytes."""

    def __init__(self, *, title: str, creator: str, as_of: date) -> None:
        self._target = io.BytesIO()
        # Text stays text whatever it looks like; the mode puts each row into a temporary file of this user's.
        plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book = Workbook(self._target, {"constant_memory": True, **plain})
        self._book.use_zip64()  # only where a sheet is larger than 4 GiB
        self._book.set_properties({"title": title, "author": creator, "created": datetime.combine(as_of, time())})
        self._looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    def sheet(self, title: str) -> StreamedSheet:
        """Add a sheet below the ones there are."""
        return StreamedSheet(self._book.add_worksheet(title), self.look)

    def look(self, **properties: Any) -> Any:
        """Return the format with these properties of XlsxWriter; the same object for the same properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._looks:
            self._looks[key] = self._book.add_format(properties)
        return self._looks[key]

    def put_table_sheets(
        self, title: str, frame: pd.DataFrame, columns: Sequence[Column], *, frozen_columns: int = 0
    ) -> None:
        """Add a sheet that is one table, with filter, frozen heading and print settings.

        More rows than a sheet holds continue on sheets named ``title 2``, ``title 3``, each with its heading.
        """
        for number in range(sheets_needed(frame)):
            part = frame.iloc[number * LONGEST_TABLE : (number + 1) * LONGEST_TABLE]
            sheet = self.sheet(title if number == 0 else f"{title} {number + 1}")
            last = sheet.put_table(part, columns)
            if frame.empty:
                sheet.put_text(2, 1, "Nothing to list.", italic=True)
            sheet.for_reading(header_row=1, last_row=last, columns=len(columns), frozen_columns=frozen_columns)
            sheet.for_printing(header_row=1)

    def finished(self) -> bytes:
        """Return the bytes of the .xlsx file; nothing can be written afterwards."""
        self._book.close()
        return self._target.getvalue()


class StreamedSheet:
    """One sheet, written downwards. Rows and columns are counted from 1, as a reader of the sheet counts them."""

    def __init__(self, sheet: Any, look: Callable[..., Any]) -> None:
        self._sheet = sheet
        self._look = look
        self._widths: dict[int, float] = {}

    def put_text(self, row: int, column: int, text: str, **look: Any) -> None:
        """Write text with a look (properties of XlsxWriter's formats); empty text leaves the cell empty."""
        values = shown(pd.Series([text], dtype="object"), "text")
        self._write_text(row - 1, column - 1, values[0], self._look(**look) if look else None)

    def put_heading(self, row: int, text: str, *, size: int = 13) -> None:
        """Write a heading of its own row."""
        self.put_text(row, 1, text, bold=True, font_size=size, font_color=_INK)

    def put_lines(self, lines: Sequence[tuple[str, str]], *, first_row: int = 1) -> int:
        """Write pairs of label and text, one row each; return the number of the last row written."""
        for row, (label, text) in enumerate(lines, start=first_row):
            self.put_text(row, 1, label, bold=True)
            self.put_text(row, 2, text)
        return first_row + len(lines) - 1

    def put_paragraphs(self, lines: Sequence[tuple[str, str]], *, first_row: int, last_column: int) -> None:
        """Write pairs of label and long text; the text is wrapped over the columns up to the last."""
        wrapped = {"text_wrap": True, "valign": "top"}
        for row, (label, text) in enumerate(lines, start=first_row):
            # About 150 characters fit the merged cells' width on one line of 15 points.
            self._sheet.set_row(row - 1, 15.0 * (1 + len(text) // 150))
            self.put_text(row, 1, label, bold=True, valign="top")
            self._sheet.merge_range(row - 1, 1, row - 1, last_column - 1, "", self._look(**wrapped))
            self.put_text(row, 2, text, **wrapped)

    def put_table(self, frame: pd.DataFrame, columns: Sequence[Column], *, first_row: int = 1) -> int:
        """Write a heading row and the frame below it; return the number of the last row written.

        Points and cents are hundredths and become exact numbers, dates become dates, everything else becomes text.
        """
        for number, column in enumerate(columns, start=1):
            self.widen(number, column.width)
            self.put_text(
                first_row, number, column.heading,
                bold=True, font_color="#FFFFFF", bg_color=_INK, text_wrap=True, valign="vcenter",
            )  # fmt: skip
        values = [shown(frame[column.name], column.kind) for column in columns]
        looks = [self._look_of(column.kind) for column in columns]
        writes = [self._write_text if _marked_up(cells) else _plain_writer(self._sheet, cells) for cells in values]
        status = [number for number, column in enumerate(columns) if column.kind == "status"]
        tones = self._tones(frame) if status else []
        blank = self._sheet.write_blank
        for row, cells in enumerate(zip(*values, strict=True), start=first_row):
            for number, value in enumerate(cells):
                if value is None:
                    blank(row, number, None, looks[number])
                else:
                    writes[number](row, number, value, looks[number])
            for number in status:
                if tones and cells[number] is not None:
                    self._write_text(row, number, cells[number], tones[row - first_row])
        return first_row + len(frame)

    def widen(self, column: int, width: float) -> None:
        """Make a column at least this many characters wide."""
        self._widths[column] = max(width, _NARROWEST, self._widths.get(column, 0.0))
        self._sheet.set_column(column - 1, column - 1, self._widths[column])

    def for_reading(self, *, header_row: int, last_row: int, columns: int, frozen_columns: int = 0) -> None:
        """Freeze the heading row (and the first columns) and set a filter over the table."""
        self._sheet.freeze_panes(header_row, frozen_columns)
        if last_row > header_row:
            self._sheet.autofilter(header_row - 1, 0, last_row - 1, columns - 1)

    def for_printing(self, *, header_row: int | None) -> None:
        """Landscape, as wide as one page, the heading row on each page, the disclaimer and the page number below."""
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(1)  # US letter
        sheet.fit_to_pages(1, 0)
        if header_row is not None:
            sheet.repeat_rows(header_row - 1)
        sheet.set_footer(f"&L&8{DISCLAIMER}&R&8Page &P of &N", {"margin": 0.5})
        sheet.set_margins(left=0.4, right=0.4, top=1, bottom=1)

    def _look_of(self, kind: str, **more: Any) -> Any:
        number_format = {"num_format": NUMBER_FORMATS[kind]} if kind in NUMBER_FORMATS else {}
        side = {"align": "left"} if kind == "date" else {}
        return self._look(**_RULE, **number_format, **side, **more)

    def _tones(self, frame: pd.DataFrame) -> list[Any]:
        """Return the look of each row's status: bold, in the colour of its group."""
        if "status_group" not in frame:
            return []
        looks = {
            group: self._look_of("status", bold=True, font_color=tone.light) for group, tone in STATUS_TONES.items()
        }
        plain = self._look_of("status")
        return [looks.get(group, plain) for group in frame["status_group"].tolist()]

    def _write_text(self, row: int, column: int, text: str | None, look: Any) -> None:
        if text is None:
            return
        if _marked_up([text]):
            # XlsxWriter takes text that looks like its own marked-up parts for such parts; in two parts it is text.
            self._sheet.write_rich_string(row, column, text[0], self._look(), text[1:], *([look] if look else []))
        else:
            self._sheet.write_string(row, column, text, look)


def sheets_needed(frame: pd.DataFrame) -> int:
    """Return the number of sheets that a table is written on; at least one."""
    return max(1, -(-len(frame) // LONGEST_TABLE))


def _plain_writer(sheet: Any, cells: Sequence[object]) -> Callable[..., Any]:
    """Return what writes the values of a column: all of them are text, or all of them are numbers."""
    first = next((cell for cell in cells if cell is not None), None)
    writer: Callable[..., Any] = sheet.write_string if isinstance(first, str) else sheet.write_number
    return writer


def _marked_up(cells: Sequence[object]) -> bool:
    return any(isinstance(cell, str) and cell.startswith("<r>") for cell in cells)
