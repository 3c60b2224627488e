"""A file as cells: sheets of columns, each column its distinct values and a code per row.

Work is done once per distinct value and spread over the rows by code, so a sheet of 100,000 rows costs what its
distinct values cost. The form needs only the standard library in the process that reads;
:func:`lib.ingest.packing.pack` and :func:`unpack` carry it from there.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

EMPTY: Final = 0
TEXT: Final = 1
NUMBER: Final = 2
DATE: Final = 3
TRUTH: Final = 4
TIME: Final = 5
ERROR: Final = 6
"""Kinds of cell. ``numbers`` hold the value of a number, and days since 1970-01-01 of a date (the fraction is its
time)."""

Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass
class Column:
    """One column: ``texts``, ``kinds`` and ``numbers`` of its distinct values, and ``codes`` saying which each row
    has."""

    codes: npt.NDArray[Any]
    texts: Sequence[str]
    kinds: npt.NDArray[np.uint8]
    numbers: npt.NDArray[np.float64]

    def text(self, row: int) -> str:
        """Return the trimmed text of a row's cell, '' where it is empty."""
        return self.texts[int(self.codes[row])]

    def kind(self, row: int) -> int:
        """Return the kind of a row's cell."""
        return int(self.kinds[self.codes[row]])

    @cached_property
    def filled(self) -> Mask:
        """Whether each row's cell holds something."""
        full = np.asarray(self.kinds != EMPTY, dtype=bool)
        return np.ones(len(self.codes), dtype=bool) if full.all() else full[self.codes]

    def used(self, rows: npt.NDArray[Any] | None = None) -> Codes:
        """Return the codes that occur in ``rows`` (positions; None = all), ascending."""
        codes = self.codes if rows is None else self.codes[rows]
        occurs = np.zeros(len(self.texts), dtype=bool)
        occurs[codes] = True
        return np.flatnonzero(occurs)

    def taken(self, rows: npt.NDArray[Any]) -> Column:
        """Return the column of these rows only, with the same distinct values."""
        return Column(self.codes[rows], self.texts, self.kinds, self.numbers)


@dataclass
class Sheet:
    """One sheet. ``first_row`` is the Excel number of the first row held here, ``first_column`` the index of the first
    column.

    ``hidden`` says the sheet itself is hidden; ``notes`` are sentences about what the reading saw; ``merged`` are the
    first and last Excel row and the column index of cells that are merged downwards.
    """

    name: str
    columns: list[Column]
    rows: int
    first_row: int = 1
    first_column: int = 0
    hidden: bool = False
    date_1904: bool = False
    notes: list[str] = field(default_factory=list)
    grey_rows: tuple[int, ...] = ()
    merged: tuple[tuple[int, int, int], ...] = ()

    def row_number(self, position: int) -> int:
        """Return the Excel row number of a position in the columns."""
        return position + self.first_row

    def texts(self, position: int) -> list[str]:
        """Return the texts of one row, in column order."""
        return [column.text(position) for column in self.columns]

    @cached_property
    def filled_count(self) -> Codes:
        """How many cells of each row hold something."""
        count = np.zeros(self.rows, dtype=np.int64)
        for column in self.columns:
            count += column.filled
        return count


@dataclass
class Book:
    """All sheets of one file, in file order, and the format it was read as."""

    name: str
    format: str
    sheets: list[Sheet]


def unpack(name: str, data: bytes) -> Book:
    """Return the book that :func:`lib.ingest.packing.pack` wrote. ``ValueError`` where the bytes are cut short."""
    start = data.index(b"\n") + 1
    size = int(data[: start - 1])
    head = json.loads(data[start : start + size])
    at = start + size
    sheets = []
    for sheet in head.pop("sheets"):
        columns = []
        for column in sheet.pop("columns"):
            parts = []
            for length, kind in zip(column["sizes"], (np.int32, np.uint8, np.float64), strict=True):
                parts.append(np.frombuffer(data, dtype=kind, count=length // np.dtype(kind).itemsize, offset=at))
                at += length
            columns.append(Column(parts[0], column["texts"], parts[1], parts[2]))
        sheet["grey_rows"] = tuple(sheet.get("grey_rows", ()))
        sheet["merged"] = tuple((first, last, column) for first, last, column in sheet.get("merged", ()))
        sheets.append(trimmed(Sheet(columns=columns, **sheet)))
    return Book(name, head["format"], sheets)


def trimmed(sheet: Sheet) -> Sheet:
    """Return the sheet without the empty rows after its last row that holds something."""
    filled = np.flatnonzero(sheet.filled_count)
    rows = int(filled[-1]) + 1 if len(filled) else 0
    if rows == sheet.rows:
        return sheet
    columns = [Column(c.codes[:rows], c.texts, c.kinds, c.numbers) for c in sheet.columns]
    return Sheet(
        sheet.name,
        columns,
        rows,
        sheet.first_row,
        sheet.first_column,
        sheet.hidden,
        sheet.date_1904,
        sheet.notes,
        sheet.grey_rows,
        sheet.merged,
    )


def text_column(values: Sequence[str]) -> dict[str, Any]:
    """Return the plain form of a column of texts (as :func:`lib.ingest.packing.pack` takes it), trimmed."""
    index = {text: number for number, text in enumerate(dict.fromkeys(values))}
    codes = array("i", map(index.__getitem__, values))
    texts = [trim(text) for text in index]
    kinds = bytes(TEXT if text else EMPTY for text in texts)
    return {"texts": texts, "codes": codes, "kinds": kinds, "numbers": array("d", bytes(8 * len(texts)))}


def plain_column(values: Sequence[str]) -> Column:
    """Return a column of texts, read in this process."""
    plain = text_column(values)
    return Column(
        np.frombuffer(plain["codes"], dtype=np.int32) if len(values) else np.empty(0, np.int32),
        plain["texts"],
        np.frombuffer(plain["kinds"], dtype=np.uint8),
        np.zeros(len(plain["texts"])),
    )


def trim(text: str) -> str:
    """Return the text without surrounding white space, no-break spaces, byte order marks and Excel's ``_x000D_``."""
    return text.replace("_x000D_", "").strip().strip("\ufeff\u200b").strip() if text else text
