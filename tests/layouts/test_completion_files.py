"""Transcripts and completion files as sources send them: exact accounts, exact stored values."""

from __future__ import annotations

from datetime import date as day

import pytest

from lib.domain.errors import RefusedFile
from tests.layouts.building import account, problems, read, rows_of, text_file


def test_ce_broker_roster_has_no_header() -> None:
    rows = [
        ["12345", "20-999", None, None, "RN123", "12/13/2008", "State=FL", "Profession=RN"],
        ["12345", None, "C7", None, "RN999", day(2024, 1, 2), "State=FL", "Profession=RN"],
    ]
    outcome = read(rows, set_fields={"points": "1.5"})
    assert account(outcome.sheets[0]) == ("credits", None, 2, 1, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [(2, None, "RN999", "unknown_person")]
    assert rows_of(outcome.credits, "staff_id", "title", "provider", "completed_on", "points", "row") == [
        ("0007", "20-999", "12345", "2008-12-13", 150, 1)
    ]
    assert rows_of(outcome.waiting, "person_number", "title", "completed_on", "code") == [
        ("RN999", "C7", "2024-01-02", "unknown_person")
    ]


def test_ce_broker_writes_the_month_first() -> None:
    row = ["12345", "20-999", None, None, "RN123", "12/3/2008", "State=FL", "Profession=RN"]
    outcome = read([row], set_fields={"points": "1"})
    assert rows_of(outcome.credits, "staff_id", "completed_on") == [("0007", "2008-12-03")]
    assert any("CE Broker writes m/d/yyyy" in note for note in outcome.sheets[0].notes)


def test_ce_broker_full_credit_asks_for_the_points() -> None:
    rows = [["12345", "20-999", None, None, "RN123", "12/13/2008", "State=FL", "Profession=RN"]]
    with pytest.raises(RefusedFile, match="give one number for every row") as refused:
        read(rows)
    assert "--set points=1.5" in refused.value.for_a_terminal
    assert refused.value.code == "missing_points_column"


def test_ce_broker_partial_credit_has_area_and_hours() -> None:
    row = ["12345", "20-999", None, None, "RN123", "12/13/2008", "State=FL", "Profession=RN"]
    outcome = read([[*row, "Ethics", "1.5"], [*row, None, None]])
    assert account(outcome.sheets[0]) == ("credits", None, 2, 1, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [(2, None, None, "missing_points")]
    assert rows_of(outcome.credits, "points", "areas") == [(150, "ethics")]


def test_ce_broker_fixed_width_text_is_named() -> None:
    lines = [
        "1" + "50-" + "123456789" + "Provider".ljust(87),
        "2".ljust(100),
        "3".ljust(100),
        "5".ljust(100),
        "6".ljust(100),
    ]
    with pytest.raises(RefusedFile, match="fixed-width") as refused:
        read("\r\n".join(line[:100].ljust(100) for line in lines).encode(), "roster.txt")
    assert refused.value.code == "fixed_width"


def test_cornerstone_header_is_deep_and_prefixed() -> None:
    header = [
        "User - User Name",
        "User - User ID",
        "Training - Training Title",
        "Training - Training Type",
        "Training - Training Provider",
        "Transcript - Transcript Status",
        "Transcript - Transcript Registration Date",
        "Training Start Date",
        "Transcript Completed Date",
        "Training Hours",
        "Credits",
    ]
    rows = [
        ["Report: Transcript"],
        ["Run by", "X"],
        *[[None]] * 18,
        header,
        [
            "Smith, Jane",
            "0007",
            "Blood",
            "Online Course",
            "ASCP",
            "Completed",
            45000,
            "01/13/2025",
            "01/14/2025 23:59",
            1.5,
            2,
        ],
        ["Smith, Jane", "0007", "Blood 2", "Online Course", "ASCP", "Registered", 45000, "01/13/2025", None, 1.5, 2],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("credits", 21, 2, 1, 0, 0, 1)
    assert [code for _, _, _, code in problems(outcome.sheets[0])] == ["missing_date", "not_completed"]
    assert rows_of(outcome.credits, "staff_id", "completed_on", "points", "provider", "activity_type") == [
        ("0007", "2025-01-14", 200, "ASCP", "formal")
    ]


def test_cornerstone_in_spanish() -> None:
    header = [
        "Nombre completo del usuario",
        "Identificación de usuario",
        "Título de la capacitación",
        "Estado del expediente",
        "Fecha de finalización de expediente",
        "Horas de capacitación",
    ]
    rows = [
        header,
        ["Smith, Jane", "0007", "Ética", "Completado", "14/02/2025", "1,5"],
        ["Smith, Jane", "0007", "Ética 2", "Registrado", "14/02/2025", "1,5"],
    ]
    outcome = read(text_file(rows, ";", "cp1252"), "informe.csv")
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on", "points") == [
        ("0007", "Ética", "2025-02-14", 150)
    ]


def test_moodle_has_two_columns_for_each_activity() -> None:
    rows = [
        [
            "id",
            "Name",
            "Email address",
            "Quiz A",
            "Quiz A - Completion date",
            "Quiz B",
            "Quiz B - Completion date",
            "Course complete",
        ],
        ["0007", "Jane Smith", "jane@lab.org", "Completed", "Monday, 3 March 2025, 2:15 PM", "Not completed", "", ""],
        ["55", "New Guy", "", "Completed", "2025-03-01", "Completed", "", "2025-03-02"],
    ]
    outcome = read(text_file(rows, encoding="utf-16"), "moodle.csv", set_fields={"points": "2"})
    # four filled activities of two people; the last column sums up and is no activity
    assert account(outcome.sheets[0]) == ("credits", 1, 4, 2, 0, 0, 2)
    assert problems(outcome.sheets[0]) == [
        (2, "Quiz B", "Not completed", "not_completed"),
        (3, "Quiz B - Completion date", None, "missing_date"),
    ]
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on", "points", "row") == [
        ("0007", "Quiz A", "2025-03-03", 200, 2),
        ("55", "Quiz A", "2025-03-01", 200, 3),
    ]
    assert rows_of(outcome.staff, "staff_id", "last_name", "first_name") == [("55", "Guy", "New")]


def test_moodle_long_report() -> None:
    rows = [
        ["full name", "email", "course", "timestarted", "timecompleted", "completion status"],
        ["Jane Smith", "jane@lab.org", "Ethics", "2025-01-01", "2025-01-02", "yes"],
        ["Ana De La Cruz", "ana@lab.org", "Ethics", "2025-01-01", "", "no"],
    ]
    outcome = read(text_file(rows), "report.csv", set_fields={"points": "1"})
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on") == [("0007", "Ethics", "2025-01-02")]


def test_legacy_matrix_counts_one_row_for_each_cell() -> None:
    rows = [
        ["L NAME", "F NAME", "ACTIVE", "Dysphagia Oveview", "CPR", "Fire"],
        ["Smith", "Jane", "Y", day(2025, 1, 2), "NA", "x"],
        ["Poe", "Edgar", "Y", day(2025, 1, 3), "FACILITIES", None],
    ]
    outcome = read(rows, set_fields={"points": "1"})
    assert account(outcome.sheets[0])[1:] == (1, 5, 1, 0, 0, 4)
    assert problems(outcome.sheets[0]) == [
        (2, "CPR", "NA", "not_completed"),
        (2, "Fire", "x", "missing_date"),
        (3, "L NAME", "Poe, Edgar", "unknown_person"),
        (3, "L NAME", "Poe, Edgar", "unknown_person"),
        (3, "CPR", "FACILITIES", "invalid_date"),
    ]
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on", "row") == [
        ("0007", "Dysphagia Oveview", "2025-01-02", 2)
    ]
    with pytest.raises(RefusedFile) as refused:
        read(rows)
    assert refused.value.code == "missing_points_column"


