"""The catalogue: what can be bought, for how much."""

from __future__ import annotations

import duckdb
import pandas as pd

from lib.domain import tables
from lib.store.frames import arrow, fetch, fetch_arrow, registered
from lib.store.versioned import PRODUCTS, Change, remove_rows, replace_rows, visible


def products(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the catalogue, :data:`tables.PRODUCTS`, by ``product_id``."""
    return fetch(
        cursor,
        f"select {PRODUCTS.column_list} from products p where {visible('p')} order by product_id",
        columns=tables.PRODUCTS,
    )


def save(change: Change, frame: pd.DataFrame) -> None:
    """Make the catalogue exactly this: rows that are not in it are removed, the others replaced where they changed."""
    rows = arrow(frame, tables.PRODUCTS)
    with registered(change.cursor, kept=rows):
        gone = fetch_arrow(
            change.cursor,
            f"select product_id from products p where {visible('p')} "
            "and product_id not in (select product_id from kept)",
        )
    remove_rows(change, PRODUCTS, gone)
    replace_rows(change, PRODUCTS, rows)
