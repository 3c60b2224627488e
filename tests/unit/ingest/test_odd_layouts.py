"""Layouts as an outsider would write them: each was read wrongly once."""

from __future__ import annotations

from datetime import date as day
from typing import Any

import pytest

from lib.domain.errors import RefusedFile
from tests.layouts.building import account, known, problems, read, rows_of, text_file

D1, D2 = day(2025, 1, 14), day(2025, 2, 3)
HEADER = ["Employee ID", "Activity Title", "Completed On", "Points", "Area"]
ONE = [("0007", "2025-01-14", 150)]


@pytest.mark.parametrize(
    "header",
    [
        ["employee_number", "activity_name", "completion_dt", "credit_hours", "credit_area"],
        ["EmployeeNumber", "CourseTitle", "CompletedDate", "ContactHours", "SubjectArea"],
        ["Emp. No.", "Crs Title", "Compl. Date", "Cr. Hrs", "Cat."],
        ["Employee\nID", "Activity\nTitle", "Date\nCompleted", "CE\nHours", "Area"],
        ["Personalnummer", "Kurs", "Abschlussdatum", "Stunden", "Bereich"],
        ["Matricule", "Intitulé de la formation", "Date de fin", "Heures", "Domaine"],
        ["Matrícula", "Curso", "Data de conclusão", "Carga horária", "Área temática"],
        ["STAFF NO.", "IN-SERVICE TITLE", "END", "CE", "CATEGORY"],
        ["Emp #", "CE Activity", "Date of Completion (YYYY-MM-DD)", "CE Credits Earned", "Subject Area"],
    ],
)
def test_header_words(header: list[str]) -> None:
    outcome = read(text_file([header, ["0007", "Lab ethics", "2025-01-14", "1.5", "Ethics"]]), "a.csv")
    assert account(outcome.sheets[0]) == ("credits", 1, 1, 1, 0, 0, 0)
    assert rows_of(outcome.credits, "staff_id", "completed_on", "points") == ONE
    assert rows_of(outcome.credits, "title", "areas") == [("Lab ethics", "ethics")]


@pytest.mark.parametrize(
    ("header", "cell", "points"),
    [
        ("Hours (60 min)", "1.5", 150),
        ("Credits (1 credit = 50 min)", "1.5", 150),
        ("Length (min.)", "90", 150),  # 90 / 60
        ("Duration (hours)", "1.5", 150),
        ("CE Credits Earned", "1.5", 150),
        ("CEUs", "0.15", 150),  # 0.15 x 10
        ("Hours", "90 min", 150),
        ("Credits", "1.5 (PACE)", 150),
    ],
)
def test_units_in_headers_and_cells(header: str, cell: str, points: int) -> None:
    outcome = read([["Staff No.", "Activity", "Completed", header], ["0007", "Ethics", D1, cell]])
    assert rows_of(outcome.credits, "points") == [(points,)]


