"""Teams compared and the director's page: the services' numbers, a click to the people, a review before the sheet."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lib.services import director, teams

TODAY = date(2026, 11, 22)
TEAMS, DIRECTOR = "teams/compare", "teams/director"


@pytest.mark.parametrize("by", ["site", "department", "supervisor"])
def test_teams_are_the_services_numbers(sample: Any, by: str) -> None:
    test = sample.open(TEAMS)
    test.get_by_key("compare").set_value(by)
    sample.run()
    found = teams.compare(sample.app, sample.principal, TODAY, by)
    shown = test.get_by_key("teams.table").value
    assert shown["team"].tolist() == found.teams["team"].tolist()
    assert shown["people"].sum() == len(found.people)


def test_a_selected_team_lists_its_people_who_open(sample: Any) -> None:
    test = sample.open(TEAMS)
    found = teams.compare(sample.app, sample.principal, TODAY)
    team = found.teams["team"].iloc[0]
    test.session_state["teams.table"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    sample.run()
    people = found.people[found.people["team"] == team]
    key = f"teams.people.{team}"
    assert test.get_by_key(key).value["staff_id"].tolist() == people["staff_id"].tolist()
    test.session_state[key] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    sample.run()
    assert test.selectbox(key="person").value == people["staff_id"].iloc[0]


def test_the_sheet_comes_after_the_review_and_goes_when_the_day_changes(sample: Any) -> None:
    test = sample.open(DIRECTOR)
    found = director.view(sample.app, sample.principal, TODAY)
    assert "required credentials verified current" in test.subheader[0].value
    assert not test.get("download_button")
    test.button(key="director.release").click()
    sample.run()
    assert "write your name and tick the box" in test.error[0].value
    test.text_input(key="director.name").set_value("Dr. Test")
    test.checkbox(key="director.sure").check()
    test.button(key="director.release").click()
    sample.run()
    assert "Reviewed by Dr" in sample.texts()
    assert "Laboratory director: ___" in sample.texts()
    assert test.get_by_key("director.xlsx").label == "Download (.xlsx)"
    assert f"**Exceptions ({len(found.exceptions)})**" in sample.texts()
    test.date_input(key="as_of").set_value(date(2026, 11, 23))
    sample.run()
    assert "have changed since it was reviewed" in test.warning[0].value
    assert not test.get("download_button")
