"""A cached answer belongs to the whole process: it depends on its arguments only, or people see others' numbers."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOME = ROOT / "lib" / "ui" / "cached.py"
CACHES = frozenset({"cache_data", "cache_resource", "experimental_memo", "experimental_singleton"})
OF_ONE_SESSION = frozenset({"session_state", "user", "query_params", "context", "experimental_user"})


def named(node: ast.AST) -> str | None:
    """The last part of a name, an attribute or an imported name."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name) | ast.alias(name=name):
            return name
    return None


def uses_of_caches(source: str) -> list[str]:
    """The names of Streamlit's caches that a module uses."""
    return [name for node in ast.walk(ast.parse(source)) if (name := named(node)) in CACHES]


def faults_of_cached_module(source: str) -> list[str]:
    """What makes a cached answer depend on more than its arguments, or grow without bound, or be keyed by a sample."""
    tree = ast.parse(source)
    faults = [
        f"reads {name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and (name := node.attr) in OF_ONE_SESSION
    ]
    faults += [
        f"reads {name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.alias) and (name := node.name) in OF_ONE_SESSION
    ]
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for decorator in function.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else None
            if named(call.func if call else decorator) != "cache_data":
                continue
            if not call or not {keyword.arg for keyword in call.keywords} & {"max_entries", "ttl"}:
                faults.append(f"{function.name} keeps answers without bound")
            faults += [
                f"{function.name} is keyed by a table ({argument.arg})"
                for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
                if argument.annotation
                and "DataFrame" in ast.unparse(argument.annotation)
                and not argument.arg.startswith("_")
            ]
            faults += [
                f"{function.name} draws or asks (st.{node.func.attr})"
                for node in ast.walk(ast.Module(function.body, []))
                if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in {"st", "streamlit"}
            ]
    return faults


def test_cached_functions_live_in_one_module() -> None:
    modules = [*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "dashboard.py"]

    elsewhere = {
        path.relative_to(ROOT).as_posix(): used
        for path in modules
        if path != HOME and (used := uses_of_caches(path.read_text("utf-8")))
    }

    assert elsewhere == {}


def test_cached_functions_depend_on_their_arguments_only() -> None:
    assert faults_of_cached_module(HOME.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "@st.cache_data\ndef f(): ...",
        "@st.cache_resource(ttl=1)\ndef f(): ...",
        "from streamlit import cache_data as c",
        "f = st.cache_data(g)",
    ],
)
def test_a_cache_elsewhere_is_found(source: str) -> None:
    assert uses_of_caches(source)


def test_a_good_cached_function_has_no_faults() -> None:
    assert (
        faults_of_cached_module("@st.cache_data(max_entries=64)\ndef f(scope: str, version: int): return g(scope)")
        == []
    )


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("@st.cache_data(ttl=9)\ndef f(scope): return st.session_state['owner']", "reads session_state"),
        ("def helper(): return st.user.email", "reads user"),
        ("from streamlit import session_state", "reads session_state"),
        ("@st.cache_data\ndef f(scope): ...", "f keeps answers without bound"),
        ("@st.cache_data(show_spinner=False)\ndef f(scope): ...", "f keeps answers without bound"),
        ("@st.cache_data(ttl=9)\ndef f(rows: pd.DataFrame): ...", "f is keyed by a table (rows)"),
        ("@st.cache_data(ttl=9)\ndef f(): return st.selectbox('Site', [])", "f draws or asks (st.selectbox)"),
    ],
)
def test_a_bad_cached_function_is_found(source: str, fault: str) -> None:
    assert fault in faults_of_cached_module(source)
