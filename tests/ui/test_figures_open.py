"""Every figure of the budget's pages opens into purchases whose sums come to it to the cent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lib.budget import Part, SharedSource, Tier
from lib.charts.spend import SCENARIOS
from lib.domain.areas import mask_of
from lib.services import budget_data, budget_questions, plans

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
