"""What narrows Readiness: tiles, filters, marks in charts, the address; and what takes it away again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from lib.services import holdings_list, readiness
from lib.ui import filters, gap_map_view
from lib.ui.narrowed_to import narrow_to_kind
from tests.ui.readiness_page import OVERVIEW, TODAY, expected, table


@pytest.mark.parametrize("group", ["act", "watch", "fine", "cannot_say", "not_required"])
def test_a_tile_narrows_to_its_group_and_widens_again(sample: Any, group: str) -> None:
    test = sample.open(OVERVIEW)
    everything = len(table(sample))
    expected = int((readiness.team(sample.app, sample.principal, TODAY).verdicts["status_group"] == group).sum())
    assert f"**{expected}**" in test.button(key=f"tile.{group}").label
    test.button(key=f"tile.{group}").click()
    sample.run()
    assert len(table(sample)) == expected
    test.button(key=f"tile.{group}").click()
    sample.run()
    assert len(table(sample)) == everything


@pytest.mark.parametrize(
    ("key", "column"), [("site", "site"), ("department", "department"), ("credential", "credential")]
)
def test_a_filter_narrows_the_table_and_can_be_cleared(sample: Any, key: str, column: str) -> None:
    test = sample.open(OVERVIEW)
    everything = len(table(sample))
    value = test.multiselect(key=key).options[0]
    test.multiselect(key=key).select(value)
    sample.run()
    assert set(table(sample)[column]) == {value}
    assert len(table(sample)) < everything
    test.button(key="filters.clear").click()
    sample.run()
    assert len(table(sample)) == everything


def test_filters_that_leave_nobody_say_so(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    test.multiselect(key="site").set_value([test.multiselect(key="site").options[0]])
    test.multiselect(key="credential").set_value([test.multiselect(key="credential").options[-1]])
    test.multiselect(key="status").set_value(["expired"])
    sample.run()
    assert "The filters leave nobody" in test.info[0].value
    test.button(key="empty.clear").click()
    sample.run()
    assert len(table(sample)) > 100


def test_the_area_filter_leaves_who_is_short_in_it(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    test.multiselect(key="area").set_value(["ethics"])
    test.multiselect(key="status").set_value(["behind"])
    sample.run()
    assert 0 < len(table(sample)) < 124
    assert list(table(sample)["staff_id"]) == expected(sample, areas=("ethics",), statuses=("behind",))
    assert all("ethics" in missing for missing in table(sample)["missing"])
    test.button(key="filters.clear").click()
    sample.run()
    assert len(table(sample)) > 124


def test_areas_and_single_people_come_with_the_address(start: Callable[..., Any], sample_shared: Any) -> None:
    dashboard = start(sample_shared, {"area": ["ethics", "rest"], "who": ["005614", "no such person"]})
    assert dashboard.test.multiselect(key="area").value == ["ethics", "rest"]
    assert dashboard.test.multiselect(key="who").value == ["005614", "no such person"]
    found = expected(dashboard, areas=("ethics", "rest"), people=("005614",))
    assert any(f"{len(found)} holding" in each.value for each in dashboard.test.caption)


def test_an_employee_id_leaves_that_person(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    staff_id = str(table(sample).iloc[5]["staff_id"])
    test.multiselect(key="who").set_value([staff_id])
    sample.run()
    assert set(table(sample)["staff_id"]) == {staff_id}


def test_a_status_tile_narrows_to_its_status_and_widens_again(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    everything = len(table(sample))
    expected = int((readiness.team(sample.app, sample.principal, TODAY).verdicts["status"] == "behind").sum())
    assert test.button(key="tile.status.behind").label == f"▲ behind **{expected}**"
    test.button(key="tile.status.behind").click()
    sample.run()
    assert test.multiselect(key="status").value == ["behind"]
    assert len(table(sample)) == expected
    test.button(key="tile.status.behind").click()
    sample.run()
    assert len(table(sample)) == everything


def test_the_address_brings_the_view(start: Callable[..., Any], sample_shared: Any) -> None:
    dashboard = start(sample_shared, {"site": "North", "as_of": "2027-03-01"})
    narrowed = readiness.Filters(sites=("North",))
    team = readiness.team(dashboard.app, dashboard.principal, date(2027, 3, 1), filters=narrowed)
    assert dashboard.test.multiselect(key="site").value == ["North"]
    assert any(f"{len(team.verdicts)} holdings in this view" in each.value for each in dashboard.test.caption)


@pytest.mark.parametrize("kind", ["ethics", "safety", "specialty", "rest"])
def test_a_part_of_a_bar_narrows_everything_to_its_kind_of_gap(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    areas = ("safety", "ethics", "chemistry", "hematology", "rest")
    said: dict[str, list[str]] = {}
    monkeypatch.setattr(filters, "show_these", said.update)
    narrow_to_kind(["E1", "a sentence", kind], areas)
    assert said == {"area": ["chemistry", "hematology"] if kind == "specialty" else [kind]}


@pytest.mark.parametrize(
    ("values", "narrowed"),
    [
        (["E1", "a sentence", "ethics"], {"who": ["E1"], "area": ["ethics"]}),
        (["", "a sentence", "anatomic_pathology+education"], {"area": ["anatomic_pathology", "education"]}),
        (["E1", "a sentence", ""], {"who": ["E1"]}),
    ],
)
def test_a_cell_a_column_and_a_row_of_the_map_narrow_to_what_they_stand_for(
    values: list[str], narrowed: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: dict[str, list[str]] = {}
    monkeypatch.setattr(filters, "show_these", said.update)
    gap_map_view.narrow(values)
    assert said == narrowed


def test_what_narrows_is_said_and_each_can_be_taken_away(sample: Any) -> None:
    dashboard, test = sample, sample.open(OVERVIEW)
    test.multiselect(key="area").set_value(["ethics", "safety"])
    test.multiselect(key="site").set_value(["North"])
    dashboard.run()
    assert list(table(dashboard)["staff_id"]) == expected(dashboard, areas=("ethics", "safety"), sites=("North",))
    assert test.button(key="narrowed.area").label == "short in ethics or safety ✕"
    test.button(key="narrowed.area").click()
    dashboard.run()
    assert list(table(dashboard)["staff_id"]) == expected(dashboard, sites=("North",))
    test.button(key="narrowed.site").click()
    dashboard.run()
    assert list(table(dashboard)["staff_id"]) == expected(dashboard)
    assert not [each for each in test.button if str(each.key).startswith("narrowed.")]


def test_search_order_and_columns_stand_in_the_address_and_bring_the_same_table(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    test.text_input(key="find").set_value("mar")
    sample.run()
    test.selectbox(key="sort").set_value("name")
    sample.run()
    test.segmented_control(key="order").set_value("down")
    sample.run()
    test.multiselect(key="columns").set_value(["status", "points"])
    sample.run()
    query = {name: test.query_params[name] for name in ("find", "sort", "order", "columns")}
    assert query == {"find": "mar", "sort": "name", "order": "down", "columns": ["points", "status"]}
    shown = test.get_by_key("readiness.table.name.down").value
    assert list(shown.columns) == ["name", "points", "status"]
    found = readiness.team(sample.app, sample.principal, TODAY, filters=readiness.Filters(find="mar")).verdicts
    assert len(found) > 1
    assert list(shown["name"]) == sorted(found["name"], reverse=True)
    assert any(each.label == "found by mar ✕" for each in test.button)
    # What leaves is what is shown: rows, order, columns, and the note of every report.
    view = holdings_list.ListView("name", descending=True, columns=("points", "status"))
    asked = {"filters": readiness.Filters(find="mar"), "view": view}
    lines = holdings_list.list_csv(sample.app, sample.principal, TODAY, **asked).decode("utf-8-sig").splitlines()
    assert lines[0] == "Name,Points,Status,Please note"
    assert [line.split('"')[1] for line in lines[1:]] == list(shown["name"])
    # A selected row opens the person of this order.
    test.session_state["readiness.table.name.down"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    sample.run()
    chosen = holdings_list.arranged(found, view)["staff_id"].iloc[0]
    assert test.selectbox(key="person").value == chosen


def test_a_link_brings_search_order_and_columns(start: Callable[..., Any], sample_shared: Any) -> None:
    query = {"find": "an", "sort": "declare_by", "columns": ["cycle_end", "unheard of"]}
    dashboard = start(sample_shared, query)
    dashboard.open(OVERVIEW)
    shown = dashboard.test.get_by_key("readiness.table.declare_by.up").value
    assert list(shown.columns) == ["name", "cycle_end"]
    found = readiness.team(dashboard.app, dashboard.principal, TODAY, filters=readiness.Filters(find="an")).verdicts
    assert sorted(shown["name"]) == sorted(found["name"])
    ends = holdings_list.arranged(found, holdings_list.ListView("declare_by"))["declare_by"].dropna()
    assert ends.is_monotonic_increasing
