"""The layers of pyproject.toml hold for the tree, and each contract is broken by what it is there to stop."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
}

SKELETON = (
    "lib/__init__.py", "lib/__main__.py", "lib/settings.py", "lib/rules/book.py", "pages/__init__.py",
    *(
        f"lib/{package}/__init__.py"
        for package in (
            "domain", "rules", "access", "ingest", "compliance", "budget", "charts", "reports", "store", "services",
            "ui", "cli",
        )
    ),
)  # fmt: skip
"""The names that the contracts speak of; that the real tree has them too is what the first test shows."""

VIOLATIONS = {
    "layers: upwards": ("lib/domain/dates.py", "import lib.rules", {"layers"}),
    "layers: siblings": ("lib/ingest/rows.py", "import lib.compliance", {"layers"}),
    "layers: a package without a layer": ("lib/helpers/__init__.py", "", {"layers"}),
    "layers: two steps upwards": ("lib/access/policy.py", "import lib.services", {"layers"}),
    "pages-on-top": ("lib/domain/dates.py", "import pages", {"pages-on-top"}),
    "pages-hold-no-logic: engine": ("pages/team/readiness.py", "import lib.compliance", {"pages-hold-no-logic"}),
    "pages-hold-no-logic: pandas": ("pages/team/readiness.py", "import pandas", {"pages-hold-no-logic"}),
    "no-streamlit-below-ui": ("lib/services/readiness.py", "import streamlit", {"no-streamlit-below-ui"}),
    "no-streamlit-below-ui: from the command line": (
        "lib/__main__.py",
        "import lib.ui.table",
        {"no-streamlit-below-ui"},
    ),
    "store-behind-services": ("lib/ui/cached.py", "import lib.store", {"store-behind-services"}),
    "duckdb-in-store": ("lib/services/readiness.py", "import duckdb", {"duckdb-in-store"}),
    "plotly-in-charts": ("lib/ui/table.py", "import plotly.express", {"plotly-in-charts"}),
    "solver-in-budget": ("lib/services/plans.py", "import highspy", {"solver-in-budget"}),
    "engine-is-pure: a file": ("lib/compliance/windows.py", "from pathlib import Path", {"engine-is-pure"}),
    "engine-is-pure: through the rule book": ("lib/rules/book.py", "import lib.rules.loader", {"engine-is-pure"}),
    "engine-is-pure: the environment": ("lib/domain/dates.py", "import os", {"engine-is-pure"}),
}
"""What is planted where, and the contracts that it breaks: those and no others."""

ALLOWED = {
    "a page asks a service": (
        "pages/team/readiness.py",
        "import streamlit, lib.ui, lib.services, lib.charts, lib.domain",
    ),
    "a service uses every layer below": (
        "lib/services/readiness.py",
        "import lib.store, lib.compliance, lib.rules, lib.access, lib.domain, lib.settings",
    ),
    "each detail in its place": ("lib/store/database.py", "import duckdb, pandas, pathlib"),
    "the engine counts with pandas": ("lib/compliance/windows.py", "import pandas, numpy, datetime, lib.rules.book"),
}


def broken_contracts(tree: Path) -> tuple[set[str], str]:
    """Run the contracts over a tree that has its own pyproject.toml; ids of those broken, and what was printed."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache", "--show-timings"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "300", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    printed = done.stdout + done.stderr
    kept = {id_ for id_, name in CONTRACTS.items() if re.search(rf"{re.escape(name)}\s+KEPT", printed)}
    broken = {id_ for id_, name in CONTRACTS.items() if re.search(rf"{re.escape(name)}\s+BROKEN", printed)}
    assert kept | broken == set(CONTRACTS), f"Not every contract was judged:\n{printed}"
    assert (done.returncode == 0) == (not broken), printed
    return broken, printed


def skeleton(tree: Path) -> Path:
    """Write the smallest tree that the contracts can be run over."""
    (tree / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    for name in SKELETON:
        plant(tree, name, "")
    plant(tree, "lib/rules/loader.py", "import os\n")
    plant(tree, "lib/ui/table.py", "import streamlit\n")
    plant(tree, "lib/store/tables.py", "import duckdb\n")
    plant(tree, "lib/charts/theme.py", "import plotly\n")
    plant(tree, "lib/budget/solver.py", "import highspy\n")
    return tree


def plant(tree: Path, name: str, source: str) -> None:
    """Write a module, and make packages of the folders it stands in."""
    path = tree / name
    path.parent.mkdir(parents=True, exist_ok=True)
    for folder in path.relative_to(tree).parents[:-1]:
        (tree / folder / "__init__.py").touch()
    path.write_text(source, "utf-8")


def folders_unseen(tree: Path) -> list[str]:
    """Folders of modules that are no packages: the contracts pass over what is in them."""
    return sorted(
        folder.relative_to(tree).as_posix()
        for root in ("lib", "pages")
        for folder in {path.parent for path in (tree / root).rglob("*.py")}
        if not (folder / "__init__.py").exists()
    )


def test_the_contracts_see_every_module(tmp_path: Path) -> None:
    assert folders_unseen(ROOT) == []

    tree = skeleton(tmp_path)
    (tree / "pages" / "team").mkdir()
    (tree / "pages" / "team" / "readiness.py").touch()
    assert folders_unseen(tree) == ["pages/team"]


def test_the_tree_keeps_every_contract() -> None:
    broken, printed = broken_contracts(ROOT)

    assert not broken, printed


@pytest.mark.parametrize("case", ALLOWED)
def test_what_is_meant_to_be_imported_breaks_nothing(tmp_path: Path, case: str) -> None:
    plant(skeleton(tmp_path), *ALLOWED[case])

    broken, printed = broken_contracts(tmp_path)

    assert not broken, printed


@pytest.mark.parametrize("case", VIOLATIONS)
def test_a_planted_violation_breaks_its_contract_and_no_other(tmp_path: Path, case: str) -> None:
    name, source, expected = VIOLATIONS[case]
    plant(skeleton(tmp_path), name, source)

    broken, printed = broken_contracts(tmp_path)

    assert broken == expected, printed


def test_every_contract_is_shown_to_bite() -> None:
    assert set.union(*(ids for _, _, ids in VIOLATIONS.values())) == set(CONTRACTS)
