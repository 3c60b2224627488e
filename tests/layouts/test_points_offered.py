"""What an activity offers is not what a person earned, and the day of an event not the day it was completed."""

from __future__ import annotations

from datetime import date as day

import pytest

from lib.domain.errors import RefusedFile
from tests.layouts.building import account, problems, read, rows_of

HEADER = ["Employee ID", "Course", "Completion Date", "Credits", "Credits Earned"]
WHEN = day(2025, 3, 1)


@pytest.mark.parametrize("offered", ["Credits", "Contact Hours", "Credit Value", "Credits Possible", "Max Credits"])
def test_an_empty_cell_of_what_was_earned_is_not_filled_with_what_was_offered(offered: str) -> None:
    rows = [["0007", "Ethics", WHEN, 5, 1], ["0007", "Safety", WHEN, 5, None]]
    outcome = read([[*HEADER[:3], offered, HEADER[4]], *rows])
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert rows_of(outcome.credits, "title", "points") == [("Ethics", 100)]
    assert problems(outcome.sheets[0]) == [(3, "Credits Earned", None, "missing_points")]
    assert outcome.sheets[0].columns[3].field is None


def test_two_units_of_what_was_earned_complete_each_other() -> None:
    rows = [["0007", "Ethics", WHEN, 2, None], ["0007", "Safety", WHEN, None, 0.1]]
    outcome = read([[*HEADER[:3], "Contact Hours", "CEUs"], *rows])
    assert rows_of(outcome.credits, "title", "points") == [("Ethics", 200), ("Safety", 100)]


def test_what_was_offered_alone_is_asked_about() -> None:
    with pytest.raises(RefusedFile) as refused:
        read([[*HEADER[:3], "Credits Possible"], ["0007", "Ethics", WHEN, 5]])
    assert refused.value.code == "missing_points_column"


@pytest.mark.parametrize("held", ["Class Date", "Event Date", "Date", "End Date", "Training Date", "Effective Date"])
def test_an_empty_day_of_completion_is_not_filled_with_the_day_of_the_event(held: str) -> None:
    header = ["Employee ID", "Course", held, "Completion Date", "Points"]
    rows = [["0007", "Ethics", day(2025, 2, 1), WHEN, 1], ["0007", "Safety", day(2025, 2, 1), None, 1]]
    outcome = read([header, *rows])
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert rows_of(outcome.credits, "title", "completed_on") == [("Ethics", "2025-03-01")]
    assert problems(outcome.sheets[0]) == [(3, "Completion Date", None, "missing_date")]
    # Nobody has completed it yet.
    assert account(read([header, rows[1]]).sheets[0]) == ("credits", 1, 1, 0, 0, 0, 1)


def test_points_that_nobody_has_earned_yet_are_not_those_that_are_offered() -> None:
    outcome = read([HEADER, ["0007", "Ethics", WHEN, 5, None]])
    assert account(outcome.sheets[0]) == ("credits", 1, 1, 0, 0, 0, 1)


def test_two_columns_of_points_that_differ_are_told() -> None:
    header = ["Employee ID", "Course", "Completion Date", "Points", "Contact Hours", "Passing Points"]
    rows = [["0007", "Quiz", WHEN, 95, 1, 80], ["0007", "Ethics", WHEN, 1, 1, 8], ["0007", "Safety", WHEN, 2, None, 8]]
    outcome = read([header, *rows])
    assert rows_of(outcome.credits, "points") == [(9500,), (100,), (200,)]
    (note,) = [note for note in outcome.sheets[0].notes if "different points" in note]
    assert note == (
        '"Points" and "Contact Hours" say different points in 1 rows (the first: row 2, 95 and 1). "Points" was taken; '
        "choose the other column if that is the credit."
    )
    assert not any("different points" in note for note in read([header, rows[1], rows[2]]).sheets[0].notes)


def test_an_email_beside_anothers_name_is_told() -> None:
    header = ["Email", "Name", "Course", "Completion Date", "Points"]
    outcome = read([header, ["jane@lab.org", "De La Cruz, Ana", "Ethics", WHEN, 1]])
    assert rows_of(outcome.credits, "staff_id") == [("0007",)]
    assert any(note.startswith("1 e-mails stand beside another name") for note in outcome.sheets[0].notes)
