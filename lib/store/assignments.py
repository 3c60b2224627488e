"""Area texts that no synonym knows, and what a manager assigned to them."""

from __future__ import annotations

from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from lib.access.principal import Scope
from lib.domain import tables
from lib.domain.areas import AREA_NUMBER, UNASSIGNED_NUMBER, mask_of
from lib.store.frames import fetch, fetch_arrow
from lib.store.versioned import ASSIGNMENT_ROWS, CREDITS, WAITING_ROWS, Change, in_scope, replace_rows, visible

TO_ASSIGN: Final[dict[str, str]] = {
    "area_text": tables.TEXT,
    "credits": tables.WHOLE,
    "people": tables.WHOLE,
    "titles": tables.TEXT,
}
"""One row per text (empty text: nothing was said), spelled as found first; ``titles`` are its distinct activity titles,
joined by line ends."""


def assigned_areas(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the texts that were assigned: ``words_key`` -> area codes joined by ``;``."""
    found = fetch(cursor, f"select area_key, areas from area_assignments a where {visible('a')} order by area_key")
    return dict(zip(found["area_key"], found["areas"], strict=True))


def unassigned_areas(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> pd.DataFrame:
    """Return the texts to assign, :data:`TO_ASSIGN`, of credits in scope, most credits first."""
    return fetch(
        cursor,
        f"""
        select coalesce(first(area_text order by credit_id), '') as area_text, count(*) as credits,
               count(distinct staff_id) as people, string_agg(distinct title, chr(10) order by title) as titles
        from credits c
        where {visible("c")} and {in_scope("c", scope)} and eligibility = 'ask' and first_area = {UNASSIGNED_NUMBER}
        group by area_key order by credits desc, area_text
        """,
        columns=TO_ASSIGN,
    )


def assign(change: Change, area_key: str, areas: tuple[str, ...]) -> int:
    """Give every credit and waiting row of this text these areas; returns the number of credits that changed.

    Remembered for later imports, but for the empty text: that one file said nothing is no reason to count what a later
    one says nothing about.
    """
    if area_key:
        codes = pa.table({"area_key": [area_key], "areas": [";".join(areas)]})
        replace_rows(change, ASSIGNMENT_ROWS, codes)
    changed = 0
    for table in (CREDITS, WAITING_ROWS):
        kept = ", ".join(
            f'"{name}"' for name in table.columns if name not in {"areas", "area_mask", "first_area", "eligibility"}
        )
        rows = fetch_arrow(
            change.cursor,
            f"select {kept}, ? as areas, {mask_of(areas)}::bigint as area_mask, "
            f"{AREA_NUMBER[areas[0]]}::bigint as first_area, "
            "case when eligibility = 'ask' then 'counts' else eligibility end as eligibility "
            f"from {table.name} c where area_key = ? and {visible('c')}",
            [";".join(areas), area_key],
        )
        written = replace_rows(change, table, rows)
        changed += int(written.num_rows) if table is CREDITS else 0
    return changed
