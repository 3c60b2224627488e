"""Certificate programs: who is enrolled since when, which titles were marked, and the credits of those enrolled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from lib.access.principal import Scope
from lib.domain import tables
from lib.store.frames import arrow, fetch, registered
from lib.store.people import merged_roots
from lib.store.versioned import (
    COURSE_MARKS,
    ENROLMENT_ROWS,
    ENROLMENTS,
    MARK_ROWS,
    Change,
    in_scope,
    remove_rows,
    replace_rows,
    visible,
)

COURSE_CREDITS: Final[dict[str, str]] = {
    "credit_id": tables.WHOLE,
    "staff_id": tables.TEXT,
    "title": tables.TEXT,
    "title_key": tables.TEXT,
    "provider": tables.TEXT,
    "completed_on": tables.DATE,
    "points": tables.HUNDREDTHS,
    "activity_type": tables.TEXT,
    "eligibility": tables.TEXT,
    "alike_to": tables.MAYBE_WHOLE,
}
"""``eligibility`` is the stored one; ``alike_to`` is the credit that this one may repeat, where there is one."""


def enrolments(cursor: duckdb.DuckDBPyConnection, scope: Scope, known_on: date | None) -> pd.DataFrame:
    """Return who is enrolled, :data:`versioned.ENROLMENTS`, by person and program."""
    found = fetch(
        cursor,
        f"select {ENROLMENT_ROWS.column_list} from enrolments e where {visible('e', known_on)} "
        f"and {in_scope('e', scope, known_on)} order by staff_id, program",
        columns=ENROLMENTS,
    )
    merged = merged_roots(cursor, known_on)
    joined = found.assign(staff_id=found["staff_id"].replace(merged)) if merged else found
    return joined.drop_duplicates(["staff_id", "program"], ignore_index=True)


def marks(cursor: duckdb.DuckDBPyConnection, known_on: date | None) -> pd.DataFrame:
    """Return the titles that were marked, :data:`versioned.COURSE_MARKS`, by program and title."""
    return fetch(
        cursor,
        f"select {MARK_ROWS.column_list} from course_marks m where {visible('m', known_on)} order by program, title",
        columns=COURSE_MARKS,
    )


def course_credits(
    cursor: duckdb.DuckDBPyConnection,
    asked: pa.Table,
    scope: Scope,
    as_of: date,
    known_on: date | None,
    staff_id: str | None,
) -> pd.DataFrame:
    """Return the credits up to ``as_of`` of everybody in scope (or of one person), :data:`COURSE_CREDITS`."""
    own = ", ".join(f'c."{name}"' for name in COURSE_CREDITS if name != "alike_to")
    with registered(cursor, asked=asked):
        return fetch(
            cursor,
            f"select {own}, a.alike_to from credits c left join asked a using (credit_id) "
            f"where c.completed_on <= date '{as_of.isoformat()}' and {visible('c', known_on)} "
            f"and {in_scope('c', scope, known_on)} and (?::varchar is null or c.staff_id = ?) "
            "order by c.completed_on, c.credit_id",
            [staff_id, staff_id],
            columns=COURSE_CREDITS,
        )


def enrol(change: Change, rows: pd.DataFrame) -> int:
    """Make these enrolments (:data:`versioned.ENROLMENTS`) current; returns how many are new or changed."""
    return int(replace_rows(change, ENROLMENT_ROWS, arrow(rows, ENROLMENTS)).num_rows)


def end_enrolments(change: Change, keys: pd.DataFrame) -> None:
    """End the enrolments of these keys (``staff_id``, ``program``); the credits stay as they are."""
    remove_rows(change, ENROLMENT_ROWS, arrow(keys, dict.fromkeys(ENROLMENT_ROWS.key, tables.TEXT)))


def mark(change: Change, program: str, titles: Sequence[tuple[str, str]], *, is_course: bool) -> int:
    """Mark titles (key, as written) as courses of a program, or as none; returns how many marks are new or changed."""
    rows = pd.DataFrame(
        {
            "program": program,
            "title_key": [key for key, _ in titles],
            "title": [title for _, title in titles],
            "is_course": is_course,
        }
    )
    return int(replace_rows(change, MARK_ROWS, arrow(rows, COURSE_MARKS)).num_rows)


def unmark(change: Change, program: str, title_keys: Sequence[str]) -> None:
    """Take marks back: the words of the data decide again."""
    keys = pd.DataFrame({"program": [program] * len(title_keys), "title_key": list(title_keys)})
    remove_rows(change, MARK_ROWS, arrow(keys, dict.fromkeys(MARK_ROWS.key, tables.TEXT)))
