"""Copies of the whole database: made at any time, put back when nobody holds the database.

Both work on files and ask for no open application: a copy is made while the dashboard holds the database, and put back
where the database may be too damaged to be opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lib.access.policy import require
from lib.access.principal import Principal
from lib.services import clock
from lib.settings import Settings
from lib.store import backing_up


@dataclass(frozen=True)
class Backup:
    """A copy and what it holds: its size in bytes, the people who are current, when it was last changed."""

    database: Path
    file: Path
    size: int
    people: int
    last_change: datetime | None
    kept: Path | None = None
    """Where a restore keeps the file that it replaced; None where there was none."""


def back_up(settings: Settings, principal: Principal, target: Path) -> Backup:
    """Write a copy of the database to ``target``, also while another process has it open.

    For a process that does not have it open itself: see :mod:`lib.store.backing_up`. Raises ``RefusedFile`` where the
    target is there already or cannot be written, ``DatabaseUnavailable`` where there is no database to copy.
    """
    require(principal, "backup")
    made = backing_up.back_up(settings.database, target)
    return Backup(settings.database, target, made.size, made.people, made.last_change)


def restore(settings: Settings, principal: Principal, source: Path, *, now: datetime | None = None) -> Backup:
    """Make the copy ``source`` the database; the replaced file is kept beside it under a name with the time in it.

    Raises ``RefusedFile`` where the copy is damaged, of a newer version or no LabReady database, and
    ``DatabaseUnavailable`` where the database is in use: nothing is changed then.
    """
    require(principal, "backup")
    found, kept = backing_up.put_in_place(source, settings.database, now or clock.now())
    return Backup(settings.database, source, found.size, found.people, found.last_change, kept)
