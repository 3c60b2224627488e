"""Frames into DuckDB and back, through Arrow, with the types of :mod:`lib.domain.tables`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import duckdb
import pandas as pd
import pyarrow as pa

from lib.domain import tables

_PANDAS_TYPES: Final = {
    pa.int8(): pd.Int64Dtype(),
    pa.int16(): pd.Int64Dtype(),
    pa.int32(): pd.Int64Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}
_ARROW_TYPES: Final = {
    tables.TEXT: pa.string(),
    tables.DATE: pa.date32(),
    tables.HUNDREDTHS: pa.int64(),
    tables.CENTS: pa.int64(),
    tables.TRUTH: pa.bool_(),
}


def arrow(frame: pd.DataFrame, columns: Mapping[str, str]) -> pa.Table:
    """Return a frame as Arrow with exactly these columns; dates become days, missing becomes null."""
    typed = tables.typed(frame, dict(columns))
    arrays = []
    for name, dtype in columns.items():
        column = typed[name]
        if dtype == tables.DATE:
            arrays.append(pa.array(column.to_numpy(dtype="datetime64[D]"), type=pa.date32()))
        else:
            arrays.append(pa.array(column, type=_ARROW_TYPES[dtype], from_pandas=True))
    # A column over 2 GB of text comes chunked: a table takes both.
    return pa.table(dict(zip(columns, arrays, strict=True)))


def pandas(table: pa.Table, columns: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return an Arrow table as a frame; with ``columns``, exactly those, typed."""
    frame: pd.DataFrame = table.to_pandas(types_mapper=_PANDAS_TYPES.get, date_as_object=False)
    return frame if columns is None else tables.typed(frame, dict(columns))


def fetch(
    cursor: duckdb.DuckDBPyConnection,
    statement: str,
    parameters: Sequence[Any] | None = None,
    columns: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the rows of a query as a frame."""
    return pandas(fetch_arrow(cursor, statement, parameters), columns)


def fetch_arrow(cursor: duckdb.DuckDBPyConnection, statement: str, parameters: Sequence[Any] | None = None) -> pa.Table:
    """Return the rows of a query as an Arrow table, all read, so that the cursor is free again."""
    return cursor.execute(statement, parameters or []).to_arrow_table()


def value(cursor: duckdb.DuckDBPyConnection, statement: str, parameters: Sequence[Any] | None = None) -> Any:
    """Return the one value of a query of one row and one column."""
    row = cursor.execute(statement, parameters or []).fetchone()
    return None if row is None else row[0]


@contextmanager
def registered(cursor: duckdb.DuckDBPyConnection, **given: pa.Table) -> Iterator[None]:
    """Make Arrow tables readable by name in statements of this cursor, for the length of the block."""
    for name, table in given.items():
        cursor.register(name, table)
    try:
        yield
    finally:
        for name in given:
            cursor.unregister(name)
