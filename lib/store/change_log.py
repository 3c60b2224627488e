"""Who changed what, when, and what was there before and after: read from the versions of the rows themselves."""

from __future__ import annotations

from typing import Final

import duckdb
import pandas as pd

from lib.access.principal import Scope
from lib.domain import tables
from lib.store.frames import fetch
from lib.store.record_tables import EDITED, OF_PEOPLE
from lib.store.versioned import Table, in_scope

CHANGES: Final[dict[str, str]] = {
    "change_id": tables.WHOLE,
    "at": tables.DATE,
    "on_date": tables.DATE,
    "actor": tables.TEXT,
    "kind": tables.TEXT,
    "summary": tables.TEXT,
    "reason": tables.TEXT,
    "batch": tables.MAYBE_WHOLE,
    "by_hand": tables.TRUTH,
    "undone_on": tables.DATE,
}
"""``by_hand``: recorded here as a change that can be taken back in the change log; ``batch``: of an import."""

DETAILS: Final[dict[str, str]] = {
    "staff_id": tables.TEXT,
    "table": tables.TEXT,
    "record": tables.TEXT,
    "field": tables.TEXT,
    "before": tables.TEXT,
    "after": tables.TEXT,
}
"""One row per field that differs; ``record`` tells the row apart within its person and table."""

MOST_ROWS: Final = 2_000
"""So many rows of one change are told field by field."""

_UNTOLD: Final = frozenset(
    {"title_key", "area_key", "area_mask", "first_area", "batch", "credit_id", "note_id", "file", "sheet", "row"}
)
"""Columns that say nothing to a person beside the others."""


def changes(cursor: duckdb.DuckDBPyConnection, staff_id: str | None, *, by_hand: bool, scope: Scope) -> pd.DataFrame:
    """Return the changes, :data:`CHANGES`, newest first: of one person's rows where ``staff_id`` is given.

    ``by_hand`` leaves out imports and what the program stored itself.
    """
    conditions = ["true"]
    if by_hand:
        conditions.append("(e.change_id is not null or c.kind not in ('import', 'seed', 'undo'))")
    limited = scope.sites is not None or scope.departments is not None
    if staff_id is not None or limited:
        touching = " union ".join(
            f"select {column} from {table.name} t where {in_scope('t', scope)} and (?::varchar is null or staff_id = ?)"
            for table in OF_PEOPLE
            for column in ("added_by", "removed_by")
        )
        conditions.append(f"c.change_id in ({touching})")
    parameters = [staff_id] * (4 * len(OF_PEOPLE)) if len(conditions) > 1 + by_hand else []
    return fetch(
        cursor,
        f"""
        select c.change_id, c."at", c.on_date, c.actor, c.kind,
               coalesce(e.summary, b.file, c.note, '') as summary, e.reason, c.batch,
               e.change_id is not null as by_hand, u.on_date as undone_on
        from changes c left join edits e using (change_id) left join batches b on b.change_id = c.change_id
        left join changes u on u.change_id = coalesce(e.undone_by, b.undone_by)
        where {" and ".join(conditions)} order by c.change_id desc
        """,
        parameters,
        columns=CHANGES,
    )


def details(cursor: duckdb.DuckDBPyConnection, change_id: int, staff_id: str | None, scope: Scope) -> pd.DataFrame:
    """Return what a change wrote, :data:`DETAILS`: each field that differs, before and after."""
    parts = [_differences(cursor, table, change_id, staff_id, scope) for table in EDITED]
    return tables.typed(pd.concat(parts, ignore_index=True), DETAILS)


def _differences(
    cursor: duckdb.DuckDBPyConnection, table: Table, change_id: int, staff_id: str | None, scope: Scope
) -> pd.DataFrame:
    keys = list(table.key)
    told = [name for name in table.columns if name not in _UNTOLD and name != "staff_id"]
    of_person = "true"
    if "staff_id" in table.columns:
        of_person = f"(?::varchar is null or staff_id = ?) and {in_scope('t', scope)}"
    sides = {}
    for side, column in (("before", "removed_by"), ("after", "added_by")):
        texts = ", ".join(f'"{name}"::varchar as "{name}"' for name in table.columns)
        sides[side] = fetch(
            cursor,
            f"select {texts} from {table.name} t where {column} = {change_id} and {of_person} "
            f"qualify row_number() over (partition by {', '.join(keys)} order by added_by) = 1 "
            f"order by {', '.join(keys)} limit {MOST_ROWS}",
            [staff_id, staff_id] if "staff_id" in table.columns else [],
        )
    if not len(sides["before"]) and not len(sides["after"]):
        return tables.empty(DETAILS)
    both = (
        sides["before"]
        .astype("object")
        .merge(sides["after"].astype("object"), on=keys, how="outer", suffixes=("_before", "_after"))
    )
    rows = []
    names = [name for name in told if name not in keys]
    for name in names or keys:
        before = both.get(f"{name}_before", pd.Series(None, index=both.index, dtype="object"))
        after = both.get(f"{name}_after", both.get(name, before))
        rows.append(
            pd.DataFrame(
                {
                    "staff_id": _person(both),
                    "table": table.name,
                    "record": _record(table, both),
                    "field": name,
                    "before": before.astype("object").where(before.notna(), None),
                    "after": after.astype("object").where(after.notna(), None),
                }
            )
        )
    told_rows = pd.concat(rows, ignore_index=True)
    same = told_rows["before"].fillna("").eq(told_rows["after"].fillna(""))
    return told_rows.loc[~same]


def _person(both: pd.DataFrame) -> pd.Series:
    if "staff_id" in both:
        return both["staff_id"]
    if "staff_id_after" in both:
        return both["staff_id_after"].fillna(both["staff_id_before"])
    return pd.Series(None, index=both.index, dtype="object")


def _record(table: Table, both: pd.DataFrame) -> pd.Series:
    """Return what tells a row of a table apart: the credential, the title of an activity, the kind of a note."""
    named = {
        "holdings": ("credential", "program"),
        "past_cycles": ("credential", "cycle_end"),
        "memberships": ("provider",),
        "credits": ("title", "completed_on"),
        "record_notes": ("kind",),
        "circumstances": ("kind",),
        "sessions": ("title",),
    }.get(table.name, ())
    words = pd.Series("", index=both.index, dtype="object")
    for name in named:
        value = both[name] if name in both else both[f"{name}_after"].fillna(both[f"{name}_before"])
        words = words.where(words == "", words + ", ") + value.fillna("").astype("object")
    return words
