"""The guide beside the rule files: its examples are accepted, and it names every key."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from lib.rules.loader import check_rule_file, load_shipped
from lib.rules.version_schema import VERSION_KEYS

GUIDE = files("lib.rules").joinpath("data").joinpath("README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE, flags=re.DOTALL)


def test_the_guide_has_examples() -> None:
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.splitlines()[0])
def test_an_example_of_the_guide_is_accepted_and_fits_the_shipped_book(example: str) -> None:
    assert check_rule_file("example.yaml", example, load_shipped().sources, load_shipped()) == []


def test_the_guide_names_every_key_of_a_version() -> None:
    assert [key for key in VERSION_KEYS if f"`{key}`" not in GUIDE] == []
