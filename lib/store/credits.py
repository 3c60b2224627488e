"""Credits: one person's, the keys of all, and the sums that a verdict is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from lib.access.principal import Scope
from lib.domain import tables
from lib.domain.activities import NOT_EDUCATION
from lib.domain.areas import UNASSIGNED_NUMBER
from lib.domain.decisions import NOBODY
from lib.store.effective import any_split
from lib.store.frames import arrow, fetch, registered, value
from lib.store.people import merged_roots
from lib.store.versioned import in_scope, person_number, visible

CREDITS_OF: Final[dict[str, str]] = {
    "credit_id": tables.WHOLE,
    "batch": tables.WHOLE,
    **tables.CREDITS,
    "area_mask": tables.WHOLE,
    "first_area": tables.WHOLE,
    "alike_to": tables.MAYBE_WHOLE,
    "because": tables.TEXT,
    "allocation": tables.TEXT,
}
"""Areas and ``eligibility`` are the effective ones. ``alike_to`` is the credit this one may repeat, where that made it
``ask``, or repeats, where ``because`` is ``repeated``; ``allocation`` is how the credit is split by decision
(``ethics=100;chemistry=50``), missing: it counts wholly in its first area."""

CREDIT_KEYS: Final[dict[str, str]] = {
    "staff_id": tables.TEXT,
    "completed_on": tables.DATE,
    "title_key": tables.TEXT,
    "points": tables.HUNDREDTHS,
    "credit_id": tables.WHOLE,
}

WINDOWS: Final[dict[str, str]] = {
    "holding": tables.WHOLE,
    "staff_id": tables.TEXT,
    "window_from": tables.DATE,
    "window_to": tables.DATE,
    "accepted_types": tables.TEXT,
}
"""``accepted_types``: activity types that the holding's rule accepts though no CE, ``;drill;``; empty: none."""

SUPPLY: Final[dict[str, str]] = {
    "holding": tables.WHOLE,
    "first_area": tables.WHOLE,
    "area_mask": tables.WHOLE,
    "activity_type": tables.TEXT,
    "eligibility": tables.TEXT,
    "points": tables.HUNDREDTHS,
    "recent": tables.HUNDREDTHS,
}

FACTS: Final[dict[str, str]] = {"staff_id": tables.TEXT, "accepted": tables.WHOLE, "data_through": tables.DATE}

SOURCES: Final[dict[str, str]] = {
    "source": tables.TEXT,
    "last_completed_on": tables.DATE,
    "last_imported_on": tables.DATE,
    "people": tables.WHOLE,
}

_EFFECTIVE: Final = "coalesce(a.eligibility, c.eligibility)"
_FIRST: Final = "coalesce(a.first_area, c.first_area)::bigint"
_OF_DECISION: Final = ("areas", "area_mask", "first_area", "eligibility")
"""Columns that decisions change; :func:`lib.store.effective.effective` has them as they count."""
_LISTED: Final = ", ".join(f"'{activity_type}'" for activity_type in NOT_EDUCATION)
_ACCEPTED: Final = (
    f"(c.activity_type in ({_LISTED}) and coalesce(contains(w.accepted_types, ';' || c.activity_type || ';'), false) "
    "and a.because is null)"
)
_EFFECTIVE_HERE: Final = (
    f"case when {_EFFECTIVE} <> 'no' then {_EFFECTIVE} when {_FIRST} = {UNASSIGNED_NUMBER} then 'ask' else 'counts' end"
)
"""Of the credits that are left in: a ``no`` is of a type that the rule accepts, and waits without an area."""


@dataclass(frozen=True)
class Reach:
    """How far the data reach: by source, the rows that wait for a person, and the credits that wait to be confirmed."""

    sources: pd.DataFrame
    waiting_rows: int
    to_confirm: int


def credits_of(
    cursor: duckdb.DuckDBPyConnection, asked: pa.Table, staff_id: str, scope: Scope, known_on: date | None
) -> pd.DataFrame:
    """Return one person's accepted credits, :data:`CREDITS_OF`, by completion date, then by ``credit_id``."""
    return _accepted(cursor, asked, scope, known_on, f"c.person = {person_number(cursor, staff_id)}")