def test_totara_sample_has_a_day_that_does_not_exist() -> None:
    data = (
        b"username,certificationshortname,certificationidnumber,completiondate,duedate\n"
        b"0007,FIRE,C1,31/06/2012,\n0007,FIRE,C1,30/06/2012,\n"
    )
    outcome = read(data, "totara.csv", set_fields={"points": "1"})
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [(2, "completiondate", "31/06/2012", "invalid_date")]
    assert rows_of(outcome.credits, "title", "completed_on", "certificate_number") == [("FIRE", "2012-06-30", "C1")]


def test_relias_has_two_digit_years_and_refuses_the_future() -> None:
    data = (
        b"Username,Last Name,First Name,External Course Code,External Course Title,Course Search Filter,"
        b"Start Date,Completed Date\n"
        b"0007,Smith,Jane,X1,Ethics,,01/01/25,01/13/25\n0007,Smith,Jane,X1,Ethics 2,,01/01/25,12/13/26\n"
    )
    outcome = read(data, "relias.csv", set_fields={"points": "1"})
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [(3, "Completed Date", "12/13/26", "future_date")]
    assert rows_of(outcome.credits, "title", "completed_on") == [("Ethics", "2025-01-13")]


def test_a_ce_site_download_has_two_tables_and_one_person() -> None:
    data = (
        b"Transcript\nCategory,Required,Completed,Status\nEthics,2,2.0,Complete\n"
        b"General,10,4,Incomplete\n\nCOMPLETED COURSE HISTORY\n"
        b"Course Title,Provider,Hours,Category,Type,Date Completed\n"
        b"Lab Ethics,ASCP,2.0,Ethics,Online,01/25/2025\nHeme,ASCP,4,Hematology,Live,03/04/2025\n"
    )
    outcome = read(data, "history.csv", set_fields={"staff_id": "0007"})
    assert account(outcome.sheets[0]) == ("credits", 7, 2, 2, 0, 0, 0)
    assert rows_of(outcome.credits, "title", "completed_on", "points", "areas", "row") == [
        ("Lab Ethics", "2025-01-25", 200, "ethics", 8),
        ("Heme", "2025-03-04", 400, "hematology", 9),
    ]
    nobody = read(data, "history.csv")
    assert [p[3] for p in problems(nobody.sheets[0])] == ["missing_person", "missing_person"]


