"""Imports as they are stored: in one transaction, with their accounting, their problems and their rejected rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import duckdb
import pandas as pd
import pyarrow as pa

from lib.domain import tables
from lib.domain.imports import ImportOutcome, SheetReport
from lib.store import doubles, merging
from lib.store.frames import arrow, fetch, fetch_arrow, registered, value
from lib.store.merged_people import under_their_person
from lib.store.new_credits import add_credits
from lib.store.placing import placed
from lib.store.stale import StaleData
from lib.store.versioned import WAITING_ROWS, Change, add_rows, visible

HISTORY: Final[dict[str, str]] = {
    "batch": tables.WHOLE,
    "at": tables.DATE,
    "on_date": tables.DATE,
    "actor": tables.TEXT,
    "file": tables.TEXT,
    "size": tables.WHOLE,
    "sha256": tables.TEXT,
    "read": tables.WHOLE,
    "accepted": tables.WHOLE,
    "duplicates": tables.WHOLE,
    "skipped": tables.WHOLE,
    "rejected": tables.WHOLE,
    "undone_on": tables.DATE,
}
"""``at`` is the moment by the clock, ``on_date`` the day the import was made for, ``undone_on`` missing: in force."""

PROBLEMS: Final[dict[str, str]] = {
    "sheet": tables.TEXT,
    "row": tables.WHOLE,
    "column": tables.TEXT,
    "value": tables.TEXT,
    "code": tables.TEXT,
    "message": tables.TEXT,
}

REJECTED: Final[dict[str, str]] = {
    "sheet_number": tables.WHOLE,
    "sheet": tables.TEXT,
    "row": tables.WHOLE,
    "header": tables.TEXT,
    "cells": tables.TEXT,
    "reasons": tables.TEXT,
}
"""``header`` and ``cells`` are JSON lists of text; ``reasons`` the sentences of the row's problems."""

_COUNTS: Final = ("read", "accepted", "duplicates", "skipped", "rejected")


@dataclass(frozen=True)
class Stored:
    """What an import stored: its number, its change, and how much of each was new or changed."""

    batch: int
    new_staff: int
    changed_staff: int
    new_holdings: int
    changed_holdings: int
    new_credits: int
    duplicates: int
    new_products: int = 0
    changed_products: int = 0


def on() -> None:
    """Go on."""


def store_outcome(change: Change, outcome: ImportOutcome, go_on: Callable[[], None] = on) -> Stored:
    """Store all that a file gives. Raises :class:`StaleData` where it repeats stored credits.

    ``go_on`` is called between the steps; what it raises ends the storing, and the transaction with it.
    """
    cursor = change.cursor
    batch = int(value(cursor, "select coalesce(max(batch), 0) + 1 from batches"))
    plan = merging.planned(cursor, outcome)
    touched = merging.touched_keys(outcome, plan)
    go_on()
    written = merging.write(change, plan)
    credits, waiting = placed(outcome, batch)
    credits = under_their_person(cursor, credits)
    _refuse_repeated(cursor, credits)
    waiting, waited = _told_before(cursor, waiting)
    go_on()
    added = add_credits(change, credits)
    add_rows(change, WAITING_ROWS, waiting)
    go_on()
    if added is not None:
        doubles.add_pairs(change, added)
    with registered(cursor, touched_rows=touched, repeated=_repeated(outcome), waited=waited):
        cursor.execute(f"insert into touched select {batch}, kind, staff_id, key from touched_rows")
        cursor.execute(f'insert into duplicate_rows select {batch}, sheet, "row", credit_id from repeated')
        cursor.execute(f'insert into duplicate_rows select {batch}, sheet, "row", credit_id from waited')
    _store_report(change, batch, outcome, stored=written + credits.num_rows + waiting.num_rows)
    go_on()
    return Stored(
        batch,
        plan.staff.new,
        plan.staff.changed,
        plan.holdings.new,
        plan.holdings.changed,
        credits.num_rows,
        sum(sheet.duplicates for sheet in outcome.sheets),
        sum(part.new for part in (plan.products, *plan.offers)),
        sum(part.changed for part in (plan.products, *plan.offers)),
    )


def _refuse_repeated(cursor: duckdb.DuckDBPyConnection, credits: pa.Table) -> None:
    with registered(cursor, incoming=credits):
        repeated = value(
            cursor,
            f"select count(*) from incoming n join credits c on c.staff_id = n.staff_id and {visible('c')} "
            "and c.completed_on = n.completed_on and c.title_key = n.title_key and c.points = n.points",
        )
    if repeated:
        raise StaleData