def credits_in(
    cursor: duckdb.DuckDBPyConnection,
    asked: pa.Table,
    staff_ids: Sequence[str] | None,
    scope: Scope,
    known_on: date | None,
) -> pd.DataFrame:
    """Return the accepted credits of these people, or (None) of everybody in scope, :data:`CREDITS_OF`, by day."""
    listed = pa.table({"staff_id": pa.array(staff_ids or [], pa.string())})
    condition = "true" if staff_ids is None else "c.staff_id in (select staff_id from listed)"
    with registered(cursor, listed=listed):
        return _accepted(cursor, asked, scope, known_on, condition)


def _accepted(
    cursor: duckdb.DuckDBPyConnection,
    asked: pa.Table,
    scope: Scope,
    known_on: date | None,
    condition: str,
) -> pd.DataFrame:
    own = ", ".join(
        f'coalesce(a."{name}", c."{name}") as "{name}"' if name in _OF_DECISION else f'c."{name}"'
        for name in CREDITS_OF
        if name not in {"alike_to", "because", "allocation"}
    )
    with registered(cursor, asked=asked):
        return fetch(
            cursor,
            f"select {own}, a.alike_to, a.because, a.allocation from credits c left join asked a using (credit_id) "
            f"where {condition} and {visible('c', known_on)} and {in_scope('c', scope, known_on)} "
            "order by c.completed_on, c.credit_id",
            columns=CREDITS_OF,
        )


def credit_keys(cursor: duckdb.DuckDBPyConnection, staff_ids: Sequence[str] | None) -> pd.DataFrame:
    """Return what makes a credit a duplicate, :data:`CREDIT_KEYS`, of these people or (None) of everybody."""
    listed = pa.table({"staff_id": pa.array(staff_ids or [], pa.string())})
    merged = merged_roots(cursor)
    joined = pa.table(
        {"gone_id": pa.array(merged.keys(), pa.string()), "kept_id": pa.array(merged.values(), pa.string())}
    )
    keys = ", ".join(f"c.{name}" for name in CREDIT_KEYS)
    under_gone = ", ".join("m.gone_id" if name == "staff_id" else f"c.{name}" for name in CREDIT_KEYS)
    every = f"select {keys} from credits c where {visible('c')}"
    if merged:
        # A file that names an ID which was joined to another repeats what the one person has.
        every += f" union all select {under_gone} from credits c join joined m on m.kept_id = c.staff_id "
        every += f"where {visible('c')}"
    with registered(cursor, listed=listed, joined=joined):
        return fetch(
            cursor,
            f"select * from ({every})"
            + ("" if staff_ids is None else " where staff_id in (select staff_id from listed)")
            + " order by credit_id, staff_id",
            columns=CREDIT_KEYS,
        )


def supply(
    cursor: duckdb.DuckDBPyConnection,
    asked: pa.Table,
    windows: pd.DataFrame,
    scope: Scope,
    as_of: date,
    known_on: date | None,
) -> pd.DataFrame:
    """Return the points that each window holds, :data:`SUPPLY`, summed by what decides where they may be allocated.

    ``windows`` has the columns of :data:`WINDOWS`, both days included, NaT = no window. Only credits up to ``as_of``
    that count or may (``counts``, ``ask``) or whose type the window's rule accepts; hundredths of points. ``recent``
    are those of the last 365 days up to ``as_of`` (that day included).
    """
    year_ago = (as_of - timedelta(days=365)).isoformat()
    whole, parts = "select * from held", ""
    if any_split(asked):
        # A split credit is in the sum once for each part; each part may still go wherever the credit may, at best.
        # The lists of parts are carried through the join only where there are any: they double its time.
        parts = "a.parts,"
        whole = "select * exclude (parts) from held where parts is null union all "
        whole += "select * exclude (parts, part) replace (part.area as first_area, part.points as points) "
        whole += "from (select *, unnest(parts) as part from held where parts is not null)"
    with registered(cursor, windows=arrow(windows, WINDOWS), asked=asked):
        return fetch(
            cursor,
            f"""
            with held as (
                select w.holding, {_FIRST} as first_area,
                       coalesce(a.area_mask, c.area_mask)::bigint as area_mask, c.activity_type,
                       {_EFFECTIVE_HERE} as eligibility, c.points, {parts}
                       c.completed_on > date '{year_ago}' as is_recent
                from windows w
                join credits c on c.staff_id = w.staff_id and c.completed_on between w.window_from and w.window_to
                left join asked a using (credit_id)
                where c.completed_on <= date '{as_of.isoformat()}' and ({_EFFECTIVE} <> 'no' or {_ACCEPTED})
                  and {visible("c", known_on)} and {in_scope("c", scope, known_on)}
            )
            select holding, first_area, area_mask, activity_type, eligibility, sum(points)::bigint as points,
                   coalesce(sum(points) filter (where is_recent), 0)::bigint as recent
            from ({whole}) group by all
            """,
            columns=SUPPLY,
        )


