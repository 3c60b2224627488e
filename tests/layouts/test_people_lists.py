"""People files of other systems that stand in the list of real layouts."""

from __future__ import annotations

from datetime import date as day

from tests.layouts.building import account, known, problems, read, rows_of, text_file


def test_safetyskills_empty_columns_wipe_nothing() -> None:
    rows = [
        ["Login", "First Name", "Last Name", "Email", "Location", "Department", "Job Title"],
        ["0007", "Jane", "Smith", "", "", "  ", "Lead"],
        ["77", "Rick", "Roe", "r@lab.org", "Main", "Core", "MLT"],
    ]
    outcome = read(text_file(rows), "skills.csv")
    assert account(outcome.sheets[0]) == ("staff", 1, 2, 2, 0, 0, 0)
    assert rows_of(outcome.staff, "staff_id", "email", "site", "department", "job_title") == [
        ("0007", None, None, None, "Lead"),
        ("77", "r@lab.org", "Main", "Core", "MLT"),
    ]
    assert outcome.sheets[0].new_staff == 1


def test_complilearn_parts_values_with_bars() -> None:
    rows = [
        ["e-mail", "First Name", "Last Name", "Status", "Roles", "Manager", "Groups", "Accreditation Number"],
        ["jane@lab.org", "Jane", "Smith", "1", "a|b", "Boss", "Core|Blood", "RN5"],
        ["x@lab.org", "X", "Y", "0", "a", "Boss", "Core", "RN6"],
    ]
    outcome = read(text_file(rows), "users.csv")
    assert account(outcome.sheets[0]) == ("staff", 1, 2, 1, 0, 0, 1)
    assert [p[0::3] for p in problems(outcome.sheets[0])] == [(3, "unknown_person")]
    assert rows_of(outcome.staff, "staff_id", "email", "department", "supervisor", "active") == [
        ("0007", "jane@lab.org", "Core|Blood", "Boss", True)
    ]


def test_checkable_roster_has_a_column_for_each_expiry() -> None:
    rows = [
        ["Name", "Email", "Role", "Hire Date", "CPR Expiration", "First Aid Expiration", "MLS Expiration"],
        ["Jane Smith", "jane@lab.org", "Lead", day(2020, 1, 1), day(2026, 1, 1), None, day(2027, 1, 1)],
        ["New Person", "n@x.org", "Lead", day(2020, 1, 1), None, None, None],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("staff+credentials", 1, 2, 1, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [
        (2, "CPR Expiration", "CPR", "unknown_credential"),
        (3, "Email", "n@x.org", "unknown_person"),
    ]
    assert rows_of(outcome.credentials, "staff_id", "credential", "cycle_end") == [("0007", "MLS", "2027-01-01")]
    assert rows_of(outcome.staff, "staff_id", "job_title", "hired_on") == [("0007", "Lead", "2020-01-01")]


def test_lists_of_a_name_or_type_beside_the_e_mail() -> None:
    ever = read([["Name", "E-mail"], ["Jane Smith", "jane@lab.org"], ["Q R", "q@r.org"]])
    assert account(ever.sheets[0]) == ("staff", 1, 2, 1, 0, 0, 1)
    assert problems(ever.sheets[0]) == [(3, "E-mail", "q@r.org", "unknown_person")]
    app = read([["Email", "Type"], ["jane@lab.org", "MLS"], ["ana@lab.org", "MLT"]])
    assert account(app.sheets[0]) == ("credentials", 1, 2, 2, 0, 0, 0)
    assert rows_of(app.credentials, "staff_id", "credential") == [("0007", "MLS"), ("E3", "MLT")]


def test_relias_required_fields_alone() -> None:
    text = (
        "Entry Type|OrgID|OrgCode|LastName|FirstName|Username|Password|Active|Restricted|HireDate|Email|JobTitle\r\n"
        "A|1|X|Smith|Jane|0007|pw|1|0|01/22/2020|jane@lab.org|MLS\r\n"
        "T|1|X|Roe|Rick|88|pw|0|0|||\r\n"
    )
    outcome = read(text.encode(), "20250101120000.txt", stored=known())
    assert account(outcome.sheets[0]) == ("staff", 1, 2, 2, 0, 0, 0)
    assert rows_of(outcome.staff, "staff_id", "last_name", "active", "hired_on", "job_title") == [
        ("0007", "Smith", True, "2020-01-22", "MLS"),
        ("88", "Roe", False, None, None),
    ]


def test_several_credentials_in_one_cell() -> None:
    header = ["Employee ID", "Last Name", "First Name", "Credentials", "Cycle End"]
    end = day(2027, 6, 30)
    rows = [
        header,
        ["0007", "Smith", "Jane", "MLS(ASCP)CM, SBB(ASCP)", end],
        ["12", "Nguyễn", "B", "MT (ASCP) / BB", end],
        ["E3", "De La Cruz", "Ana", "MLS(ASCP)CM SBB(ASCP)CM", end],
        ["44", "Smith", "John", "BS, MLS(ASCP)", end],
        ["45", "Poe", "Ed", "MLS; Juggler", end],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("credentials", 1, 5, 4, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [(6, "Credentials", "Juggler", "unknown_credential")]
    assert rows_of(outcome.credentials, "staff_id", "credential") == [
        ("0007", "MLS"), ("0007", "SBB"), ("12", "MT"), ("12", "BB"), ("E3", "MLS"), ("E3", "SBB"), ("44", "MLS"),
    ]  # fmt: skip
