"""Month by month, and what planned activities would move: shown when asked for, stored never."""

from __future__ import annotations

from datetime import date
from typing import Any

from lib.services import readiness
from lib.services.trends import arrived_late, month_holdings

TODAY = date(2026, 11, 22)
PERSON, OVERVIEW = "readiness/person", "readiness/overview"


def table(dashboard: Any, column: str) -> Any:
    return next(each.value for each in dashboard.test.dataframe if column in each.value.columns)


def test_month_by_month_is_worked_out_when_it_is_opened(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    assert len(test.get("plotly_chart")) == 2
    test.session_state["readiness.trend"] = True
    sample.run()
    titles = [each.value.splitlines()[0].strip() for each in test.markdown]
    assert "**Nothing was known at these month ends**" in titles  # the sample was loaded on 22 November
    test.get_by_key("readiness.trend.how").set_value("As known now")
    sample.run()
    shown = table(sample, "not_required").sort_values("end", ignore_index=True)
    months = readiness.trend(sample.app, sample.principal, TODAY, 12, known_now=True)
    assert shown["act"].tolist() == months[["expired", "end_passed", "late", "file_now"]].sum(axis=1).tolist()
    end = date(2026, 10, 31)
    then, now = (month_holdings(sample.app, sample.principal, end, known_on=on) for on in (end, None))
    late = table(sample, "then")
    assert len(late) == len(arrived_late(then, now)) > 100
    assert set(late["then"]) == {"not counted"}


def test_an_ethics_hour_for_everybody_is_tried_out_and_not_stored(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    version = sample.app.store.data_version()
    test.session_state["readiness.what_if"] = True
    sample.run()
    test.button(key="FormSubmitter:readiness.what_if.form-Add to the plan").click()
    sample.run()
    assert "Lunch and learn" in sample.texts()
    moves = table(sample, "forecast")
    assert (moves["missing_after"].fillna(0) <= moves["missing_before"].fillna(0)).all()
    assert "become complete" in sample.texts()
    assert sample.app.store.data_version() == version
    test.button(key="readiness.what_if.forget").click()
    sample.run()
    assert not [each for each in test.dataframe if "forecast" in each.value.columns]


def test_one_person_is_tried_out_on_the_person_page(sample: Any) -> None:
    test = sample.open(PERSON)
    test.session_state["person.what_if"] = True
    sample.run()
    test.button(key="FormSubmitter:person.what_if.form-Add to the plan").click()
    sample.run()
    verdicts = readiness.team(sample.app, sample.principal, TODAY).verdicts
    own = verdicts[verdicts["staff_id"] == test.selectbox(key="person").value]
    assert len(table(sample, "forecast")) == len(own)
