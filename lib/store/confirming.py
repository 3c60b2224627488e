"""What waits for somebody's word: areas, possible duplicates, credits of several areas, what may be no education."""

from __future__ import annotations

from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from lib.access.principal import Scope
from lib.domain import tables
from lib.domain.areas import UNASSIGNED_NUMBER
from lib.store.assignments import waits_for_area
from lib.store.doubles import REPEATED
from lib.store.effective import credit_subject, pair_subject
from lib.store.frames import fetch, fetch_arrow, registered
from lib.store.versioned import in_scope, visible

AREA_GROUPS: Final[dict[str, str]] = {
    "area_key": tables.TEXT,
    "title_key": tables.TEXT,
    "area_text": tables.TEXT,
    "title": tables.TEXT,
    "titles": tables.TEXT,
    "credits": tables.WHOLE,
    "people": tables.WHOLE,
    "points": tables.HUNDREDTHS,
}
"""One row per text that no synonym knows, and per title where the file said nothing (then ``area_key`` is empty, and
``title_key`` is not); ``titles`` are up to twenty of its titles, joined by line ends."""

_SIDE: Final[dict[str, str]] = {
    "title": tables.TEXT,
    "provider": tables.TEXT,
    "completed_on": tables.DATE,
    "points": tables.HUNDREDTHS,
    "certificate_number": tables.TEXT,
    "file": tables.TEXT,
    "sheet": tables.TEXT,
    "row": tables.MAYBE_WHOLE,
}
DOUBLES: Final[dict[str, str]] = {
    "subject": tables.TEXT,
    "staff_id": tables.TEXT,
    "later_id": tables.WHOLE,
    "earlier_id": tables.MAYBE_WHOLE,
    **{f"later_{name}": dtype for name, dtype in _SIDE.items()},
    **{f"earlier_{name}": dtype for name, dtype in (_SIDE | {"points": tables.MAYBE_WHOLE}).items()},
}
"""One row per possible duplicate and person, both rows side by side; equal ``subject``: decided together. All of the
earlier row is missing where its file calls a row an earlier enrolment and no other row of that title is there (any
more): it still asks, because its file doubts it."""

SEVERAL: Final[dict[str, str]] = {
    "credit_id": tables.WHOLE,
    "subject": tables.TEXT,
    "staff_id": tables.TEXT,
    "title": tables.TEXT,
    "completed_on": tables.DATE,
    "points": tables.HUNDREDTHS,
    "areas": tables.TEXT,
    "activity_type": tables.TEXT,
    "eligibility": tables.TEXT,
    "allocation": tables.TEXT,
    "file": tables.TEXT,
    "sheet": tables.TEXT,
    "row": tables.WHOLE,
}
"""One row per credit that names several areas; ``allocation`` missing: no split was stored."""

TITLES: Final[dict[str, str]] = {
    "title_key": tables.TEXT,
    "title": tables.TEXT,
    "credits": tables.WHOLE,
    "people": tables.WHOLE,
    "points": tables.HUNDREDTHS,
    "counted": tables.WHOLE,
}
"""One row per title; ``counted`` of its credits are taken for continuing education now."""


_CREDIT: Final = f"""c.credit_id, {credit_subject("c")} as subject, c.staff_id, c.title, c.completed_on, c.points,
    coalesce(a.areas, c.areas) as areas, c.activity_type, coalesce(a.eligibility, c.eligibility) as eligibility,
    a.allocation, c.file, c.sheet, c."row\""""


def area_groups(
    cursor: duckdb.DuckDBPyConnection, asked: pa.Table, scope: Scope, *, by_title: bool = False
) -> pd.DataFrame:
    """Return what waits for an area, :data:`AREA_GROUPS`, most credits first; ``by_title``: whatever the text says."""
    text = "''" if by_title else "area_key"
    with registered(cursor, asked=asked):
        return fetch(
            cursor,
            f"""
            select {text} as area_key, case when {text} = '' then title_key else '' end as title_key,
                   coalesce(first(area_text order by credit_id), '') as area_text,
                   coalesce(first(title order by credit_id), '') as title,
                   array_to_string(list_sort(list(distinct title))[1:20], chr(10)) as titles,
                   count(*) as credits, count(distinct staff_id) as people, sum(points)::bigint as points
            from credits c left join asked a using (credit_id)
            where {visible("c")} and {in_scope("c", scope)} and {waits_for_area("c", "a")}
            group by 1, 2 order by credits desc, area_text, title, 1, 2
            """,
            columns=AREA_GROUPS,
        )


