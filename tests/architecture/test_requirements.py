"""What is installed is pinned, has its reason, names no address, and is all that the code imports."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
PROJECT = tomllib.loads(PYPROJECT)
RUNTIME = PROJECT["project"]["dependencies"]
DEVELOPMENT = PROJECT["dependency-groups"]["dev"]
OTHER_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock.toml")
LOCKS = ("requirements.txt", "requirements-dev.txt")
FIXED_BY_THE_PROJECT = {"streamlit", "pandas", "plotly", "duckdb", "openpyxl", "pytest"}
OURS = {path.stem for folder in (ROOT, ROOT / "sample_data") for path in folder.glob("*") if path.suffix in ("", ".py")}
ADDRESS = re.compile(
    r"://|--(extra-)?index-url|--find-links|--trusted-host|(?<![\w-])-[if]\s|@\s*(git|file)\b", re.IGNORECASE
)

DEPENDENCY = re.compile(r'^\s*"(?P<what>[a-z0-9-]+[^"]*)",?[ \t]*(?P<rest>.*)$')


def without_reason(pyproject: str) -> list[str]:
    """The dependencies of a pyproject.toml that have no comment of at least three words behind them."""
    lists = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", pyproject, re.MULTILINE | re.DOTALL)
    entries = [DEPENDENCY.match(line) for part in lists for line in part.splitlines()]
    return [e["what"] for e in entries if e and not (e["rest"].startswith("#") and len(e["rest"].split()) > 3)]


def pins(lock: str) -> dict[str, set[str]]:
    """Package -> versions that a compiled requirements file pins (several where they differ by Python)."""
    found: dict[str, set[str]] = {}
    for line in re.findall(r"^(?![\s#-])(.+?)(?: \\)?$", lock, re.MULTILINE):
        requirement = Requirement(line)
        for specifier in requirement.specifier:
            assert specifier.operator == "==", line
            found.setdefault(canonicalize_name(requirement.name), set()).add(specifier.version)
    return found


def pinned_without_hash(lock: str) -> list[str]:
    """The pins of a compiled requirements file that no hash stands under."""
    entries = re.split(r"^(?=[A-Za-z0-9])", re.sub(r"^\s*#.*\n", "", lock, flags=re.MULTILINE), flags=re.MULTILINE)
    return [entry.split()[0] for entry in entries if entry.strip() and "--hash=sha256:" not in entry]


def third_party_imports(source: str) -> set[str]:
    """Top-level names of everything a module imports that is neither Python's own nor ours."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - OURS


def undeclared(names: set[str], declared: list[str]) -> set[str]:
    """Imported names that no declared dependency provides."""
    allowed = {canonicalize_name(Requirement(each).name) for each in declared}
    providers = packages_distributions()
    return {name for name in names if not {canonicalize_name(one) for one in providers.get(name, [])} & allowed}


def not_declared(declared: list[str]) -> set[str]:
    """The packages that the project is built on and that are not among the declared ones."""
    return FIXED_BY_THE_PROJECT - {Requirement(each).name for each in declared}


def duckdb_versions(declared: list[str]) -> set[str]:
    """What is asked of DuckDB and of its extensions: more than one entry where they differ."""
    return {str(Requirement(each).specifier) for each in declared if each.startswith("duckdb")}


def not_as_pinned(declared: list[str], pinned: dict[str, set[str]]) -> list[str]:
    """The declared dependencies that are not pinned, or in a version that they do not ask for."""
    wrong = []
    for each in declared:
        requirement = Requirement(each)
        versions = pinned.get(canonicalize_name(requirement.name), set())
        if not versions or not all(version in requirement.specifier for version in versions):
            wrong.append(each)
    return wrong


def untested_versions(run: dict[str, set[str]], develop: dict[str, set[str]]) -> set[str]:
    """The packages that users get in a version that tests do not run on."""
    return {name for name in run if develop.get(name) != run[name]}


def other_locks(folder: Path) -> list[str]:
    return [name for name in OTHER_LOCKS if (folder / name).exists()]


def test_every_dependency_has_its_reason() -> None:
    assert without_reason(PYPROJECT) == []
    assert len(RUNTIME) + len(DEVELOPMENT) > 20  # the expression above saw lists of the form it knows


def test_the_packages_that_the_project_is_built_on_are_there() -> None:
    assert not_declared(RUNTIME) == set()


