"""Training budget, catalogue and rules: the services' numbers, and what each input does."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from lib.charts.spend import dollars
from lib.services import catalogue, plans
from lib.ui.format import literal

TODAY = date(2026, 11, 22)
PLAN, CATALOGUE = "budget/plan", "budget/catalogue"


def frame_with(dashboard: Any, column: str) -> Any:
    return next(each.value for each in dashboard.test.dataframe if column in each.value.columns)


def test_the_number_comes_first_and_is_the_plan(sample: Any) -> None:
    test = sample.open(PLAN)
    plan = plans.team_plan(sample.app, sample.principal, TODAY)
    assert literal(f"{dollars(plan.total_cents)} completes {len(plan.people)} people") == test.subheader[0].value
    assert round(frame_with(sample, "items")["cost"].sum() * 100) == plan.total_cents
    assert round(frame_with(sample, "quantity")["cost"].sum() * 100) == plan.total_cents


def test_scenarios_and_gaps_stand_beside_each_other(sample: Any) -> None:
    test = sample.open(PLAN)
    spec = json.loads(test.get("plotly_chart")[0].proto.spec)
    plan = plans.team_plan(sample.app, sample.principal, TODAY)
    drawn = spec["data"][0]["x"]
    assert [round(value * 100) for value in drawn] == [cost for cost in plan.scenarios.values() if cost is not None]
    assert list(frame_with(sample, "holdings")["kind"]) == ["Ethics", "Safety", "Specialty", "Rest (any area)"]


def test_a_ceiling_leaves_people_out_and_says_so(sample: Any) -> None:
    test = sample.open(PLAN)
    test.number_input(key="budget").set_value(100)
    sample.run()
    plan = plans.team_plan(sample.app, sample.principal, TODAY, budget_cents=10_000)
    assert plan.total_cents <= 10_000
    assert len(plan.left_out) > 0
    assert literal(f"{dollars(plan.total_cents)} completes {len(plan.people)} people") == test.subheader[0].value
    assert "left out" in sample.texts()


def test_a_day_asks_for_less(sample: Any) -> None:
    test = sample.open(PLAN)
    test.date_input(key="until").set_value(date(2026, 12, 31))
    sample.run()
    plan = plans.team_plan(sample.app, sample.principal, TODAY, until=date(2026, 12, 31))
    assert literal(dollars(plan.total_cents)) in test.subheader[0].value


def test_products_without_a_price_are_listed_not_bought(sample: Any) -> None:
    sample.open(PLAN)
    plan = plans.team_plan(sample.app, sample.principal, TODAY)
    assert len(frame_with(sample, "reason")) == len(plan.unpriced) > 0


def edit(dashboard: Any, rows: dict[int, dict[str, object]]) -> Any:
    key = next(str(editor.key) for editor in dashboard.test.data_editor)
    dashboard.test.session_state[key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    dashboard.test.button(key="catalogue.save").click()
    return dashboard.run()


def test_a_price_is_edited_and_saved(sample: Any) -> None:
    sample.open(CATALOGUE)
    products = catalogue.products(sample.app, sample.principal)
    row = int(products.index[products["non_member_price"].isna()][0])
    test = edit(sample, {row: {"non_member_price": 4.35, "source": "our contract", "as_of": "2026-11-20"}})
    assert "The catalogue is saved" in test.success[0].value
    saved = catalogue.products(sample.app, sample.principal).iloc[row]
    assert (saved["non_member_price"], saved["source"]) == (435, "our contract")


def test_what_is_not_accepted_is_said_and_nothing_is_saved(sample: Any) -> None:
    sample.open(CATALOGUE)
    before = catalogue.products(sample.app, sample.principal)
    test = edit(sample, {0: {"areas": "ethcis"}})
    assert "is not an area" in test.error[0].value
    assert catalogue.products(sample.app, sample.principal).equals(before)


def test_price_not_set_is_visible(sample: Any) -> None:
    test = sample.open(CATALOGUE)
    assert "? price not set" in set(test.data_editor[0].value["price_note"])
