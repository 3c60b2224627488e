"""Areas that a manager gave to texts and titles which no synonym knows."""

from __future__ import annotations

from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from lib.access.principal import Scope
from lib.domain import decisions as kinds
from lib.domain import tables
from lib.domain.areas import AREA_NUMBER, UNASSIGNED_NUMBER, mask_of
from lib.store.decisions import Decision, answers, decide
from lib.store.effective import effective
from lib.store.frames import fetch, fetch_arrow, registered, value
from lib.store.versioned import CREDITS, WAITING_ROWS, Change, in_scope, replace_rows, visible

TO_ASSIGN: Final[dict[str, str]] = {
    "area_text": tables.TEXT,
    "credits": tables.WHOLE,
    "people": tables.WHOLE,
    "titles": tables.TEXT,
}
"""One row per text (empty text: nothing was said), spelled as found first; ``titles`` are its distinct activity titles,
joined by line ends."""


def assigned_areas(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the texts that were assigned: ``words_key`` -> area codes joined by ``;``, or ``no``: no education."""
    return answers(cursor, kinds.AREA)


def unassigned_areas(cursor: duckdb.DuckDBPyConnection, asked: pa.Table, scope: Scope) -> pd.DataFrame:
    """Return the texts to assign, :data:`TO_ASSIGN`, of credits in scope, most credits first."""
    with registered(cursor, asked=asked):
        return fetch(
            cursor,
            f"""
            select coalesce(first(area_text order by credit_id), '') as area_text, count(*) as credits,
                   count(distinct staff_id) as people, string_agg(distinct title, chr(10) order by title) as titles
            from credits c left join asked a using (credit_id)
            where {visible("c")} and {in_scope("c", scope)} and {waits_for_area("c", "a")}
            group by area_key order by credits desc, area_text
            """,
            columns=TO_ASSIGN,
        )


def waits_for_area(alias: str, asked: str) -> str:
    """Return the condition that a credit waits for somebody to say its area."""
    return (
        f"coalesce({asked}.eligibility, {alias}.eligibility) = 'ask' "
        f"and coalesce({asked}.first_area, {alias}.first_area) = {UNASSIGNED_NUMBER}"
    )


def assign(change: Change, area_key: str, areas: tuple[str, ...]) -> int:
    """Give every credit of this text these areas; returns the number of credits that changed.

    Remembered for later imports. The empty text is assigned by the titles that stand there now: that one file said
    nothing is no reason to count what a later one says nothing about under another title.
    """
    cursor = change.cursor
    wanted = ";".join(areas)
    before = effective(cursor)
    with registered(cursor, asked=before):
        if area_key:
            decided = [Decision(kinds.AREA, area_key, wanted, area_key)]
            of_text = "c.area_key = ?"
        else:
            titles = cursor.execute(
                "select title_key, coalesce(first(title order by credit_id), '') from credits c "
                f"left join asked a using (credit_id) where area_key = '' and {visible('c')} "
                f"and {waits_for_area('c', 'a')} group by title_key order by title_key"
            ).fetchall()
            decided = [Decision(kinds.TITLE_AREA, key, wanted, title) for key, title in titles]
            of_text = f"c.area_key = ? and {waits_for_area('c', 'a')}"
        changed = value(
            cursor,
            f"select count(*) from credits c left join asked a using (credit_id) where {visible('c')} "
            f"and {of_text} and coalesce(a.areas, c.areas) <> ?",
            [area_key, wanted],
        )
    decide(change, decided)
    return int(changed)


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
