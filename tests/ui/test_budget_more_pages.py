"""The budget's further pages: what they show is what the services say, and what is typed is stored."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from lib.domain import tables
from lib.domain.budget_tables import BUDGET_TABLES
from lib.services import break_even, budget_data, budget_questions, orders, plans
from lib.ui.format import literal, money

TODAY = date(2026, 11, 22)


def table_with(dashboard: Any, column: str) -> Any:
    return next(each.value for each in dashboard.test.dataframe if column in each.value.columns)


def test_costs_by_site_add_up_to_the_plan_and_open_into_purchases(sample: Any) -> None:
    test = sample.open("budget/questions")
    plan = plans.team_plan(sample.app, sample.principal, TODAY)
    table = table_with(sample, "label")
    assert round(table["cost"].sum() * 100) == plan.total_cents
    test.session_state["questions.split.table"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    sample.run()
    bought = table_with(sample, "unit_price")
    assert round(bought["cost"].sum(), 2) == round(table["cost"].iloc[0], 2)
    people, more = budget_questions.next_thousand(
        sample.app, sample.principal, plans.asked(sample.app, sample.principal, TODAY), TODAY, 500_000
    )
    assert literal(f"completes {people} ") in sample.texts()
    assert literal(f"brings {more} more") in sample.texts()
    assert "CMP application fee, from 1 January 2026" in set(table_with(sample, "confidence")["fee"])


def test_simple_and_exact_stand_side_by_side(sample: Any) -> None:
    sample.open("budget/plan")
    asked = plans.asked(sample.app, sample.principal, TODAY)
    plan = plans.made(sample.app, asked, TODAY)
    both = budget_questions.side_by_side(sample.app, sample.principal, asked, TODAY, plan)
    assert literal(f"{money(both.exact_cents)}: {money(both.saved)} less") in sample.texts()


def test_the_order_list_comes_after_the_review_and_is_asked_for_again_on_another_day(sample: Any) -> None:
    test = sample.open("budget/plan")
    assert not test.get("download_button")
    test.session_state["budget.review"] = True
    sample.run()
    assert "How far do the data reach?" in sample.texts()
    asked = plans.asked(sample.app, sample.principal, TODAY)
    plan = plans.made(sample.app, asked, TODAY)
    shown = orders.named(sample.app, sample.principal, plan, asked.team)
    assert table_with(sample, "last_answered_on")["name"].tolist() == shown["name"].tolist()

    def offered() -> list[bool]:
        return [not each.proto.disabled for each in test.get("download_button") if each.label == "Order list (Excel)"]

    def sure() -> Any:
        return next(each for each in test.checkbox if str(each.key).startswith("budget.sure"))

    assert offered() == [False]
    sure().set_value(True)
    sample.run()
    assert offered() == [True]
    test.date_input(key="as_of").set_value(date(2026, 11, 23))
    sample.run()
    assert (sure().value, offered()) == (False, [False])


def test_a_plan_is_recorded_as_ordered_and_marked_as_paid(sample: Any) -> None:
    plan = plans.team_plan(sample.app, sample.principal, TODAY)
    assert plan.total_cents > 0
    test = sample.open("budget/plan")
    test.text_input(key="budget.order_name").set_value("PO 7")
    next(button for button in test.button if button.label == "Record as ordered").click()
    sample.run()
    # What is ordered is there: the same people are completed, and nothing more is bought.
    after = plans.team_plan(sample.app, sample.principal, TODAY)
    assert (after.total_cents, len(after.people)) == (0, len(plan.people))
    assert int(orders.by_fiscal_year(sample.app, sample.principal)["committed"].sum()) == plan.total_cents
    test = sample.open("budget/orders")
    assert round(table_with(sample, "committed")["committed"].sum() * 100) == plan.total_cents
    next(button for button in test.button if button.label == "Mark it").click()
    sample.run()
    assert int(orders.by_fiscal_year(sample.app, sample.principal)["paid"].sum()) == plan.total_cents


def test_an_owned_seat_is_entered_and_a_wrong_one_refused(sample: Any) -> None:
    test = sample.open("budget/terms")
    product = sample.app.store.products()["product_id"].iloc[0]
    key = next(str(editor.key) for editor in test.data_editor if str(editor.key).startswith("terms.owned_seats"))

    def typed(product_id: str) -> None:
        added = [{"owned_id": "1", "product_id": product_id, "seats": 3}]
        test.session_state[key] = {"edited_rows": {}, "added_rows": added, "deleted_rows": []}
        test.button(key="terms.owned_seats.save").click()
        sample.run()

    typed("no such product")
    assert "is not in the catalogue" in test.error[0].value
    typed(product)
    stored = budget_data.table(sample.app, sample.principal, "owned_seats")
    assert stored[["product_id", "seats"]].to_numpy().tolist() == [[product, 3]]


def test_before_the_first_order_the_page_says_where_to_begin(sample: Any) -> None:
    test = sample.open("budget/orders")
    assert "Nothing is ordered yet" in test.info[0].value


def test_the_break_even_in_points_and_in_people_is_said_drawn_and_tabled(sample: Any) -> None:
    """What the services find stands on the page; a licence without a price is named and counted nowhere."""
    products = sample.app.store.products()
    library = products[products["kind"] == "unlimited"].iloc[0]
    columns = BUDGET_TABLES["price_terms"][0]
    rows = [
        {"term_id": "L1", "product_id": library["product_id"], "form": "site_licence", "price": 30_000},
        {"term_id": "L2", "product_id": library["product_id"], "form": "site_licence"},
    ]
    frame = tables.typed(pd.DataFrame(rows, columns=list(columns), dtype=object), columns)
    budget_data.save(sample.app, sample.principal, "price_terms", frame, today=TODAY)
    asked = plans.asked(sample.app, sample.principal, TODAY)
    points = break_even.points(sample.app, sample.principal, asked, TODAY)
    (licence,) = break_even.people(sample.app, sample.principal, asked, TODAY)
    sample.open("budget/questions")
    for found in points:
        if found.area == "any area":
            assert literal(break_even.told(found)) in sample.texts()
    tabled = [break_even.steps_table(sample.principal, each.cheapest)["purchases"].tolist() for each in points]
    assert table_with(sample, "purchases")["purchases"].tolist() in tabled
    assert literal(" ".join(break_even.people_told(licence))) in sample.texts()
    seats = table_with(sample, "together")
    assert seats["together"].iloc[0] == 300
    each = licence.seats[0][1]
    assert each is None or seats["seats"].iloc[2] == 3 * each / 100
    assert "Site licence L2" in sample.texts()
    assert "its price is not set" in sample.texts()
