"""Every figure of the budget's pages opens into purchases whose sums come to it to the cent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lib.budget import Part, SharedSource, Tier
from lib.charts.spend import SCENARIOS
from lib.domain.areas import mask_of
from lib.services import budget_data, budget_questions, orders, paid_time, plans, scenarios
from lib.services.scenarios import Scenario

TODAY = date(2026, 11, 22)


@pytest.fixture(params=["each alone", "a session for all"])
def terms(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The plan in which everybody pays alone, and one with something paid for together."""
    if request.param != "each alone":
        part = Part(100, mask_of(("ethics",)))
        session = SharedSource("E", "E", "Ethics hour", "", "session", (part,), (Tier(fixed=100),), hours=100)
        monkeypatch.setattr(budget_data, "sources", lambda *_: (session,))
    return str(request.param)


def opened(sample: Any, page: str, *keys: str) -> dict[str, int]:
    """Return for each line that opens the sum of its table in cents; every row's sum is quantity times unit price."""
    test = sample.open(page)
    for key in keys:
        test.session_state[f"{key}.open"] = True
    sample.run()
    tables = {key: inside(test, key) for key in keys}
    for table in tables.values():
        assert (table["quantity"] * table["unit_price"]).round(2).eq(table["cost"].round(2)).all()
    return {key: round(table["cost"].sum() * 100) for key, table in tables.items()}


def inside(test: Any, key: str) -> Any:
    """Return the table under the line that opens."""
    section = next(each for each in test.expander if each.proto.id.endswith(f"-{key}.open"))
    return section.dataframe[0].value


def test_the_headline_each_scenario_and_both_plans_open(sample: Any, terms: str) -> None:
    plan = plans.team_plan(sample.app, sample.principal, TODAY)
    asked = plans.asked(sample.app, sample.principal, TODAY)
    both = budget_questions.side_by_side(sample.app, sample.principal, asked, TODAY, plan)
    assert bool(plan.shared) == (terms != "each alone")
    expected = {
        "budget.headline": plan.total_cents,
        **{f"budget.scenario.{name}": plan.scenarios[name] for name in SCENARIOS},
        "budget.simple": both.simple_cents,
        "budget.exact": both.exact_cents,
        "budget.saved": both.saved,
    }
    assert min(plan.total_cents, both.simple_cents) > 0
    assert opened(sample, "budget/plan", *expected) == expected


def test_a_ceiling_opens_into_what_it_pays_for(sample: Any) -> None:
    plan = plans.team_plan(sample.app, sample.principal, TODAY, budget_cents=10_000)
    test = sample.open("budget/plan")
    test.number_input(key="budget").set_value(100)
    sample.run()
    test.session_state["budget.headline.open"] = True
    sample.run()
    table = inside(test, "budget.headline")
    assert round(table["cost"].sum() * 100) == plan.total_cents <= 10_000


def test_savings_what_an_amount_buys_and_the_average_open(sample: Any, terms: str) -> None:
    asked = plans.asked(sample.app, sample.principal, TODAY)
    plan = plans.made(sample.app, asked, TODAY)
    saved = budget_questions.savings(sample.app, sample.principal, asked, TODAY)
    within = budget_questions.within(sample.app, sample.principal, asked, TODAY, 500_000)
    expected = {
        "questions.savings.free": int(saved["saved"].iloc[0]),
        "questions.savings.one": int(saved["saved"].iloc[1]),
        "questions.reach.purchases": within.total_cents,
        "questions.lapse.purchases": plan.total_cents,
    }
    assert expected["questions.savings.one"] > 0 or plan.shared
    assert opened(sample, "budget/questions", *expected) == expected


