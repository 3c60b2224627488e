"""dashboard.py is a frame; a page is a guard, inputs, one call and drawing: short, guarded first, no data code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE_FILES = sorted(path for path in (ROOT / "pages").rglob("*.py") if path.name != "__init__.py")
LONGEST_PAGE = 80
NOT_FOR_PAGES = frozenset({"pandas", "numpy", "duckdb", "plotly", "openpyxl", "highspy", "pyarrow", "os", "pages"})
FRAME_MAY_IMPORT = ("streamlit", "lib.ui", "lib.services.container", "__future__")


def imported_modules(tree: ast.Module) -> list[str]:
    """Every module that is imported anywhere, with `from a import b` as `a.b`."""
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def faults_of_page(source: str) -> list[str]:
    """What keeps a page from being thin and guarded; empty for a good page."""
    tree = ast.parse(source)
    faults = []
    lines = len(source.splitlines())
    if lines > LONGEST_PAGE:
        faults.append(f"{lines} lines, at most {LONGEST_PAGE}")
    wrong = sorted({name.split(".")[0] for name in imported_modules(tree)} & NOT_FOR_PAGES)
    if wrong:
        faults.append(f"imports {', '.join(wrong)}")
    if not guarded_first(tree):
        faults.append("its first statement after the imports is no call of something from lib.ui.guard")
    defined = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    if defined:
        faults.append(f"defines {', '.join(defined)}")
    return faults


def guarded_first(tree: ast.Module) -> bool:
    """Whether nothing but docstring and imports stands before a call of a function imported from lib.ui.guard."""
    guards: set[str] = set()
    for statement in tree.body:
        match statement:
            case ast.ImportFrom(module="lib.ui.guard"):
                guards |= {alias.asname or alias.name for alias in statement.names}
            case ast.ImportFrom(module="lib.ui"):
                guards |= {alias.asname or alias.name for alias in statement.names if alias.name == "guard"}
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
                continue
            case ast.Expr(value=ast.Call(func=called)) | ast.Assign(value=ast.Call(func=called)):
                first = called.value if isinstance(called, ast.Attribute) else called
                return isinstance(first, ast.Name) and first.id in guards
            case _:
                return False
    return False


def faults_of_frame(source: str) -> list[str]:
    """What dashboard.py imports beyond Streamlit, lib.ui and the container."""
    return [
        name
        for name in imported_modules(ast.parse(source))
        if not any(name == allowed or name.startswith(f"{allowed}.") for allowed in FRAME_MAY_IMPORT)
    ]


GOOD_PAGE = '''"""Who is behind."""
from __future__ import annotations
import streamlit as st
from lib.services import readiness
from lib.ui.guard import open_page
page = open_page("view")
st.title("Readiness")
'''


def test_there_are_pages_and_they_stand_in_sections() -> None:
    assert PAGE_FILES
    # Streamlit runs files right under pages/ by itself, without the frame; it does not look into folders.
    assert not [path.name for path in PAGE_FILES if path.parent == ROOT / "pages"]


@pytest.mark.parametrize("path", PAGE_FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_page_is_thin_and_guarded(path: Path) -> None:
    assert faults_of_page(path.read_text("utf-8")) == []


def test_the_frame_imports_only_the_interface_and_the_container() -> None:
    assert faults_of_frame((ROOT / "dashboard.py").read_text("utf-8")) == []


def test_a_good_page_has_no_faults() -> None:
    assert faults_of_page(GOOD_PAGE) == []
    assert (
        faults_of_page(
            GOOD_PAGE.replace("from lib.ui.guard import open_page", "from lib.ui import guard").replace(
                "open_page(", "guard.open_page("
            )
        )
        == []
    )


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (GOOD_PAGE + "st.write(1)\n" * 74, "81 lines, at most 80"),
        ("import pandas as pd\n" + GOOD_PAGE, "imports pandas"),
        (GOOD_PAGE + "def show():\n    from duckdb import connect\n", "imports duckdb"),
        (GOOD_PAGE.replace('page = open_page("view")\n', ""), "its first statement after the imports"),
        (GOOD_PAGE.replace("page =", 'st.write("names")\npage ='), "its first statement after the imports"),
        (GOOD_PAGE.replace("lib.ui.guard", "lib.ui.feedback"), "its first statement after the imports"),
        (
            GOOD_PAGE.replace("page = open_page", "if True:\n    page = open_page"),
            "its first statement after the imports",
        ),
        (GOOD_PAGE + "class Row: ...\n", "defines Row"),
    ],
)
def test_a_bad_page_is_found(source: str, fault: str) -> None:
    assert [found for found in faults_of_page(source) if found.startswith(fault)]


@pytest.mark.parametrize("name", ["lib.services.readiness", "lib.store", "pandas", "lib.uitools", "lib.services"])
def test_a_frame_that_reaches_further_is_found(name: str) -> None:
    assert faults_of_frame(f"import streamlit as st\nfrom lib.ui.navigation import PAGES\nimport {name}\n") == [name]