def doubles(cursor: duckdb.DuckDBPyConnection, asked: pa.Table, scope: Scope) -> pd.DataFrame:
    """Return the possible duplicates, :data:`DOUBLES`, newest first.

    A row that its file calls an earlier enrolment stands beside the person's other row of that title, where there is
    one.
    """
    sides = ", ".join(
        f'{alias}."{name}" as {side}_{name}' for side, alias in (("later", "l"), ("earlier", "e")) for name in _SIDE
    )
    with registered(cursor, asked=asked):
        return fetch(
            cursor,
            f"""
            with waiting as (
                select c.credit_id, coalesce(a.alike_to, c.credit_id) as alike_to
                from credits c left join asked a using (credit_id)
                where {visible("c")} and {in_scope("c", scope)} and coalesce(a.eligibility, c.eligibility) = 'ask'
                  and (a.alike_to is not null or coalesce(a.first_area, c.first_area) <> {UNASSIGNED_NUMBER})
            ), beside as (
                select w.credit_id, case when w.alike_to <> w.credit_id then w.alike_to else (
                           select max(o.credit_id) from credits o join credits c on c.credit_id = w.credit_id
                           where {visible("o")} and {visible("c")} and o.staff_id = c.staff_id
                             and o.title_key = c.title_key and o.credit_id <> c.credit_id
                       ) end as other, w.alike_to
                from waiting w
            )
            select case when b.alike_to = b.credit_id then {pair_subject("l", "l")} else {pair_subject("l", "e")} end
                       as subject,
                   l.staff_id, l.credit_id as later_id, e.credit_id as earlier_id, {sides}
            from beside b join credits l on l.credit_id = b.credit_id and {visible("l")}
            left join credits e on e.credit_id = b.other and {visible("e")}
            order by l.completed_on desc, l.title, l.staff_id, l.credit_id
            """,
            columns=DOUBLES,
        )


def several_areas(cursor: duckdb.DuckDBPyConnection, asked: pa.Table, scope: Scope) -> pd.DataFrame:
    """Return the credits in scope that name several areas and count or may, :data:`SEVERAL`, newest first."""
    with registered(cursor, asked=asked):
        return fetch(
            cursor,
            f"""
            select {_CREDIT}
            from credits c left join asked a using (credit_id)
            where {visible("c")} and {in_scope("c", scope)}
              and coalesce(a.eligibility, c.eligibility) <> 'no'
              and bit_count(coalesce(a.area_mask, c.area_mask)::bigint) > 1
            order by c.completed_on desc, c.title, c.staff_id, c.credit_id
            """,
            columns=SEVERAL,
        )


def titles(
    cursor: duckdb.DuckDBPyConnection, asked: pa.Table, scope: Scope, pattern: str, decided: list[str]
) -> pd.DataFrame:
    """Return the titles, :data:`TITLES`, of which some credit is no education now, or whose words fit ``pattern``.

    Titles in ``decided`` are left out; so are credits that do not count because they repeat another.
    """
    with registered(cursor, asked=asked, decided=pa.table({"title_key": pa.array(decided, pa.string())})):
        return fetch(
            cursor,
            f"""
            select c.title_key, coalesce(first(c.title order by c.credit_id), '') as title, count(*) as credits,
                   count(distinct c.staff_id) as people, sum(c.points)::bigint as points,
                   count(*) filter (where coalesce(a.eligibility, c.eligibility) <> 'no') as counted
            from credits c left join asked a using (credit_id)
            where {visible("c")} and {in_scope("c", scope)} and a.because is distinct from '{REPEATED}'
              and c.title_key not in (select title_key from decided)
            group by c.title_key
            having counted < count(*) or bool_or(regexp_matches(lower(coalesce(c.title, '')), ?))
            order by credits desc, 2, 1
            """,
            [pattern],
            columns=TITLES,
        )


def counted_credits(
    cursor: duckdb.DuckDBPyConnection, asked: pa.Table, scope: Scope, staff_ids: list[str]
) -> pd.DataFrame:
    """Return the credits of these people that count, the columns of :data:`SEVERAL`, by person, day and title."""
    with registered(cursor, asked=asked, listed=pa.table({"staff_id": pa.array(staff_ids, pa.string())})):
        return fetch(
            cursor,
            f"""
            select {_CREDIT} from credits c left join asked a using (credit_id)
            where {visible("c")} and {in_scope("c", scope)} and c.staff_id in (select staff_id from listed)
              and coalesce(a.eligibility, c.eligibility) = 'counts'
            order by c.staff_id, c.completed_on, c.title_key, c.credit_id
            """,
            columns=SEVERAL,
        )


def credit_owners(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return every credit with its person: ``credit_id``, ``staff_id``."""
    return fetch(cursor, f"select credit_id, staff_id from credits c where {visible('c')}")


def differing_people(cursor: duckdb.DuckDBPyConnection, before: pa.Table, after: pa.Table) -> list[str]:
    """Return whose credits amount to something else in one of two tables of :func:`effective.effective`."""
    names = "credit_id, areas, first_area, eligibility, alike_to, because, allocation"
    with registered(cursor, before_it=before, after_it=after):
        found = fetch_arrow(
            cursor,
            f"""
            with differing as (
                (select {names} from before_it except select {names} from after_it)
                union (select {names} from after_it except select {names} from before_it)
            )
            select distinct staff_id from credits c join differing using (credit_id)
            where {visible("c")} order by staff_id
            """,
        )
    return [str(each) for each in found["staff_id"].to_pylist()]
