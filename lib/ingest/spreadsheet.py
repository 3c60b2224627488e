"""Reads workbooks (.xlsx, .xlsm, .xls, .xlsb, .ods) into the plain form of a book. Runs in the reading process only."""

from __future__ import annotations

import io
import zipfile
from array import array
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from lib.ingest import sheet_xml
from lib.ingest.cell_errors import is_error
from lib.ingest.ods_xml import ods_facts
from lib.ingest.xls_records import xls_facts

EMPTY, TEXT, NUMBER, DATE, TRUTH, TIME, ERROR = range(7)
"""As in :mod:`lib.ingest.book`, which this process does without."""

_EPOCH: Final = date(1970, 1, 1)
_UNVERIFIED: Final = (
    "Reading .xlsb was never tried on a real export: error values look like empty cells in it. Compare the numbers, or "
    "save it as .xlsx."
)
_INVISIBLE: Final = "\ufeff\u200b"
_ODD: Final = (*_INVISIBLE, "_x000D_", "#", "Err:")
"""What a text must hold to be an error value, or to need more trimming than its white space."""


class TooLarge(Exception):
    """A limit was met: ``code`` and the words ``found``, ``allowed`` and ``what`` for the sentence."""

    def __init__(self, code: str, found: int, allowed: int, what: str) -> None:
        super().__init__(code)
        self.code, self.found, self.allowed, self.what = code, found, allowed, what


def read_workbook(data: bytes, limits: dict[str, int]) -> dict[str, Any]:
    """Return every sheet of a workbook in plain form. Calamine's errors pass through; :class:`TooLarge` for a limit."""
    format_, facts = _facts(data)
    for sheet_facts in facts.sheets.values():
        _within(sheet_facts.last_row, limits["rows"], "too_many_rows", "rows in one sheet")
        _within(sheet_facts.last_column + 1, limits["columns"], "too_many_columns", "columns in one sheet")
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    _within(len(workbook.sheet_names), limits["sheets"], "too_many_sheets", "sheets")
    sheets = []
    cells = 0
    for number, meta in enumerate(workbook.sheets_metadata):
        if "WorkSheet" not in str(meta.typ):
            continue
        sheet = workbook.get_sheet_by_index(number)
        _within(sheet.total_height, limits["rows"], "too_many_rows", "rows in one sheet")
        _within(sheet.total_width, limits["columns"], "too_many_columns", "columns in one sheet")
        cells += sheet.height * sheet.width
        _within(cells, limits["cells"], "too_many_cells", "cells, counted as rows by columns,")
        sheets.append(
            _plain_sheet(sheet, meta, facts.sheets.get(meta.name, sheet_xml.SheetFacts()), facts.date_1904, limits)
        )
    if format_ == "xlsb" and sheets:
        sheets[0]["notes"].insert(0, _UNVERIFIED)
    return {"format": format_, "sheets": sheets}


