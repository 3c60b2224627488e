"""What credits amount to under the decisions in force: areas, eligibility, splits. The stored stay as they were read.

Every reader joins this small table (only credits that differ from their stored row are in it), so a decision that is
taken back, or not yet known on a past day, leaves no trace.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from lib.domain import decisions as kinds
from lib.domain.activities import ASK, COUNTS, NO
from lib.domain.areas import AREA_NUMBER, UNASSIGNED_NUMBER, mask_of
from lib.store import doubles
from lib.store.decisions import answers
from lib.store.doubles import REPEATED
from lib.store.frames import fetch_arrow, registered
from lib.store.versioned import visible

_NONE: Final = pa.array([], pa.int64())
_PARTS: Final = pa.list_(pa.struct([("area", pa.int64()), ("points", pa.int64())]))

SAID_NOT: Final = "not_ce"
"""Why a credit does not count: a person said that it is no continuing education."""

SIGN: Final = "chr(31)"


def contents(alias: str) -> str:
    """Return the SQL for what makes a credit the same row again whoever has it: day, title, points."""
    return f"concat_ws({SIGN}, {alias}.completed_on, {alias}.title_key, {alias}.points)"


def credit_subject(alias: str) -> str:
    """Return the SQL for the subject of a decision about one credit of one person."""
    return f"concat_ws({SIGN}, coalesce({alias}.named_id, {alias}.staff_id), {contents(alias)})"


def pair_subject(one: str, other: str) -> str:
    """Return the SQL for the subject of a decision about two rows, whichever comes first."""
    return f"concat_ws({SIGN}, least({contents(one)}, {contents(other)}), greatest({contents(one)}, {contents(other)}))"


def effective(cursor: duckdb.DuckDBPyConnection, known_on: date | None = None) -> pa.Table:
    """Return the credits that decisions or possible duplicates make something else than their stored row.

    Columns: ``credit_id``; ``areas``, ``area_mask``, ``first_area``, ``eligibility`` (as they count); ``alike_to`` (the
    credit that it may repeat, or does); ``because`` (:data:`doubles.REPEATED`, :data:`SAID_NOT` or null);
    ``allocation`` (the split as stored, null: none) and ``parts`` (the same as a list of area number and hundredths).
    """
    judged = _judged(cursor, known_on)
    with registered(cursor, judged=judged):
        pairs = doubles.walked(_pairs(cursor, known_on))
        splits = _splits(cursor, known_on)
        with registered(cursor, pairs=pairs, splits=splits):
            return fetch_arrow(
                cursor,
                f"""
                with involved as (
                    select credit_id from judged union select credit_id from pairs union select credit_id from splits
                )
                select c.credit_id, coalesce(j.areas, c.areas) as areas,
                       coalesce(j.area_mask, c.area_mask)::bigint as area_mask,
                       coalesce(j.first_area, c.first_area)::bigint as first_area,
                       coalesce(p.eligibility, j.eligibility, c.eligibility) as eligibility,
                       coalesce(p.alike_to, j.alike_to) as alike_to,
                       case when coalesce(p.eligibility, '{NO}') = '{NO}' then coalesce(p.because, j.because) end
                           as because,
                       s.allocation, s.parts
                from involved join credits c using (credit_id) left join judged j using (credit_id)
                left join pairs p using (credit_id) left join splits s using (credit_id)
                where {visible("c", known_on)} order by c.credit_id
                """,
            )


def _judged(cursor: duckdb.DuckDBPyConnection, known_on: date | None) -> pa.Table:
    """Return the credits that a decision about their text or title concerns, or that repeat one after a merge."""
    said = _said(cursor, known_on)
    education = answers(cursor, kinds.EDUCATION, known_on)
    schooling = pa.table({"title_key": pa.array(education.keys(), pa.string()), "answer": [*education.values()]})
    merged = bool(answers(cursor, kinds.MERGE, known_on))
    own_area = "coalesce(b.first_area, t.first_area, c.first_area)"
    with registered(
        cursor, said=said, schooling=schooling.cast(pa.schema([("title_key", "string"), ("answer", "string")]))
    ):
        return fetch_arrow(
            cursor,
            f"""
            with repeats as ({_merged_repeats(known_on) if merged else _NO_REPEATS})
            select c.credit_id, coalesce(b.areas, t.areas, c.areas) as areas,
                   coalesce(b.area_mask, t.area_mask, c.area_mask)::bigint as area_mask,
                   {own_area}::bigint as first_area,
                   case when r.credit_id is not null then '{NO}'
                        when e.answer = '{kinds.NOT_EDUCATION}' then '{NO}'
                        when e.answer is null and coalesce(b.never, t.never, false) then '{NO}'
                        when c.eligibility = '{NO}' and e.answer is null then '{NO}'
                        when {own_area} = {UNASSIGNED_NUMBER} then '{ASK}'
                        when c.eligibility = '{ASK}' and c.first_area <> {UNASSIGNED_NUMBER} then '{ASK}'
                        else '{COUNTS}' end as eligibility,
                   r.alike_to,
                   case when r.credit_id is not null then '{REPEATED}'
                        when e.answer = '{kinds.NOT_EDUCATION}' then '{SAID_NOT}'
                        when e.answer is null and coalesce(b.never, t.never, false) then '{SAID_NOT}' end as because
            from credits c
            left join said t on t.title is false and c.area_key <> '' and t.key = c.area_key
            left join said b on b.title and c.first_area = {UNASSIGNED_NUMBER} and b.key = c.title_key
            left join schooling e on e.title_key = c.title_key
            left join repeats r on r.credit_id = c.credit_id
            where {visible("c", known_on)}
              and (t.key is not null or b.key is not null or e.title_key is not null or r.credit_id is not null)
            """,
        )


_NO_REPEATS: Final = "select null::bigint as credit_id, null::bigint as alike_to where false"


def _merged_repeats(known_on: date | None) -> str:
    """Return the query for credits that their person has twice since two records were merged: all but the first."""
    return f"""
        select credit_id, first_value(credit_id) over (
            partition by staff_id, completed_on, title_key, points order by credit_id
        ) as alike_to
        from credits m where {visible("m", known_on)} and staff_id in (
            select staff_id from credits n where named_id is not null and {visible("n", known_on)}
        )
        qualify credit_id <> alike_to
    """


def _said(cursor: duckdb.DuckDBPyConnection, known_on: date | None) -> pa.Table:
    """Return the areas that a manager gave to texts and titles, with their masks; ``never``: no education."""
    rows = []
    for kind, is_title in ((kinds.AREA, False), (kinds.TITLE_AREA, True)):
        for key, answer in answers(cursor, kind, known_on).items():
            never = answer == kinds.NOT_EDUCATION
            areas = [] if never else answer.split(";")
            rows.append(
                {
                    "title": is_title,
                    "key": key,
                    "never": never,
                    "areas": None if never else answer,
                    "area_mask": None if never else mask_of(areas),
                    "first_area": None if never else AREA_NUMBER[areas[0]],
                }
            )
    fields = [("title", pa.bool_()), ("key", pa.string()), ("never", pa.bool_()), ("areas", pa.string())]
    return pa.Table.from_pylist(
        rows, schema=pa.schema([*fields, ("area_mask", pa.int64()), ("first_area", pa.int64())])
    )


def _pairs(cursor: duckdb.DuckDBPyConnection, known_on: date | None) -> pa.Table:
    """Return the pairs that may be one activity, as :func:`doubles.walked` takes them.

    A row that the file itself calls an earlier enrolment (to be asked about although its area is known) stands as a
    pair with itself where nobody decided about it.
    """
    decided = answers(cursor, kinds.PAIR, known_on)
    table = pa.table(
        {"subject": pa.array(decided.keys(), pa.string()), "answer": pa.array(decided.values(), pa.string())}
    )
    with registered(cursor, decided=table):
        return fetch_arrow(
            cursor,
            f"""
            select distinct p.later_credit, p.earlier_credit,
                   coalesce(jl.eligibility, l.eligibility) as later_is,
                   coalesce(je.eligibility, e.eligibility) as earlier_is, d.answer
            from possible_duplicates p
            join credits l on l.credit_id = p.later_credit and {visible("l", known_on)}
            join credits e on e.credit_id = p.earlier_credit and {visible("e", known_on)} and e.staff_id = l.staff_id
            left join judged jl on jl.credit_id = l.credit_id left join judged je on je.credit_id = e.credit_id
            left join decided d on d.subject = {pair_subject("l", "e")}
            where {doubles.pair_holds("p", known_on)}
            union all
            select c.credit_id, c.credit_id, coalesce(j.eligibility, '{ASK}'), '{ASK}', d.answer
            from credits c left join judged j using (credit_id)
            left join decided d on d.subject = {pair_subject("c", "c")}
            where {visible("c", known_on)} and c.eligibility = '{ASK}' and c.first_area <> {UNASSIGNED_NUMBER}
            order by 1, 2
            """,
        )


def _splits(cursor: duckdb.DuckDBPyConnection, known_on: date | None) -> pa.Table:
    """Return the splits that fit their credit as it is now: every area is one of the credit's."""
    stored = answers(cursor, kinds.ALLOCATION, known_on)
    if not stored:
        return pa.table({"credit_id": _NONE, "allocation": pa.array([], pa.string()), "parts": pa.array([], _PARTS)})
    parsed = [kinds.parts_of(answer) for answer in stored.values()]
    table = pa.table(
        {
            "subject": pa.array(stored.keys(), pa.string()),
            "allocation": pa.array(stored.values(), pa.string()),
            "mask": pa.array([mask_of(parts) for parts in parsed], pa.int64()),
            "total": pa.array([sum(parts.values()) for parts in parsed], pa.int64()),
            "parts": pa.array(
                [[{"area": AREA_NUMBER[area], "points": points} for area, points in p.items()] for p in parsed], _PARTS
            ),
        }
    )
    with registered(cursor, stored=table):
        found = fetch_arrow(
            cursor,
            f"""
            select c.credit_id, d.allocation, d.parts from credits c join stored d on d.subject = {credit_subject("c")}
            left join judged j on j.credit_id = c.credit_id
            where {visible("c", known_on)} and d.total = c.points
              and (d.mask & ~coalesce(j.area_mask, c.area_mask)::bigint) = 0
            """,
        )
    return found


def any_split(table: pa.Table) -> bool:
    """Return whether any credit of :func:`effective` is split."""
    return bool(pc.count(table["allocation"]).as_py())