def _told_before(cursor: duckdb.DuckDBPyConnection, waiting: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Return the rows that do not wait yet; and of the others ``sheet``, ``row`` and the ``credit_id`` they repeat."""
    same = " and ".join(
        f"w.{name} is not distinct from n.{name}"
        for name in (
            "person_key",
            "person_id",
            "person_number",
            "person_email",
            "person_name",
            "completed_on",
            "title_key",
            "points",
        )
    )
    with registered(cursor, incoming=waiting):
        repeated = fetch_arrow(
            cursor,
            'select n.credit_id as own_id, n.sheet, n."row", min(w.credit_id) as credit_id from incoming n '
            f"join waiting w on {same} and {visible('w')} group by all",
        )
        with registered(cursor, repeated=repeated):
            fresh = fetch_arrow(
                cursor, "select * from incoming where credit_id not in (select own_id from repeated) order by credit_id"
            )
    return fresh, repeated


def _repeated(outcome: ImportOutcome) -> pa.Table:
    of_stored = outcome.duplicate_of.loc[outcome.duplicate_of["credit_id"].notna()]
    return arrow(of_stored, {"sheet": tables.TEXT, "row": tables.WHOLE, "credit_id": tables.WHOLE})


def _store_report(change: Change, batch: int, outcome: ImportOutcome, stored: int) -> None:
    cursor = change.cursor
    sums = {name: sum(getattr(sheet, name) for sheet in outcome.sheets) for name in _COUNTS}
    report = json.dumps([_summary(sheet) for sheet in outcome.sheets], ensure_ascii=False)
    cursor.execute(
        'insert into batches (batch, change_id, file, size, sha256, "read", accepted, duplicates, skipped, rejected, '
        "stored, report) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [batch, change.change_id, outcome.file, outcome.size, outcome.sha256, *sums.values(), stored, report],
    )
    cursor.execute("update changes set batch = ? where change_id = ?", [batch, change.change_id])
    with registered(cursor, found=_problem_rows(outcome), kept=_rejected_cells(outcome)):
        cursor.execute(
            f'insert into problems select {batch}, sheet, "row", "column", "value", code, message from found'
        )
        cursor.execute(
            f'insert into rejected_rows select {batch}, sheet_number, sheet, "row", header, cells, reasons from kept'
        )


def _summary(sheet: SheetReport) -> dict[str, Any]:
    """Return what is kept of a sheet's report as JSON; its problems and rejected rows have their own tables."""
    return {
        "sheet": sheet.sheet,
        "kind": sheet.kind,
        "header_row": sheet.header_row,
        **{name: getattr(sheet, name) for name in _COUNTS},
        "unassigned_areas": sheet.unassigned_areas,
        "new_staff": sheet.new_staff,
        "date_order": sheet.date_order,
        "fingerprint": sheet.fingerprint,
        "notes": sheet.notes,
        "columns": [[column.index, column.header, column.field, column.evidence] for column in sheet.columns],
    }


def _problem_rows(outcome: ImportOutcome) -> pa.Table:
    rows = [
        (sheet.sheet, problem.row, problem.column, problem.value, problem.code, problem.message)
        for sheet in outcome.sheets
        for problem in sheet.problems
    ]
    return arrow(pd.DataFrame(rows, columns=list(PROBLEMS)), PROBLEMS)


def _rejected_cells(outcome: ImportOutcome) -> pa.Table:
    rows = []
    for number, sheet in enumerate(outcome.sheets):
        reasons: dict[int, list[str]] = {}
        for problem in sheet.problems:
            reasons.setdefault(problem.row, []).append(problem.message)
        header = json.dumps(sheet.header, ensure_ascii=False)
        rows += [
            (number, sheet.sheet, row, header, json.dumps(cells, ensure_ascii=False), " ".join(reasons.get(row, [])))
            for row, cells in sorted(sheet.rejected_cells.items())
        ]
    return arrow(pd.DataFrame(rows, columns=list(REJECTED)), REJECTED)


def history(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the imports, :data:`HISTORY`, oldest first."""
    return fetch(
        cursor,
        'select b.batch, c."at", c.on_date, c.actor, b.file, b.size, b.sha256, b."read", b.accepted, b.duplicates, '
        "b.skipped, b.rejected, u.on_date as undone_on from batches b join changes c using (change_id) "
        "left join changes u on u.change_id = b.undone_by order by b.batch",
        columns=HISTORY,
    )


def reports(cursor: duckdb.DuckDBPyConnection, batch: int | None = None) -> list[dict[str, Any]]:
    """Return what each sheet of an import (or of all, the latest first) was taken for, with its counts and columns.

    Keys as :func:`_summary` writes them; ``columns`` are lists of index, header, field and evidence.
    """
    rows = cursor.execute(
        "select report from batches where ? is null or batch = ? order by batch desc", [batch, batch]
    ).fetchall()
    return [sheet for (report,) in rows for sheet in json.loads(report)]


def problems(cursor: duckdb.DuckDBPyConnection, batch: int) -> pd.DataFrame:
    """Return the problems of an import, :data:`PROBLEMS`, as they were found."""
    return fetch(
        cursor,
        'select sheet, "row", "column", "value", code, message from problems where batch = ? order by rowid',
        [batch],
        columns=PROBLEMS,
    )


def rejected_rows(cursor: duckdb.DuckDBPyConnection, batch: int) -> pd.DataFrame:
    """Return the rejected rows of an import, :data:`REJECTED`, in the order of the file."""
    return fetch(
        cursor,
        'select sheet_number, sheet, "row", header, cells, reasons from rejected_rows where batch = ? '
        'order by sheet_number, "row"',
        [batch],
        columns=REJECTED,
    )
