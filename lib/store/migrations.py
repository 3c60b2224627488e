"""Numbered, forward-only schema changes; a change and its record are one transaction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from lib.domain.errors import DatabaseUnavailable

FOLDER: Final = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Migration:
    """One numbered file of statements."""

    number: int
    name: str
    statements: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.statements.encode()).hexdigest()


def shipped(folder: Path = FOLDER) -> list[Migration]:
    """Return the migrations in a folder, by number: ``0001_initial.sql`` is number 1, named ``initial``."""
    found = []
    for path in sorted(folder.glob("[0-9]*_*.sql")):
        number, _, name = path.stem.partition("_")
        found.append(Migration(int(number), name, path.read_text(encoding="utf-8")))
    return found


def migrate(cursor: duckdb.DuckDBPyConnection, migrations: list[Migration], place: str) -> None:
    """Apply what is pending, each in its own transaction.

    Raises :class:`DatabaseUnavailable` where the database was written by a newer version, or by other statements than
    those shipped under the same number; ``place`` names the database in that sentence.
    """
    cursor.execute(
        "create table if not exists migrations "
        "(number integer not null, name varchar not null, checksum varchar not null)"
    )
    applied = dict(cursor.execute("select number, checksum from migrations order by number").fetchall())
    known = {migration.number: migration for migration in migrations}
    newer = [number for number in applied if number not in known]
    if newer:
        raise DatabaseUnavailable(
            f"The database {place} was written by a newer version of LabReady (its schema is number {max(newer)}, "
            f"this version knows up to {max(known)}). Nothing was changed. Update LabReady, or name another database."
        )
    for migration in migrations:
        if migration.number in applied:
            if applied[migration.number] != migration.checksum:
                raise DatabaseUnavailable(
                    f"The database {place} was made with another form of schema change {migration.number} "
                    f"({migration.name}) than this version ships. Nothing was changed. "
                    "Use the version of LabReady that made it, or restore a backup."
                )
            continue
        cursor.execute("begin transaction")
        try:
            cursor.execute(migration.statements)
            # Written out, since DuckDB loads pandas for the first parameter it is given; all three are this program's.
            cursor.execute(
                f"insert into migrations values ({migration.number:d}, '{migration.name}', '{migration.checksum}')"
            )
            cursor.execute("commit")
        except BaseException:
            cursor.execute("rollback")
            raise
