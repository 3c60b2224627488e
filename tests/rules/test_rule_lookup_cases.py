"""Rule lookup cases as data: which version holds for a cycle end, and its numbers, as the facts state them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from lib.domain.points import hundredths
from lib.rules.loader import load_shipped

CASES = [
    case
    for path in sorted((Path(__file__).parent / "cases").glob("lookup_*.yaml"))
    for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
]


def points(text: str) -> int | None:
    return None if text == "null" else hundredths(Decimal(text))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['program']}-{c['credential']}-{c['cycle_end']}")
def test_the_version_of_a_cycle_end_has_the_numbers_of_the_facts(case: dict[str, Any]) -> None:
    version = load_shipped().version_for(case["program"], case["credential"], date.fromisoformat(case["cycle_end"]))
    if case["version"] == "null":
        assert version is None
        return
    assert version is not None
    assert version.version == case["version"]
    assert version.total == points(case["total"])
    # In order: the order of the named minimums decides which gap is reported.
    assert [(m.code, m.points) for m in version.minimums] == [(a, points(n)) for a, n in case["minimums"].items()]
    assert version.rest == points(case["rest"])


def test_every_shipped_version_has_a_case() -> None:
    assert {v.version for v in load_shipped().versions} - {case["version"] for case in CASES} == set()


def test_every_dated_change_has_a_case_on_the_day_before_and_on_the_day() -> None:
    cased = {(case["program"], case["credential"], case["cycle_end"]) for case in CASES}
    wanted = set()
    for version in load_shipped().versions:
        if version.ends_from is not None:
            for day in (version.ends_from - timedelta(days=1), version.ends_from):
                wanted.add((version.program, version.credential, day.isoformat()))
        if version.ends_to is not None:
            wanted.add((version.program, version.credential, version.ends_to.isoformat()))
    assert wanted
    assert wanted - cased == set()
