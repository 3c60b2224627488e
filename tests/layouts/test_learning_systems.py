"""Exports of learning systems that stand in the list of real layouts: exact accounts, exact stored values."""

from __future__ import annotations

from datetime import date as day
from datetime import datetime

import pytest

from lib.domain.errors import RefusedFile
from tests.layouts.building import account, problems, read, rows_of, text_file

ONE = {"points": "1"}


def test_enabley_names_the_certificate_and_its_expiry() -> None:
    rows = [
        ["User ID", "Certificate ID", "Certification Date", "Certification Expiration Date", "Course Code",
         "Course Name", "Instructor"],
        ["0007", "C-1", "25/02/2025", "25/02/2027", "LAB1", "Ethics in the Lab", "Bob"],
        ["9", "C-2", "31/06/2025", "", "LAB2", "Safety", "Bob"],
    ]  # fmt: skip
    outcome = read(rows, set_fields=ONE)
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert outcome.sheets[0].date_order == "dmy"
    assert problems(outcome.sheets[0]) == [(3, "Certification Date", "31/06/2025", "invalid_date")]
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on", "points", "certificate_number") == [
        ("0007", "Ethics in the Lab", "2025-02-25", 100, "C-1")
    ]
    assert len(outcome.credentials) == 0


def test_docebo_enrolments_are_no_completions() -> None:
    rows = [
        ["username", "level", "course_id", "course_code", "enrollment_date", "completion_date", "status"],
        ["0007", "student", "12", "ETH-1", "2025-01-01", "2025-01-05", "Completed"],
        [" 12 ", "student", "12", "ETH-1", "2025-01-01", "", "Enrolled"],
    ]
    outcome = read(text_file(rows, ";"), "docebo.csv", set_fields=ONE)
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [
        (3, "completion_date", None, "missing_date"),
        (3, "status", "Enrolled", "not_completed"),
    ]
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on") == [("0007", "ETH-1", "2025-01-05")]


def test_docebo_events_have_times_beside_the_day() -> None:
    rows = [
        ["Session ID", "Event Name", "Event Date", "Start Time", "End Time", "Username", "Attendance"],
        ["S1", "Heme Day", "2025-02-03", "09:00:00", "10:00:00", "0007", "Attended"],
        ["S1", "Heme Day", "2025-02-03", "09:00:00", "10:00:00", "12", "Absent"],
    ]
    outcome = read(text_file(rows), "events.csv", set_fields=ONE)
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [(3, "Attendance", "Absent", "not_completed")]
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on") == [("0007", "Heme Day", "2025-02-03")]


def test_moodle_import_files_have_time_stamps_or_dates() -> None:
    course = [
        ["userid", "course", "timecompleted", "timestarted"],
        ["0007", "ETH", "1704067200", "1704000000"],
        ["12", "ETH", "01/13/2025", ""],
        ["44", "ETH", "", "1704000000"],
    ]
    outcome = read(text_file(course), "course.csv", set_fields=ONE)
    assert account(outcome.sheets[0]) == ("credits", 1, 3, 2, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [(4, "timecompleted", None, "missing_date")]
    # 1704067200 seconds after 1970 is 2024-01-01 00:00 UTC
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on") == [
        ("0007", "ETH", "2024-01-01"),
        ("12", "ETH", "2025-01-13"),
    ]
    module = [
        ["userid", "moduleid", "grade", "dategraded", "timecompleted"],
        ["0007", "55", "90", "1704153600", "1704067200"],
    ]
    outcome = read(text_file(module), "module.csv", set_fields=ONE)
    assert account(outcome.sheets[0]) == ("credits", 1, 1, 1, 0, 0, 0)
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on") == [("0007", "55", "2024-01-01")]


def test_moodle_course_completion_report_with_spaced_headers() -> None:
    rows = [
        ["Full name", "Email", "Course", "Time started", "Time completed", "Completion status"],
        ["Jane Smith", "jane@lab.org", "Eth", "", "2025-01-02", "Yes"],
        ["Ana De La Cruz", "ana@lab.org", "Eth", "2025-01-01", "", "No"],
    ]
    outcome = read(text_file(rows), "report.csv", set_fields=ONE)
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [
        (3, "Time completed", None, "missing_date"),
        (3, "Completion status", "No", "not_completed"),
    ]
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on") == [("0007", "Eth", "2025-01-02")]


