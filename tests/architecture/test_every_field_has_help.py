"""Every field and every file to download says what a new manager would ask about it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FIELDS = {
    "checkbox", "date_input", "download_button", "file_uploader", "multiselect", "number_input", "pills", "radio",
    "segmented_control", "select_slider", "selectbox", "slider", "text_area", "text_input", "time_input", "toggle",
}  # fmt: skip
"""What is filled in, chosen or taken away. Buttons that say on themselves what they do may go without."""


def calls(source: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FIELDS:
            yield node


def without_help(source: str) -> list[int]:
    """The lines of fields that have no help."""
    return [call.lineno for call in calls(source) if "help" not in {word.arg for word in call.keywords}]


@pytest.mark.parametrize("folder", ["pages", "lib/ui"])
def test_every_field_has_help(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    missing = {str(file.relative_to(ROOT)): without_help(file.read_text("utf-8")) for file in files}
    assert {file: lines for file, lines in missing.items() if lines} == {}
    assert sum(len(list(calls(file.read_text("utf-8")))) for file in files) > (1 if folder == "pages" else 80)


def test_a_field_without_help_is_found() -> None:
    assert without_help('st.text_input("Name", help="Of whom")\nplace.toggle("On", key="on")\nst.button("Go")') == [2]
