"""Frames into DuckDB and back, through Arrow, with the types of :mod:`lib.domain.tables`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

import duckdb
import numpy as np
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
_EXTENSIONS: Final[dict[str, Any]] = {
    tables.TEXT: pd.StringDtype(na_value=np.nan),
    tables.CENTS: pd.Int64Dtype(),
    tables.TRUTH: pd.BooleanDtype(),
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
    if columns is None or not set(columns) <= set(table.column_names):
        frame: pd.DataFrame = table.to_pandas(types_mapper=_PANDAS_TYPES.get, date_as_object=False)
        return frame if columns is None else tables.typed(frame, dict(columns))
    # Each column at once in its type: most answers are of a few rows, and casting them again takes by the call.
    made = {name: _column(table[name], dtype) for name, dtype in columns.items()}
    return tables.typed(pd.DataFrame(made, index=pd.RangeIndex(table.num_rows), copy=False), dict(columns))


def _column(column: pa.ChunkedArray, dtype: str) -> Any:
    if dtype == tables.DATE:
        return column.cast(pa.timestamp("s"), safe=False).to_numpy()
    if dtype == tables.WHOLE and not column.null_count:
        return column.cast(pa.int64()).to_numpy()
    extension = _EXTENSIONS.get(dtype)
    if extension is None:
        return column.to_pandas(types_mapper=_PANDAS_TYPES.get, date_as_object=False)
    return extension.__from_arrow__(column.cast(_ARROW_TYPES[dtype]))


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


def streamed(cursor: duckdb.DuckDBPyConnection, statement: str, rows: int) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a query in batches of up to ``rows``, the next read while the one before is worked on.

    The cursor is free again once all were taken.
    """
    reader = iter(cursor.execute(statement).to_arrow_reader(rows))
    with ThreadPoolExecutor(max_workers=1) as ahead:
        following = ahead.submit(next, reader, None)
        while (batch := following.result()) is not None:
            following = ahead.submit(next, reader, None)
            yield batch


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
