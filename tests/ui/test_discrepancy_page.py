"""Discrepancies on the page: a pasted transcript, what each side lacks, the team's questions."""

from __future__ import annotations

from datetime import date
from typing import Any

from lib.services import discrepancies, person

TODAY = date(2026, 11, 22)
PAGE = "discrepancies/compare"


def test_a_pasted_transcript_is_compared(sample: Any) -> None:
    test = sample.open(PAGE)
    assert "Nothing of a transcript is stored" in sample.texts()
    staff_id = test.selectbox(key="discrepancies.person").value
    test.text_area(key="discrepancies.pasted").set_value(
        "Title\tDate Completed\tCredits\nA course nobody told us of\t2026-10-01\t1\n"
    )
    test.button(key="discrepancies.compare").click()
    sample.run()
    assert "1 that we lack" in test.subheader[0].value
    rows = next(each.value for each in test.dataframe if "their_title" in each.value.columns)
    assert rows["their_title"].iloc[0] == "A course nobody told us of"
    assert test.get_by_key("discrepancies.xlsx").label == "Download (.xlsx)"
    assert sample.app.store.staff(staff_id=staff_id)["staff_id"].tolist() == [staff_id]


def test_what_cannot_be_read_is_a_sentence(sample: Any) -> None:
    test = sample.open(PAGE)
    test.text_area(key="discrepancies.pasted").set_value("nothing of use")
    test.button(key="discrepancies.compare").click()
    sample.run()
    assert test.error


def test_the_teams_questions_are_listed_and_open_the_person(sample: Any) -> None:
    test = sample.open(PAGE)
    found = discrepancies.team_looks_wrong(sample.app, sample.principal, TODAY)
    shown = test.get_by_key("discrepancies.team").value
    assert len(shown) == len(found)
    test.session_state["discrepancies.team"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    sample.run()
    assert [each.value for each in test.title] == ["Person"]
    assert test.selectbox(key="person").value == found["staff_id"].iloc[0]


def test_those_who_left_can_be_compared_too(sample: Any) -> None:
    test = sample.open(PAGE)
    everybody = person.people(sample.app, sample.principal)
    options = test.selectbox(key="discrepancies.person").options
    assert len(options) == len(everybody)
    assert sum(option.endswith("(left)") for option in options) == (everybody["mark"] == "left").sum() > 0