@pytest.mark.parametrize("header", ["Amount", "Duration", "Session Length", "Value"])
def test_a_number_without_a_unit_is_asked_about(header: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        read([["Staff No.", "Activity", "Completed", header], ["0007", "Ethics", D1, "60"]])
    assert refused.value.code == "missing_points_column"


def test_hours_beside_ceu_complete_each_other() -> None:
    rows = [
        ["Employee ID", "Course", "Date", "CEUs", "Contact Hours"],
        ["0007", "A", D1, 0.1, 1],
        ["0007", "B", D1, 0.2, None],
    ]
    outcome = read([*rows, ["0007", "C", D1, None, None]])
    assert rows_of(outcome.credits, "title", "points") == [("A", 100), ("B", 200)]
    assert [(row, code) for row, _, _, code in problems(outcome.sheets[0])] == [(4, "missing_points")]


def test_an_amount_with_a_unit_column() -> None:
    rows = [
        ["Employee ID", "Course", "Date", "Amount", "Unit"],
        ["0007", "A", D1, 0.1, "CEU"],
        ["0007", "B", D1, 90, "min"],
    ]
    assert rows_of(read(rows).credits, "points") == [(100,), (150,)]


@pytest.mark.parametrize(
    ("header", "order", "expected"),
    [("Completed (MM/DD/YYYY)", "mdy", "2025-03-04"), ("Completed [dd/mm/yy]", "dmy", "2025-04-03")],
)
def test_a_header_that_says_the_order_decides_what_the_dates_leave_open(header: str, order: str, expected: str) -> None:
    outcome = read([["Staff No.", "Activity", header, "Hours"], ["0007", "Ethics", "03/04/2025", 1]])
    assert rows_of(outcome.credits, "completed_on") == [(expected,)]
    assert outcome.sheets[0].date_order == order
    assert any("says so" in note for note in outcome.sheets[0].notes)


def test_dates_that_exist_in_one_order_only_win_over_the_header() -> None:
    rows = [
        ["Staff No.", "Activity", "Completed (MM/DD/YYYY)", "Hours"],
        ["0007", "A", "13/04/2025", 1],
        ["0007", "B", "03/04/2025", 1],
    ]
    assert rows_of(read(rows).credits, "completed_on") == [("2025-04-13",), ("2025-04-03",)]
    with pytest.raises(RefusedFile):  # both orders stand in the column, and one date that could be either
        read([*rows, ["0007", "C", "04/13/2025", 1]])


def test_a_row_of_units_and_formats_under_the_header() -> None:
    rows = [
        ["Employee ID", "Course", "Date", "Points"],
        [None, None, "(DD/MM/YYYY)", "(CEU)"],
        ["0007", "A", "03/04/2025", 0.1],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 1, 0)
    assert rows_of(outcome.credits, "completed_on", "points") == [("2025-04-03", 100)]


def test_remarks_below_the_table_are_skipped() -> None:
    rows = [
        ["Employee ID", "Course", "Date", "Points"],
        ["0007", "A", D1, 1],
        ["* Points marked with a star are provisional"],
        ["Prepared by: Bob Jones"],
        [],
        ["Data current as of 11/20/2026"],
        ["This report is confidential and intended for lab use only."],
    ]
    assert account(read(rows).sheets[0]) == ("credits", 1, 6, 1, 0, 5, 0)
    cut = read([*rows[:2], ["12"], ["0007", "B", D1, 1]])
    assert [(row, code) for row, _, _, code in problems(cut.sheets[0])] == [
        (3, "missing_date"),
        (3, "missing_points"),
    ]


def test_subtotals_of_each_person() -> None:
    rows: list[list[Any]] = [
        ["Employee ID", "Name", "Course", "Date", "Points"],
        ["0007", "Smith, Jane", "A", D1, 1],
        ["Total for Smith, Jane", None, None, None, 1],
        ["44", "Smith, John", "B", D1, 2],
        ["Smith, John Subtotal:", None, None, None, 2],
        ["44", None, "Total", None, 2],
        ["Report total: 3"],
    ]
    assert account(read(rows).sheets[0]) == ("credits", 1, 6, 2, 0, 4, 0)


def test_tables_beside_each_other_are_not_mixed() -> None:
    rows = [
        ["Employee ID", "Last Name", "First Name", None, "Employee ID", "Course", "Date", "Points"],
        ["1", "A", "B", None, "2", "x", D1, 1],
        ["2", "C", "D", None, "1", "y", D1, 1],
        [None, None, None, None, "1", "z", D1, 1],
    ]
    outcome = read(rows, stored=known())
    assert [account(report) for report in outcome.sheets] == [
        ("staff", 1, 2, 2, 0, 0, 0),
        ("credits", 1, 3, 3, 0, 0, 0),
    ]
    assert rows_of(outcome.credits, "staff_id", "title") == [("2", "x"), ("1", "y"), ("1", "z")]


def test_numbered_credentials_are_one_holding_each() -> None:
    rows = [
        ["Employee ID", "Credential 1", "Number 1", "Expiration 1", "Credential 2", "Expiration 2"],
        ["0007", "MLS", "11", day(2027, 6, 30), "SBB", day(2028, 6, 30)],
        ["12", "MLT", "12", day(2027, 6, 30), None, None],
        ["44", "MLT", "13", day(2027, 6, 30), "Juggler", day(2027, 6, 30)],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("credentials", 1, 3, 2, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [(4, "Credential 2", "Juggler", "unknown_credential")]
    assert rows_of(outcome.credentials, "staff_id", "credential", "cycle_end")[:3] == [
        ("0007", "MLS", "2027-06-30"),
        ("12", "MLT", "2027-06-30"),
        ("44", "MLT", "2027-06-30"),
    ]
    assert ("0007", "SBB", "2028-06-30") in rows_of(outcome.credentials, "staff_id", "credential", "cycle_end")


def test_no_end_is_said_in_many_ways() -> None:
    ends = [day(9999, 12, 31), "N/A", "Lifetime", "-", "never"]
    rows = [
        ["Employee ID", "Credential", "Cycle End"],
        *[["0007", "MLS", end] for end in ends],
        ["12", "MLS", "Jun-27"],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("credentials", 1, 6, 5, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [(7, "Cycle End", "Jun-27", "invalid_date")]
    assert rows_of(outcome.credentials, "staff_id", "cycle_end") == [("0007", None)]


def test_expiries_that_are_no_days_are_not_passed_over() -> None:
    rows = [
        ["Name", "Certification", "Expires"],
        ["Smith, Jane", "MLS", "Jun-27"],
        ["Ana De La Cruz", "MLT", "06/2027"],
    ]
    assert [(row, code) for row, _, _, code in problems(read(rows).sheets[0])] == [
        (2, "invalid_date"),
        (3, "invalid_date"),
    ]


def test_states_that_begin_well_and_end_badly() -> None:
    words = [
        "Complete (Passed)",
        "Completed - Failed",
        "Passed with distinction",
        "Attended - partial",
        "Not Yet Complete",
    ]
    rows = [["User ID", "Course", "Completion Date", "Credits", "Status"]]
    rows += [["0007", str(n), D1, 1, word] for n, word in enumerate(words)]  # type: ignore[list-item]
    report = read(rows).sheets[0]
    assert [(row, code) for row, _, _, code in problems(report)] == [
        (3, "not_completed"),
        (5, "not_completed"),
        (6, "not_completed"),
    ]


def test_flags_of_attendance_and_approval() -> None:
    rows = [
        ["Employee ID", "Course", "Date", "Points", "Pass/Fail", "Attended"],
        ["0007", "a", D1, 1, "P", "Yes"],
        ["0007", "b", D1, 1, "F", "Yes"],
        ["0007", "c", D1, 1, "P", "No"],
    ]
    assert problems(read(rows).sheets[0]) == [
        (3, "Pass/Fail", "F", "not_completed"),
        (4, "Attended", "No", "not_completed"),
    ]
    approval = [
        ["Employee ID", "Title", "Date", "Points", "Approval"],
        ["0007", "a", D1, 1, "Approved"],
        ["0007", "b", D1, 1, "Denied"],
    ]
    assert problems(read(approval).sheets[0]) == [(3, "Approval", "Denied", "not_completed")]


@pytest.mark.parametrize(
    "header",
    ["Enrollment Date", "Registration Date", "Assigned Date", "Due Date", "Start Date", "Approval Date", "Created On"],
)
def test_other_days_are_not_taken_for_the_completion(header: str) -> None:
    report = read([["Employee ID", "Course", header, "Points"], ["0007", "a", D1, 1]]).sheets[0]
    assert problems(report) == [(2, None, None, "missing_date")]


def test_a_header_over_two_rows_of_known_words() -> None:
    rows = [["Employee", "Activity", "Completion", "CE"], ["ID", "Title", "Date", "Hours"], ["0007", "Eth", D1, 1.5]]
    outcome = read(rows)
    assert [account(report) for report in outcome.sheets] == [("credits", 2, 1, 1, 0, 0, 0)]
    assert rows_of(outcome.credits, "staff_id", "completed_on", "points") == ONE


def test_a_program_is_no_title_beside_one() -> None:
    header = ["Employee ID", "Program", "Credential", "Cycle End", "Activity Title", "Completed On", "Points"]
    rows = [["0007", "STATE-CA", "CLS", day(2028, 5, 31), "Lab ethics", D1, 1.5], ["0008", "", "", "", "Safety", D2, 1]]
    outcome = read([header, *rows])
    assert rows_of(outcome.credentials, "program", "credential") == [("STATE-CA", "CLS")]
    assert rows_of(outcome.credits, "title") == [("Lab ethics",), ("Safety",)]


GRID = [["Employee ID", "Lab Safety", "Fire Drill", "Lipids"], ["0007", D1, D2, None], ["12", None, D2, D1]]
GRID_ROWS = [
    ("0007", "Lab Safety", "2025-01-14", 100),
    ("0007", "Fire Drill", "2025-02-03", 100),
    ("12", "Fire Drill", "2025-02-03", 100),
    ("12", "Lipids", "2025-01-14", 100),
]


@pytest.mark.parametrize("header", ["Employee ID", "Emp #", "Name", "Employee", "E-mail"])
def test_a_grid_whose_header_has_one_known_word(header: str) -> None:
    people = {"Name": ("Smith, Jane", "Văn B Nguyễn"), "Employee": ("Smith, Jane", "Nguyễn, Văn B")}
    stored = known([("0007", "Smith", "Jane", "0007@lab.org"), ("12", "Nguyễn", "Văn B", "12@lab.org")])
    one, two = people.get(header, ("0007@lab.org", "12@lab.org") if header == "E-mail" else ("0007", "12"))
    rows = [["In-service grid 2025"], [], [header, *GRID[0][1:]], [one, *GRID[1][1:]], [two, *GRID[2][1:]]]
    with pytest.raises(RefusedFile) as refused:
        read(rows, stored=stored)
    assert refused.value.code == "missing_points_column"
    outcome = read(rows, stored=stored, set_fields={"points": "1"})
    assert account(outcome.sheets[0]) == ("credits", 3, 4, 4, 0, 0, 0)  # one row for each filled cell
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on", "points") == GRID_ROWS


def test_a_form_with_a_label_is_no_grid() -> None:
    with pytest.raises(RefusedFile) as refused:
        read([["Name", "Jane Smith", "Signed"], ["Reviewed", "by", "Bob"], ["Dept", "Lab", "Yes"], ["x", D1, D2]])
    assert refused.value.code == "nothing_to_import"


POINTS_GRID: list[list[Any]] = [
    ["Employee ID", "Last Name", "First Name", "Ethics", "Hematology", "Juggling", "Total"],
    ["0007", "Smith", "Jane", 1, 1.5, None, 2.5],
    ["44", "Smith", "John", None, 2, 0.5, 2.5],
    ["Total", None, None, 1, 3.5, 0.5, 5],
]


def test_a_grid_of_points_asks_for_the_day() -> None:
    with pytest.raises(RefusedFile) as refused:
        read(POINTS_GRID)
    assert refused.value.code == "missing_completion_date"
    assert "--set completed_on=2025-02-28" in refused.value.for_a_terminal
    outcome = read(POINTS_GRID, set_fields={"completed_on": "2025-12-31"})
    # 4 filled cells of two people, and the 3 sums in the row of totals; the column of totals is no activity
    assert account(outcome.sheets[0]) == ("credits", 1, 7, 4, 0, 3, 0)
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on", "points", "areas") == [
        ("0007", "Ethics", "2025-12-31", 100, "ethics"),
        ("0007", "Hematology", "2025-12-31", 150, "hematology"),
        ("44", "Hematology", "2025-12-31", 200, "hematology"),
        ("44", "Juggling", "2025-12-31", 50, ""),
    ]
    assert outcome.sheets[0].unassigned_areas == {"Juggling": 1}


def test_what_is_wrong_in_a_grid_of_points_is_said_with_its_column() -> None:
    rows: list[list[Any]] = [["Employee ID", "A 1", "B 2"], *[[str(n), 1, 1.25] for n in range(1, 9)], ["9", "n/a", 0]]
    report = read(rows, set_fields={"completed_on": "2025-12-31"}).sheets[0]
    assert account(report) == ("credits", 1, 18, 16, 0, 0, 2)
    assert problems(report) == [(10, "A 1", "n/a", "invalid_points"), (10, "B 2", "0", "points_not_positive")]


def test_other_numbers_of_people_are_no_grid_of_points() -> None:
    rows = [
        ["Employee ID", "Name", "FTE", "Ext.", "Room"],
        ["0007", "Smith, Jane", 1, 12, 3],
        ["44", "B, A", 0.5, 2, 4],
    ]
    assert account(read(rows).sheets[0]) == ("staff", 1, 2, 2, 0, 0, 0)
    cases = [["Employee ID", "Name", "Cases", "Errors"], ["0007", "Smith, Jane", 1, 12], ["44", "B, A", 5, 2]]
    assert account(read(cases, kind="staff").sheets[0]) == ("staff", 1, 2, 2, 0, 0, 0)


@pytest.mark.parametrize("label", ["Total", "Subtotal for Lopez", "Grand total:", "SUBTOTAL", "Total: Lopez, Ana"])
@pytest.mark.parametrize("person", [None, "0007"])
def test_totals_that_stand_where_the_date_would(label: str, person: str | None) -> None:
    rows = [["Employee ID", "Course", "Date", "Points"], ["0007", "A", D1, 1], [person, None, label, 1]]
    assert account(read([*rows, ["12", "B", D2, 2]]).sheets[0]) == ("credits", 1, 3, 2, 0, 1, 0)


def test_a_provider_called_total_is_no_total() -> None:
    rows = [["Employee ID", "Course", "Provider", "Date", "Points"], ["0007", "A", "Total Health Inc", None, 1]]
    assert [code for _, _, _, code in problems(read(rows).sheets[0])] == ["missing_date"]


def html_table(rows: str) -> bytes:
    head = "<tr><th>Employee ID</th><th>Name</th><th>Course</th><th>Date</th><th>Hours</th></tr>"
    return f"<html><table>{head}{rows}</table></html>".encode()


@pytest.mark.parametrize(
    "person",
    ["<td rowspan=2>0007</td><td rowspan=2>Smith, Jane</td>", "<td rowspan='2' colspan='2'>0007</td>"],
)
def test_a_person_over_several_rows_of_a_page(person: str) -> None:
    page = html_table(
        f"<tr>{person}<td>A</td><td>2025-01-02</td><td>1</td></tr><tr><td>B</td><td>2025-01-03</td><td>2</td></tr>"
        "<tr><td>44</td><td>Smith, John</td><td>B</td><td>2025-01-03</td><td>1</td></tr>"
    )
    outcome = read(page, "export.xls")
    assert account(outcome.sheets[0]) == ("credits", 1, 3, 3, 0, 0, 0)
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on", "points") == [
        ("0007", "A", "2025-01-02", 100),
        ("0007", "B", "2025-01-03", 200),
        ("44", "B", "2025-01-03", 100),
    ]


def test_points_over_several_rows_of_a_page_are_not_counted_twice() -> None:
    page = html_table(
        "<tr><td>44</td><td></td><td>A</td><td>2025-01-02</td><td rowspan=2>3</td></tr>"
        "<tr><td>44</td><td></td><td>B</td><td>2025-01-03</td></tr>"
    )
    report = read(page, "export.xls").sheets[0]
    assert problems(report) == [(3, "Hours", None, "missing_points")]


def test_pairs_of_completed_and_expires() -> None:
    rows = [
        ["Employee ID", "Name", "CPR Completed", "CPR Expires", "BLS Date Completed", "BLS Expiration Date"],
        ["0007", "Smith, Jane", D1, day(2027, 1, 14), D2, day(2027, 2, 3)],
        ["44", "Smith, John", None, day(2027, 1, 14), D2, None],
    ]
    with pytest.raises(RefusedFile) as refused:
        read(rows)
    assert refused.value.code == "missing_points_column"
    outcome = read(rows, set_fields={"points": "1"})
    assert account(outcome.sheets[0]) == ("credits", 1, 3, 3, 0, 0, 0)  # an expiry alone is no completion
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on") == [
        ("0007", "CPR", "2025-01-14"),
        ("0007", "BLS", "2025-02-03"),
        ("44", "BLS", "2025-02-03"),
    ]


def test_a_topic_is_an_area_where_its_cells_are_and_a_title_where_not() -> None:
    header = ["Badge #", "Team Member", "Class", "Finished", "Contact hrs", "Topic"]
    rows = [
        ["0007", "Ng, Karen", "Bloodborne pathogens", D1, 1, "Safety"],
        ["0007", "Ng, Karen", "Lab", D2, 1, "Ethics"],
    ]
    outcome = read([header, *rows])
    assert rows_of(outcome.credits, "title", "areas") == [("Bloodborne pathogens", "safety"), ("Lab", "ethics")]
    alone = read([["Badge #", "Finished", "Contact hrs", "Topic"], ["0007", D1, 1, "Bloodborne pathogens"]])
    assert rows_of(alone.credits, "title") == [("Bloodborne pathogens",)]
