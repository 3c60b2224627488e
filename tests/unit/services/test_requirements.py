"""A requirement given to everybody or to a department: one change, judged by the common cycle, taken back whole."""

from __future__ import annotations

from datetime import date

import pytest

from lib.domain.errors import RefusedCommand
from lib.services import readiness, requirements, rule_changes
from tests.beginnings import beginning_with
from tests.unit.compliance.test_common_cycles import OWN
from tests.unit.services.workbooks import ME, TODAY, credits, imported, workbook

STAFF = [
    ["Employee ID", "Last Name", "First Name", "Department", "Termination Date"],
    ["E1", "Lopez", "Maria", "Core", None],
    ["E2", "Ruiz", "Ana", "Micro", None],
    ["E3", "Gone", "Al", "Core", date(2026, 3, 1)],
]
ROWS = credits(["E1", "Fire drill", "Us", date(2026, 2, 1), 3, "Safety"])


def start(app):
    imported(app, "a.xlsx", workbook(Staff=STAFF, Credits=ROWS))
    rule_changes.store_file(app, ME, "own.yaml", OWN.format(months=12, ends_on="2026-12-31"), today=TODAY)


@pytest.fixture
def app():
    with beginning_with(start) as opened:
        yield opened


def holders(app) -> list[str]:
    return readiness.team(app, ME, TODAY).verdicts["staff_id"].sort_values().tolist()


def test_given_to_a_department_then_to_everybody_and_taken_back_one_by_one(app):
    assert requirements.choices(app, ME) == [("INSTITUTION", "YEARLY")]
    assert requirements.departments(app, ME) == ["Core", "Micro"]
    # E3 left: nothing is asked of leavers.
    assert requirements.give(app, ME, "INSTITUTION", "YEARLY", ("Core",), today=TODAY) == 1
    assert requirements.give(app, ME, "INSTITUTION", "YEARLY", (), today=TODAY) == 1
    assert holders(app) == ["E1", "E2"]
    row = readiness.team(app, ME, TODAY).verdicts.set_index("staff_id").loc["E1"]
    # 3 safety points: 2 fill the named minimum, 1 the rest; 12 asked by 31 December.
    assert (row["counted"], row["total"], row["cycle_end"].date()) == (300, 1200, date(2026, 12, 31))
    with pytest.raises(RefusedCommand, match="has YEARLY \\(INSTITUTION\\) already"):
        requirements.give(app, ME, "INSTITUTION", "YEARLY", (), today=TODAY)
    everybody, core = requirements.given(app, ME).to_dict("records")
    assert (core["note"], core["people"], everybody["note"]) == (
        "YEARLY (INSTITUTION) in Core", 1, "YEARLY (INSTITUTION)",
    )  # fmt: skip
    assert requirements.take_back(app, ME, core["change_id"], today=TODAY) == 1
    assert holders(app) == ["E2"]
    with pytest.raises(RefusedCommand, match="taken back already"):
        requirements.take_back(app, ME, core["change_id"], today=TODAY)


def test_a_program_with_an_end_for_each_person_cannot_be_given(app):
    with pytest.raises(RefusedCommand, match="import a Credentials sheet"):
        requirements.give(app, ME, "ASCP", "MLS", (), today=TODAY)
    assert holders(app) == []