def test_learndash_says_who_has_not_finished() -> None:
    rows = [
        ["user_id", "name", "email", "course_id", "course_title", "steps_completed", "steps_total", "course_completed",
         "course_completed_on"],
        ["0007", "Jane Smith", "jane@lab.org", "5", "Ethics", "3", "3", "YES", "2025-01-02"],
        ["12", "", "", "5", "Ethics", "1", "3", "NO", ""],
    ]  # fmt: skip
    outcome = read(text_file(rows), "learndash.csv", set_fields=ONE)
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [
        (3, "course_completed_on", None, "missing_date"),
        (3, "course_completed", "NO", "not_completed"),
    ]
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on") == [("0007", "Ethics", "2025-01-02")]


def test_workday_mart_without_a_person_takes_the_one_that_is_given() -> None:
    rows = [
        ["ASSIGNMENT_DATE", "COMPLETED", "COMPLETED_AT_LEAST_ONCE", "COMPLETION_DATE", "CONTENT_TYPE",
         "COURSE_SOURCE", "CURRENTLY_ASSIGNED", "CURRENTLY_REQUIRED"],
        ["2024-01-01", "N", "Y", "2024-02-02", "Course", "Internal", "Y", "Y"],
        ["2024-01-01", "N", "N", "", "Course", "Internal", "Y", "Y"],
    ]  # fmt: skip
    outcome = read(text_file(rows), "mart.csv", set_fields={"points": "1", "staff_id": "0007"})
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [
        (3, "COMPLETION_DATE", None, "missing_date"),
        (3, "COMPLETED", "N", "not_completed"),
    ]
    assert rows_of(outcome.credits, "staff_id", "completed_on", "provider") == [("0007", "2024-02-02", "Internal")]


def test_cornerstone_load_keeps_the_written_day_and_says_that_it_may_shift() -> None:
    rows = [
        ["User ID", "Start Date/Time", "Transcript Status", "Training Title", "Completion Date/Time", "UTC Offset",
         "Credits"],
        ["0007", "01-01-2023 11:11", "Completed", "Eth", "01-13-2023 23:59", "+00:00", "1"],
        ["0007", "01-01-2023 11:11", "Registered", "Eth2", "", "", "1"],
        ["0007", "01-01-2023 11:11", "Withdrawn", "Eth3", "01-14-2023 23:59", "", "1"],
    ]  # fmt: skip
    outcome = read(text_file(rows), "load.csv")
    assert account(outcome.sheets[0]) == ("credits", 1, 3, 1, 0, 0, 2)
    assert problems(outcome.sheets[0]) == [
        (3, "Completion Date/Time", None, "missing_date"),
        (3, "Transcript Status", "Registered", "not_completed"),
        (4, "Transcript Status", "Withdrawn", "not_completed"),
    ]
    assert rows_of(outcome.credits, "staff_id", "completed_on") == [("0007", "2023-01-13")]
    assert any("The written day was taken" in note for note in outcome.sheets[0].notes)


def test_a_webcast_list_has_dots_for_requirements() -> None:
    rows = [
        ["Name", "Company", "Completed", "Watch 50 min", "Poll 1", "Duration", "Checkpoints"],
        ["Jane Smith", "Lab", datetime(2025, 1, 2, 10, 11), "y", "n", "1:02", "3/3"],
        ["Smith, John", "Lab", None, "n", "n", "0:10", "1/3"],
    ]
    outcome = read(rows, set_fields=ONE)
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [(3, "Completed", None, "missing_date")]
    assert rows_of(outcome.credits, "staff_id", "completed_on", "points") == [("0007", "2025-01-02", 100)]
    with pytest.raises(RefusedFile):  # a duration is not taken for points
        read(rows)