def test_duckdb_and_its_extensions_have_one_version() -> None:
    assert duckdb_versions(RUNTIME) == {"==1.5.5"}


@pytest.mark.parametrize("name", LOCKS)
def test_no_requirements_file_names_an_address(name: str) -> None:
    assert ADDRESS.findall((ROOT / name).read_text("utf-8")) == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name: str) -> None:
    assert pinned_without_hash((ROOT / name).read_text("utf-8")) == []


@pytest.mark.parametrize(("name", "declared"), [(LOCKS[0], RUNTIME), (LOCKS[1], RUNTIME + DEVELOPMENT)])
def test_the_pins_are_what_pyproject_asks_for(name: str, declared: list[str]) -> None:
    pinned = pins((ROOT / name).read_text("utf-8"))

    assert not_as_pinned(declared, pinned) == [], f"{name} is not what pyproject.toml asks for: run make lock"


def test_tests_run_on_the_versions_that_users_get() -> None:
    run, develop = (pins((ROOT / name).read_text("utf-8")) for name in LOCKS)

    assert untested_versions(run, develop) == set()


def test_nothing_is_imported_that_is_not_declared() -> None:
    modules = [*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), *ROOT.glob("dashboard.py")]
    modules += (ROOT / "sample_data").rglob("*.py")
    names = set[str]().union(*(third_party_imports(path.read_text("utf-8")) for path in modules))

    assert undeclared(names, RUNTIME) == set()


def test_no_other_lock_is_kept_beside_them() -> None:
    # Other tools' lock files name the address of every file they were made from.
    assert other_locks(ROOT) == []


# --- Each of them finds what it is there for


def test_a_package_that_is_gone_is_found() -> None:
    assert not_declared([each for each in RUNTIME if not each.startswith("plotly")]) == {"plotly"}


def test_an_extension_of_another_version_than_duckdb_is_found() -> None:
    assert duckdb_versions([*RUNTIME, "duckdb-extension-json==1.5.4"]) == {"==1.5.5", "==1.5.4"}


def test_a_dependency_without_pin_or_with_a_pin_that_it_does_not_ask_for_is_found() -> None:
    pinned = pins("pandas==3.1.0 \\\n    --hash=sha256:00\nnumpy==3.0.0 \\\n    --hash=sha256:00\n")

    assert not_as_pinned(["pandas>=3.1", "numpy>=2.4,<3", "lxml>=6.1"], pinned) == ["numpy>=2.4,<3", "lxml>=6.1"]


def test_a_loose_pin_is_found() -> None:
    with pytest.raises(AssertionError, match="pandas>=3"):
        pins("pandas>=3 \\\n    --hash=sha256:00\n")


def test_a_version_that_no_test_runs_on_is_found() -> None:
    run = {"a": {"1"}, "b": {"1", "2"}, "c": {"1"}}

    assert untested_versions(run, {"a": {"1"}, "b": {"1"}, "d": {"1"}}) == {"b", "c"}


def test_a_lock_of_another_tool_is_found(tmp_path: Path) -> None:
    (tmp_path / "poetry.lock").touch()

    assert other_locks(tmp_path) == ["poetry.lock"]


def test_a_dependency_without_reason_is_found() -> None:
    sample = 'dependencies = [\n    "pandas>=3",  # every table of ours\n    "numpy",\n    "lxml",  # needed\n]\n'

    assert without_reason(sample) == ["numpy", "lxml"]


@pytest.mark.parametrize(
    "line",
    [
        "--index-url here",
        "--extra-index-url=here",
        "-i here",
        "-f wheels",
        "--find-links wheels",
        "lab @ https://example.org/lab.whl",
        "lab @ file:lab.whl",
    ],
)
def test_an_address_is_found(line: str) -> None:
    assert ADDRESS.search(f"numpy==2.4.6 \\\n    --hash=sha256:00\n{line}\n")


def test_a_pin_without_hash_is_found() -> None:
    assert pinned_without_hash("a==1 \\\n    --hash=sha256:00\n    # via b\nb==2\n    # via c\n") == ["b==2"]


def test_an_import_that_is_only_there_by_chance_is_found() -> None:
    names = third_party_imports("import os, requests\nfrom pandas import DataFrame\nfrom lib import x\nfrom . import y")

    assert names == {"requests", "pandas"}
    assert undeclared(names, RUNTIME) == {"requests"}
