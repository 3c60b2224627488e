"""The commands that work on the database file itself, without opening the application: backup, restore."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from lib.access.principal import Principal
from lib.cli.commands import Answer
from lib.services import backups
from lib.settings import Settings


def back_up(settings: Settings, principal: Principal, arguments: argparse.Namespace) -> Answer:
    """Write a copy of the database."""
    made = backups.back_up(settings, principal, Path(arguments.file))
    document = {
        "backup": str(made.file),
        "database": str(made.database),
        "bytes": made.size,
        "people": made.people,
        "last_change": _moment(made),
    }
    return Answer(document, [f"Written: {made.file} ({made.size:,} bytes). {_held(made)}"])


def restore(settings: Settings, principal: Principal, arguments: argparse.Namespace) -> Answer:
    """Put a copy in the place of the database."""
    done = backups.restore(settings, principal, Path(arguments.file))
    document = {
        "restored": str(done.file),
        "database": str(done.database),
        "kept": None if done.kept is None else str(done.kept),
        "people": done.people,
        "last_change": _moment(done),
    }
    kept = "There was no database before." if done.kept is None else f"What it was before is kept as {done.kept}."
    return Answer(document, [f"{done.database} is {done.file} again. {_held(done)} {kept}"])


def _moment(backup: backups.Backup) -> str | None:
    return None if backup.last_change is None else backup.last_change.isoformat(timespec="seconds")


def _held(backup: backups.Backup) -> str:
    changed = "never changed" if backup.last_change is None else f"last changed {backup.last_change:%Y-%m-%d %H:%M}"
    return f"People in it: {backup.people}; {changed}."


FILE_COMMANDS: dict[str, Callable[[Settings, Principal, argparse.Namespace], Answer]] = {
    "backup": back_up,
    "restore": restore,
}
"""Command -> what runs it."""
