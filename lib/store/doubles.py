"""Possible duplicates: pairs of credits that may be one activity told twice, and which of them may therefore count.

Domain definition, "Which credits count": not a duplicate, but the same person within three days, with the same
certificate number or a title that is alike and the same groups of digits in it.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa

from lib.domain.activities import ASK, COUNTS, NO
from lib.domain.decisions import SAME, TWO
from lib.domain.likeness import ALIKE_DAYS, ALIKE_TITLES
from lib.store.frames import fetch_arrow, registered
from lib.store.versioned import Change, visible

DAYS: Final = ALIKE_DAYS
ALIKE: Final = ALIKE_TITLES
REPEATED: Final = "repeated"
"""Why a credit does not count: it is the same activity as another one."""


def add_pairs(change: Change) -> None:
    """Store the pairs that the credits added by this change make with each other and with what was there."""
    cursor = change.cursor
    cursor.execute(
        f"""
        create or replace temp table titles as
        select title, row_number() over (order by title) as title_id,
               array_to_string(list_sort(regexp_extract_all(title, '\\p{{Nd}}+')), ' ') as digits
        from (
            select distinct coalesce(title, '') as title from credits c
            where {visible("c")} and staff_id in (select staff_id from credits where added_by = {change.change_id})
        )
        """
    )
    cursor.execute(
        f"""
        create or replace temp table involved as
        select credit_id, staff_id, completed_on, title_id, digits, trim(certificate_number) as certificate,
               added_by = {change.change_id} as is_new
        from credits c join titles t on t.title = coalesce(c.title, '')
        where {visible("c")} and staff_id in (select staff_id from credits where added_by = {change.change_id})
        """
    )
    near = (
        f"a.staff_id = b.staff_id and b.completed_on between a.completed_on - {DAYS} and a.completed_on + {DAYS} "
        "and a.is_new and (case when b.is_new then b.credit_id < a.credit_id else b.credit_id <> a.credit_id end)"
    )
    pair = "greatest(a.credit_id, b.credit_id) as later_credit, least(a.credit_id, b.credit_id) as earlier_credit"
    names = "least(a.title_id, b.title_id) as one, greatest(a.title_id, b.title_id) as other"
    # Joined twice rather than kept: many short titles on one day make far more candidates than pairs.
    candidates = fetch_arrow(
        cursor,
        f"""
        select one, other, o.title as one_title, p.title as other_title
        from (select distinct {names} from involved a join involved b on {near} and a.digits = b.digits)
        join titles o on o.title_id = one join titles p on p.title_id = other
        """,
    )
    with registered(cursor, alike=_alike(candidates)):
        cursor.execute(
            f"""
            insert into possible_duplicates (later_credit, earlier_credit, added_by)
            select {pair}, {change.change_id} from involved a join involved b on {near} and a.digits = b.digits
            join alike on one = least(a.title_id, b.title_id) and other = greatest(a.title_id, b.title_id)
            union
            select {pair}, {change.change_id} from involved a
            join involved b on {near} and a.certificate = b.certificate and a.certificate <> ''
            """
        )
    cursor.execute("drop table involved")
    cursor.execute("drop table titles")


def _alike(pairs: pa.Table) -> pa.Table:
    """Return ``one`` and ``other`` of the pairs whose titles are alike."""
    from rapidfuzz import fuzz, process, utils

    scores = process.cpdist(
        pairs["one_title"].to_pylist(),
        pairs["other_title"].to_pylist(),
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        score_cutoff=ALIKE,
        dtype=np.float32,
    )
    return pairs.filter(pa.array(scores >= ALIKE, pa.bool_())).select(["one", "other"])


def walked(pairs: pa.Table) -> pa.Table:
    """Return what pairs of credits make of the later one: ``credit_id``, ``eligibility``, ``alike_to``, ``because``.

    ``pairs`` has ``later_credit``, ``earlier_credit``, what each is (``later_is``, ``earlier_is``) and the ``answer``
    of whoever decided about them (null: nobody), by later credit. A later row is compared only with rows that are not
    ``ask`` themselves, so the pairs are walked in the order of the later credit: every earlier one is settled by then.
    A credit in a pair with itself is one that its file calls an earlier enrolment.
    """
    asks: dict[int, int] = {}
    repeats: dict[int, int] = {}
    settled: dict[int, int] = {}
    columns = (
        pairs[name].to_pylist() for name in ("later_credit", "earlier_credit", "later_is", "earlier_is", "answer")
    )
    for later, earlier, later_is, earlier_is, answer in zip(*columns, strict=True):
        if answer == SAME and later_is != NO:
            repeats.setdefault(later, earlier)
        elif later == earlier and answer == TWO and later_is != NO:
            settled[later] = earlier
        elif answer is None and later_is == COUNTS and later not in asks and earlier_is != ASK and earlier not in asks:
            asks[later] = earlier
    found = [
        *((credit, NO, other, REPEATED) for credit, other in repeats.items()),
        *((credit, ASK, other, None) for credit, other in asks.items() if credit not in repeats),
        *((credit, COUNTS, None, None) for credit in settled if credit not in repeats and credit not in asks),
    ]
    fields = [
        ("credit_id", pa.int64()),
        ("eligibility", pa.string()),
        ("alike_to", pa.int64()),
        ("because", pa.string()),
    ]
    names = [name for name, _ in fields]
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in found], schema=pa.schema(fields))


def pair_holds(alias: str, known_on: date | None) -> str:
    """Return the condition that a pair holds, or held on a day: a correction of a credit ends the pairs it made."""
    if known_on is None:
        return f"{alias}.removed_by is null"
    day = f"date '{known_on.isoformat()}'"
    return f"coalesce({alias}.added_on <= {day}, true) and ({alias}.removed_on is null or {alias}.removed_on > {day})"
