"""The database file, opened: locked down, its schema up to date. It loads no frames, so that it is open at once."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from lib.domain.errors import DatabaseUnavailable
from lib.store import migrations

IN_MEMORY: Final = ":memory:"
FORM: Final = "v1.3.0"
"""The oldest DuckDB that opens a file made here: its form of texts takes two thirds of the time to write. A file that
is there already keeps the form that it has."""


@dataclass(frozen=True)
class DatabaseFile:
    """An open database and where it is; :meth:`lib.store.database.Store.on` makes the store of it."""

    root: duckdb.DuckDBPyConnection
    place: str

    @classmethod
    def open(cls, path: Path | str, *, memory_limit: str | None = None, threads: int | None = None) -> DatabaseFile:
        """Open the database at ``path``, made (with its folder) where there is none, and bring its schema up to date.

        ``:memory:`` keeps it in memory. Raises :class:`DatabaseUnavailable` with a sentence where another process holds
        it, or it is damaged, no database, or made by a newer version.
        """
        place = str(path)
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "storage_compatibility_version": FORM,
        }
        if memory_limit is not None:
            config["memory_limit"] = memory_limit
        if threads is not None:
            config["threads"] = str(threads)
        try:
            if place != IN_MEMORY:
                # Names and dates of staff: the folder is for its owner alone where it is made here.
                Path(place).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            root = duckdb.connect(place, config=config)
        except (duckdb.Error, OSError) as error:
            raise DatabaseUnavailable(unavailable(place, error)) from error
        try:
            if not _truth(root, "select current_setting('lock_configuration')"):
                # No statement, whatever text it was made from, reads or writes any other file from here on.
                root.execute("set enable_external_access = false")
                root.execute("set lock_configuration = true")
            migrations.migrate(root, migrations.shipped(), place)
        except duckdb.Error as error:
            root.close()
            raise DatabaseUnavailable(unavailable(place, error)) from error
        except DatabaseUnavailable:
            root.close()
            raise
        return cls(root, place)

    def anybody(self) -> bool:
        """Return whether any person was ever stored."""
        with closing(self.root.cursor()) as cursor:
            return _truth(cursor, "select exists (from staff)")

    def close(self) -> None:
        """Let go of the file; nothing can be asked after it."""
        self.root.close()


def _truth(cursor: duckdb.DuckDBPyConnection, statement: str) -> bool:
    row = cursor.execute(statement).fetchone()
    return row is not None and bool(row[0])


def unavailable(place: str, error: Exception) -> str:
    """Return what is wrong with the database file and what to do about it."""
    found = str(error)
    if "Could not set lock" in found or "being used by another process" in found:
        holder = f" (process {found.split('PID ')[1].split(')')[0]})" if "PID " in found else ""
        return (
            f"The database {place} is in use by another process{holder}: a dashboard or another command of LabReady. "
            "Only one can hold it at a time. Nothing was changed. Close the dashboard or wait for the other command, "
            "then try again; or name another database with --db or LABREADY_DB."
        )
    if "not a valid DuckDB database" in found:
        return (
            f"{place} is there, but it is not a LabReady database. Nothing was changed. "
            "Name the right file with --db or LABREADY_DB; a new database is made where no file is."
        )
    if "version number" in found or "storage version" in found.lower():
        return (
            f"The database {place} was written by a newer version of the database software than this LabReady uses. "
            "Nothing was changed. Update LabReady, or name another database with --db or LABREADY_DB."
        )
    if isinstance(error, OSError) or any(
        cause in found for cause in ("Cannot open file", "Permission denied", "Is a directory", "Read-only")
    ):
        return (
            f"The database {place} cannot be opened: {_first_line(found)}. Nothing was changed. "
            "Check that the folder is there and that you may write to it, or name another database with --db or "
            "LABREADY_DB."
        )
    return (
        f"The database {place} is damaged or cannot be read: {_first_line(found)}. Nothing was changed. "
        "Put the file aside and restore a backup."
    )


def _first_line(words: str) -> str:
    return words.strip().splitlines()[0].rstrip(".")