def test_what_is_paid_together_opens_too(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session at $1 for all: its row of the costs opens into that one purchase."""
    part = Part(100, mask_of(("ethics",)))
    session = SharedSource("E", "E", "Ethics hour", "", "session", (part,), (Tier(fixed=100),), hours=100)
    monkeypatch.setattr(budget_data, "sources", lambda *_: (session,))
    test = sample.open("budget/questions")
    table = next(each.value for each in test.dataframe if "label" in each.value.columns)
    row = list(table["label"]).index("paid together")
    test.session_state["questions.split.table"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    sample.run()
    bought = next(each.value for each in test.dataframe if "unit_price" in each.value.columns)
    assert bought[["product", "quantity", "cost"]].to_numpy().tolist() == [["Ethics hour (session)", 1, 1.0]]


def chosen(sample: Any, table: str, row: int) -> Any:
    """Select a row of a table, and no row again; return the table of purchases that it opened into."""
    sample.test.session_state[table] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    sample.run()
    found = next(each.value for each in sample.test.dataframe if {"unit_price", "quantity"} <= {*each.value.columns})
    sample.test.session_state[table] = {"selection": {"rows": [], "columns": [], "cells": []}}
    return found


def test_each_person_and_each_order_opens(sample: Any, terms: str) -> None:
    plan = plans.team_plan(sample.app, sample.principal, TODAY)
    sample.open("budget/plan")
    by_cost = sorted(plan.people, key=lambda person: -person.cost_cents)
    own = chosen(sample, "budget.people.table", 0)
    assert round(own["cost"].sum() * 100) == by_cost[0].cost_cents > 0
    for row, cents in enumerate(plan.orders["cost"]):
        opened_into = chosen(sample, "budget.orders", row)
        assert round(opened_into["cost"].sum() * 100) == cents


def test_who_pays_opens_and_adds_up_to_the_plan(sample: Any, terms: str) -> None:
    """Employees pay packs themselves: what they buy and what the laboratory buys are the plan, to the cent."""
    budget_data.save_setting(sample.app, sample.principal, "employee_pays", "pack", today=TODAY)
    plan = plans.team_plan(sample.app, sample.principal, TODAY)
    sample.open("budget/plan").session_state["budget.paid_time"] = True
    sample.run()
    for payer in ("laboratory", "employee"):
        sample.test.session_state[f"budget.payers.{payer}.open"] = True
    sample.run()
    sums = {
        payer: round(sum(part["cost"].sum() for part in tables_inside(sample.test, f"budget.payers.{payer}")) * 100)
        for payer in ("laboratory", "employee")
    }
    asked = plans.asked(sample.app, sample.principal, TODAY)
    who = paid_time.payers(sample.app, sample.principal)
    table = paid_time.per_person(sample.app, sample.principal, plan, asked.products, who)
    assert sums == {payer: int(table[payer].sum()) for payer in sums}
    assert sum(sums.values()) == plan.total_cents


def tables_inside(test: Any, key: str) -> list[Any]:
    return [
        each.value
        for section in test.expander
        if section.proto.id.endswith(f"-{key}.open")
        for each in section.dataframe
    ]


def test_scenarios_side_by_side_open(sample: Any, terms: str) -> None:
    """One who leaves: the total under it, and what makes it less than now, to the cent."""
    plan = plans.team_plan(sample.app, sample.principal, TODAY)
    leaver = max(plan.people, key=lambda person: person.cost_cents)
    scenarios.save(sample.app, sample.principal, Scenario("Smaller", leavers=(leaver.staff_id,)), today=TODAY)
    found = scenarios.outcomes(sample.app, sample.principal, TODAY, [Scenario("Smaller", leavers=(leaver.staff_id,))])
    under = found[1].plan.total_cents
    expected = {
        "scenarios.now": plan.total_cents,
        "scenarios.of.Smaller": under,
        "scenarios.of.Smaller.change": under - plan.total_cents,
    }
    assert under < plan.total_cents
    assert opened(sample, "budget/scenarios", *expected) == expected


def test_joining_a_persons_worth_the_steps_of_money_and_one_activity_open(sample: Any) -> None:
    asked = plans.asked(sample.app, sample.principal, TODAY)
    sample.open("budget/questions")
    worth = next(
        each for each in budget_questions.worth_of_membership(sample.app, sample.principal, asked, TODAY) if each.people
    )
    key = f"questions.worth.table.{worth.provider}"
    for row, (_, _, cents) in enumerate(worth.people[:3]):
        made = chosen(sample, key, row)
        assert round(made["cost"].sum() * 100) == cents > 0
    plan = plans.made(sample.app, asked, TODAY)
    reach = budget_questions.reach_of_money(sample.app, sample.principal, asked, TODAY, plan)
    for row in (1, len(reach) // 2):
        made = chosen(sample, "questions.reach.table", row)
        assert round(made["cost"].sum() * 100) == int(reach["cost"].iloc[row])
    made = chosen(sample, "questions.reach.table", len(reach) - 1)
    assert round(made["cost"].sum() * 100) == int(reach["cost"].iloc[-1]) == plan.total_cents
    steps = budget_questions.steps(sample.app, sample.principal, asked, TODAY)
    steps = steps[steps["people"] > 0]
    row = next(n for n, cost in enumerate(steps["cost"].fillna(0)) if cost > 0)
    made = chosen(sample, "questions.steps", row)
    assert (len(made), round(made["cost"].sum() * 100)) == (steps["people"].iloc[row], steps["cost"].iloc[row])


def test_the_year_of_the_ledger_opens_into_its_lines(sample: Any) -> None:
    given = plans.asked(sample.app, sample.principal, TODAY)
    plan = plans.made(sample.app, given, TODAY)
    orders.record(sample.app, sample.principal, plan, given.team, "PO 1", today=TODAY)
    sample.open("budget/orders")
    years = orders.by_fiscal_year(sample.app, sample.principal)
    for row, cents in enumerate(years["committed"]):
        lines = chosen(sample, "ledger.years", row)
        assert round((lines["quantity"] * lines["unit_price"]).sum() * 100) == cents
        assert round(lines["cost"].sum() * 100) == cents
    assert int(years["committed"].sum()) == plan.total_cents > 0
