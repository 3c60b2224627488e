"""The fields of a table's data rows as columns, with what a person gave for every row in place of the cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from lib.domain.imports import ImportOptions
from lib.ingest.book import EMPTY, TEXT, Codes, Column, Mask
from lib.ingest.tables import Table
from lib.ingest.texts import Texts


class RowFields:
    """Columns of the data rows of one table by field; a field that was given has its one value in every row."""

    def __init__(self, table: Table, options: ImportOptions, file: str = "") -> None:
        self.table, self.file = table, file
        self.count = len(table.rows)
        self._given: dict[str, str] = {}
        for name, value in options.set_fields.items():
            sheet, colon, field = name.rpartition(":")
            if not colon or sheet == table.sheet.name:
                self._given[field] = value
        self._orders = options.date_orders
        self._made: dict[str, Column | None] = {}
        self._headers: dict[str, str] = {}

    def given(self, field: str) -> bool:
        """Whether the field has one value for every row."""
        return field in self._given

    def has(self, field: str) -> bool:
        """Whether the rows can hold this field at all."""
        return field in self._given or self.table.has(field)

    def column(self, field: str) -> Column | None:
        """Return the column of a field over the data rows, None where there is none."""
        if field not in self._made:
            self._made[field] = (
                constant(self._given[field], self.count) if field in self._given else self.table.column(field)
            )
        return self._made[field]

    def header(self, field: str) -> str | None:
        """Return the header, as written, of the column of a field."""
        if field in self._headers:
            return self._headers[field] or None
        return None if field in self._given else self.table.header_of(field)

    def hint(self, field: str) -> str:
        """Return the header of a field with what a hint row under it says, '' where a person gave the value."""
        if field in self._headers:
            return self._headers[field]
        return "" if field in self._given else self.table.hint_of(field)

    def date_order(self, field: str, wanted: str | None) -> str | None:
        """Return the order chosen for the dates of a field: for its column, for its sheet, else ``wanted``."""
        sheet = self.table.sheet.name
        return self._orders.get(f"{sheet}:{field}", self._orders.get(sheet, wanted))

    def filled(self, *fields: str) -> Mask:
        """Return which rows hold something in any of these fields."""
        found = np.zeros(self.count, dtype=bool)
        for field in fields:
            column = self.column(field)
            if column is not None:
                found |= column.filled
        return found

    def narrowed(self, positions: Mapping[str, int | None]) -> RowFields:
        """Return the same rows with other columns for some fields: by position, None where the field has none."""
        other = copy(self)
        other._made = dict(self._made)
        other._headers = dict(self._headers)
        for field, position in positions.items():
            taken = None if position is None else self.table.sheet.columns[position].taken(self.table.rows)
            other._made[field] = taken
            other._headers[field] = "" if position is None else self.table.headers[position]
        return other

    def replace(self, field: str, column: Column | None) -> None:
        """Put a column in place of a field's own."""
        self._made[field] = column


def constant(text: str, count: int) -> Column:
    """Return a column that holds one text in every row."""
    kinds = np.array([TEXT if text.strip() else EMPTY], np.uint8)
    return Column(np.zeros(count, np.int32), [text.strip()], kinds, np.zeros(1))


def distinct(columns: Sequence[npt.NDArray[Any]], count: int) -> tuple[Codes, Codes]:
    """Return the first row of each distinct combination of codes, in order of appearance, and each row's
    combination."""
    key = np.zeros(count, dtype=np.int64)
    for codes in columns:
        size = int(codes.max()) + 1 if count else 1
        if count and int(key.max()) > (1 << 62) // max(size, 1):
            key = pd.factorize(key)[0].astype(np.int64)
        key = key * size + codes
    combination, uniques = pd.factorize(key)
    first = np.empty(len(uniques), dtype=np.int64)
    first[combination[::-1]] = np.arange(count - 1, -1, -1)
    return first, combination.astype(np.int64)


def text_series(texts: Sequence[str | None] | pa.Array, codes: Codes) -> pd.Series:
    """Return a ``str`` column with the text of each code; None is missing."""
    words = texts.words if isinstance(texts, Texts) else texts
    taken = (words if isinstance(words, pa.Array) else pa.array(words, pa.large_string())).cast(pa.large_string())
    taken = taken.take(pa.array(codes))
    dtype: Any = pd.StringDtype("pyarrow", na_value=np.nan)
    return pd.Series(dtype.__from_arrow__(taken))


def day_series(days: Codes, missing: Mask | None = None) -> pd.Series:
    """Return a ``datetime64[s]`` column of days since 1970-01-01; NaT where ``missing``."""
    values = np.where(missing, 0, days) if missing is not None else days
    stamps = values.astype("datetime64[D]").astype("datetime64[s]")
    if missing is not None:
        stamps[missing] = np.datetime64("NaT")
    return pd.Series(stamps)
