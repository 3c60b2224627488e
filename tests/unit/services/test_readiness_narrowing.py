"""Narrowing a judged team in memory gives what judging it with the filters gives, and changes nothing shared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from lib.access.policy import local_principal
from lib.services import imports, readiness
from lib.services.container import LabReady, open_application
from lib.services.judging import judge
from lib.services.readiness import Filters
from lib.settings import Settings

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabReady]:
    path = tmp_path_factory.mktemp("narrowing") / "labready.duckdb"
    with open_application(Settings(database=path), today=lambda: TODAY) as opened:
        imports.load_sample(opened, local_principal(), today=TODAY)
        yield opened


def chosen_plainly(frame: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Row by row, as a reader would do it."""
    keep = [
        (not filters.sites or row["site"] in filters.sites)
        and (not filters.departments or row["department"] in filters.departments)
        and (not filters.credentials or row["credential"] in filters.credentials)
        and (not filters.statuses or row["status"] in filters.statuses)
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
