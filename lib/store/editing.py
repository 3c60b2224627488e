"""Changes made by hand: written in one transaction like an import, and taken back like one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import duckdb
import pandas as pd

from lib.domain import tables
from lib.domain.calendar import spoken
from lib.domain.errors import RefusedCommand
from lib.domain.imports import ImportOutcome
from lib.store import batches, doubles, merging, undoing
from lib.store.building import refuse_if_built_on
from lib.store.frames import arrow, fetch_arrow, registered, value
from lib.store.record_tables import (
    ATTENDEE_ROWS,
    EDITED,
    NOTE_ROWS,
    RECORD_NOTES,
    SESSION_ROWS,
)
from lib.store.versioned import CREDITS, Change, Table, add_rows, remove_rows, replace_rows, visible

TAKE_BACK: Final = "take_back"
"""Kind of the change by which a change by hand is taken back."""

PER_CHANGE: Final = 1_000_000
"""Room for the notes of one change: ``note_id`` is ``change_id * PER_CHANGE`` + place, from 1."""


@dataclass(frozen=True)
class Draft:
    """What one change by hand writes.

    ``kind`` is a code of :data:`lib.domain.changes.KINDS`, ``summary`` says it in a few words. ``merged`` gives keyed
    rows that are merged into what is stored as an import's are (a later cycle end opens a new cycle); ``entered`` gives
    credits, stored as an import of their own; ``replaced`` are full rows that take the place of those of their key;
    ``removed`` are keys whose rows go. ``notes`` are :data:`RECORD_NOTES` without a number. ``session`` is one row of
    sessions whose ``session_id`` is missing where it is new, with the IDs of its ``attendees``.
    """

    kind: str
    summary: str
    reason: str | None = None
    merged: ImportOutcome | None = None
    entered: ImportOutcome | None = None
    replaced: tuple[tuple[Table, pd.DataFrame], ...] = ()
    removed: tuple[tuple[Table, pd.DataFrame], ...] = ()
    notes: pd.DataFrame | None = None
    session: pd.DataFrame | None = None
    attendees: tuple[str, ...] = field(default=())


def write(change: Change, draft: Draft) -> int:
    """Write a draft; returns how many rows it wrote or removed.

    Raises :class:`RefusedCommand` where it would change nothing, and ``StaleData`` where its credits repeat stored
    ones.
    """
    if draft.entered is not None:
        batches.store_outcome(change, draft.entered)
    if draft.merged is not None:
        merging.write(change, merging.planned(change.cursor, draft.merged))
    for table, frame in draft.replaced:
        rows = replace_rows(change, table, arrow(frame, table.columns))
        if table is CREDITS and rows.num_rows:
            _pair_again(change)
    for table, frame in draft.removed:
        remove_rows(change, table, arrow(frame, {name: table.columns[name] for name in table.key}))
    if draft.notes is not None and len(draft.notes):
        first = change.change_id * PER_CHANGE + 1
        numbered = draft.notes.assign(note_id=range(first, first + len(draft.notes)))
        add_rows(change, NOTE_ROWS, arrow(numbered, RECORD_NOTES))
    if draft.session is not None:
        _write_session(change, draft.session, draft.attendees)
    written = _written(change.cursor, change.change_id)
    if not written:
        raise RefusedCommand("Nothing was stored: what was entered is what is stored already.", code="nothing_changes")
    change.cursor.execute(
        "insert into edits (change_id, summary, reason) values (?, ?, ?)",
        [change.change_id, draft.summary, draft.reason],
    )
    return written


def _write_session(change: Change, session: pd.DataFrame, attendees: tuple[str, ...]) -> None:
    new = session["session_id"].isna()
    numbered = session.assign(session_id=session["session_id"].astype("Int64").mask(new, change.change_id))
    replace_rows(change, SESSION_ROWS, arrow(numbered, SESSION_ROWS.columns))
    number = int(numbered["session_id"].iloc[0])
    listed = arrow(
        pd.DataFrame({"session_id": [number] * len(attendees), "staff_id": list(attendees)}), ATTENDEE_ROWS.columns
    )
    with registered(change.cursor, listed=listed):
        gone = fetch_arrow(
            change.cursor,
            f"select session_id, staff_id from attendees a where session_id = {number} and {visible('a')} "
            "and staff_id not in (select staff_id from listed)",
        )
    remove_rows(change, ATTENDEE_ROWS, gone)
    replace_rows(change, ATTENDEE_ROWS, listed)


def _pair_again(change: Change) -> None:
    """End the pairs that the corrected credits made as possible duplicates, and find those they make now."""
    corrected = f"select credit_id from credits where added_by = {change.change_id}"
    _end_pairs(change, f"later_credit in ({corrected}) or earlier_credit in ({corrected})")
    doubles.add_pairs(change)
    change.cursor.execute(
        "update possible_duplicates set added_on = ? where added_by = ? and added_on is null",
        [change.on_date, change.change_id],
    )


def _end_pairs(change: Change, condition: str) -> None:
    change.cursor.execute(
        f"update possible_duplicates set removed_by = ?, removed_on = ? where removed_by is null and ({condition})",
        [change.change_id, change.on_date],
    )


def _written(cursor: duckdb.DuckDBPyConnection, change_id: int) -> int:
    counted = " union all ".join(
        f"select count(*) as n from {table.name} where added_by = {change_id} or removed_by = {change_id}"
        for table in EDITED
    )
    return int(value(cursor, f"select sum(n) from ({counted})"))


def take_back(change: Change, of_change: int) -> str:
    """Take a change by hand back whole; returns its summary.

    Raises :class:`RefusedCommand` where there is no such change, where it was taken back before, and where later
    changes build on it: those are named in the order in which to take them back.
    """
    cursor = change.cursor
    found = cursor.execute(
        "select e.summary, u.on_date, b.batch from edits e left join changes u on u.change_id = e.undone_by "
        "left join batches b on b.change_id = e.change_id where e.change_id = ?",
        [of_change],
    ).fetchone()
    if found is None:
        raise RefusedCommand(
            f"There is no change by hand number {of_change}, so nothing was taken back. "
            "See the numbers in the change log; an import is taken back in the list of imports.",
            code="unknown_change",
        )
    summary, undone_on, batch = str(found[0]), found[1], found[2]
    if undone_on is not None:
        raise RefusedCommand(
            f"Change {of_change} ({summary}) was already taken back on {spoken(undone_on)}. Nothing was changed.",
            code="already_undone",
        )
    refuse_if_built_on(cursor, of_change, f"Change {of_change} ({summary})", f"change {of_change}")
    if batch is not None:
        undoing.undo(change, int(batch))
    else:
        for table in EDITED:
            undoing.take_back_rows(change, table, of_change)
        _end_pairs(change, f"added_by = {of_change}")
        cursor.execute(
            "insert into possible_duplicates (later_credit, earlier_credit, added_by, added_on) "
            "select later_credit, earlier_credit, added_by, ?::date from possible_duplicates where removed_by = ?",
            [change.on_date, of_change],
        )
    cursor.execute("update edits set undone_by = ? where change_id = ?", [change.change_id, of_change])
    return summary


def nothing_read(file: str) -> ImportOutcome:
    """Return an outcome of no rows, to be filled with what a change by hand merges."""
    return ImportOutcome(
        file=file,
        size=0,
        sha256="",
        sheets=[],
        staff=tables.empty(tables.STAFF),
        credentials=tables.empty(tables.HOLDINGS),
        credits=tables.empty(tables.CREDITS),
        memberships=tables.empty(tables.MEMBERSHIPS),
        catalogue=tables.empty(tables.PRODUCTS),
        waiting=pd.DataFrame(),
        duplicate_of=pd.DataFrame(),
    )
