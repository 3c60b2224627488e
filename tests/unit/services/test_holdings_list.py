"""Finding people by a part of the name or ID; the list in another order; its columns."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.domain import tables
from lib.services.finding import found_by
from lib.services.holdings_list import COLUMNS, ListView, arranged


@pytest.fixture
def verdicts() -> pd.DataFrame:
    """Four holdings, worst first: 27 of 36 points are 75 %, 9 of 9 all, 18 of 36 half; the last has no rule."""
    rows = [
        {"staff_id": "E1", "name": "Muñoz, Ana", "credential": "SBB", "counted": 2700, "total": 3600, "missing": 900},
        {"staff_id": "E2", "name": "okafor, Dan", "credential": "PBT", "counted": 900, "total": 900, "missing": 0},
        {"staff_id": "E1", "name": "Muñoz, Ana", "credential": "MLS", "counted": 1800, "total": 3600, "missing": 1800},
        {"staff_id": "17", "name": "17", "credential": "QIHC"},
    ]
    frame = pd.DataFrame(rows)
    frame["declare_by"] = pd.to_datetime(["2027-03-03", "2026-12-04", None, "2026-12-04"])
    for name, dtype in tables.VERDICTS.items():
        if name not in frame:
            frame[name] = pd.NaT if dtype == tables.DATE else pd.Series(0, index=frame.index)
    return tables.typed(frame, tables.VERDICTS)


@pytest.mark.parametrize(
    ("words", "credentials"),
    [
        ("munoz", ["SBB", "MLS"]),
        ("Ana MUÑOZ", ["SBB", "MLS"]),
        ("dan, oka", ["PBT"]),
        ("1", ["SBB", "MLS", "QIHC"]),
        ("e1 dan", []),
        (" ,. ", ["SBB", "PBT", "MLS", "QIHC"]),
        (".*", ["SBB", "PBT", "MLS", "QIHC"]),
    ],
)
def test_each_word_stands_in_the_name_or_in_the_employee_id(
    verdicts: pd.DataFrame, words: str, credentials: list[str]
) -> None:
    assert list(verdicts.loc[found_by(verdicts, words), "credential"]) == credentials


@pytest.mark.parametrize(
    ("view", "credentials"),
    [
        (ListView(), ["SBB", "PBT", "MLS", "QIHC"]),
        (ListView(descending=True), ["QIHC", "MLS", "PBT", "SBB"]),
        (ListView("name"), ["QIHC", "SBB", "MLS", "PBT"]),  # 17, Munoz twice (worst first), okafor: case does not count
        (ListView("name", descending=True), ["PBT", "SBB", "MLS", "QIHC"]),
        (ListView("points"), ["MLS", "SBB", "PBT", "QIHC"]),  # 50 %, 75 %, 100 %, not known
        (ListView("points", descending=True), ["PBT", "SBB", "MLS", "QIHC"]),  # not known stays last
        (ListView("declare_by"), ["PBT", "QIHC", "SBB", "MLS"]),  # of one day: worst first
        (ListView("declare_by", descending=True), ["SBB", "PBT", "QIHC", "MLS"]),
    ],
)
def test_the_order_keeps_equal_ones_worst_first_and_what_is_not_known_last(
    verdicts: pd.DataFrame, view: ListView, credentials: list[str]
) -> None:
    assert list(arranged(verdicts, view)["credential"]) == credentials
    assert list(verdicts["credential"]) == ["SBB", "PBT", "MLS", "QIHC"]


def test_the_name_is_always_shown_and_the_columns_keep_their_order() -> None:
    assert [column.name for column in ListView(columns=("status", "credential")).shown] == [
        "name", "credential", "status",
    ]  # fmt: skip
    assert ListView().shown == COLUMNS
    assert ListView("cycle_end", descending=True).words == "by cycle end, descending"
    assert (ListView().words, ListView(descending=True).words) == ("worst first", "best first")
