"""What the README states can be checked: its commands, its settings, its columns and its tree are the real ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lib.settings import ACCEPTED

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def targets_named(text: str) -> set[str]:
    """The make targets that a text names in code."""
    return set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE))


def targets_of(makefile: str) -> set[str]:
    """The targets that a Makefile explains to people."""
    return set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


def links(text: str) -> list[str]:
    """The files of this tree that a text links to or shows."""
    return [target for target in re.findall(r"\]\(([^)]+)\)", text) if "://" not in target]


def tree_drawn(text: str) -> set[str]:
    """The paths of the tree that the README draws."""
    drawing = next(
        block
        for block in re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
        if block.startswith("dashboard.py")
    )
    paths, folder = set(), ""
    for line in drawing.splitlines():
        name = line.split()[0]
        if line.startswith("  "):
            paths.add(folder + name)
        else:
            folder = name
            paths.add(name)
    return paths


def test_every_make_target_named_exists() -> None:
    assert targets_named(README) <= targets_of((ROOT / "Makefile").read_text("utf-8"))
    assert {"run", "test"} <= targets_named(README)


def test_every_setting_is_explained_in_the_same_words() -> None:
    for name, words in ACCEPTED.items():
        assert f"| `{name}` | {words} |" in README


def test_every_file_linked_exists() -> None:
    assert [target for target in links(README) if not (ROOT / target).exists()] == []


def test_the_tree_drawn_is_the_tree() -> None:
    drawn = tree_drawn(README)

    assert [path for path in drawn if not (ROOT / path).exists()] == []
    packages = {
        f"lib/{path.name}/" for path in (ROOT / "lib").iterdir() if path.is_dir() and path.name != "__pycache__"
    }
    assert packages <= drawn


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_windows_installs_from_the_same_files(name: str) -> None:
    assert rf".venv\Scripts\python -m pip install --require-hashes -r {name}" in README


def test_what_is_wrong_is_found() -> None:
    assert targets_named("Run `make runn`.\nmake go") == {"runn", "go"}
    assert targets_of("run: x ## start\nhidden: y\n") == {"run"}
    assert links("[a](LICENSE) ![b](docs/x.png) [c](https://example.org)") == ["LICENSE", "docs/x.png"]
    assert tree_drawn("```\ndashboard.py  x\nlib/\n  gone/  y\n```") == {"dashboard.py", "lib/", "lib/gone/"}
