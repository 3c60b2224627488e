"""Person: everybody can be chosen, each chart has its numbers, the ledger adds up, past knowledge can be asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from lib.domain import points
from lib.services import person, readiness

TODAY = date(2026, 11, 22)
PERSON, OVERVIEW = "readiness/person", "readiness/overview"


def titles(dashboard: Any) -> list[str]:
    """What stands in bold above the charts."""
    return [each.value.removeprefix("**") for each in dashboard.test.markdown if each.value.startswith("**")]


def chosen(dashboard: Any, staff_id: str) -> person.PersonRecord:
    dashboard.test.selectbox(key="person").select(staff_id)
    dashboard.run()
    return person.record(dashboard.app, dashboard.principal, staff_id, TODAY)


def test_leavers_and_people_without_a_credential_can_be_chosen_and_are_marked(sample: Any) -> None:
    test = sample.open(PERSON)
    people = person.people(sample.app, sample.principal)
    options = test.selectbox(key="person").options
    assert len(options) == len(people) == len(sample.app.store.staff())
    for mark in ("left", "no credential"):
        marked = people[people["mark"] == mark]
        assert len(marked)
        assert sum(label.endswith(f"({mark})") for label in options) == len(marked)
        chosen(sample, str(marked["staff_id"].iloc[0]))
        assert f"Employee ID {marked['staff_id'].iloc[0]}" in sample.texts().replace("\\", "")
        assert test.button(key="person.previous").disabled
        assert not test.button(key="person.next").disabled


def test_a_holding_is_drawn_over_time_with_its_numbers_beside_it(sample: Any) -> None:
    test = sample.open(PERSON)
    verdicts = readiness.team(sample.app, sample.principal, TODAY).verdicts
    counts = verdicts.groupby("staff_id")["holding"].transform("size")
    one = verdicts[(verdicts["status"] == "behind") & (counts == 1)].iloc[0]
    record = chosen(sample, str(one["staff_id"]))
    assert any(title.startswith(("At this pace", "Nothing earned", "Only named")) for title in titles(sample))
    days = next(each.value for each in test.dataframe if {"what", "points"} <= set(each.value.columns))
    steps = days[days["what"].str.startswith("+")]
    assert (steps["points"] * 100).round().astype(int).tolist() == record.progress["reached"].tolist()
    assert {"Window opens", "As of", "Filing opens", "Cycle ends"} <= set(days["what"])


def test_the_sum_of_the_ledger_is_said_and_the_allocation_can_be_copied(sample: Any) -> None:
    test = sample.open(PERSON)
    verdicts = readiness.team(sample.app, sample.principal, TODAY).verdicts
    one = verdicts[verdicts["status"] == "complete"].iloc[0]
    record = chosen(sample, str(one["staff_id"]))
    sums = record.totals.iloc[0]
    said = f"{points.text(int(sums['accepted']))} points accepted = {points.text(int(sums['counted']))} counted"
    assert said in sample.texts()
    test.get_by_key("person.ledger.view").set_value("For ASCP's allocation page")
    sample.run()
    rows = next(each.value for each in test.dataframe if "area" in each.value.columns)
    assert round(rows["points"].sum() * 100) == int(record.verdicts["counted"].iloc[0])
    assert test.get_by_key("person.allocation.csv").label == "Download (.csv)"


def test_as_known_on_an_earlier_day_takes_what_came_later_out(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    test.date_input(key="known_on").set_value(date(2026, 11, 21))  # the sample is loaded on the 22nd
    sample.run()
    assert "The filters leave nobody" in test.info[0].value
    sample.test.button(key="known.clear").click()
    sample.run()
    assert len(test.get_by_key("readiness.table").value) > 100
    sample.open(PERSON)
    test.date_input(key="known_on").set_value(TODAY)
    sample.run()
    assert "As known on Sun 22 Nov 2026." in sample.texts()


def test_the_cheapest_purchases_are_looked_for_when_asked(sample: Any) -> None:
    test = sample.open(PERSON)
    verdicts = readiness.team(sample.app, sample.principal, TODAY).verdicts
    staff_id = str(verdicts.loc[verdicts["status"] == "behind", "staff_id"].iloc[0])
    chosen(sample, staff_id)
    assert not [each for each in test.dataframe if "as_member" in each.value.columns]
    plan = person.purchases(sample.app, sample.principal, staff_id, TODAY)
    test.session_state["person.purchases"] = True
    sample.run()
    bought = next(each.value for each in test.dataframe if "as_member" in each.value.columns)
    assert round(bought["cost"].sum() * 100) == plan.people[0].cost_cents
