"""Decisions as they are stored: made, listed with who, when, before and after, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from lib.domain import decisions as kinds
from lib.domain import tables
from lib.store.frames import arrow, fetch, fetch_arrow, registered
from lib.store.versioned import (
    ALIAS_ROWS,
    ASSIGNMENT_ROWS,
    DECISION_ROWS,
    DECISIONS,
    Change,
    Table,
    remove_rows,
    replace_rows,
    visible,
)

MADE: Final[dict[str, str]] = {
    "kind": tables.TEXT,
    "subject": tables.TEXT,
    "words": tables.TEXT,
    "answer": tables.TEXT,
    "before": tables.TEXT,
    "actor": tables.TEXT,
    "at": tables.DATE,
    "on_date": tables.DATE,
    "in_force": tables.TRUTH,
    "taken_back_by": tables.TEXT,
    "taken_back_on": tables.DATE,
    "change_id": tables.WHOLE,
}
"""One row per decision that was made, newest first: what was decided (``words``), the answer and the one before it.
Neither in force nor taken back: another answer took its place."""

_OWN: Final[dict[str, tuple[Table, str, str]]] = {
    kinds.AREA: (ASSIGNMENT_ROWS, "area_key", "areas"),
    kinds.MATCH: (ALIAS_ROWS, "person_key", "staff_id"),
}
"""Kinds with a table of their own: the table, its key and its answer."""


@dataclass(frozen=True)
class Decision:
    """One decision: its kind, what it is about, the answer, and the thing as people saw it."""

    kind: str
    subject: str
    answer: str
    words: str


def decide(change: Change, decided: list[Decision]) -> int:
    """Make decisions, each in place of an earlier one about the same; returns how many are new or different."""
    written = 0
    general = [each for each in decided if each.kind not in _OWN]
    if general:
        frame = pd.DataFrame([vars(each) for each in general])
        written += replace_rows(change, DECISION_ROWS, arrow(frame, DECISIONS)).num_rows
    for kind, (table, key, answer) in _OWN.items():
        own = [each for each in decided if each.kind == kind]
        if own:
            rows = pa.table({key: [each.subject for each in own], answer: [each.answer for each in own]})
            written += replace_rows(change, table, rows).num_rows
    return written


def answers(cursor: duckdb.DuckDBPyConnection, kind: str, known_on: date | None = None) -> dict[str, str]:
    """Return the decisions of one kind in force: subject -> answer."""
    found = cursor.execute(
        f"select subject, answer from ({_all_rows()}) d where kind = ? and {visible('d', known_on)} order by subject",
        [kind],
    ).fetchall()
    return dict(found)


def made(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return every decision that was made, :data:`MADE`, newest first; those taken back say by whom and when."""
    return fetch(
        cursor,
        f"""
        with every as ({_all_rows()}), one_each as (
            select kind, subject, answer, added_by, any_value(words) as words,
                   bool_or(removed_by is null) as in_force, max(removed_by) as removed_by
            from every group by kind, subject, answer, added_by
        )
        select d.kind, d.subject, d.words, d.answer, max(p.answer) as before, h.actor, h."at", h.on_date, d.in_force,
               any_value(case when not d.in_force and r.kind in ('take back', 'undo') then r.actor end)
                   as taken_back_by,
               any_value(case when not d.in_force and r.kind in ('take back', 'undo') then r.on_date end)
                   as taken_back_on,
               d.added_by as change_id
        from one_each d join changes h on h.change_id = d.added_by
        left join every p on p.kind = d.kind and p.subject = d.subject and p.removed_by = d.added_by
        left join changes r on r.change_id = d.removed_by
        group by d.kind, d.subject, d.words, d.answer, d.in_force, d.added_by, h.actor, h."at", h.on_date
        order by d.added_by desc, d.kind, d.words, d.subject
        """,
        columns=MADE,
    )


def take_back(change: Change, kind: str, subjects: list[str]) -> int:
    """Take decisions of a kind back: the answer before each is in force again; returns how many there were."""
    table, key, _ = _OWN.get(kind, (DECISION_ROWS, "subject", "answer"))
    own = "" if kind in _OWN else f"and t.kind = '{kind}'"
    with registered(change.cursor, listed=pa.table({"subject": pa.array(subjects, pa.string())})):
        current = fetch_arrow(
            change.cursor,
            f"select {table.column_list}, added_by from {table.name} t "
            f"where {visible('t')} {own} and {key} in (select subject from listed)",
        )
    if not current.num_rows:
        return 0
    remove_rows(change, table, current.select(list(table.key)))
    with registered(change.cursor, gone=current):
        # What comes back keeps the change that supplied it, so that it can be taken back in its turn.
        change.cursor.execute(
            f"insert into {table.name} by name select {table.stored_list}, t.added_by, "
            f"?::date as added_on from (select t.* from {table.name} t join gone "
            f"on {table.same_key('gone', 't')} and t.removed_by = gone.added_by) t",
            [change.on_date],
        )
    return int(current.num_rows)


def _all_rows() -> str:
    """Return the query for the rows of every decision, with the four columns of the version."""
    version = "added_by, added_on, removed_by, removed_on"
    own = [
        f"select '{kind}' as kind, {key} as subject, {answer} as answer, {key} as words, {version} from {table.name}"
        for kind, (table, key, answer) in _OWN.items()
    ]
    return " union all ".join([f"select kind, subject, answer, words, {version} from decisions", *own])
