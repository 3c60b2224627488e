"""Two records of one person: the credits of the one follow the other, and go back when the records are parted.

Staff rows, holdings, past cycles and memberships stay stored under the ID they came with and are joined when they are
read (:mod:`lib.store.people`); a credit is moved, and keeps the ID it came with in ``named_id``.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from lib.store import doubles
from lib.store.frames import fetch_arrow, registered
from lib.store.people import merged_roots
from lib.store.versioned import CREDITS, Change, replace_rows, visible


def roots_table(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return the merged IDs, ``gone_id``, with the ID of their person, ``kept_id``."""
    found = merged_roots(cursor)
    return pa.table({"gone_id": pa.array(found.keys(), pa.string()), "kept_id": pa.array(found.values(), pa.string())})


def under_their_person(cursor: duckdb.DuckDBPyConnection, credits: pa.Table) -> pa.Table:
    """Return new credits (:data:`versioned.STORED_CREDITS`) that name a merged ID under the ID of its person."""
    merged = roots_table(cursor)
    if not merged.num_rows:
        return credits
    with registered(cursor, merged=merged, incoming=credits):
        return fetch_arrow(
            cursor,
            "select n.* replace (coalesce(m.kept_id, n.staff_id) as staff_id, m.gone_id as named_id) "
            "from incoming n left join merged m on m.gone_id = n.staff_id order by n.credit_id",
        )


def follow(change: Change) -> None:
    """Give every credit to the person under whom its ID is kept by the merges in force; parted, to its own again."""
    with registered(change.cursor, merged=roots_table(change.cursor)):
        columns = ", ".join(f'c."{name}"' for name in CREDITS.columns if name not in {"staff_id", "named_id"})
        moved = fetch_arrow(
            change.cursor,
            f"""
            select {columns}, coalesce(m.kept_id, c.named_id, c.staff_id) as staff_id,
                   case when m.kept_id is not null then m.gone_id end as named_id
            from credits c left join merged m on m.gone_id = coalesce(c.named_id, c.staff_id)
            where {visible("c")} and coalesce(m.kept_id, c.named_id, c.staff_id) <> c.staff_id
            """,
        )
    if moved.num_rows:
        replace_rows(change, CREDITS, moved)
        doubles.add_pairs(change)
