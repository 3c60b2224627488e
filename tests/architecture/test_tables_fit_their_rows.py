"""A table is as high as its rows up to a limit: a height that is a number shows empty rows below the last one."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]


def tables_of_fixed_height(source: str) -> list[int]:
    """The lines on which a table is shown with a number for its height."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "dataframe"
        and any(keyword.arg == "height" and isinstance(keyword.value, ast.Constant) for keyword in node.keywords)
    ]


def test_no_table_shows_rows_that_it_does_not_have() -> None:
    modules = [*(ROOT / "lib" / "ui").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    found = {path.name: lines for path in modules if (lines := tables_of_fixed_height(path.read_text("utf-8")))}
    assert found == {}


def test_a_table_of_fixed_height_is_found() -> None:
    assert tables_of_fixed_height("st.dataframe(rows, height=300)") == [1]
    assert tables_of_fixed_height("st.dataframe(rows, height=choosing.height(len(rows), 300))") == []
