"""Only the clock reads today's date, and nothing below the services reads the environment: both are passed in."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLOCK = ROOT / "lib" / "services" / "clock.py"
MODULES = [*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), *ROOT.glob("dashboard.py")]
ABOVE = {ROOT / "lib" / name for name in ("services", "cli", "ui")}

NOW_BY_NAME = frozenset({"today", "utcnow"})
NOW_OF = frozenset({"datetime", "Timestamp", "date", "dt", "pd"})
TAKES_NOW_AS_TEXT = frozenset({"datetime64", "Timestamp", "to_datetime"})
NOW_IN_SQL = re.compile(
    r"\b(current_date|current_timestamp|current_time|localtimestamp|get_current_timestamp|now\s*\(\s*\)|today\s*\(\s*\))",
    re.IGNORECASE,
)


def readings_of_the_date(source: str) -> list[str]:
    """Where a module reads today's date or the time of day, as written."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=name)) if name in NOW_BY_NAME or (
                name == "now" and last(owner) in NOW_OF
            ):
                # `app.today()` is the composition root's own clock, read through services.clock.
                if last(owner) not in {"app", "clock", "self"}:
                    found.append(ast.unparse(node))
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="time"), attr="time" | "localtime" | "gmtime" | "strftime")
            ):
                found.append(ast.unparse(node))
            case ast.Call(func=function, args=[ast.Constant(value="now" | "today"), *_]) if (
                last(function) in TAKES_NOW_AS_TEXT
            ):
                found.append(ast.unparse(node))
            case ast.ImportFrom(module="time", names=names) if {alias.name for alias in names} & {"time", "localtime"}:
                found.append(ast.unparse(node))
    return found


def readings_in_sql(source: str) -> list[str]:
    """Where the text of a statement asks the database what day it is."""
    texts = [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(r"\b(select|insert|update|create|default)\b", node.value, re.IGNORECASE)
    ]
    return [found.group() for text in texts for found in NOW_IN_SQL.finditer(text)]


def readings_of_the_environment(source: str) -> list[str]:
    """Where a module reads variables of the environment; a child process may set its own before it begins."""
    tree = ast.parse(source)
    statements = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    sets = {
        id(call.func.value)
        for call in statements
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "setdefault"
    }
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Attribute)
            and node.attr in {"environ", "getenv"}
            and last(node.value) == "os"
            and id(node) not in sets
        )
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "os"
            and {alias.name for alias in node.names} & {"environ", "getenv"}
        )
    ]


def last(node: ast.AST) -> str | None:
    """The last part of a dotted name."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return None


def found_in(modules: list[Path], look: object) -> dict[str, list[str]]:
    """What a search finds, by file."""
    assert callable(look)
    return {path.relative_to(ROOT).as_posix(): found for path in modules if (found := look(path.read_text("utf-8")))}


def test_only_the_clock_reads_the_date() -> None:
    assert found_in([path for path in MODULES if path != CLOCK], readings_of_the_date) == {}


def test_the_clock_does() -> None:
    assert readings_of_the_date(CLOCK.read_text("utf-8"))


def test_no_statement_asks_the_database_for_the_date() -> None:
    assert found_in(MODULES, readings_in_sql) == {}
    assert found_in([*(ROOT / "lib").rglob("*.sql")], NOW_IN_SQL.findall) == {}


def test_nothing_below_the_services_reads_the_environment() -> None:
    below = [path for path in MODULES if path.is_relative_to(ROOT / "lib") and not ABOVE & set(path.parents)]

    assert found_in(below, readings_of_the_environment) == {}


@pytest.mark.parametrize(
    "source",
    [
        "date.today()",
        "datetime.date.today()",
        "datetime.now()",
        "datetime.datetime.now(tz=UTC)",
        "datetime.utcnow()",
        "pd.Timestamp.now()",
        "pd.Timestamp('today')",
        "pd.to_datetime('now')",
        "np.datetime64('today')",
        "time.time()",
        "from time import time",
    ],
)
def test_a_reading_of_the_date_is_found(source: str) -> None:
    assert readings_of_the_date(source)


@pytest.mark.parametrize(
    "source", ["app.today()", "clock.today()", "time.monotonic()", "known_now(x)", "np.datetime64('2026-11-22')"]
)
def test_a_date_that_is_passed_in_is_left_alone(source: str) -> None:
    assert readings_of_the_date(source) == []


@pytest.mark.parametrize(
    "statement",
    [
        "select * from t where d <= current_date",
        "insert into t values (now())",
        "create table t (at timestamp default current_timestamp)",
    ],
)
def test_a_statement_that_asks_for_the_date_is_found(statement: str) -> None:
    assert readings_in_sql(f"con.execute({statement!r})")


def test_a_child_process_may_set_its_environment() -> None:
    assert readings_of_the_environment("os.environ.setdefault('OPENBLAS_NUM_THREADS', '1')") == []


@pytest.mark.parametrize(
    "source",
    ["os.environ['HOME']", "os.getenv('HOME')", "from os import environ", "x = os.environ.setdefault('HOME', '/')"],
)
def test_a_reading_of_the_environment_is_found(source: str) -> None:
    assert readings_of_the_environment(source)
