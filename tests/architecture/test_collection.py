"""Every test that is written is collected: a misnamed file or function would pass by never running."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import COLLECTED

ROOT = Path(__file__).parents[2]


def files_with_tests(tests: Path) -> set[str]:
    """Every file under a folder that defines a function or method named like a test, relative to its parent."""
    return {
        path.relative_to(tests.parent).as_posix()
        for path in tests.rglob("*.py")
        if any(
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test")
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
        )
    }


def files_collected(root: Path) -> set[str]:
    """Every file of which pytest collects at least one test, the slow ones too."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--collect-only",
            "-q",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            str(root),
            "tests",
        ],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {line.split("::")[0] for line in done.stdout.splitlines() if "::" in line}


def misnamed(tests: Path) -> list[str]:
    """Functions in test files that take part in nothing: neither a test, a fixture, nor used by name."""
    found = []
    for path in tests.rglob("test_*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        found += [
            f"{path.name}: {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef)
            and not node.name.startswith("test_")
            and not node.decorator_list
            and node.name not in used
        ]
    return found


def test_every_file_with_tests_is_collected(request: pytest.FixtureRequest) -> None:
    session = request.session
    if {Path(asked.rstrip("/")) for asked in session.config.args} <= {Path("tests"), ROOT / "tests"}:
        collected = {path.relative_to(ROOT).as_posix() for path in session.stash[COLLECTED]}
    else:  # only some were asked for: another run collects all
        collected = files_collected(ROOT)
    assert files_with_tests(ROOT / "tests") == collected


def test_every_function_in_a_test_file_takes_part() -> None:
    assert misnamed(ROOT / "tests") == []


@pytest.mark.parametrize("name", ["points_test.py", "check_points.py", "test-points.py"])
def test_a_file_that_is_not_collected_is_found(tmp_path: Path, name: str) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_areas.py").write_text("def test_one(): pass\n", "utf-8")
    (tests / name).write_text("class Cases:\n    def test_two(self): pass\n", "utf-8")

    assert files_with_tests(tests) - files_collected(tmp_path) == {f"tests/{name}"}


def test_a_function_that_takes_no_part_is_found(tmp_path: Path) -> None:
    source = "def helper(): ...\ndef tset_one(): ...\ndef test_two(): helper()\n"
    (tmp_path / "test_areas.py").write_text(source, "utf-8")

    assert misnamed(tmp_path) == ["test_areas.py: tset_one"]
