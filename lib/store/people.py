"""Staff, holdings, past cycles, memberships: what is stored of them, as known now or on a day."""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd

from lib.access.principal import Scope
from lib.domain import tables
from lib.domain.decisions import MERGE
from lib.store.cycles import merged_cycles
from lib.store.decisions import answers
from lib.store.frames import fetch
from lib.store.versioned import (
    HOLDINGS,
    MEMBERSHIPS,
    PAST,
    STAFF,
    Table,
    in_places,
    in_scope,
    literal,
    visible,
)


def staff(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, known_on: date | None, staff_id: str | None = None
) -> pd.DataFrame:
    """Return the staff members in scope, :data:`tables.STAFF`, by ``staff_id``; or the one of this ID.

    Records that were joined are one row under the ID that stays; what it does not say is taken from the others.
    """
    merged = merged_roots(cursor, known_on)
    found = fetch(
        cursor,
        f"select {STAFF.column_list} from staff s where {visible('s', known_on)} and {in_places('s', scope)} "
        f"and {_asked_for(staff_id, merged)} order by staff_id",
        columns=tables.STAFF,
    )
    if not merged:
        return found
    own, others = _parted(found, merged)
    joined = pd.concat([own, others]).groupby("staff_id", as_index=False, sort=True).first()
    kept = joined[joined["staff_id"].isin(own["staff_id"])]
    return tables.typed(kept.reset_index(drop=True), tables.STAFF)


def holdings(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, known_on: date | None, staff_id: str | None = None
) -> pd.DataFrame:
    """Return the holdings in scope, :data:`tables.HOLDINGS`, by person, program and credential; or one person's."""
    merged = merged_roots(cursor, known_on)
    if not merged:
        return _of_people(cursor, HOLDINGS, scope, known_on, staff_id, merged)
    return _cycles(cursor, scope, known_on, staff_id, merged)[0]


def memberships(cursor: duckdb.DuckDBPyConnection, scope: Scope, known_on: date | None) -> pd.DataFrame:
    """Return the memberships in scope, :data:`tables.MEMBERSHIPS`, by person and provider."""
    merged = merged_roots(cursor, known_on)
    found = _of_people(cursor, MEMBERSHIPS, scope, known_on, None, merged)
    if not merged:
        return found
    # Of two memberships with one provider the one that lasts longer; without a known end it is current.
    joined = pd.concat(_parted(found, merged)).sort_values("member_until", na_position="last", kind="stable")
    last = joined.drop_duplicates(["staff_id", "provider"], keep="last")
    return last.sort_values(["staff_id", "provider"], ignore_index=True)


def past_cycles(
    cursor: duckdb.DuckDBPyConnection, staff_id: str | None, scope: Scope, known_on: date | None
) -> pd.DataFrame:
    """Return the earlier cycles of one person (None: of everybody in scope), oldest end first."""
    merged = merged_roots(cursor, known_on)
    if not merged:
        return _of_people(cursor, PAST, scope, known_on, staff_id, merged)
    return _cycles(cursor, scope, known_on, staff_id, merged)[1]


def _cycles(
    cursor: duckdb.DuckDBPyConnection,
    scope: Scope,
    known_on: date | None,
    staff_id: str | None,
    merged: dict[str, str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return holdings and past cycles; those of joined records as if one file had named them all, the kept one last.

    Where no records were joined, each is what is stored of it, and the other need not be read.
    """
    current = _of_people(cursor, HOLDINGS, scope, known_on, staff_id, merged)
    past = _of_people(cursor, PAST, scope, known_on, staff_id, merged)
    own, others = _parted(current, merged)
    own_past, other_past = _parted(past, merged)
    concerned = set(others["staff_id"]) | set(other_past["staff_id"])
    is_own, is_past = own["staff_id"].isin(concerned), own_past["staff_id"].isin(concerned)
    incoming = pd.concat([others, own[is_own]], ignore_index=True)
    history = pd.concat([other_past, own_past[is_past]], ignore_index=True)
    if incoming.empty:
        return own, pd.concat([own_past, other_past]).sort_values(list(PAST.key), ignore_index=True)
    joined, joined_past = merged_cycles(incoming, tables.empty(tables.HOLDINGS), history)
    named = incoming[list(HOLDINGS.key)].drop_duplicates()
    unnamed = history.merge(named, on=list(HOLDINGS.key), how="left", indicator=True)
    unnamed = unnamed[unnamed["_merge"] == "left_only"].drop(columns="_merge")
    return (
        pd.concat([own[~is_own], joined]).sort_values(list(HOLDINGS.key), ignore_index=True),
        pd.concat([own_past[~is_past], joined_past, unnamed]).sort_values(list(PAST.key), ignore_index=True),
    )


def _of_people(
    cursor: duckdb.DuckDBPyConnection,
    table: Table,
    scope: Scope,
    known_on: date | None,
    staff_id: str | None,
    merged: dict[str, str],
) -> pd.DataFrame:
    return fetch(
        cursor,
        f"select {table.column_list} from {table.name} h where {visible('h', known_on)} "
        f"and {in_scope('h', scope, known_on)} and {_asked_for(staff_id, merged)} "
        f"order by {', '.join(table.key)}",
        columns=table.columns,
    )


def merged_roots(cursor: duckdb.DuckDBPyConnection, known_on: date | None = None) -> dict[str, str]:
    """Return the employee IDs that were joined to another: the ID that went -> the one under which the person is kept.

    Over any number of steps; a ring, which no check lets happen, ends where it began.
    """
    merges = answers(cursor, MERGE, known_on)
    found = {}
    for gone in merges:
        kept, seen = gone, {gone}
        while kept in merges and merges[kept] not in seen:
            kept = merges[kept]
            seen.add(kept)
        found[gone] = kept
    return found


def staff_to_read(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the staff as a reader of files needs it: with a bare row for each ID that was joined to another."""
    known = staff(cursor, Scope(), None)
    gone = pd.DataFrame({"staff_id": sorted(merged_roots(cursor))})
    return pd.concat([known, tables.typed(gone, tables.STAFF)], ignore_index=True) if len(gone) else known


def _asked_for(staff_id: str | None, merged: dict[str, str]) -> str:
    """Return the condition that a row is one person's, whatever ID it came under; none for everybody."""
    if staff_id is None:
        return "true"
    ids = [staff_id, *(gone for gone, kept in merged.items() if kept == staff_id)]
    return f"staff_id in ({', '.join(literal(each) for each in ids)})"


def _parted(rows: pd.DataFrame, merged: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of IDs that stay, and those of IDs that went, under the ID of their person."""
    went = rows["staff_id"].isin(list(merged))
    return rows[~went], rows[went].assign(staff_id=rows.loc[went, "staff_id"].map(merged))


def aliases(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the matches made by hand that are remembered: person key -> staff ID."""
    merged = merged_roots(cursor)
    found = fetch(cursor, f"select person_key, staff_id from aliases a where {visible('a')} order by person_key")
    ids = [merged.get(staff_id, staff_id) for staff_id in found["staff_id"]]
    return dict(zip(found["person_key"], ids, strict=True))
