"""The first page is painted without the packages that only other pages need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

OTHER_PAGES = (
    "openpyxl", "xlsxwriter", "typst", "lxml", "python_calamine", "highspy", "rapidfuzz", "scipy",
    "lib.ingest", "lib.reports", "lib.budget", "lib.services.imports", "lib.services.reports", "lib.services.plans",
)  # fmt: skip
"""What reads and writes files, solves and compares: imported where a page that does so is opened."""

PEOPLES = (
    "pandas", "pyarrow", "scipy", "yaml", "lib.services.container",
    "lib.services.readiness", "lib.rules", "lib.compliance", "lib.charts", "lib.domain.tables",
)  # fmt: skip
"""What frames, rules and verdicts need: loaded where there are people, or once the first page is painted."""

OPEN_NEW = """
import os
from lib.services.clock import today
from lib.services.container import open_application
from lib.settings import read_settings
open_application(read_settings(os.environ), today=today).close()
"""
"""A new database takes the shipped catalogue in, once, and needs the reader of catalogues for it."""

NEW_WITHOUT = """
import sys
imported = [name for name in {names!r} if name in sys.modules]
sys.exit("imported: " + ", ".join(imported) if imported else 0)
"""

FIRST_PAGE = """
import sys
from streamlit.testing.v1 import AppTest
from lib.ui import preparing
preparing._first()
assert preparing.first_page_is_enough()
page = AppTest.from_file("{script}", default_timeout=60).run()
assert not page.exception, page.exception
assert [each.value for each in page.title] == ["This week"], page.title
assert [button.label for button in page.button] == ["Load the sample", "Go to Import", "View for printing"], page.button
imported = [name for name in {names!r} if name in sys.modules]
sys.exit("imported: " + ", ".join(imported) if imported else 0)
"""

EVERY_PAGE = """
import sys
from lib.ui import preparing
preparing._first()
preparing.everything()
imported = [name for name in {names!r} if name in sys.modules]
sys.exit("imported: " + ", ".join(imported) if imported else 0)
"""


def run(code: str, folder: Path, tree: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter in the tree, with a database in the folder."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=tree,
        env={
            **os.environ,
            "PYTHONPATH": str(tree),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LABREADY_DB": str(folder / "labready.duckdb"),
        },
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("first-page")
    opened = run(OPEN_NEW, made)
    assert opened.returncode == 0, opened.stderr
    return made


def first_page(names: tuple[str, ...]) -> str:
    return FIRST_PAGE.format(names=names, script=ROOT / "lib" / "ui" / "front" / "script.py")


@pytest.mark.parametrize("database", ["new", "empty"])
def test_the_first_page_of_an_empty_database_loads_no_frames(database: str, folder: Path, tmp_path: Path) -> None:
    """Nor what only other pages need: a new user's first page is painted by little more than Streamlit."""
    done = run(first_page((*OTHER_PAGES, *PEOPLES)), folder if database == "empty" else tmp_path)

    assert done.returncode == 0, done.stderr[-2000:]


def test_what_the_first_page_does_import_is_found(folder: Path) -> None:
    done = run(first_page((*OTHER_PAGES, *PEOPLES, "lib.ui.welcome", "duckdb")), folder)

    assert done.returncode == 1
    assert done.stderr.strip().endswith("imported: lib.ui.welcome, duckdb")


def test_what_is_loaded_for_every_page_is_nothing_that_only_some_need(folder: Path) -> None:
    done = run(EVERY_PAGE.format(names=OTHER_PAGES), folder)
    assert done.returncode == 0, done.stderr[-2000:]
    found = run(EVERY_PAGE.format(names=(*OTHER_PAGES, "pandas", "lib.services.readiness")), folder)
    assert found.stderr.strip().endswith("imported: pandas, lib.services.readiness")


def test_a_new_database_is_made_without_the_solver(tmp_path: Path) -> None:
    solving = ("highspy", "scipy", "lib.budget.plan", "lib.budget.search")
    done = run(OPEN_NEW + NEW_WITHOUT.format(names=solving), tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    found = run(OPEN_NEW + NEW_WITHOUT.format(names=(*solving, "lib.budget.catalogue")), tmp_path / "another")
    assert found.stderr.strip().endswith("imported: lib.budget.catalogue")
