"""Copies of the whole database file: taken while another process writes it, looked through, put in its place.

Only for a process that does not hold the database itself: where a process opens and closes a file a second time, POSIX
takes all of its locks on that file away, DuckDB's among them.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

import duckdb

from lib.domain.errors import DatabaseUnavailable, RefusedFile
from lib.store import migrations
from lib.store.copying import quoted
from lib.store.frames import value
from lib.store.opening import unavailable

_COMPANIONS: Final = ("", ".wal", ".wal.checkpoint", ".wal.recovery")
"""The database file and what DuckDB keeps beside it: what is stored, but not yet moved into the file."""
_CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_TRIES: Final = 8
_PAUSE_SECONDS: Final = 0.5
_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Contents:
    """What a copy holds: its size, the people who are current, and when something was last changed in it."""

    size: int
    people: int
    last_change: datetime | None


def back_up(place: Path, target: Path) -> Contents:
    """Write a copy of the database at ``place`` to ``target``, which must not be there yet; return what it holds.

    The copy is of one moment, whoever else reads or writes meanwhile, and is read through before it gets its name.
    Raises :class:`DatabaseUnavailable` where there is no database or it cannot be read, :class:`RefusedFile` where the
    target is there or cannot be written, or where the database was written without a pause.
    """
    if not place.is_file():
        raise DatabaseUnavailable(
            f"There is no database at {place}. Nothing was copied. Name the right one with --db or LABREADY_DB."
        )
    if target.exists():
        raise RefusedFile(
            f"No copy was made: {target} is there already. An earlier copy is never overwritten; name another file.",
            code="backup_exists",
        )
    try:
        with _part(target) as part:
            contents = _copy_of_one_moment(place, part)
            os.replace(part, target)
    except duckdb.Error as error:
        raise DatabaseUnavailable(unavailable(str(place), error)) from error
    except OSError as error:
        raise RefusedFile(
            f"No copy of {place} was made as {target}: {error.strerror} ({error.filename}). Check that both folders "
            "are there, that you may read the one and write to the other, and that the disk has room.",
            code="not_copied",
        ) from error
    return contents


def put_in_place(source: Path, place: Path, now: datetime) -> tuple[Contents, Path | None]:
    """Make the copy ``source`` the database at ``place``; return what it holds and where the replaced file is kept.

    ``source`` itself is only read. Raises :class:`RefusedFile` where it is not there, no LabReady database, damaged or
    written by a newer version, and :class:`DatabaseUnavailable` where the database is in use; nothing is changed then.
    """
    if not source.is_file():
        raise RefusedFile(f"There is no file {source}. Nothing was changed. Check its path.", code="unreadable_file")
    if place.exists() and os.path.samefile(source, place):
        raise RefusedFile(f"{source} is the database itself. Nothing was changed. Name the copy to put in its place.")
    _refuse_if_in_use(place)
    try:
        with _part(place) as part:
            contents = _copy_of_one_moment(source, part)
            _bring_up_to_date(part, source)
            _refuse_if_in_use(place)
            kept = _set_aside(place, now)
            try:
                os.replace(part, place)
            except OSError:
                if kept is not None:
                    _rename(kept, place)
                raise
    except duckdb.Error as error:
        raise RefusedFile(
            f"{source} is damaged or no database ({str(error).strip().splitlines()[0].rstrip('.')}). Nothing was "
            f"changed: {place} is as it was. Choose another copy.",
            code="not_restored",
        ) from error
    except OSError as error:
        raise RefusedFile(
            f"{source} was not put in the place of {place}: {error.strerror} ({error.filename}). Nothing was changed. "
            "Check that you may read the one and write to the folder of the other.",
            code="not_restored",
        ) from error
    return contents, kept


def _copy_of_one_moment(place: Path, part: Path) -> Contents:
    """Copy the file with its companions as they all were at one moment, and fold them into one file.

    What stood in the files at one moment is what a power cut would have left: DuckDB opens it with everything that was
    stored by then, and nothing of what was half done.
    """
    for _ in range(_TRIES):
        copied = _copy(place, part)
        if copied == _stands(place):
            try:
                return _looked_through(part, place)
            except duckdb.Error:
                time.sleep(_PAUSE_SECONDS)
                # An entry of the log that was half written then is whole now; a damaged file is as it was.
                if copied == _stands(place):
                    raise
        time.sleep(_PAUSE_SECONDS)
    raise RefusedFile(
        f"No copy was made: {place} was written without a pause. Nothing was changed. Try again when the import that "
        "is running has ended.",
        code="busy",
    )


def _copy(place: Path, part: Path) -> dict[str, str]:
    """Copy the file and its companions; return the digest of each, as it was read."""
    _remove(part)
    digests = {}
    for ending in _COMPANIONS:
        try:
            with open(_beside(place, ending), "rb") as source, _made(_beside(part, ending)) as copy:
                digest = hashlib.sha256()
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    copy.write(chunk)
                copy.flush()
                os.fsync(copy.fileno())
        except FileNotFoundError:
            continue
        digests[ending] = digest.hexdigest()
    return digests


def _stands(place: Path) -> dict[str, str]:
    """Return the digest of the file and of each companion, read now.

    Where a second reading finds what the first one found, all of it stood there together when the first one ended.
    """
    digests = {}
    for ending in _COMPANIONS:
        try:
            with open(_beside(place, ending), "rb") as source:
                digests[ending] = hashlib.file_digest(source, "sha256").hexdigest()
        except FileNotFoundError:
            continue
    return digests


def _looked_through(part: Path, place: Path) -> Contents:
    """Open a copy, read every row of it (DuckDB checks each block then) and fold its companions into the file."""
    with closing(duckdb.connect(str(part), config=_CONFIG)) as copy:
        tables = {
            name for (name,) in copy.execute("select table_name from duckdb_tables() where not internal").fetchall()
        }
        if not {"migrations", "versions", "changes", "staff"} <= tables:
            raise RefusedFile(
                f"{place} is a database, but not one of LabReady. Nothing was changed. Name the right file.",
                code="not_restored",
            )
        for table in sorted(tables):
            copy.execute(f"select bit_xor(hash(every)) from {quoted(table)} every").fetchall()
        copy.execute("checkpoint")
        people = int(value(copy, "select count(*) from staff where removed_by is null"))
        last_change = value(copy, 'select max("at") from changes')
    return Contents(part.stat().st_size, people, last_change)


def _bring_up_to_date(part: Path, source: Path) -> None:
    """Change the schema of an older copy where nothing is lost if that fails; a newer one is refused."""
    try:
        with closing(duckdb.connect(str(part), config=_CONFIG)) as copy:
            migrations.migrate(copy, migrations.shipped(), str(source))
    except DatabaseUnavailable as error:
        raise RefusedFile(error.message, code="not_restored") from error


def _refuse_if_in_use(place: Path) -> None:
    """Raise :class:`DatabaseUnavailable` where a process holds the database; a damaged one is held by nobody."""
    if not place.exists():
        return
    try:
        with closing(duckdb.connect(str(place), config=_CONFIG)) as found:
            # Only a store that is open in this very process has locked the configuration already.
            held = bool(value(found, "select current_setting('lock_configuration')"))
    except duckdb.ConnectionException:
        held = True
    except duckdb.Error as error:
        if "Could not set lock" in str(error) or "being used by another process" in str(error):
            raise DatabaseUnavailable(unavailable(str(place), error)) from error
        return
    if held:
        raise DatabaseUnavailable(f"The database {place} is in use by this process. Nothing was changed.")


def _set_aside(place: Path, now: datetime) -> Path | None:
    """Give the file at ``place`` and its companions a name that says when they were replaced; return that name."""
    if not place.exists():
        return None
    stem = f"{place.stem}.replaced-{now:%Y%m%d-%H%M%S}"
    kept = place.with_name(stem + place.suffix)
    number = 2
    while kept.exists():
        kept = place.with_name(f"{stem}-{number}{place.suffix}")
        number += 1
    _rename(place, kept)
    return kept


def _rename(place: Path, to: Path) -> None:
    for ending in _COMPANIONS:
        if _beside(place, ending).exists():
            os.replace(_beside(place, ending), _beside(to, ending))


@contextmanager
def _part(target: Path) -> Iterator[Path]:
    """Give the name under which a copy is made beside its place; nothing of it remains if it did not get there."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield part
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    for ending in _COMPANIONS:
        _beside(part, ending).unlink(missing_ok=True)


def _beside(place: Path, ending: str) -> Path:
    return place.with_name(place.name + ending)


def _made(path: Path) -> BinaryIO:
    """Open a file to write that its owner alone can read: it holds the names of staff."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600), "wb")
