"""AppTest runs of the dashboard on real services: each test has its own database, today is the sample's day."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.access.policy import local_principal
from lib.access.principal import Principal
from lib.rules.book import RuleBook
from lib.rules.loader import load_shipped
from lib.services import container, imports
from lib.services.container import LabReady, open_application
from lib.settings import Settings
from lib.ui import background, cached

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
"""The day around which the sample laboratory is laid out."""


@dataclass
class Dashboard:
    """One session on one database. ``app`` is the application that the session uses, for what it should show."""

    test: AppTest
    database: Path

    @property
    def app(self) -> LabReady:
        return cached.application(Settings(database=self.database))

    @property
    def principal(self) -> Principal:
        return local_principal()

    def open(self, page: str) -> AppTest:
        """Go to a page by its file under pages/ and run it."""
        self.test.switch_page(os.fspath(ROOT / f"pages/{page}.py"))
        return self.run()

    def run(self) -> AppTest:
        """Run the page again; no run may end in an exception."""
        self.test.run()
        assert not self.test.exception, [error.message for error in self.test.exception]
        return self.test

    def texts(self) -> str:
        """All text on the page that Markdown was read in, and plain text, as it was given."""
        kinds = ("markdown", "caption", "text", "title", "subheader", "success", "error", "warning", "info")
        return "\n".join(str(element.value) for kind in kinds for element in getattr(self.test, kind))


@cache
def rule_book() -> RuleBook:
    """The shipped rules, read once for all tests; the book is frozen."""
    return load_shipped()


@pytest.fixture(scope="session")
def sample_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed database that holds the sample laboratory, made once."""
    path = tmp_path_factory.mktemp("sample") / "sample.duckdb"
    with open_application(Settings(database=path), today=lambda: TODAY) as app:
        imports.load_sample(app, local_principal(), today=TODAY)
    return path


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Dashboard]]:
    """Start a session on a copy of a database, or on none yet; the first page has run."""
    monkeypatch.setattr(cached, "today", lambda: TODAY)
    monkeypatch.setattr(container, "load_shipped", rule_book)
    # A test does not look at the page again by itself: it waits for what is read and stored beside it.
    monkeypatch.setattr(background, "PATIENCE", 120.0)

    def started(database: Path | None = None, query: dict[str, str | list[str]] | None = None) -> Dashboard:
        path = tmp_path / "labready.duckdb"
        if database is not None:
            shutil.copy(database, path)
        monkeypatch.setenv("LABREADY_DB", os.fspath(path))
        test = AppTest.from_file(os.fspath(ROOT / "lib/ui/front/script.py"), default_timeout=60)
        for name, value in (query or {}).items():
            test.query_params[name] = value
        dashboard = Dashboard(test, path)
        dashboard.run()
        return dashboard

    yield started
    cached.application.clear()


@pytest.fixture
def sample(start: Callable[..., Dashboard], sample_database: Path) -> Dashboard:
    """A session on a copy of the sample laboratory."""
    return start(sample_database)


@pytest.fixture
def empty(start: Callable[..., Dashboard]) -> Dashboard:
    """A session on a new database."""
    return start()
