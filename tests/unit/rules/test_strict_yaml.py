from __future__ import annotations

import time

import pytest

from lib.domain.errors import RuleFileError
from lib.rules.findings import Findings
from lib.rules.strict_yaml import DEEPEST_LEVEL, LONGEST_TEXT, plain_data


def read(text: str) -> dict[str, object]:
    return plain_data(text, Findings("own.yaml"))


def test_every_value_stays_the_text_that_was_written() -> None:
    text = "a: 1.50\nb: NO\nc: 12:30\nd: 2024-01-01\ne: [0x10, yes, ' x ']\nf: {g: 1e3}\n"
    assert read(text) == {
        "a": "1.50",
        "b": "NO",
        "c": "12:30",
        "d": "2024-01-01",
        "e": ["0x10", "yes", " x "],
        "f": {"g": "1e3"},
    }


def test_nothing_is_null_and_quoted_null_is_text() -> None:
    assert read("a:\nb: ~\nc: null\nd: 'null'\ne: ''\n") == {"a": None, "b": None, "c": None, "d": "null", "e": ""}


BILLION_LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{n}: &{n} [*{p}, *{p}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
)

HOSTILE: dict[str, tuple[str, tuple[str, ...]]] = {
    "aliases that grow": (BILLION_LAUGHS, ("line 2", "alias *a", "written out")),
    "an alias for every area": ("rest: [*]\n", ("line 1", "not YAML")),
    "merge key": ("a: &x {b: 1}\nc: {<<: *x}\n", ("line 2", "alias *x")),
    "tag of an object": (
        "a: !!python/object/apply:os.system ['true']\n",
        ("line 1", "python/object/apply", "without tags"),
    ),
    "tag of a number": ("a: !!int 3\n", ("line 1", "tag")),
    "own tag": ("a: !env HOME\n", ("line 1", '"!env"')),
    "ten megabytes": ("a: " + "x" * 10_000_000, ("10,000,003 characters", f"at most {LONGEST_TEXT:,}")),
    "nested without end": ("a: " + "[" * 200_000, ("nested more than", str(DEEPEST_LEVEL))),
    "two documents": ("a: 1\n---\nb: 2\n", ("line 2", "second document")),
    "no mapping": ("- a\n- b\n", ("is a list", "program:")),
    "plain text": ("hello\n", ("is plain text",)),
    "nothing": ("", ("is empty",)),
    "only a comment": ("# nothing\n", ("is empty",)),
    "only null": ("null\n", ("is empty",)),
    "tab as indent": ("a:\n\tb: 1\n", ("line 2", "not YAML")),
    "unclosed": ("a: [1, 2\n", ("line", "not YAML")),
    "control character": ("a: x\x07y\n", ("not YAML",)),
    "half a surrogate pair": ("a: x\ud800y\n", ("characters", "UTF-8")),
    "mapping as a key": ("? {a: 1}\n: 2\n", ("line 1", "as a key")),
    "empty key": ("~: 2\n", ("line 1", "empty key")),
    "duplicate deep inside": ("a:\n  - b: 1\n    b: 2\n", ("a[0].b", "given twice", "line 3")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused_with_a_sentence_and_at_once(name: str) -> None:
    text, words = HOSTILE[name]
    began = time.monotonic()
    with pytest.raises(RuleFileError) as refused:
        read(text)
    assert time.monotonic() - began < 2
    assert refused.value.message.startswith("The rule file own.yaml was not accepted: ")
    assert [word for word in words if word not in refused.value.message] == [], refused.value.message
    assert len(refused.value.message) < 500


def test_a_duplicate_key_is_collected_and_the_first_value_stays() -> None:
    problems: list[str] = []
    assert plain_data("a: 1\na: {b: 2}\nc: 3\n", Findings("own.yaml", problems)) == {"a": "1", "c": "3"}
    assert len(problems) == 1
