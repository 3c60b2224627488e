"""Puts the application together: the store, the rule book, the settings and the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from types import TracebackType
from typing import Final

from lib.budget.catalogue import parse_catalogue
from lib.rules.book import RuleBook
from lib.rules.loader import load_shipped
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

    Raises ``DatabaseUnavailable`` with a sentence where the database is in use by another process or cannot be opened.
    """
    book = load_shipped()
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