def test_relias_licences_as_a_tab_text() -> None:
    rows = [
        ["Username", "License Name", "License Number", "Issue Date", "Expiration Date", "State"],
        ["0007", "MLS", "123", "01/25/2024", "01/25/2027", "FL"],
        ["12", "Juggler", "124", "01/25/2024", "01/25/2027", "FL"],
    ]
    outcome = read(text_file(rows, "\t"), "licences.txt")
    assert account(outcome.sheets[0]) == ("credentials", 1, 2, 1, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [(3, "License Name", "Juggler", "unknown_credential")]
    assert rows_of(
        outcome.credentials, "staff_id", "credential", "certification_number", "certified_on", "cycle_end"
    ) == [("0007", "MLS", "123", "2024-01-25", "2027-01-25")]


def test_ems_record_lists_the_credentials_that_an_hour_counts_for() -> None:
    rows = [
        ["Name", "Category", "Date Earned", "Hours Earned", "Certificates", "Notes"],
        ["Jane Smith", "Ethics", day(2025, 1, 14), 1.5, "MLS; SBB", "x"],
        ["Jane Smith", "Airway", day(2025, 1, 15), 2, "MLS", "y"],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 2, 0, 0, 0)
    # the list is no certificate number, or the two rows would look like one activity
    assert rows_of(outcome.credits, "staff_id", "title", "points", "areas", "certificate_number", "eligibility") == [
        ("0007", "Ethics", 150, "ethics", None, "counts"),
        ("0007", "Airway", 200, "", None, "ask"),
    ]
    assert outcome.sheets[0].unassigned_areas == {"Airway": 1}
    assert len(outcome.credentials) == 0


def test_florida_report_names_people_by_their_licence() -> None:
    rows = [
        ["Provider Number", "Program Name", "Program Number", "Date Completed", "License Number"],
        ["50-123", "Ethics", "20-1", "03/25/2025", "RN123"],
        ["50-123", "Ethics", "20-1", "03/25/2025", "RN999"],
    ]
    outcome = read(rows, set_fields=ONE)
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [(3, "License Number", "RN999", "unknown_person")]
    assert rows_of(outcome.credits, "staff_id", "title", "provider", "completed_on") == [
        ("0007", "Ethics", "50-123", "2025-03-25")
    ]
    assert rows_of(outcome.waiting, "person_number", "title") == [("RN999", "Ethics")]


def test_university_credits_stand_in_the_file_name_or_above_the_table() -> None:
    rows = [
        ["CME credits: 1.5"],
        ["First Name", "Last Name", "Email", "Date"],
        ["Jane", "Smith", "jane@lab.org", day(2025, 1, 14)],
    ]
    with pytest.raises(RefusedFile, match=r'"CME credits: 1\.5" \(row 1\)') as refused:
        read(rows, "Grand rounds.xlsx")
    assert "--set points=" in refused.value.for_a_terminal
    assert refused.value.code == "missing_points_column"
    with pytest.raises(RefusedFile, match=r'the file name "Grand rounds 1\.5 credits\.xlsx"'):
        read(rows[1:], "Grand rounds 1.5 credits.xlsx")
    outcome = read(rows, set_fields={"points": "1.5"})
    assert account(outcome.sheets[0]) == ("credits", 2, 1, 1, 0, 0, 0)
    assert rows_of(outcome.credits, "staff_id", "completed_on", "points", "row") == [("0007", "2025-01-14", 150, 3)]


def test_a_pace_certificate_list_counts_contact_hours() -> None:
    rows = [
        ["Title", "Provider", "Program Number", "Level", "Contact Hours", "Date", "Employee ID"],
        ["Anemias", "ASCLS", "123-456-24", "basic", 1.5, day(2025, 1, 14), "0007"],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("credits", 1, 1, 1, 0, 0, 0)
    assert rows_of(outcome.credits, "staff_id", "title", "provider", "points", "completed_on") == [
        ("0007", "Anemias", "ASCLS", 150, "2025-01-14")
    ]


def test_ascp_manual_entry_fields() -> None:
    rows = [
        ["Activity Type", "Title", "Date", "Credits Awarded", "Allocation Area", "Employee ID"],
        ["Journal Article", "Lipids", "1/25/2025", 1, "Chemistry", "0007"],
        ["Staff Meeting", "January", "1/26/2025", 1, "Chemistry", "0007"],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 2, 0, 0, 0)
    assert rows_of(outcome.credits, "title", "completed_on", "areas", "activity_type", "eligibility") == [
        ("Lipids", "2025-01-25", "chemistry", "formal", "counts"),
        ("January", "2025-01-26", "chemistry", "staff_meeting", "no"),
    ]


def test_personify_says_where_the_name_is_anothers() -> None:
    rows = [
        ["Customer No.", "Last Name", "First Name", "Product Code", "Course Title", "Completion Date", "CE Credits"],
        ["0007", "Smith", "Jane", "P1", "Ethics", "01/25/2025", "1.5"],
        ["0007", "Poe", "Ed", "P1", "Ethics", "01/26/2025", "1.5"],
    ]
    outcome = read(text_file(rows, "\t"), "personify.txt")
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 2, 0, 0, 0)
    assert rows_of(outcome.credits, "staff_id", "completed_on", "points") == [
        ("0007", "2025-01-25", 150),
        ("0007", "2025-01-26", 150),
    ]
    (note,) = [note for note in outcome.sheets[0].notes if "name" in note]
    assert '"Poe, Ed" for 0007' in note
    assert "row 3" in note


FORM = ["ID", "Start time", "Completion time", "Email", "Name", "Course title", "Contact hours"]
ANSWERS = [
    [day(2025, 3, 4), day(2025, 3, 4), "jane@lab.org", "Jane Smith", "Bloodborne pathogens", 1],
    [day(2025, 3, 5), day(2025, 3, 5), "new@lab.org", "Somebody New", "Bloodborne pathogens", 1],
]


def test_the_answers_to_a_form_are_counted_and_their_number_is_nobodys_employee_id() -> None:
    outcome = read([FORM, [1, *ANSWERS[0]], [2, *ANSWERS[1]]])
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert rows_of(outcome.credits, "staff_id", "completed_on", "points") == [("0007", "2025-03-04", 100)]
    assert problems(outcome.sheets[0]) == [(3, "Email", "new@lab.org", "unknown_person")]
    assert any(note.startswith('"ID" was not taken for the employee ID') for note in outcome.sheets[0].notes)


@pytest.mark.parametrize("ids", [(7, 12), (1, 1), ("0001", "0002"), (2, 1)])
def test_an_id_that_counts_nothing_is_the_employee_id(ids: tuple[object, object]) -> None:
    outcome = read([FORM, [ids[0], *ANSWERS[0]], [ids[1], *ANSWERS[1]]])
    assert account(outcome.sheets[0])[:4] == ("credits", 1, 2, 2)
    assert outcome.sheets[0].columns[0].field == "staff_id"


def test_a_person_chooses_that_the_count_is_the_employee_id_after_all() -> None:
    outcome = read([FORM, [1, *ANSWERS[0]], [2, *ANSWERS[1]]], columns={"Sheet1": {0: "staff_id"}})
    assert sorted(outcome.credits["staff_id"]) == ["1", "2"]


def test_a_new_id_beside_the_email_or_the_name_of_somebody_on_record_is_told() -> None:
    header = ["Employee ID", "Name", "Email", "Course title", "Completed on", "Points"]
    rows = [
        ["E99", "J. Smith", "jane@lab.org", "Bloodborne pathogens", day(2025, 3, 4), 1],
        ["E98", "Smith, Jane", None, "Bloodborne pathogens", day(2025, 3, 4), 1],
        ["E97", "Somebody New", None, "Bloodborne pathogens", day(2025, 3, 4), 1],
    ]
    outcome = read([header, *rows])
    assert outcome.sheets[0].new_staff == 3
    (note,) = [note for note in outcome.sheets[0].notes if "on record" in note]
    assert note.startswith("2 new employee IDs stand beside the e-mail or the name of somebody on record")
    assert '"J. Smith" with E99, row 2; on record with 0007' in note
    assert not any("on record" in note for note in read([header, rows[2]]).sheets[0].notes)
