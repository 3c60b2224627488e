"""What every browser test shares: one Chromium, an empty server and one with the sample laboratory."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.watching import ARGUMENTS, ROOT, SAMPLE, Watched, served, watching


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own with an empty database."""
    with served(tmp_path_factory.mktemp("served")) as url:
        yield url


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed database with the sample laboratory, stored by the command line; to be copied."""
    path = tmp_path_factory.mktemp("sample") / "labready.duckdb"
    command = [sys.executable, "-m", "lib", "--db", str(path), "import", str(SAMPLE)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return path


@pytest.fixture(scope="session")
def laboratory_address(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own with the sample laboratory."""
    folder = tmp_path_factory.mktemp("laboratory")
    shutil.copy(sample_store, folder / "labready.duckdb")
    with served(folder) as url:
        yield url


# Of a module, not of the run: while it is open, its event loop is in the way of tests that run one of their own.
@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    """A fresh session on the empty server; at its end nothing may have gone elsewhere or wrong."""
    with watching(browser, address) as seen:
        yield seen


@pytest.fixture
def laboratory(browser: Browser, laboratory_address: str) -> Iterator[Watched]:
    """A fresh session on the server with the sample laboratory, held to the same."""
    with watching(browser, laboratory_address) as seen:
        yield seen
