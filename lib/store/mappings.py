"""Mappings of headers to fields that a person chose, remembered for files with the same header fingerprint."""

from __future__ import annotations

import json
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from lib.domain.errors import RefusedCommand
from lib.store.frames import fetch, value
from lib.store.versioned import HEADER_MAPPINGS, MAPPING_ROWS, Change, remove_rows, replace_rows, visible

_GONE: Final = "No mapping is remembered for this header. It may have been deleted already."


def header_mappings(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return what is remembered, :data:`versioned.HEADER_MAPPINGS`; ``mapping`` is JSON, column index -> field."""
    return fetch(
        cursor,
        f"select {MAPPING_ROWS.column_list} from header_mappings m where {visible('m')} order by name, fingerprint",
        columns=HEADER_MAPPINGS,
    )


def remember(change: Change, fingerprint: str, name: str, mapping: dict[int, str]) -> None:
    """Remember the mapping of a header; one remembered before for the same fingerprint is replaced."""
    words = json.dumps({str(index): mapping[index] for index in sorted(mapping)}, ensure_ascii=False)
    replace_rows(change, MAPPING_ROWS, pa.table({"fingerprint": [fingerprint], "name": [name], "mapping": [words]}))


def rename(change: Change, fingerprint: str, name: str) -> None:
    """Give a remembered mapping another name; refused where none is remembered, or another one has that name."""
    found = header_mappings(change.cursor)
    mine = found.loc[found["fingerprint"] == fingerprint]
    if mine.empty:
        raise RefusedCommand(_GONE)
    if name in set(found.loc[found["fingerprint"] != fingerprint, "name"]):
        raise RefusedCommand(f"Another mapping is called “{name}” already. Nothing was changed. Choose another name.")
    row = {"fingerprint": [fingerprint], "name": [name], "mapping": [mine["mapping"].iloc[0]]}
    replace_rows(change, MAPPING_ROWS, pa.table(row))


def forget(change: Change, fingerprint: str) -> None:
    """Forget a mapping; refused where none is remembered for the fingerprint."""
    if not value(
        change.cursor,
        f"select count(*) from header_mappings m where fingerprint = ? and {visible('m')}",
        [fingerprint],
    ):
        raise RefusedCommand(_GONE)
    remove_rows(change, MAPPING_ROWS, pa.table({"fingerprint": [fingerprint]}))
