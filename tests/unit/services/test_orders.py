"""From plan to ledger: what is recorded adds up to the plan, years and states follow, credits close the loop."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from openpyxl import load_workbook

from lib.access.policy import local_principal
from lib.domain import tables
from lib.domain.budget_tables import BUDGETS
from lib.domain.errors import LabReadyError, RefusedCommand
from lib.domain.imports import ImportOptions
from lib.services import budget_data, messages, orders, plans
from lib.services.container import LabReady
from tests.beginnings import beginning_with, the_sample
from tests.unit.services.workbooks import imported

DAY = date(2026, 11, 22)
ME = local_principal()


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(the_sample) as opened:
        yield opened


def test_a_plan_becomes_an_order_and_the_order_a_payment(app: LabReady) -> None:
    asked = plans.asked(app, ME, DAY)
    plan = plans.made(app, asked, DAY)
    orders.record(app, ME, plan, asked.team, "PO 1", today=DAY)
    lines = orders.ledger(app, ME)
    assert int((lines["unit_price"] * lines["quantity"]).sum()) == plan.total_cents > 0

    years = orders.by_fiscal_year(app, ME)
    assert int(years["committed"].sum()) == plan.total_cents
    assert set(years["fiscal_year"]) == {2026}
    # From July on a fiscal year is that in which it ends: November 2026 lies in 2027.
    budget_data.save_setting(app, ME, "fiscal_first_month", "7", today=DAY)
    department = str(years["department"].iloc[0])
    budget = pd.DataFrame([{"fiscal_year": 2027, "department": department, "cost_centre": "", "amount": 1_000_000}])
    orders.save_budgets(app, ME, tables.typed(budget, BUDGETS), today=DAY)
    orders.mark(app, ME, "PO 1", "paid_on", DAY, today=DAY)
    years = orders.by_fiscal_year(app, ME)
    assert set(years["fiscal_year"]) == {2027}
    assert (int(years["committed"].sum()), int(years["paid"].sum())) == (0, plan.total_cents)
    mine = years[years["department"] == department].iloc[0]
    assert mine["left"] == 1_000_000 - mine["paid"]

    orders.mark(app, ME, "PO 1", "cancelled_on", DAY, today=DAY)
    assert int(orders.by_fiscal_year(app, ME)["paid"].sum()) == 0


def test_an_order_needs_a_name_of_its_own(app: LabReady) -> None:
    asked = plans.asked(app, ME, DAY)
    plan = plans.made(app, asked, DAY)
    orders.record(app, ME, plan, asked.team, "PO 1", today=DAY)
    for name, word in (("PO 1", "taken"), (" ", "empty")):
        with pytest.raises(LabReadyError, match=word):
            orders.record(app, ME, plan, asked.team, name, today=DAY)


def test_a_credit_closes_what_was_bought(app: LabReady) -> None:
    asked = plans.asked(app, ME, DAY)
    plan = plans.made(app, asked, DAY)
    orders.record(app, ME, plan, asked.team, "PO 1", today=DAY)
    waiting = orders.never_used(app, ME, date(2027, 3, 1))
    first = waiting.iloc[0]
    text = (
        "Employee ID,Activity Title,Provider,Completed On,Points\n"
        f'{first["staff_id"]},"{first["product"]}","{first["provider"]}",2027-01-10,1\n'
    )
    imported(app, "credits.csv", text.encode(), date(2027, 2, 1), ImportOptions(kind="credits"))
    after = orders.never_used(app, ME, date(2027, 3, 1))
    gone = set(waiting["line_id"]) - set(after["line_id"])
    assert first["line_id"] in gone
    assert set(waiting.set_index("line_id").loc[list(gone), "staff_id"]) == {first["staff_id"]}


def test_the_order_list_adds_up_to_the_plan(app: LabReady) -> None:
    asked = plans.asked(app, ME, DAY)
    plan = plans.made(app, asked, DAY)
    book = load_workbook(io.BytesIO(orders.order_list(app, ME, plan, asked.team, DAY, reviewed=True)))
    rows = list(book["Orders"].iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "Provider")
    costs = [row[6] for row in rows[head + 1 :] if isinstance(row[6], int | float)]
    assert round(sum(costs) * 100) == plan.total_cents
    assert book["Who gets what"].max_row == len(plan.purchases) + 1


def test_the_order_list_names_nobody_before_a_review(app: LabReady) -> None:
    asked = plans.asked(app, ME, DAY)
    plan = plans.made(app, asked, DAY)
    with pytest.raises(RefusedCommand, match="only once somebody has reviewed it"):
        orders.order_list(app, ME, plan, asked.team, DAY, reviewed=False)


def test_the_review_names_everybody_on_the_order_list_with_what_they_answered(app: LabReady) -> None:
    asked = plans.asked(app, ME, DAY)
    plan = plans.made(app, asked, DAY)
    somebody = str(plan.purchases["staff_id"].iloc[0])
    messages.note(app, ME, somebody, "certificates are on the way", today=DAY)
    shown = orders.named(app, ME, plan, asked.team)
    book = load_workbook(io.BytesIO(orders.order_list(app, ME, plan, asked.team, DAY, reviewed=True)))
    rows = list(book["Who gets what"].iter_rows(min_row=2, values_only=True))
    assert set(shown["staff_id"]) == {row[1] for row in rows}
    assert shown["name"].is_monotonic_increasing
    # Every cent of a person's own purchases; what is bought for several together has no person.
    assert int(shown["cost"].sum()) == int(plan.purchases["cost"].sum())
    said = shown.set_index("staff_id")["last_answer"]
    assert said[somebody] == "certificates are on the way"
    assert said.drop(somebody).isna().all()


def test_before_the_first_order_the_ledger_is_empty(app: LabReady) -> None:
    assert orders.by_fiscal_year(app, ME).empty
    assert orders.never_used(app, ME, DAY).empty
