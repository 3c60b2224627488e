"""Scenarios on their page: what is typed is kept and compared, and the numbers are the plan's."""

from __future__ import annotations

from datetime import date
from typing import Any

from lib.services import plans, scenarios
from lib.services.hires import Hire

TODAY = date(2026, 11, 22)


def field(fields: Any, end: str) -> Any:
    return next(each for each in fields if str(each.key).endswith(end))


def press(dashboard: Any, label: str) -> None:
    next(button for button in dashboard.test.button if button.label == label).click()
    dashboard.run()


def test_a_scenario_is_typed_compared_and_forgotten(sample: Any) -> None:
    test = sample.open("budget/scenarios")
    assert "No scenario is kept yet" in test.info[0].value
    press(sample, "Save and compare")
    assert "is not one to keep it by" in test.error[0].value

    leaver = plans.team_plan(sample.app, sample.principal, TODAY).people[0]
    field(test.text_input, ".name").set_value("Smaller team")
    field(test.multiselect, ".leavers").set_value([leaver.staff_id])
    press(sample, "Save and compare")
    (kept,) = scenarios.kept(sample.app, sample.principal)
    assert (kept.scenario.leavers, kept.changed_on) == ((leaver.staff_id,), TODAY)

    table = next(each.value for each in test.dataframe if "scenario" in each.value.columns)
    now = plans.team_plan(sample.app, sample.principal, TODAY)
    assert table["scenario"].tolist() == ["As things stand", "Smaller team"]
    assert [round(total * 100) for total in table["total"]] == [now.total_cents, now.total_cents - leaver.cost_cents]
    assert table["people"].tolist() == [len(now.people), len(now.people) - 1]

    test.selectbox(key="scenarios.which").set_value("Smaller team")
    sample.run()
    press(sample, "Forget this scenario")
    assert scenarios.kept(sample.app, sample.principal) == []


def test_hires_are_typed_and_planned_for(sample: Any) -> None:
    test = sample.open("budget/scenarios")
    key = next(str(editor.key) for editor in test.data_editor if str(editor.key).endswith(".hires"))
    added = [{"count": 2, "credential": "ASCP MLS", "department": "Chemistry", "starts_on": "2027-01-04"}, {"count": 1}]
    test.session_state[key] = {"edited_rows": {}, "added_rows": added, "deleted_rows": []}
    field(test.text_input, ".name").set_value("We grow")
    press(sample, "Save and compare")
    (kept,) = scenarios.kept(sample.app, sample.principal)
    # The row that names no credential is left out.
    assert kept.scenario.hires == (Hire(2, "ASCP", "MLS", date(2027, 1, 4), "Chemistry"),)
    table = next(each.value for each in test.dataframe if "scenario" in each.value.columns)
    assert table["people"].tolist()[1] == table["people"].tolist()[0] + 2
