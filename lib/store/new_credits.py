"""New credits into the store: by person and day, each with the number of its person, texts coded, nothing joined.

A million rows are sorted by numbers here rather than by texts in the database, which would carry 24 columns through the
sort and a join; and they are handed over in pieces, so that every processor writes some (of one piece it is one).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lib.store.frames import fetch_arrow, registered
from lib.store.versioned import CREDITS, Change, give_numbers, literal

PIECE: Final = 122_880
"""Rows of a piece: as many as the database keeps together."""
_LOOKED_AT: Final = 10_000


def add_credits(change: Change, credits: pa.Table) -> pa.Table | None:
    """Add new credits (:data:`versioned.STORED_CREDITS`, texts plain or coded), by employee ID, day and credit.

    The order clusters the credits of a person, so that zone maps skip what is not asked for. Return them as they were
    stored, with the number of their person and texts that many rows share coded; None where there are none.
    """
    if not credits.num_rows:
        return None
    coded_ids = _coded(credits["staff_id"])
    numbers = _numbers(change, coded_ids.dictionary)
    order = _order(coded_ids, credits)
    columns = {}
    for name in credits.column_names:
        column = coded_ids if name == "staff_id" else _coded_where_few(credits[name])
        columns[name] = column.take(order)
    columns["person"] = pa.array(numbers[np.asarray(coded_ids.indices)[order]], pa.int32())
    stored = pa.table(columns)
    pieces = pa.Table.from_batches(stored.to_batches(max_chunksize=PIECE))
    with registered(change.cursor, new_rows=pieces):
        change.cursor.execute(
            f"insert into credits by name select {CREDITS.stored_list}, {change.change_id}::bigint as added_by, "
            f"{literal(change.on_date.isoformat())}::date as added_on from new_rows"
        )
    return stored


def _numbers(change: Change, ids: pa.Array) -> npt.NDArray[np.int32]:
    """Return the number of each of these employee IDs; those that have none yet are given theirs."""
    named = pa.table({"staff_id": ids.cast(pa.string()), "place": pa.array(np.arange(len(ids), dtype=np.int64))})
    with registered(change.cursor, named=named):
        give_numbers(change.cursor, "named")
        found = fetch_arrow(change.cursor, "select place, person from named join person_numbers using (staff_id)")
    numbers = np.empty(len(ids), np.int32)
    numbers[found["place"].to_numpy()] = found["person"].to_numpy()
    return numbers


def _order(ids: pa.DictionaryArray, credits: pa.Table) -> npt.NDArray[np.int64]:
    """Return the places of the rows by employee ID (as text), day and credit."""
    rank = np.empty(len(ids.dictionary), np.int64)
    rank[pc.sort_indices(ids.dictionary).to_numpy()] = np.arange(len(rank))
    days = credits["completed_on"].cast(pa.int32()).to_numpy().astype(np.int64)
    credit = credits["credit_id"].to_numpy()
    key = rank[np.asarray(ids.indices)] * (1 << 32) + (days + (1 << 31))
    if bool((np.diff(credit) > 0).all()):
        return np.argsort(key, kind="stable")
    return np.lexsort((credit, key))


def _coded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    whole = _whole(column)
    return whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()


def _coded_where_few(column: pa.ChunkedArray) -> pa.Array:
    """Return a column with its texts coded where many rows have the same: they are then moved as numbers."""
    whole = _whole(column)
    if pa.types.is_string(whole.type) and 2 * pc.count_distinct(whole[:_LOOKED_AT]).as_py() < len(whole[:_LOOKED_AT]):
        return whole.dictionary_encode()
    return whole


def _whole(column: pa.ChunkedArray) -> pa.Array:
    whole = (
        column.unify_dictionaries().combine_chunks()
        if pa.types.is_dictionary(column.type)
        else (column.combine_chunks())
    )
    if isinstance(whole, pa.ChunkedArray):
        return pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], column.type)
    return whole
