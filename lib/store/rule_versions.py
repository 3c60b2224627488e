"""What a laboratory says of rules: its own documents, the versions it verified, the comparisons with issuers' pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from lib.access.principal import Scope
from lib.domain import tables
from lib.store.frames import arrow, fetch, value
from lib.store.versioned import (
    CALIBRATION_ROWS,
    CALIBRATIONS,
    RULE_DOCUMENT_ROWS,
    RULE_VERIFICATION_ROWS,
    Change,
    add_rows,
    in_scope,
    remove_rows,
    replace_rows,
    visible,
)

HISTORY: Final[dict[str, str]] = {
    "document": tables.WHOLE,
    "name": tables.TEXT,
    "content": tables.TEXT,
    "author": tables.TEXT,
    "added_on": tables.DATE,
    "note": tables.TEXT,
    "taken_back_by": tables.TEXT,
    "taken_back_on": tables.DATE,
}
VERIFICATION_HISTORY: Final[dict[str, str]] = {
    "version": tables.TEXT,
    "verified_by": tables.TEXT,
    "verified_on": tables.DATE,
    "note": tables.TEXT,
    "ended_by": tables.TEXT,
    "ended_on": tables.DATE,
}


@dataclass(frozen=True)
class StoredDocument:
    """A rule file as it was stored: its number, the name given to it, its text, who stored it and when."""

    number: int
    name: str
    text: str
    author: str
    added_on: date


@dataclass(frozen=True)
class StoredVerification:
    """Who checked the numbers of a version at its source, and when; ``numbers`` is their fingerprint."""

    version: str
    numbers: str
    verified_by: str
    verified_on: date


def documents(cursor: duckdb.DuckDBPyConnection, known_on: date | None = None) -> tuple[StoredDocument, ...]:
    """Return the documents in force (or known on a day), in the order in which they were stored."""
    rows = cursor.execute(
        "select d.document, d.name, d.content, c.actor, d.added_on from rule_documents d "
        f"join changes c on c.change_id = d.added_by where {visible('d', known_on)} order by d.document"
    ).fetchall()
    return tuple(StoredDocument(*row) for row in rows)


def verifications(cursor: duckdb.DuckDBPyConnection, known_on: date | None = None) -> tuple[StoredVerification, ...]:
    """Return the verifications that hold (or were known on a day), by version."""
    rows = cursor.execute(
        "select version, numbers, verified_by, verified_on from rule_verifications v "
        f"where {visible('v', known_on)} order by version"
    ).fetchall()
    return tuple(StoredVerification(*row) for row in rows)


def history(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return every document ever stored, :data:`HISTORY`, newest first; ``taken_back_on`` missing: in force."""
    return fetch(
        cursor,
        "select d.document, d.name, d.content, c.actor as author, d.added_on, c.note, "
        "r.actor as taken_back_by, d.removed_on as taken_back_on from rule_documents d "
        "join changes c on c.change_id = d.added_by left join changes r on r.change_id = d.removed_by "
        "order by d.document desc",
        columns=HISTORY,
    )


def verification_history(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return every verification ever entered, :data:`VERIFICATION_HISTORY`, newest first."""
    return fetch(
        cursor,
        "select v.version, v.verified_by, v.verified_on, c.note, r.actor as ended_by, v.removed_on as ended_on "
        "from rule_verifications v join changes c on c.change_id = v.added_by "
        "left join changes r on r.change_id = v.removed_by order by v.added_by desc, v.version",
        columns=VERIFICATION_HISTORY,
    )


def next_document(cursor: duckdb.DuckDBPyConnection) -> int:
    """Return the number that the next document will have; numbers are never used again."""
    return int(value(cursor, "select coalesce(max(document), 0) + 1 from rule_documents"))


def add(change: Change, name: str, text: str) -> int:
    """Store a document after all others; returns its number."""
    number = next_document(change.cursor)
    add_rows(change, RULE_DOCUMENT_ROWS, pa.table({"document": [number], "name": [name], "content": [text]}))
    return number


def take_back(change: Change, number: int) -> None:
    """End a document; it stays readable in the history."""
    remove_rows(change, RULE_DOCUMENT_ROWS, pa.table({"document": [number]}))


def verify(change: Change, entry: StoredVerification) -> None:
    """Store that somebody checked a version; an earlier verification of it becomes history."""
    replace_rows(
        change,
        RULE_VERIFICATION_ROWS,
        pa.table(
            {
                "version": [entry.version],
                "numbers": [entry.numbers],
                "verified_by": [entry.verified_by],
                "verified_on": pa.array([entry.verified_on], pa.date32()),
            }
        ),
    )


def withdraw(change: Change, version: str) -> None:
    """End the verification of a version."""
    remove_rows(change, RULE_VERIFICATION_ROWS, pa.table({"version": [version]}))


def add_comparisons(change: Change, frame: pd.DataFrame) -> None:
    """Store comparisons, :data:`versioned.CALIBRATIONS` without ``comparison``: they are numbered on."""
    first = int(value(change.cursor, "select coalesce(max(comparison), 0) + 1 from calibrations"))
    numbered = frame.assign(comparison=range(first, first + len(frame)))
    add_rows(change, CALIBRATION_ROWS, arrow(numbered, CALIBRATIONS))


def comparisons(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> pd.DataFrame:
    """Return the comparisons in scope, newest first: :data:`versioned.CALIBRATIONS`, ``made_by`` and ``made_on``."""
    own = ", ".join(f'k."{name}"' for name in CALIBRATIONS)
    return fetch(
        cursor,
        f"select {own}, c.actor as made_by, k.added_on as made_on from calibrations k "
        f"join changes c on c.change_id = k.added_by where {visible('k')} and {in_scope('k', scope)} "
        "order by k.comparison desc",
        columns={**CALIBRATIONS, "made_by": tables.TEXT, "made_on": tables.DATE},
    )
