"""Areas that a manager gave to texts and titles which no synonym knows."""

from __future__ import annotations

import duckdb

from lib.domain import decisions as kinds
from lib.domain.areas import AREA_NUMBER, UNASSIGNED_NUMBER, mask_of
from lib.store.decisions import answers
from lib.store.frames import fetch_arrow
from lib.store.versioned import CREDITS, WAITING_ROWS, Change, replace_rows, visible


def assigned_areas(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the texts that were assigned: ``words_key`` -> area codes joined by ``;``, or ``no``: no education."""
    return answers(cursor, kinds.AREA)


def waits_for_area(alias: str, asked: str) -> str:
    """Return the condition that a credit waits for somebody to say its area."""
    return (
        f"coalesce({asked}.eligibility, {alias}.eligibility) = 'ask' "
        f"and coalesce({asked}.first_area, {alias}.first_area) = {UNASSIGNED_NUMBER}"
    )


def area_texts(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return every area text of stored credits and waiting rows: ``words_key`` -> the text as found first."""
    found = cursor.execute(
        " union ".join(
            f"select area_key, min(area_text) from {table.name} c where {visible('c')} and area_key <> '' group by 1"
            for table in (CREDITS, WAITING_ROWS)
        )
    ).fetchall()
    return dict(found)


def read_again(change: Change, readings: dict[str, tuple[str, ...]]) -> None:
    """Store what texts say without a manager's help: ``words_key`` -> areas, for rows that were read with it."""
    for key, areas in readings.items():
        codes = ";".join(areas)
        first = AREA_NUMBER[areas[0]] if areas else UNASSIGNED_NUMBER
        mask = mask_of(areas) if areas else 1 << UNASSIGNED_NUMBER
        for table in (CREDITS, WAITING_ROWS):
            kept = ", ".join(
                f'"{name}"' for name in table.columns if name not in {"areas", "area_mask", "first_area", "eligibility"}
            )
            rows = fetch_arrow(
                change.cursor,
                f"select {kept}, ? as areas, {mask}::bigint as area_mask, {first}::bigint as first_area, "
                f"case when eligibility = 'counts' and {not areas} then 'ask' else eligibility end as eligibility "
                f"from {table.name} c where area_key = ? and {visible('c')}",
                [codes, key],
            )
            replace_rows(change, table, rows)
