"""Browser tests skip with a reason where there is no browser, and fail instead where they are required."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SAMPLE = """
from pathlib import Path

def test_browser(chromium: Path) -> None:
    assert chromium.exists()
"""


@pytest.mark.parametrize(("required", "expected"), [("", "1 skipped"), ("1", "1 error")])
def test_without_a_browser(tmp_path: Path, required: str, expected: str) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    (tmp_path / "conftest.py").write_text(
        (ROOT / "tests" / "conftest.py").read_text("utf-8") + "\nCHROMIUM_PLACES = ()\n", "utf-8"
    )
    (tmp_path / "test_sample.py").write_text(SAMPLE, "utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-ra", "-p", "no:cacheprovider", "."],
        cwd=tmp_path,
        env={**os.environ, "PATH": str(tmp_path), "LABREADY_REQUIRE_BROWSER": required},
        capture_output=True,
        text=True,
    )

    assert expected in done.stdout, done.stdout
    assert "No Chromium was found on the PATH" in done.stdout


def test_ci_requires_it_and_runs_everything() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")

    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "set -euo pipefail" in script
    assert "export LABREADY_REQUIRE_BROWSER=1" in script
    assert script.rstrip().endswith("make test\nmake test-slow")
