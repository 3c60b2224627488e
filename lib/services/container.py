"""Puts the application together: the store, the rule book, the settings and the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Final

from lib.domain.errors import RuleFileError
from lib.rules.book import RuleBook
from lib.rules.loader import load_files, load_shipped
from lib.services import clock
from lib.services.plan_memory import PlanMemory
from lib.services.rule_shelf import Assembled, RuleShelf
from lib.settings import Settings
from lib.store.database import Store
from lib.store.opening import DatabaseFile

SEED: Final = "seed"
"""Kind of the change by which a new database gets the shipped catalogue."""


@dataclass(frozen=True)
class LabReady:
    """The application: what every service is asked with, beside the principal who asks."""

    store: Store
    rules: RuleShelf
    settings: Settings
    today: Callable[[], date]
    now: Callable[[], datetime] = clock.now
    held: Assembled | None = None
    plans: PlanMemory = field(default_factory=PlanMemory)

    @property
    def book(self) -> RuleBook:
        """The rule book as it stands, or the one held."""
        return (self.held or self.rules.now()).book

    @property
    def rules_set_aside(self) -> tuple[str, ...]:
        """A sentence for each stored rule document that does not fit the others and is therefore not in force."""
        return (self.held or self.rules.now()).set_aside

    def book_on(self, known_on: date | None) -> RuleBook:
        """Return the rule book as known on a day; None: as it stands."""
        return self.book if known_on is None else self.rules.on(known_on).book

    def holding_rules(self) -> LabReady:
        """Return this application with the rule book of this moment: one answer, and one page, uses one book."""
        return replace(self, held=self.rules.now())

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
    """Open the database (made where there is none, with the shipped catalogue in it) and read the rules: those shipped,
    the laboratory's own files, and what is stored of rules.

    Raises ``DatabaseUnavailable`` with a sentence where the database is in use by another process or cannot be opened,
    and ``RuleFileError`` where one of the laboratory's own rule files is not accepted.
    """
    book = _rule_book(settings.rules)
    store = Store.open(settings.database)
    try:
        return _put_together(book, store, settings, today, now)
    except BaseException:
        store.close()
        raise


def application_on(
    file: DatabaseFile,
    settings: Settings,
    *,
    today: Callable[[], date] = clock.today,
    now: Callable[[], datetime] = clock.now,
) -> LabReady:
    """Return the application on a database that is open already, as :func:`open_application` does.

    Where it raises, the database stays open: it can be tried again.
    """
    return _put_together(_rule_book(settings.rules), Store.on(file), settings, today, now)


def _put_together(
    book: RuleBook, store: Store, settings: Settings, today: Callable[[], date], now: Callable[[], datetime]
) -> LabReady:
    if not store.has_change(SEED):
        # Only a new database needs it: the budget's packages are not loaded for every start.
        from lib.budget.catalogue import parse_catalogue

        shipped = parse_catalogue(files("lib.budget").joinpath("data", "catalogue.yaml").read_text(encoding="utf-8"))
        store.save_products(shipped, actor="LabReady", at=now(), on_date=today(), kind=SEED)
    return LabReady(store, RuleShelf(book, store), settings, today, now)


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
