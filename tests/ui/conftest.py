"""AppTest runs of the dashboard on real services; today is the sample's day.

Each test has a session of its own. Tests share a database until one of them writes to it; the next begins on a new
copy. What the dashboard keeps of its answers holds from test to test, as it does from session to session.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from lib.access.policy import local_principal
from lib.access.principal import Principal
from lib.rules.book import RuleBook
from lib.rules.loader import load_shipped
from lib.services import container
from lib.services.container import LabReady
from lib.settings import Settings
from lib.ui import background, cached
from tests.beginnings import Filling, copied, nothing, the_sample

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


class Shared:
    """A database that tests open one after the other; once a test has written to it, the next gets a new copy."""

    def __init__(self, folder: Path, filling: Filling) -> None:
        self._folder = folder
        self._filling = filling
        self._copies = 0
        self._path: Path | None = None
        self._version = 0

    def path(self) -> Path:
        """Return where the database is, as it was at first."""
        if self._path is not None and data_version(self._path) != self._version:
            self._path = None
            cached.opened.clear()
        if self._path is None:
            self._copies += 1
            self._path = self._folder / f"{self._copies}" / "labready.duckdb"
            self._path.parent.mkdir()
            copied(self._filling, self._path)
            self._version = data_version(self._path)
        return self._path


def data_version(database: Path) -> int:
    """Return the number that every write to a database raises."""
    return cached.application(Settings(database=database)).store.data_version()


@pytest.fixture(scope="session")
def sample_shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """The sample laboratory, stored once."""
    return Shared(tmp_path_factory.mktemp("sample"), the_sample)


@pytest.fixture(scope="session")
def empty_shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """A database with nobody in it, made once."""
    return Shared(tmp_path_factory.mktemp("empty"), nothing)


@pytest.fixture(scope="session", autouse=True)
def packages_looked_through_once() -> Iterator[None]:
    """Streamlit looks for components in every installed package: once for a server, but once for each ``AppTest``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Dashboard]]:
    """Start a session on a database, or on none yet; the first page has run."""
    monkeypatch.setattr(cached, "today", lambda: TODAY)
    monkeypatch.setattr(container, "load_shipped", rule_book)
    # A test does not look at the page again by itself: it waits for what is read and stored beside it.
    monkeypatch.setattr(background, "PATIENCE", 120.0)

    def started(shared: Shared | None = None, query: dict[str, str | list[str]] | None = None) -> Dashboard:
        path = tmp_path / "labready.duckdb" if shared is None else shared.path()
        monkeypatch.setenv("LABREADY_DB", os.fspath(path))
        test = AppTest.from_file(os.fspath(ROOT / "lib/ui/front/script.py"), default_timeout=60)
        for name, value in (query or {}).items():
            test.query_params[name] = value
        dashboard = Dashboard(test, path)
        dashboard.run()
        return dashboard

    yield started
    if (tmp_path / "labready.duckdb").exists():
        cached.opened.clear()


@pytest.fixture
def sample(start: Callable[..., Dashboard], sample_shared: Shared) -> Dashboard:
    """A session on the sample laboratory."""
    return start(sample_shared)


@pytest.fixture
def empty(start: Callable[..., Dashboard], empty_shared: Shared) -> Dashboard:
    """A session on a database with nobody in it."""
    return start(empty_shared)
