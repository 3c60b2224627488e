"""Imports made while the program runs, which the contracts cannot see, bring no Streamlit in below lib.ui either."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

IMPORT_ALL = """
import importlib, pkgutil, sys
import lib
packages = sorted(m.name for m in pkgutil.iter_modules(lib.__path__) if m.name not in ("ui", "__main__"))
for package in packages:
    module = importlib.import_module(f"lib.{package}")
    for found in pkgutil.walk_packages(getattr(module, "__path__", []), f"lib.{package}."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
print(*packages)
sys.exit("streamlit was imported" if "streamlit" in sys.modules else 0)
"""


def import_all_but_the_interface(tree: Path) -> subprocess.CompletedProcess[str]:
    """Import all of a tree's lib but lib.ui in a fresh interpreter, and fail where Streamlit came with it."""
    return subprocess.run(
        [sys.executable, "-c", IMPORT_ALL],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )


def test_services_and_command_line_run_without_streamlit() -> None:
    done = import_all_but_the_interface(ROOT)

    assert done.returncode == 0, done.stderr
    assert {"cli", "services", "domain"} <= set(done.stdout.split())


@pytest.mark.parametrize("statement", ["import streamlit", "import importlib; importlib.import_module('streamlit')"])
def test_an_import_of_streamlit_is_found_however_it_is_written(tmp_path: Path, statement: str) -> None:
    (tmp_path / "streamlit.py").touch()
    services = tmp_path / "lib" / "services"
    services.mkdir(parents=True)
    (services.parent / "__init__.py").touch()
    (services / "__init__.py").touch()
    (services / "readiness.py").write_text(statement, "utf-8")

    done = import_all_but_the_interface(tmp_path)

    assert done.returncode == 1
    assert "streamlit was imported" in done.stderr
