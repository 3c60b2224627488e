"""Recording: what the forms store is what the services store, what they refuse is told, and a change is taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from lib.services import changing, readiness

TODAY = date(2026, 11, 22)
BULK, LOG = "records/bulk", "records/log"


def verdicts(dashboard: Any) -> pd.DataFrame:
    return readiness.team(dashboard.app, dashboard.principal, TODAY).verdicts


def select(dashboard: Any, key: str, *rows: int) -> None:
    dashboard.test.session_state[key] = {"selection": {"rows": list(rows), "columns": [], "cells": []}}


def first_to_file(dashboard: Any) -> Any:
    frame = verdicts(dashboard)
    return frame[frame["status"] == "file_now"].iloc[0]


def test_a_declaration_of_a_selected_row_is_shown_stored_and_taken_back(sample: Any) -> None:
    test = sample.open(BULK)
    before = verdicts(sample)
    row = int((before["status"] == "file_now").to_numpy().argmax())
    test.selectbox(key="bulk.action").set_value("filed")
    sample.run()
    select(sample, "bulk.table.0", row)
    sample.run()
    test.button(key="bulk.look.0").click()
    select(sample, "bulk.table.0", row)
    sample.run()
    assert "**1 status changes**" in sample.texts()
    select(sample, "bulk.table.0", row)
    test.button(key="bulk.store.0").click()
    sample.run()
    staff_id = before["staff_id"].iloc[row]
    after = verdicts(sample)
    assert after[after["staff_id"] == staff_id]["status"].tolist().count("filed") == 1
    (change,) = changing.log(sample.app, sample.principal)["change_id"]
    assert f"Stored as change {change}" in test.success[0].value

    sample.open(LOG)
    select(sample, "log.table", 0)
    sample.run()
    details = test.dataframe[1].value
    told = details[["Field", "Before", "After"]].fillna("").values.tolist()
    assert told == [["Declaration filed on", "", "2026-11-22"]]
    select(sample, "log.table", 0)
    test.button(key="log.undo").click()
    sample.run()
    select(sample, "log.table", 0)
    test.button(key="log.undo.yes").click()
    sample.run()
    assert "is taken back" in test.success[0].value
    pd.testing.assert_frame_equal(verdicts(sample), before)


def test_a_pasted_list_names_what_is_not_understood(sample: Any) -> None:
    row = first_to_file(sample)
    test = sample.open(BULK)
    test.segmented_control(key="bulk.source").set_value("A pasted list")
    sample.run()
    text = f"{row['staff_id']}, {row['credential']}, 2031-01-31\nNobody At All, MLS, 2031-01-31"
    test.text_area(key="bulk.text.0").set_value(text)
    test.button(key="bulk.look.0").click()
    sample.run()
    assert "1 line is not understood" in test.warning[0].value
    assert "1 new cycle begins" in sample.texts()
    test.button(key="bulk.store.0").click()
    sample.run()
    after = verdicts(sample)
    mine = after[(after["staff_id"] == row["staff_id"]) & (after["credential"] == row["credential"])]
    assert mine["cycle_end"].dt.date.tolist() == [date(2031, 1, 31)]


def test_nothing_chosen_is_said(sample: Any) -> None:
    test = sample.open(BULK)
    test.button(key="bulk.look.0").click()
    sample.run()
    assert any("No holding is left" in each.value for each in test.info)


def test_an_earlier_end_is_refused_in_a_sentence(sample: Any) -> None:
    row = first_to_file(sample)
    test = sample.open(BULK)
    test.segmented_control(key="bulk.source").set_value("A pasted list")
    sample.run()
    test.text_area(key="bulk.text.0").set_value(f"{row['staff_id']}, {row['credential']}, 2020-01-31")
    test.button(key="bulk.look.0").click()
    sample.run()
    assert "already; a renewal ends later" in test.error[0].value.replace("\\", "")


def test_leave_is_stored_for_the_people_of_the_rows(sample: Any) -> None:
    test = sample.open(BULK)
    test.selectbox(key="bulk.action").set_value("leave")
    sample.run()
    frame = verdicts(sample)
    select(sample, "bulk.table.0", 0)
    test.button(key="bulk.people.store.0").click()
    sample.run()
    assert "on leave" in test.success[0].value
    staff = sample.app.store.staff(staff_id=frame["staff_id"].iloc[0])
    assert staff["on_leave"].tolist() == [True]
    table = test.dataframe[0].value
    notes = table.loc[table["staff_id"] == frame["staff_id"].iloc[0], "note"]
    assert notes.str.startswith("On leave since Sun 22 Nov 2026.").all()


EDIT = "records/edit"


def open_for(dashboard: Any, staff_id: str, what: str) -> Any:
    test = dashboard.open(EDIT)
    test.segmented_control(key="edit.what").set_value(what)
    dashboard.run()
    test.selectbox(key="person").set_value(staff_id)
    dashboard.run()
    return test


def test_an_activity_is_added_corrected_and_removed_in_place(sample: Any) -> None:
    staff_id = str(first_to_file(sample)["staff_id"])
    before = sample.app.store.credits_of(staff_id)
    test = open_for(sample, staff_id, "Activity")
    mark = f"{staff_id}.0.0"
    test.text_input(key=f"edit.credit.title.{mark}").set_value("Sepsis markers")
    test.date_input(key=f"edit.credit.day.{mark}").set_value(date(2026, 11, 2))
    test.text_input(key=f"edit.credit.points.{mark}").set_value("0")
    test.button(key=f"edit.credit.store.{mark}").click()
    sample.run()
    assert "is not more than zero" in test.error[0].value.replace("\\", "")
    test.text_input(key=f"edit.credit.points.{mark}").set_value("90 min")
    test.button(key=f"edit.credit.store.{mark}").click()
    sample.run()
    assert "added Sepsis markers" in test.success[0].value
    credits = sample.app.store.credits_of(staff_id)
    (added,) = credits.loc[~credits["credit_id"].isin(before["credit_id"]), "credit_id"]
    assert credits.loc[credits["credit_id"] == added, "points"].tolist() == [150]

    test.selectbox(key=f"edit.credit.{staff_id}.1").set_value(int(added))
    sample.run()
    mark = f"{staff_id}.{added}.1"
    assert test.text_input(key=f"edit.credit.points.{mark}").value == "1.5"
    test.text_input(key=f"edit.credit.points.{mark}").set_value("2")
    test.text_input(key=f"edit.credit.reason.{mark}").set_value("certificate says 2")
    test.button(key=f"edit.credit.store.{mark}").click()
    sample.run()
    credits = sample.app.store.credits_of(staff_id)
    assert credits.loc[credits["credit_id"] == added, "points"].tolist() == [200]

    test.selectbox(key=f"edit.credit.{staff_id}.2").set_value(int(added))
    sample.run()
    test.button(key=f"edit.credit.gone.{added}").click()
    sample.run()
    assert "no reason was given" in test.error[0].value
    test.text_input(key=f"edit.credit.why.{added}").set_value("somebody else's")
    test.button(key=f"edit.credit.gone.{added}").click()
    sample.run()
    assert added not in set(sample.app.store.credits_of(staff_id)["credit_id"])
    removed = test.dataframe[0].value
    assert removed[["Activity", "Why"]].values.tolist() == [["Sepsis markers", "somebody else's"]]


def test_a_holding_and_a_person_are_corrected_in_place(sample: Any) -> None:
    row = first_to_file(sample)
    staff_id = str(row["staff_id"])
    test = open_for(sample, staff_id, "Credential")
    mark = f"{staff_id}.{row['program']}.{row['credential']}.0"
    if test.selectbox(key=f"edit.holding.{staff_id}.0").value != (row["program"], row["credential"]):
        test.selectbox(key=f"edit.holding.{staff_id}.0").set_value((row["program"], row["credential"]))
        sample.run()
    test.date_input(key=f"edit.holding.cycle_start.{mark}").set_value(date(2030, 1, 1))
    test.button(key=f"edit.holding.store.{mark}").click()
    sample.run()
    assert "The cycle starts after it ends" in test.error[0].value
    test.date_input(key=f"edit.holding.cycle_start.{mark}").set_value(None)
    test.date_input(key=f"edit.holding.cycle_end.{mark}").set_value(date(2027, 8, 31))
    test.button(key=f"edit.holding.store.{mark}").click()
    sample.run()
    held = sample.app.store.holdings(staff_id=staff_id)
    assert date(2027, 8, 31) in set(held["cycle_end"].dt.date)

    test.segmented_control(key="edit.what").set_value("Person")
    sample.run()
    mark = f"{staff_id}.1"
    test.text_input(key=f"edit.person.supervisor.{mark}").set_value("Kim Ng")
    test.button(key=f"edit.person.store.{mark}").click()
    sample.run()
    assert sample.app.store.staff(staff_id=staff_id)["supervisor"].tolist() == ["Kim Ng"]


def test_a_new_person_needs_an_id_of_their_own(empty: Any) -> None:
    test = empty.open(EDIT)
    test.segmented_control(key="edit.what").set_value("New person")
    empty.run()
    test.button(key="edit.person.store.new.0").click()
    empty.run()
    assert "the employee ID is empty" in test.error[0].value
    test.text_input(key="edit.person.id.new.0").set_value("007")
    test.text_input(key="edit.person.last_name.new.0").set_value("Ng")
    test.button(key="edit.person.store.new.0").click()
    empty.run()
    assert empty.app.store.staff()["staff_id"].tolist() == ["007"]


def test_a_session_is_recorded_for_who_is_chosen_and_pasted(sample: Any) -> None:
    frame = verdicts(sample)
    one, two = frame["staff_id"].unique()[:2]
    test = sample.open("records/session")
    mark = "0.0"
    test.multiselect(key=f"session.people.{mark}").set_value([one])
    test.text_area(key=f"session.paste.{mark}").set_value(f"{two}\nNobody At All")
    sample.run()
    assert "No staff member matches" in test.warning[0].value.replace("\\", "")
    test.button(key=f"session.add.{mark}").click()
    sample.run()
    test.text_area(key=f"session.paste.{mark}").set_value("")
    test.text_input(key=f"session.title.{mark}").set_value("Rare lunch talk")
    test.multiselect(key=f"session.areas.{mark}").set_value(["ethics"])
    test.button(key=f"session.use.{mark}").click()
    sample.run()
    assert "**2 credits** will be stored" in sample.texts()
    assert [each.label for each in test.get("download_button")] == [
        "Sign-in sheet (.xlsx)",
        "Sign-in sheet to print (.pdf)",
    ]
    test.button(key=f"session.record.{mark}").click()
    sample.run()
    assert "recorded Rare lunch talk for 2 people" in test.success[0].value
    for staff_id in (one, two):
        credits = sample.app.store.credits_of(staff_id)
        assert credits.loc[credits["title"] == "Rare lunch talk", "areas"].tolist() == ["ethics"]


def test_a_session_to_come_is_planned(sample: Any) -> None:
    test = sample.open("records/session")
    test.text_input(key="session.title.0.0").set_value("Ethics in December")
    test.date_input(key="session.day.0.0").set_value(date(2026, 12, 4))
    test.button(key="session.use.0.0").click()
    sample.run()
    test.button(key="session.plan.0.0").click()
    sample.run()
    assert "planned Ethics in December for Fri 4 Dec 2026" in test.success[0].value
    assert test.dataframe[0].value[["Title", "State", "People"]].values.tolist() == [
        ["Ethics in December", "planned", 0]
    ]


def test_a_message_is_shown_and_its_answer_is_on_the_persons_page(sample: Any) -> None:
    test = sample.open("records/messages")
    assert "our records show, as of Sun 22 Nov 2026" in test.code[0].value
    staff_id = test.selectbox[0].value
    # Names leave only after a review: how far the data reach, what was answered, the manager's confirmation.
    assert not test.get("download_button")
    test.session_state["messages.review"] = True
    sample.run()
    assert "How far do the data reach?" in sample.texts()
    listed = next(each.value for each in test.dataframe if "last_answered_on" in each.value.columns)
    assert len(listed) == len(test.selectbox[0].options)
    assert [each.proto.disabled for each in test.get("download_button")] == [True, True]
    next(each for each in test.checkbox if str(each.key).startswith("messages.sure")).set_value(True)
    sample.run()
    assert [each.proto.disabled for each in test.get("download_button")] == [False, False]
    test.text_area(key=f"note.text.messages.{staff_id}.0").set_value("certificates are on the way")
    test.button(key=f"note.store.messages.{staff_id}.0").click()
    sample.run()
    assert "answer noted" in test.success[0].value
    test.query_params["person"] = staff_id
    sample.open("readiness/person")
    if test.selectbox(key="person").value != staff_id:
        test.selectbox(key="person").set_value(staff_id)
        sample.run()
    assert "certificates are on the way" in sample.texts()
