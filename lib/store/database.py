"""The database file: opened by one process, a cursor for every use, one writer at a time, all or nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Final

import duckdb

from lib.store.copying import copied
from lib.store.decision_reads import Asked
from lib.store.frames import value
from lib.store.later_versions import close_later_versions
from lib.store.opening import DatabaseFile
from lib.store.reads import Answer, Reads
from lib.store.stale import StaleData
from lib.store.versioned import Change
from lib.store.writes import Writes

_WRITING: Final = threading.Lock()
"""One write at a time in this process: DuckDB would let two go on and refuse the second at its end."""
_NOTING: Final = threading.Lock()
"""One note of a visit at a time. It waits for no import: the tables of visits are written by nothing else."""


class Snapshot(Reads):
    """All reads of one moment: what is stored in the meantime is not seen."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, asked: Asked) -> None:
        super().__init__(asked)
        self._cursor = cursor

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        yield self._cursor


class Store(Writes):
    """The store of one laboratory. Reads and writes are in :mod:`lib.store.reads` and :mod:`lib.store.writes`."""

    def __init__(self, root: duckdb.DuckDBPyConnection, place: str) -> None:
        super().__init__(Asked())
        self._root = root
        self.place = place

    @classmethod
    def open(cls, path: Path | str, *, memory_limit: str | None = None, threads: int | None = None) -> Store:
        """Open the database at ``path``, made (with its folder) where there is none, and bring its schema up to date.

        ``:memory:`` keeps it in memory. Raises :class:`DatabaseUnavailable` with a sentence where another process holds
        it, or it is damaged, no database, or made by a newer version.
        """
        return cls.on(DatabaseFile.open(path, memory_limit=memory_limit, threads=threads))

    @classmethod
    def on(cls, file: DatabaseFile) -> Store:
        """Return the store of a file that is open; closing either closes both."""
        return cls(file.root, file.place)

    def close(self) -> None:
        """Let go of the file; nothing can be asked after it."""
        self._root.close()

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor whose statements all see the same moment."""
        with closing(self._root.cursor()) as cursor:
            cursor.execute("begin transaction")
            yield cursor
            cursor.execute("commit")

    def begun(self, ask: Callable[[], Answer]) -> Callable[[], Answer]:
        beside = ThreadPoolExecutor(max_workers=1)
        answer = beside.submit(ask)
        beside.shutdown(wait=False)
        return answer.result

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Give reads that all see the same moment, for answers that are put together from several."""
        with self.reading() as cursor:
            yield Snapshot(cursor, self.asked)

    @contextmanager
    def transaction(
        self,
        kind: str,
        *,
        actor: str,
        at: datetime,
        on_date: date,
        note: str | None = None,
        expected_version: int | None = None,
    ) -> Iterator[Change]:
        """Give a change to write with; all of it is stored at the end of the block, or nothing if the block raises.

        Every one bumps the data version. Raises :class:`StaleData` where ``expected_version`` is given and the data
        version is another.
        """
        with _WRITING, closing(self._root.cursor()) as cursor:
            cursor.execute("begin transaction")
            try:
                change = begin_change(cursor, kind, actor, at, on_date, note, expected_version)
                yield change
                close_later_versions(change)
                cursor.execute("commit")
            except BaseException:
                # Without it, a later commit on this cursor would return as if it had stored something.
                cursor.execute("rollback")
                raise

    @contextmanager
    def noting(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor to note a visit with (:mod:`lib.store.visits`), which is no change and no new data version."""
        with _NOTING, closing(self._root.cursor()) as cursor:
            cursor.execute("begin transaction")
            try:
                yield cursor
                cursor.execute("commit")
            except BaseException:
                cursor.execute("rollback")
                raise

    @contextmanager
    def rehearsal(self, *, past: bool = False) -> Iterator[Rehearsal]:
        """Give writes that can be read back inside the block and are gone at its end, whatever happens in it.

        They go into a copy of what is current (``past``: of all versions, to try what is taken back): others read and
        write meanwhile as if nobody rehearsed.
        """
        with closing(self._root.cursor()) as cursor, copied(cursor, past=past):
            yield Rehearsal(cursor, self.place)


class Rehearsal(Store):
    """A store whose writes can be read back and are thrown away: what an import would change, without changing it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, place: str) -> None:
        super().__init__(cursor, place)

    def close(self) -> None:
        """Leave the file open: the store that rehearses holds it."""

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        yield self._root

    def begun(self, ask: Callable[[], Answer]) -> Callable[[], Answer]:
        # What is rehearsed is seen by this one cursor, which answers one question after the other.
        return ask

    @contextmanager
    def transaction(
        self,
        kind: str,
        *,
        actor: str,
        at: datetime,
        on_date: date,
        note: str | None = None,
        expected_version: int | None = None,
    ) -> Iterator[Change]:
        self._root.execute("begin transaction")
        try:
            change = begin_change(self._root, kind, actor, at, on_date, note, expected_version)
            yield change
            close_later_versions(change)
            self._root.execute("commit")
        except BaseException:
            self._root.execute("rollback")
            raise


def begin_change(
    cursor: duckdb.DuckDBPyConnection,
    kind: str,
    actor: str,
    at: datetime,
    on_date: date,
    note: str | None,
    expected_version: int | None,
) -> Change:
    """Record a change and bump the data version, inside the transaction that the cursor is in."""
    if expected_version is not None and value(cursor, "select data_version from versions") != expected_version:
        raise StaleData
    cursor.execute("update versions set data_version = data_version + 1")
    change_id = int(value(cursor, "select coalesce(max(change_id), 0) + 1 from changes"))
    cursor.execute(
        'insert into changes (change_id, kind, actor, "at", on_date, note) values (?, ?, ?, ?, ?, ?)',
        [change_id, kind, actor, at, on_date, note],
    )
    return Change(cursor, change_id, on_date)