def test_absorb_history_of_the_same_course_is_to_be_confirmed() -> None:
    rows = [
        ["Active Enrollment", "Username", "Course Name", "Credits", "Date Completed", "Status", "Category"],
        ["Yes", "0007", "Ethics", "1", "2025-02-02", "Completed", "Ethics"],
        ["No", "0007", "Ethics", "1", "2024-02-02", "Completed", "Ethics"],
        ["No", "0007", "Safety", "1", "2024-02-02", "Completed", "Safety"],
    ]
    outcome = read(text_file(rows), "absorb.csv")
    assert account(outcome.sheets[0]) == ("credits", 1, 3, 3, 0, 0, 0)
    assert rows_of(outcome.credits, "title", "completed_on", "eligibility") == [
        ("Ethics", "2025-02-02", "counts"),
        ("Ethics", "2024-02-02", "ask"),
        ("Safety", "2024-02-02", "counts"),
    ]


def test_workday_completed_once_is_completed() -> None:
    data = (
        b"EMPLOYEE_ID,COURSE_NAME,ASSIGNMENT_DATE,COMPLETED,COMPLETED_AT_LEAST_ONCE,COMPLETION_DATE,"
        b"CONTENT_TYPE,COURSE_SOURCE,"
        b"CURRENTLY_ASSIGNED,CURRENTLY_REQUIRED\n0007,Ethics,2024-01-01,N,Y,2024-02-02,Course,X,Y,Y\n"
        b"0007,Safety,2024-01-01,N,N,,Course,X,Y,Y\n"
    )
    outcome = read(data, "workday.csv", set_fields={"points": "1"})
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert rows_of(outcome.credits, "title", "completed_on") == [("Ethics", "2024-02-02")]


