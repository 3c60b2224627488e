"""Certificate programs on pages: the team's table, enrolling, marking, and the person's courses."""

from __future__ import annotations

from typing import Any

from lib.services import certificate_programs

PAGE, PERSON = "certificates/programs", "readiness/person"


def first_person(dashboard: Any) -> str:
    found = certificate_programs.team(dashboard.app, dashboard.principal, dashboard.app.today())
    return str(found.people["staff_id"].iloc[0])


def test_people_are_enrolled_and_a_title_is_marked(sample: Any) -> None:
    test = sample.open(PAGE)
    assert "Nobody is enrolled" in test.info[0].value
    staff_id = first_person(sample)
    test.multiselect(key="certificates.people").set_value([staff_id])
    test.selectbox(key="certificates.which").select("UPI")
    test.button(key="certificates.enrol.save").click()
    sample.run()
    assert "1 enrolment new or changed" in test.success[0].value
    shown = test.get_by_key("certificates.table").value
    assert list(shown["courses"]) == ["0 / 20"]
    title = "Autoverification Rules"
    test.multiselect(key="certificates.mark.titles").set_value([title])
    test.selectbox(key="certificates.mark.program").select("UPI")
    test.button(key="certificates.mark.save").click()
    sample.run()
    assert "Kept for 1 title" in test.success[0].value
    titles = next(each.value for each in test.dataframe if "counts" in each.value.columns)
    assert title in list(titles["title"])
    test.session_state["certificates.table"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    sample.run()
    assert [each.value for each in test.title] == ["Person"]
    assert test.selectbox(key="person").value == staff_id
    assert "University of Pathology Informatics" in sample.texts()
    test = sample.open(PAGE)
    test.button(key="certificates.end.save").click()
    sample.run()
    assert "Nobody is enrolled" in test.info[0].value


def test_a_pasted_list_says_what_is_wrong_or_enrols(sample: Any) -> None:
    test = sample.open(PAGE)
    staff_id = first_person(sample)
    test.text_area(key="certificates.pasted").set_value("Employee ID\tProgram\nnobody\tUPI\n")
    test.button(key="certificates.list.save").click()
    sample.run()
    assert "no staff member matches" in test.warning[0].value
    test.text_area(key="certificates.pasted").set_value(f"Employee ID\tProgram\n{staff_id}\tUPI\n")
    test.button(key="certificates.list.save").click()
    sample.run()
    assert "1 enrolment new or changed" in test.success[0].value


def test_without_a_program_the_person_page_says_nothing_of_programs(sample: Any) -> None:
    sample.open(PERSON)
    assert "Certificate programs" not in [each.value for each in sample.test.subheader]