def _facts(data: bytes) -> tuple[str, sheet_xml.WorkbookFacts]:
    """Return the format of a workbook, and what its own parts say that the fast reader does not."""
    if data[:2] != b"PK":
        return "xls", xls_facts(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        if "xl/workbook.xml" in names:
            return "xlsx", sheet_xml.workbook_facts(package)
        if "content.xml" in names:
            return "ods", ods_facts(package)
    return "xlsb", sheet_xml.WorkbookFacts(False, {})


def _within(found: int, allowed: int, code: str, what: str) -> None:
    if found > allowed:
        raise TooLarge(code, found, allowed, what)


def _plain_sheet(
    sheet: Any, meta: Any, facts: sheet_xml.SheetFacts, date_1904: bool, limits: dict[str, int]
) -> dict[str, Any]:
    first_row, first_column = sheet.start or (0, 0)
    columns: list[Sequence[Any]] = list(zip(*sheet.to_python(), strict=True))
    height = len(columns[0]) if columns else 0
    if facts.errors:
        columns = _with_errors(columns, facts.errors, first_row, first_column, height)
    notes = []
    inside = range(first_row + 1, first_row + height + 1)
    hidden_rows = [row for row in facts.hidden_rows if row in inside]
    hidden_columns = [c for c in facts.hidden_columns if first_column <= c < first_column + len(columns)]
    if hidden_rows:
        notes.append(f"{len(hidden_rows)} hidden rows were read like the others (the first is row {hidden_rows[0]}).")
    if hidden_columns:
        notes.append(f"{len(hidden_columns)} hidden columns were read like the others.")
    hidden = meta.visible != SheetVisibleEnum.Visible
    if hidden:
        notes.append("The sheet itself is hidden; it was read like the others.")
    return {
        "name": meta.name,
        "rows": height,
        "first_row": first_row + 1,
        "first_column": first_column,
        "hidden": hidden,
        "date_1904": date_1904,
        "notes": notes,
        "grey_rows": facts.grey_rows,
        "merged": facts.merged,
        "columns": [plain_column(column, limits["cell_length"]) for column in columns],
    }


def _with_errors(
    columns: list[Sequence[Any]], errors: dict[tuple[int, int], str], first_row: int, first_column: int, height: int
) -> list[Sequence[Any]]:
    """Return the columns with error values put where the XML has them; the reader gives '' for each."""
    changed: dict[int, list[Any]] = {}
    for (row, column), value in errors.items():
        at, place = row - 1 - first_row, column - first_column
        if 0 <= at < height and 0 <= place < len(columns):
            changed.setdefault(place, list(columns[place]))[at] = value if is_error(value) else f"#{value.lstrip('#')}"
    return [changed.get(place, column) for place, column in enumerate(columns)]


def plain_column(values: Sequence[Any], longest: int) -> dict[str, Any]:
    """Return the plain form of one column of Python values: its distinct values, and a code per row."""
    if bool in set(map(type, values)):  # True and 1.0 are equal, so they would become one value
        values = [("TRUE" if value else "FALSE") if isinstance(value, bool) else value for value in values]
    index: dict[Any, int] = {value: number for number, value in enumerate(dict.fromkeys(values))}
    codes = array("i", map(index.__getitem__, values))
    texts, kinds, numbers = _plain_texts(index, longest) or _described(index, longest)
    return {"texts": texts, "codes": codes, "kinds": kinds, "numbers": numbers}


def _plain_texts(values: Iterable[Any], longest: int) -> tuple[list[str], bytearray, array[float]] | None:
    """Return what :func:`_described` does for texts of which none is an error or holds an invisible sign; else None."""
    try:
        texts = list(map(str.strip, values))
    except TypeError:
        return None
    together = "".join(texts)
    if any(sign in together for sign in _ODD) or max(map(len, texts), default=0) > longest:
        return None
    kinds = bytearray([TEXT]) * len(texts)
    for number in (number for number, text in enumerate(texts) if not text):
        kinds[number] = EMPTY
    return texts, kinds, array("d", bytes(8 * len(texts)))


def _described(values: Iterable[Any], longest: int) -> tuple[list[str], bytearray, array[float]]:
    texts: list[str] = []
    kinds = bytearray()
    numbers = array("d")
    for value in values:
        kind, text, number = _cell(value)
        if len(text) > longest:
            raise TooLarge("cell_too_long", len(text), longest, "characters in one cell")
        texts.append(text)
        kinds.append(kind)
        numbers.append(number)
    return texts, kinds, numbers


def _cell(value: Any) -> tuple[int, str, float]:
    """Return the kind, the trimmed text and the number of one cell value."""
    if isinstance(value, str):
        text = value.strip()
        if text and (text[0] in _INVISIBLE or text[-1] in _INVISIBLE or "_x000D_" in text):
            text = text.replace("_x000D_", "").strip(_INVISIBLE).strip()
        if not text:
            return EMPTY, "", 0.0
        return (ERROR if is_error(text) else TEXT), text, 0.0
    if isinstance(value, float | int):
        return NUMBER, number_text(float(value)), float(value)
    if isinstance(value, datetime):
        days = (value.date() - _EPOCH).days
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        shown = value.date().isoformat() + (f" {value:%H:%M:%S}" if seconds else "")
        return DATE, shown, days + seconds / 86400
    if isinstance(value, date):
        return DATE, value.isoformat(), float((value - _EPOCH).days)
    if isinstance(value, time):
        return TIME, value.isoformat(), (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    if isinstance(value, timedelta):
        return TIME, str(value), value.total_seconds() / 86400
    return (EMPTY, "", 0.0) if value is None else (TEXT, str(value), 0.0)


def number_text(value: float) -> str:
    """Return a number as Excel shows it unformatted: no ``.0``, fifteen significant digits."""
    if value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    return format(value, ".15g")
