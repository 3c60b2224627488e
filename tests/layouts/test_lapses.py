"""An expiry that belongs to each activity ends no cycle; one that stands still does."""

from __future__ import annotations

from datetime import date as day

from tests.layouts.building import account, read, rows_of

HEADER = ["Employee ID", "Credential", "Course", "Completion Date", "Hours", "Expiration Date"]


def test_an_expiry_a_year_after_each_completion_is_no_end_of_a_cycle() -> None:
    rows = [
        ["0007", "MLS", "Bloodborne pathogens", day(2025, 3, 1), 1, day(2026, 3, 1)],
        ["0007", "MLS", "Ethics", day(2025, 4, 1), 1, day(2028, 4, 1)],
        ["0007", "MLS", "Hematology", day(2025, 5, 1), 2, None],
        ["12", "MLT", "Bloodborne pathogens", "2024-02-29", 1, "2025-02-27"],
    ]
    outcome = read([HEADER, *rows])
    assert account(outcome.sheets[0]) == ("credits", 1, 4, 4, 0, 0, 0)
    assert len(outcome.credentials) == 0
    assert any(
        note.startswith('"Expiration Date" was not taken for the end of the cycle') for note in outcome.sheets[0].notes
    )


def test_an_expiry_that_stands_still_is_the_end_of_the_cycle() -> None:
    rows = [
        ["0007", "MLS", "Bloodborne pathogens", day(2025, 3, 1), 1, day(2027, 12, 31)],
        ["0007", "MLS", "Ethics", day(2025, 12, 31), 1, day(2027, 12, 31)],
        ["12", "MLT", "Bloodborne pathogens", day(2025, 3, 1), 1, day(2026, 6, 30)],
    ]
    outcome = read([HEADER, *rows])
    assert account(outcome.sheets[0]) == ("credentials+credits", 1, 3, 3, 0, 0, 0)
    assert rows_of(outcome.credentials, "staff_id", "cycle_end") == [("0007", "2027-12-31"), ("12", "2026-06-30")]


def test_a_cycle_end_is_one_whatever_its_days() -> None:
    header = [*HEADER[:5], "Cycle End"]
    rows = [
        ["0007", "MLS", "Bloodborne pathogens", day(2025, 3, 1), 1, day(2026, 3, 1)],
        ["12", "MLT", "Ethics", day(2025, 4, 1), 1, day(2028, 4, 1)],
    ]
    assert account(read([header, *rows]).sheets[0])[0] == "credentials+credits"


def test_one_day_of_completion_says_nothing_about_an_expiry() -> None:
    rows = [
        ["0007", "MLS", "Bloodborne pathogens", day(2025, 3, 1), 1, day(2028, 3, 1)],
        ["12", "MLT", "Bloodborne pathogens", day(2025, 3, 1), 1, day(2028, 3, 1)],
    ]
    assert account(read([HEADER, *rows]).sheets[0])[0] == "credentials+credits"


def test_a_person_chooses_that_it_is_the_end_after_all() -> None:
    rows = [
        ["0007", "MLS", "Bloodborne pathogens", day(2025, 3, 1), 1, day(2026, 3, 1)],
        ["0007", "MLS", "Ethics", day(2025, 4, 1), 1, day(2028, 4, 1)],
    ]
    outcome = read([HEADER, *rows], columns={"Sheet1": {5: "cycle_end"}})
    assert rows_of(outcome.credentials, "staff_id", "cycle_end") == [("0007", "2028-04-01")]