def test_netdimensions_has_month_words() -> None:
    data = (
        b"ACTION,USERID,CERTIFICATION_TITLE,CERTIFICATION_CODE,AWARD_ID,DATE_ACHIEVED,EXPIRE_DATE,"
        b"COMMENTS,ASSIGNMENTID\n"
        b"A,0007,Fire,FC,A1,03-Mar-2025,03-Mar-2027,,\n"
    )
    outcome = read(data, "awards.csv", set_fields={"points": "1"})
    assert account(outcome.sheets[0]) == ("credits", 1, 1, 1, 0, 0, 0)
    assert rows_of(outcome.credits, "title", "completed_on", "certificate_number") == [("Fire", "2025-03-03", "A1")]


def test_bpca_units_stand_in_a_column() -> None:
    data = (
        b"RiverUserNameOrMembershipNo,Title,Date Start,Date End,CPD Value,CPD Value type,Category,Tags,Status\n"
        b"RN123,Ethics day,24/02/2025,25/02/2025,90,Minutes,Ethics,,Approved\n"
        b"RN123,Day 2,24/02/2025,25/02/2025,1.5,Stars,Ethics,,\n"
    )
    outcome = read(data, "cpd.csv")
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [(3, "CPD Value type", "Stars", "invalid_value")]
    assert rows_of(outcome.credits, "staff_id", "completed_on", "points") == [
        ("0007", "2025-02-25", 150)
    ]  # 90 / 60 = 1.5


def test_ndsu_ids_lost_their_zeros() -> None:
    data = (
        b"active,completed,title_id,date_certified,emplid,duenext\n1,1,T1,2025-01-02,7,2026-01-02\n"
        b"1,0,T2,2025-01-02,7,2026-01-02\n"
    )
    outcome = read(data, "ndsu.csv", set_fields={"points": "1"})
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 1, 0, 0, 1)
    assert rows_of(outcome.credits, "staff_id", "title") == [("0007", "T1")]
    assert any("leading zeros" in note for note in outcome.sheets[0].notes)


def test_paylocity_driving_licences_are_no_education() -> None:
    header = (
        "Company Code,Employee Id,Last Name,First Name,Middle Name,Preferred/First Name,Division "
        "Description,Department Description,"
        "Position Title,Skill,Code,Effective/Issue Date,Expiration Date,Record Type,Skill Status,Issuing Organization,"
        "Issuing State/Country,License/Cert/ID Number,Cost,Notes,Training/Course Name,Instructor,Training/CEU "
        "Hours,Training Score,Completion Date"
    )
    person = "X1,0007,Smith,Jane,,Jane,Lab,Core,MLS"
    data = "\n".join(
        [
            header,
            f"{person},CPR.FA,CPR,01/15/2024,01/15/2026,Skill,Active,ARC,FL,A1,35.00,,,,,,",
            f"{person},,,,,Training,,,,,,,Ethics in lab,Bob,1.5,98,03/25/2024",
            f"{person},Driver's License,DL,01/15/2024,,Driver's License,Active,FL,FL,A1,,,,,1,,03/26/2024",
        ]
    ).encode()
    outcome = read(data, "paylocity.csv")
    assert account(outcome.sheets[0]) == ("staff+credits", 1, 3, 2, 0, 0, 1)
    assert rows_of(outcome.credits, "title", "points", "eligibility") == [
        ("Ethics in lab", 150, "ask"),
        ("Driver's License", 100, "no"),
    ]
    assert rows_of(outcome.staff, "staff_id", "department", "job_title") == [("0007", "Core", "MLS")]


