"""Narrowing a judged team in memory gives what judging it with the filters gives, and changes nothing shared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from lib.access.policy import local_principal
from lib.services import readiness
from lib.services.container import LabReady
from lib.services.judging import judge
from lib.services.readiness import Filters
from lib.services.shortages import is_short, named_areas, short_in, was_short
from lib.services.trends import month_holdings
from tests.beginnings import beginning_with, the_sample

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def app() -> Iterator[LabReady]:
    with beginning_with(the_sample) as opened:
        yield opened


def chosen_plainly(frame: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Row by row, as a reader would do it."""
    keep = [
        (not filters.sites or row["site"] in filters.sites)
        and (not filters.departments or row["department"] in filters.departments)
        and (not filters.credentials or row["credential"] in filters.credentials)
        and (not filters.statuses or row["status"] in filters.statuses)
        and (not filters.people or row["staff_id"] in filters.people)
        and filters.find.strip(" ,").casefold() in f"{row['staff_id']} {row['name']}".casefold()
        for row in frame.to_dict("records")
    ]
    return frame[keep].reset_index(drop=True)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(sites=("North",)),
        Filters(sites=("North",), statuses=("behind", "late")),
        Filters(departments=("Nowhere",)),
        Filters(people=("nobody", "10442")),
        Filters(find="10442"),
        Filters(find="  LOPEZ, ", sites=("Main",)),
        Filters(find="nobody of this name"),
    ],
)
def test_the_narrowed_team_is_the_team_judged_with_the_filters(app: LabReady, filters: Filters) -> None:
    everyone = readiness.team(app, local_principal(), TODAY)
    fast = readiness.narrowed_team(everyone, filters)
    plain = chosen_plainly(judge(app, local_principal().scope, TODAY).verdicts.frame, filters)
    assert_frame_equal(fast.verdicts, plain)
    assert_frame_equal(fast.staff, readiness.by_person(plain))
    assert (fast.people, fast.choices) == (everyone.people, everyone.choices)


def test_changing_an_answer_leaves_the_shared_team_as_it_was(app: LabReady) -> None:
    everyone = readiness.team(app, local_principal(), TODAY)
    before = everyone.verdicts.copy(deep=True)
    answer = readiness.narrowed_team(everyone, Filters())
    answer.verdicts.loc[:, "status"] = "expired"
    answer.verdicts["name"] = "somebody else"
    assert_frame_equal(everyone.verdicts, before)


def test_an_area_leaves_the_holdings_that_are_short_in_it(app: LabReady) -> None:
    judged = judge(app, local_principal().scope, TODAY).verdicts
    asked = judged.frame[~judged.frame["status"].isin(["not_required", "filed", "renewed"])]
    gaps = judged.requirements[judged.requirements["gap"] > 0]
    for areas in (("ethics",), ("ethics", "safety"), ("rest",), ("microbiology",)):
        codes = [code for code in gaps["requirement"].unique() if any(area in code.split("+") for area in areas)]
        short = set(gaps.loc[gaps["requirement"].isin(codes), "holding"])
        expected = asked[[holding in short for holding in asked["holding"]]].reset_index(drop=True)
        assert len(expected)
        found = readiness.team(app, local_principal(), TODAY, filters=Filters(areas=areas))
        assert_frame_equal(found.verdicts, expected)


def test_a_month_end_is_narrowed_by_area_as_the_day_itself_is(app: LabReady) -> None:
    month = month_holdings(app, local_principal(), TODAY, known_on=None)
    filters = Filters(areas=("ethics",), sites=("North",))
    expected = readiness.team(app, local_principal(), TODAY, filters=filters).verdicts
    begun = expected[expected["cycle_start"].isna() | (expected["cycle_start"] <= pd.Timestamp(TODAY))]
    found = readiness.narrowed(month, filters)
    assert len(found)
    assert list(found["staff_id"]) == list(begun["staff_id"])


def test_short_in_names_every_gap_of_what_is_still_asked() -> None:
    verdicts = pd.DataFrame({"holding": [0, 1, 2], "status": ["behind", "filed", "complete"]})
    requirements = pd.DataFrame(
        {
            "holding": [0, 0, 0, 1, 2],
            "position": [0, 1, 2, 0, 0],
            "requirement": ["safety", "chemistry+hematology", "rest", "ethics", "ethics"],
            "need": [100] * 5,
            "gap": [0, 50, 100, 100, 0],
        }
    )
    texts = short_in(verdicts, requirements)
    assert texts.tolist() == ["chemistry+hematology;rest", "", ""]
    assert is_short(verdicts, requirements, ["hematology"]).tolist() == [True, False, False]
    assert was_short(texts, ["hematology"]).tolist() == [True, False, False]
    assert was_short(texts, ["safety", "ethics"]).tolist() == [False, False, False]
    assert named_areas(requirements) == ("safety", "ethics", "chemistry", "hematology", "rest")
