"""Puts the application together: the store, the rule book, the settings and the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Final

from lib.budget.catalogue import parse_catalogue
from lib.domain.errors import RuleFileError
from lib.rules.book import RuleBook
from lib.rules.loader import load_files, load_shipped
from lib.services import clock
from lib.settings import Settings
from lib.store.database import Store

SEED: Final = "seed"
"""Kind of the change by which a new database gets the shipped catalogue."""


@dataclass(frozen=True)
class LabReady:
    """The application: what every service is asked with, beside the principal who asks."""

    store: Store
    book: RuleBook
    settings: Settings
    today: Callable[[], date]
    now: Callable[[], datetime] = clock.now

    def close(self) -> None:
        """Let go of the database file."""
        self.store.close()

    def __enter__(self) -> LabReady:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_application(
    settings: Settings, *, today: Callable[[], date] = clock.today, now: Callable[[], datetime] = clock.now
) -> LabReady:
    """Open the database (made where there is none, with the shipped catalogue in it) and read the shipped rules.

    Raises ``DatabaseUnavailable`` with a sentence where the database is in use by another process or cannot be opened,
    and ``RuleFileError`` where one of the laboratory's own rule files is not accepted.
    """
    book = _rule_book(settings.rules)
    store = Store.open(settings.database)
    try:
        if not store.has_change(SEED):
            shipped = parse_catalogue(
                files("lib.budget").joinpath("data", "catalogue.yaml").read_text(encoding="utf-8")
            )
            store.save_products(shipped, actor="LabReady", at=now(), on_date=today(), kind=SEED)
    except BaseException:
        store.close()
        raise
    return LabReady(store, book, settings, today, now)


def _rule_book(folder: Path | None) -> RuleBook:
    """Return the shipped rules with the laboratory's own files in ``folder`` added, in the order of their names."""
    if folder is None:
        return load_shipped()
    try:
        files_found = sorted(path for path in folder.iterdir() if path.suffix in {".yaml", ".yml"})
        texts = [(path.name, path.read_bytes().decode("utf-8-sig")) for path in files_found]
    except (OSError, UnicodeDecodeError) as error:
        raise RuleFileError(
            f"The laboratory's own rules in {folder} were not read ({error}). LabReady does not start on half "
            "of its rules. Accepted is a folder of UTF-8 files ending in .yaml; correct LABREADY_RULES, or remove it."
        ) from error
    return load_files(texts, load_shipped())
