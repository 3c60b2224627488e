"""To confirm: the queue with its numbers, every kind of decision in one click, and the list of those made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from lib.domain import decisions as kinds
from lib.services import confirming, deciding, waiting_people
from lib.services.container import LabReady
from lib.store.versioned import CREDITS, remove_rows
from tests.ui.conftest import TODAY, Dashboard, Shared
from tests.unit.services.workbooks import imported, workbook

PAGE = "confirm/queue"
HEADER = ["Employee ID", "Activity Title", "Completed On", "Points", "Area"]
BOOK = workbook(
    Staff=[["Employee ID", "Last Name", "First Name"], ["E1", "Lo*pez*", "Maria"], ["E2", "Lo*pez*", "maria"]],
    Credentials=[
        ["Employee ID", "Program", "Credential", "Certified On", "Cycle End"],
        ["E1", "ASCP", "PBT", date(2020, 1, 1), date(2027, 6, 30)],
    ],
    Credits=[
        HEADER,
        ["E1", "Chemistry week", date(2026, 2, 2), 7, "Chemistry"],
        ["E1", "Two in one", date(2026, 3, 2), 2, "Safety; Ethics"],
        ["E1", "Odd", date(2026, 4, 2), 1, "<b>Stuff</b>"],
        ["E1", "Again", date(2026, 5, 2), 1, "Chemistry"],
        ["E1", "Again!", date(2026, 5, 3), 1, "Chemistry"],
        ["E1", "Staff meeting", date(2026, 6, 3), 1, "Chemistry"],
    ],
)
NAMES = workbook(Credits=[["Name", *HEADER[1:]], ["Marya Lo*pez*", "Safety", date(2026, 3, 10), 1, "Safety"]])


def team_and_names(app: LabReady) -> None:
    imported(app, "team.xlsx", BOOK)
    imported(app, "names.xlsx", NAMES)


@pytest.fixture(scope="module")
def waiting_shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    return Shared(tmp_path_factory.mktemp("waiting"), team_and_names)


@pytest.fixture
def waiting(start: Callable[..., Dashboard], waiting_shared: Shared) -> Dashboard:
    """A session on a database in which something of every kind waits."""
    return start(waiting_shared)


def show(dashboard: Any, group: str) -> Any:
    test = dashboard.open(PAGE)
    test.get_by_key("queue").set_value(group)
    return dashboard.run()


def press(dashboard: Any, key: str) -> Any:
    dashboard.test.button(key=key).click()
    return dashboard.run()


def queue(dashboard: Any) -> confirming.Queue:
    return confirming.queue(dashboard.app, dashboard.principal)


def test_nothing_waits_in_a_new_database(empty: Any) -> None:
    empty.open(PAGE)
    assert "There is nobody on record yet" in empty.texts()
    assert "Nothing was decided yet" in empty.texts()


def test_what_waits_is_counted_by_group(waiting: Any) -> None:
    waiting.open(PAGE)
    assert "**4 questions wait**: people 1, areas 1, duplicates 1, education or not 1." in waiting.texts()


def test_a_text_is_assigned_and_taken_back(waiting: Any) -> None:
    test = show(waiting, "areas")
    test.multiselect(key="confirm.areas.meaning.b stuff b").set_value(["ethics"])
    waiting.run()
    assert "It touches 1 person" in waiting.texts()
    press(waiting, "confirm.areas.decide")
    assert "1 decision kept" in waiting.test.success[0].value
    assert queue(waiting).areas.empty
    test = show(waiting, "decided")
    test.get_by_key(f"decisions.chosen.{waiting.app.store.data_version()}").select_index(0)
    waiting.run()
    press(waiting, "decisions.take_back")
    assert len(queue(waiting).areas) == 1


def test_titles_that_speak_of_one_area_are_decided_together(waiting: Any) -> None:
    rows = [
        HEADER,
        ["E1", "Gram stain", date(2026, 7, 1), 1, "Misc"],
        ["E1", "Blood cultures", date(2026, 7, 2), 1, None],
        ["E1", "Poster", date(2026, 7, 3), 1, "Misc"],
    ]
    imported(waiting.app, "more.xlsx", workbook(Credits=rows))
    test = show(waiting, "areas")
    test.toggle(key="confirm.areas.by_title").set_value(True)
    waiting.run()
    test.selectbox(key="confirm.areas.spoken").set_value("microbiology")
    waiting.run()
    press(waiting, "confirm.areas.decide")
    assert "2 decisions kept" in waiting.test.success[0].value
    credits = waiting.app.store.credits_of("E1").set_index("title")
    assert credits.loc[["Gram stain", "Blood cultures", "Poster"], "areas"].tolist() == [
        "microbiology",
        "microbiology",
        "",
    ]


def test_a_pair_of_rows_is_settled(waiting: Any) -> None:
    test = show(waiting, "duplicates")
    (subject,) = queue(waiting).doubles["subject"]
    beside = next(each.value for each in test.dataframe if "The later row" in each.value.columns)
    assert beside[["The earlier row", "The later row"]].head(2).values.tolist() == [
        ["Again", "Again!"],
        ["Sat 2 May 2026", "Sun 3 May 2026"],
    ]
    test.radio(key=f"confirm.doubles.answer.{subject}").set_value("two")
    waiting.run()
    press(waiting, "confirm.doubles.decide")
    assert queue(waiting).doubles.empty


def test_an_earlier_enrolment_without_another_row_is_asked_about_by_itself(waiting: Any) -> None:
    header = ["Active Enrollment", *HEADER]
    rows = [
        ["No", "E2", "Apheresis", date(2026, 1, 5), 1, "Apheresis"],
        ["Yes", "E2", "Apheresis", date(2026, 2, 5), 1, "Apheresis"],
    ]
    imported(waiting.app, "enrolments.xlsx", workbook(Credits=[header, *rows]))
    stored = waiting.app.store.credits_of("E2").set_index("eligibility")["credit_id"]
    with waiting.app.store.transaction("correct", actor="local", at=waiting.app.now(), on_date=TODAY) as change:
        remove_rows(change, CREDITS, pa.table({"credit_id": [int(stored["counts"])]}))
    show(waiting, "duplicates")
    subject = queue(waiting).doubles.set_index("staff_id").loc["E2", "subject"]
    waiting.test.selectbox(key="confirm.doubles.pair").set_value(subject)
    waiting.run()
    assert waiting.test.radio(key=f"confirm.doubles.answer.{subject}").label == "This row is"
    waiting.test.radio(key=f"confirm.doubles.answer.{subject}").set_value("two")
    waiting.run()
    press(waiting, "confirm.doubles.decide")
    assert waiting.app.store.credits_of("E2")["eligibility"].tolist() == ["counts"]


def test_the_split_that_helps_is_taken_or_made_by_hand(waiting: Any) -> None:
    show(waiting, "splits")
    assert "1 holding becomes complete" in waiting.texts()
    press(waiting, "confirm.splits.decide")
    credit = int(waiting.app.store.several_areas()["credit_id"].iloc[0])
    assert waiting.app.store.several_areas()["allocation"].tolist() == ["safety=100;ethics=100"]
    test = show(waiting, "splits")
    hand = f"confirm.hand.{waiting.app.store.data_version()}.{credit}"
    test.number_input(key=f"{hand}.safety").set_value(0.5)
    waiting.run()
    assert "The parts add up to 1.5; the activity has 2" in waiting.texts()
    test.number_input(key=f"{hand}.ethics").set_value(1.5)
    waiting.run()
    press(waiting, "confirm.hand.decide")
    assert waiting.app.store.several_areas()["allocation"].tolist() == ["safety=50;ethics=150"]


def test_a_title_is_no_education(waiting: Any) -> None:
    show(waiting, "education")
    press(waiting, "confirm.titles.decide")
    found = queue(waiting)
    assert found.titles.empty
    assert waiting.app.store.credits_of("E1")["eligibility"].tolist()[-1] == "no"


def test_a_person_is_matched_or_nobody(waiting: Any) -> None:
    test = show(waiting, "people")
    (key,) = waiting_people.people_waiting(waiting.app, waiting.principal)["person_key"]
    assert "of 100" in waiting.texts()
    test.selectbox(key=f"confirm.people.staff.{key}").set_value("")
    waiting.run()
    press(waiting, "confirm.people.decide")
    assert "set aside as nobody of ours" in waiting.texts()
    deciding.take_back(waiting.app, waiting.principal, kinds.NOBODY, [key], today=TODAY)
    test = show(waiting, "people")
    test.selectbox(key=f"confirm.people.staff.{key}").set_value("E1")
    waiting.run()
    press(waiting, "confirm.people.decide")
    assert len(waiting.app.store.credits_of("E1")) == 7


def test_two_records_are_joined(waiting: Any) -> None:
    show(waiting, "records")
    assert "nothing is joined by itself" in waiting.texts()
    press(waiting, "records.decide")
    assert waiting.app.store.staff()["staff_id"].tolist() == ["E1"]


def test_text_of_files_is_never_markup(waiting: Any) -> None:
    for group in ("areas", "people", "records", "decided"):
        show(waiting, group)
        assert "<b>" not in "\n".join(each.value for each in waiting.test.markdown)


@pytest.mark.parametrize("group", ["people", "areas", "duplicates", "splits", "education", "records", "decided"])
def test_every_group_of_the_sample_opens(sample: Any, group: str) -> None:
    test = show(sample, group)
    assert test.title[0].value == "To confirm"
