"""Laws of the reader: it answers anything with sentences; what it accepts, it can write and read again."""

from __future__ import annotations

import copy
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.rules.document import dump, to_document
from lib.rules.findings import Findings
from lib.rules.loader import check_rule_file, load_shipped, parse_rule_file
from lib.rules.schema import read_program

GOOD = to_document(load_shipped().program("STATE-ND")) | {"sources": {"OWN-1": {"title": "T", "href": None}}}
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 9999)
    | st.text(max_size=8)
    | st.sampled_from(["36", "1.5", "2024-01-01", "any", "*", "safety", "HIGH", "UNKNOWN", "S41", "always", "null"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else []
    return [place for key in keys for place in ((*path, key), *places(node[key], (*path, key)))]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(places(GOOD)), VALUES)
def test_any_value_in_any_place_is_read_or_refused_with_sentences(place: tuple[Any, ...], value: Any) -> None:
    document = copy.deepcopy(GOOD)
    holder = document
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    problems: list[str] = []
    program = read_program(Findings("own.yaml", problems), document, load_shipped().sources)
    assert all(p.startswith("The rule file own.yaml was not accepted: ") and ". Accepted: " in p for p in problems)
    if not problems:
        assert parse_rule_file("own.yaml", dump(program), load_shipped().sources) == program


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet="ab: -[]{}'\"\n&*!#|>?,~", max_size=60))
def test_any_text_is_refused_with_sentences(text: str) -> None:
    assert check_rule_file("own.yaml", text, {}) != []


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=6), VALUES, max_size=4))
def test_any_yaml_is_refused_with_sentences(document: dict[str, Any]) -> None:
    assert check_rule_file("own.yaml", yaml.safe_dump(document), {}) != []
