"""Deadlines and Bench risk: the numbers of the services, a click that narrows, a row that opens the person."""

from __future__ import annotations

from datetime import date
from typing import Any

from lib.services import deadlines

TODAY = date(2026, 11, 22)


def test_deadlines_by_kind_month_and_person(sample: Any) -> None:
    test = sample.open("deadlines/calendar")
    found = deadlines.upcoming(sample.app, sample.principal, TODAY)
    due = found.events[found.events["kind"] == "due"]
    assert len(test.get_by_key("deadlines.table").value) == len(due)
    month = str(due["month"].iloc[0].date())
    points = [{"customdata": [month, "a sentence"], "curve_number": 0, "point_index": 0}]
    test.session_state["deadlines.months"] = {
        "selection": {"points": points, "point_indices": [0], "box": [], "lasso": []}
    }
    sample.run()
    assert len(test.get_by_key("deadlines.table").value) == int((due["month"] == month).sum())
    test.session_state["deadlines.table"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    sample.run()
    assert [each.value for each in test.title] == ["Person"]
    assert test.selectbox(key="person").value == due["staff_id"].iloc[0]


def test_a_clicked_window_opens_the_person(sample: Any) -> None:
    test = sample.open("deadlines/calendar")
    found = deadlines.upcoming(sample.app, sample.principal, TODAY)
    chosen = str(found.events["staff_id"].iloc[0])
    points = [{"customdata": [chosen, "a sentence"], "curve_number": 0, "point_index": 0}]
    test.session_state["deadlines.windows"] = {
        "selection": {"points": points, "point_indices": [0], "box": [], "lasso": []}
    }
    sample.run()
    assert test.selectbox(key="person").value == chosen


def test_bench_risk_narrows_to_the_row_clicked(sample: Any) -> None:
    test = sample.open("deadlines/bench")
    found = deadlines.bench_risk(sample.app, sample.principal, TODAY)
    shown = test.get_by_key("bench.table").value
    assert len(shown) == len(found.lapsing) > 0
    row = str(shown["row"].iloc[0])
    points = [{"customdata": [row, "a sentence"], "curve_number": 0, "point_index": 0}]
    test.session_state["bench.chart"] = {"selection": {"points": points, "point_indices": [0], "box": [], "lasso": []}}
    sample.run()
    assert set(test.get_by_key("bench.table").value["row"]) == {row}
    numbers = next(each.value for each in test.dataframe if "certified" in each.value.columns)
    assert (
        numbers["certified"].sum()
        == found.table.drop_duplicates(["department", "program", "credential"])["certified"].sum()
    )