def test_phs_log_types_that_are_no_completions() -> None:
    rows = [
        [
            "Employee Name",
            "Upload Category",
            "Upload Type",
            "Effective Date",
            "Expiration Date",
            "Termination Date",
            "View File",
        ]
        + [None] * 19,
        ["Smith, Jane", "CPR", "Certification", day(2024, 1, 2), day(2026, 1, 2), None, "link"],
        ["Smith, John", "CPR", "No Show", day(2024, 1, 2)],
        ["Nobody, X", "Fire", "Fail", day(2024, 1, 2)],
    ]
    outcome = read(rows, set_fields={"points": "1"})
    assert account(outcome.sheets[0]) == ("credits", 1, 3, 1, 0, 0, 2)
    assert problems(outcome.sheets[0]) == [
        (3, "Upload Type", "No Show", "not_completed"),
        (4, "Employee Name", "Nobody, X", "unknown_person"),
        (4, "Upload Type", "Fail", "not_completed"),
    ]
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on", "evidence") == [
        ("0007", "CPR", "2024-01-02", "link")
    ]


def test_sign_in_sheet_has_early_leavers_and_fails() -> None:
    header = [
        "Arrival Time",
        "Training Session",
        "Attendee Name",
        "Date of Training",
        "Left Early",
        "Reason",
        "Notes / Issues",
        "Session End Time",
        "Session Length",
        "Pass / Fail",
        "Reviewed By",
    ]
    rows = [
        header,
        ["8:00", "Fire safety", "Smith, Jane", day(2025, 2, 3), "No", None, None, "9:00", "60", "Pass", "X"],
        ["8:00", "Fire safety", "Smith, John", day(2025, 2, 3), "Yes", "sick", None, "9:00", "60", "Pass", "X"],
        ["8:00", "Fire safety", "De La Cruz, Ana", day(2025, 2, 3), "No", None, None, "9:00", "60", "Fail", "X"],
    ]
    outcome = read(rows, set_fields={"points": "1"})
    assert account(outcome.sheets[0]) == ("credits", 1, 3, 1, 0, 0, 2)
    assert problems(outcome.sheets[0]) == [
        (3, "Left Early", "Yes", "not_completed"),
        (4, "Pass / Fail", "Fail", "not_completed"),
    ]
    with pytest.raises(RefusedFile):  # a length without a unit is not taken for points
        read(rows)


def test_university_upload_has_its_credits_in_the_file_name() -> None:
    rows = [
        ["First Name", "Last Name", "Email", "Course", "Date"],
        ["Jane", "Smith", "jane@lab.org", "Ethics", day(2025, 1, 1)],
    ]
    with pytest.raises(RefusedFile) as refused:
        read(rows, "1.5 credits.xlsx")
    assert refused.value.code == "missing_points_column"
    assert rows_of(read(rows, set_fields={"Sheet1:points": "1.5"}).credits, "staff_id", "points") == [("0007", 150)]


def test_ascp_transcript_flag_is_not_read() -> None:
    rows = [
        ["Activity Title", "Provider", "Date", "Credits", "Allocation Area", "Employee ID", "SAM Credit Eligible"],
        ["Eth", "ASCP", day(2025, 1, 1), 1, "Medical Ethics", "0007", "No"],
        ["Eth 2", "ASCP", day(2025, 1, 2), 1, "Medical Ethics", "0007", "Yes"],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 2, 0, 0, 0)
    assert outcome.sheets[0].columns[-1].field is None


def test_learndash_names_are_snake_case() -> None:
    data = (
        b"user_id,name,email,course_id,course_title,steps_completed,steps_total,course_completed,"
        b"course_completed_on\n0007,Jane Smith,jane@lab.org,5,Ethics,3,3,YES,2025-01-02\n"
    )
    outcome = read(data, "learndash.csv", set_fields={"points": "1"})
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on") == [("0007", "Ethics", "2025-01-02")]


def test_webcast_list() -> None:
    rows = [
        ["Name", "Company", "Completed", "Requirement 1", "Duration", "Checkpoints"],
        ["Jane Smith", "X", "2025-01-02 10:11", "y", "1:02", "3/3"],
    ]
    outcome = read(rows, set_fields={"points": "1"})
    assert rows_of(outcome.credits, "staff_id", "completed_on") == [("0007", "2025-01-02")]
