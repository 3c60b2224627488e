"""How far the data reach: where credits come from, named or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from lib.services import readiness
from lib.services.container import LabReady
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import ME, TODAY, imported, workbook

STAFF = [["Employee ID", "Last Name"], ["E1", "Cho"], ["E2", "Ruiz"]]
CREDITS = [
    ["Employee ID", "Activity Title", "Provider", "Completed On", "Points"],
    ["E1", "Ethics hour", None, date(2026, 2, 2), 1],
    ["E2", "Ethics hour", None, date(2026, 2, 3), 1],
    ["E2", "Safety hour", "MediaLab", date(2026, 3, 2), 1],
]


def start(app: LabReady) -> None:
    imported(app, "team.xlsx", workbook(Staff=STAFF, Credits=CREDITS))


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(start) as opened:
        yield opened


def test_credits_whose_file_names_no_provider_are_a_source_with_a_name(app: LabReady) -> None:
    told = readiness.team(app, ME, TODAY).reach.sources[["source", "last_completed_on", "people"]]
    assert [(source, str(day)[:10], people) for source, day, people in told.itertuples(index=False)] == [
        ("MediaLab", "2026-03-02", 1),
        ("Provider not given", "2026-02-03", 2),
    ]