def facts(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, as_of: date, known_on: date | None, staff_id: str | None = None
) -> pd.DataFrame:
    """Return, for each person with any, how many accepted credits there are up to ``as_of`` and the last one's day."""
    # The condition stands only where one is asked for: an optional one would keep the scan from using it.
    own = "" if staff_id is None else f" and c.person = {person_number(cursor, staff_id)}"
    return fetch(
        cursor,
        "select n.staff_id, f.accepted, f.data_through from ("
        "select person, count(*) as accepted, max(completed_on) as data_through from credits c "
        f"where completed_on <= date '{as_of.isoformat()}' and {visible('c', known_on)} "
        f"and {in_scope('c', scope, known_on)}{own} group by person"
        ") f join person_numbers n using (person) order by n.staff_id",
        columns=FACTS,
    )


def titles_in(cursor: duckdb.DuckDBPyConnection, windows: pd.DataFrame, scope: Scope, as_of: date) -> pd.DataFrame:
    """Return the distinct ``staff_id`` and ``title_key`` of credits up to ``as_of`` in a window (:data:`WINDOWS`)."""
    with registered(cursor, windows=arrow(windows, WINDOWS)):
        return fetch(
            cursor,
            "select distinct c.staff_id, c.title_key from windows w join credits c on c.staff_id = w.staff_id "
            "and c.completed_on between w.window_from and w.window_to "
            f"where c.completed_on <= date '{as_of.isoformat()}' and {visible('c')} and {in_scope('c', scope)} "
            "order by all",
            columns={"staff_id": tables.TEXT, "title_key": tables.TEXT},
        )


def reach(
    cursor: duckdb.DuckDBPyConnection, asked: pa.Table, scope: Scope, as_of: date, known_on: date | None
) -> Reach:
    """Return how far the data reach up to ``as_of``: each provider's last completion and last import that told of it.

    A row that repeated a stored credit tells of its source too. Waiting rows belong to nobody yet, so only a scope
    without limits sees how many there are.
    """
    until = f"c.completed_on <= date '{as_of.isoformat()}'"
    seen = f"{visible('c', known_on)} and {until} and {in_scope('c', scope, known_on)}"
    day = "null" if known_on is None else f"date '{known_on.isoformat()}'"
    sources = fetch(
        cursor,
        f"""
        with telling as (
            select b.batch, h.on_date from batches b
            join changes h using (change_id) left join changes u on u.change_id = b.undone_by
            where coalesce(h.on_date <= {day}, true) and coalesce(u.on_date > {day}, u.on_date is null)
        ), told as (
            select credit_id, on_date from credits c join telling using (batch) where {seen}
            union all
            select credit_id, on_date from duplicate_rows d join telling using (batch)
        )
        select coalesce(c.provider, '') as source, max(c.completed_on) as last_completed_on,
               max(t.on_date) as last_imported_on, count(distinct c.staff_id) as people
        from credits c join told t using (credit_id)
        where {seen}
        group by 1 order by 2 desc, 1
        """,
        columns=SOURCES,
    )
    with registered(cursor, asked=asked):
        to_confirm = value(
            cursor,
            f"select count(*) from credits c left join asked a using (credit_id) where {seen} and {_EFFECTIVE} = 'ask'",
        )
    unlimited = scope.sites is None and scope.departments is None
    # What was said to be nobody's does not wait any more.
    aside = f"select subject from decisions d where d.kind = '{NOBODY}' and {visible('d', known_on)}"
    open_rows = f"select count(*) from waiting w where {visible('w', known_on)} and w.person_key not in ({aside})"
    waiting = value(cursor, open_rows) if unlimited else 0
    return Reach(sources, int(waiting), int(to_confirm))
