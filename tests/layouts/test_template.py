"""The template workbook: five sheets, each alone or together, in any order."""

from __future__ import annotations

from datetime import date as day

from tests.layouts.building import account, known, problems, read, rows_of, text_file

STAFF_COLUMNS = [
    "Employee ID*",
    "Last Name",
    "First Name",
    "Email",
    "Site",
    "Department",
    "Job Title",
    "Supervisor",
    "Active",
    "Hired On",
    "Left On",
    "On Leave",
    "Notes",
]
CREDENTIAL_COLUMNS = [
    "Employee ID*",
    "Program",
    "Credential*",
    "Certification Number",
    "Certified On",
    "Cycle Start",
    "Cycle End",
    "Participation",
    "Required",
    "Verified On",
    "Declaration Filed On",
    "Declaration Accepted On",
]
CREDIT_COLUMNS = [
    "Employee ID*",
    "Activity Title",
    "Provider",
    "Completed On*",
    "Points*",
    "Unit",
    "Area",
    "Activity Type",
    "Status",
    "Certificate Number",
    "Evidence",
]
PRODUCT_COLUMNS = [
    "Product ID*",
    "Provider",
    "Product*",
    "Kind*",
    "Credits",
    "Areas",
    "Member Price",
    "Non-member Price",
    "Hours",
    "Access Months",
    "Last Day of Sale",
    "Repeatable",
    "Source",
    "As Of",
]

WHOLE = {
    "Instructions": [["How to fill this in"]],
    "Credits": [
        CREDIT_COLUMNS,
        ["007", "Ethics in the lab", "ASCP", day(2025, 3, 4), 1.5, None, "Ethics"],
        [7, "ethics in the LAB!", "ASCP", day(2025, 3, 4), "1.5", None, "Ethics"],
        [],
        ["99", "Chemistry", "X", "2025-13-01", "n/a"],
        ["98", "Weaving", "X", "2025-12-01", 0.1, "CEU", "Basket weaving"],
        ["Total", None, None, None, 45],
    ],
    "Credentials": [
        CREDENTIAL_COLUMNS,
        [7, "ASCP", "MLS(ASCP)CM", "123", None, None, day(2027, 6, 30), "mandatory", "yes"],
        ["12", None, "XYZ"],
        ["12", None, "SBB", None, None, day(2027, 1, 1), day(2026, 1, 1)],
    ],
    "Staff": [
        STAFF_COLUMNS,
        ["007", "Smith", "Jane", "j@x.org", "Main", "Core", "MLS", None, "yes", day(2020, 1, 2), None, "no", "hi"],
        ["12", "Doe", "José", None, None, "Blood", "Tech", None, None, "2020-05-05"],
    ],
    "Memberships": [
        ["Employee ID*", "Provider*", "Member Until"],
        ["007", "ASCP", day(2027, 1, 1)],
        ["555", "ASCLS", None],
    ],
    "Catalogue": [
        PRODUCT_COLUMNS,
        ["P1", "ASCP", "Pack", "pack", 10, "*", "$99.50", 129, 10, 12, None, "no", "web", day(2026, 1, 1)],
    ],
}


def test_every_sheet_is_accounted_for() -> None:
    outcome = read(WHOLE, stored=known())
    by_sheet = {report.sheet: report for report in outcome.sheets}
    assert list(by_sheet) == list(WHOLE)
    assert {name: account(report) for name, report in by_sheet.items()} == {
        "Instructions": ("unknown", None, 0, 0, 0, 0, 0),
        "Credits": ("credits", 1, 6, 2, 1, 2, 1),
        "Credentials": ("credentials", 1, 3, 1, 0, 0, 2),
        "Staff": ("staff", 1, 2, 2, 0, 0, 0),
        "Memberships": ("memberships", 1, 2, 2, 0, 0, 0),
        "Catalogue": ("catalogue", 1, 1, 1, 0, 0, 0),
    }
    assert problems(by_sheet["Credits"]) == [
        (5, "Completed On*", "2025-13-01", "invalid_date"),
        (5, "Points*", "n/a", "invalid_points"),
    ]
    assert problems(by_sheet["Credentials"]) == [
        (3, "Credential*", "XYZ", "unknown_credential"),
        (4, "Cycle Start", "2027-01-01 to 2026-01-01", "invalid_cycle"),
    ]
    assert by_sheet["Credits"].unassigned_areas == {"Basket weaving": 1}
    assert {name: report.new_staff for name, report in by_sheet.items() if report.new_staff} == {
        "Staff": 2,
        "Credits": 1,
        "Memberships": 1,
    }
    assert by_sheet["Credits"].rejected_cells == {
        5: ["99", "Chemistry", "X", "2025-13-01", "n/a", "", "", "", "", "", ""]
    }


def test_every_value_is_stored_as_written() -> None:
    outcome = read(WHOLE, stored=known())
    # 0.1 CEU x 10 = 1 point; the person of row 5 is not added, for nothing of the row was accepted
    assert rows_of(
        outcome.credits,
        "staff_id",
        "title",
        "provider",
        "completed_on",
        "points",
        "area_text",
        "areas",
        "eligibility",
        "row",
    ) == [
        ("007", "Ethics in the lab", "ASCP", "2025-03-04", 150, "Ethics", "ethics", "counts", 2),
        ("98", "Weaving", "X", "2025-12-01", 100, "Basket weaving", "", "ask", 6),
    ]
    assert rows_of(
        outcome.staff, "staff_id", "last_name", "first_name", "site", "active", "hired_on", "on_leave", "notes"
    ) == [
        ("007", "Smith", "Jane", "Main", True, "2020-01-02", False, "hi"),
        ("12", "Doe", "José", None, None, "2020-05-05", None, None),
        ("98", None, None, None, None, None, None, None),
        ("555", None, None, None, None, None, None, None),
    ]
    assert rows_of(
        outcome.credentials,
        "staff_id",
        "program",
        "credential",
        "certification_number",
        "cycle_end",
        "participation",
        "required",
    ) == [("007", "ASCP", "MLS", "123", "2027-06-30", "mandatory", True)]
    assert rows_of(outcome.memberships, "staff_id", "provider", "member_until") == [
        ("007", "ASCP", "2027-01-01"),
        ("555", "ASCLS", None),
    ]
    assert rows_of(
        outcome.catalogue,
        "product_id",
        "kind",
        "credits",
        "areas",
        "member_price",
        "non_member_price",
        "hours",
        "access_months",
        "repeatable",
        "as_of",
    ) == [("P1", "pack", 1000, "*", 9950, 12900, 1000, 12, False, "2026-01-01")]
    assert rows_of(outcome.duplicate_of, "sheet", "row", "credit_id") == [("Credits", 3, None)]


def test_a_sheet_alone_as_csv() -> None:
    outcome = read(text_file([CREDIT_COLUMNS, ["0007", "A", "", "2025-01-02", "1"]]), "credits.csv")
    assert account(outcome.sheets[0]) == ("credits", 1, 1, 1, 0, 0, 0)


def test_a_flat_sheet_makes_people_holdings_and_credits() -> None:
    rows = [
        [
            "Employee ID",
            "Last Name",
            "First Name",
            "Department",
            "Credential",
            "Cycle End",
            "Activity",
            "Date",
            "Points",
            "Area",
        ],
        ["1", "Roe", "Jane", "Core", "MLS(ASCP)CM", "2027-06-30", "Safety 1", "2025-01-02", "1", "Safety"],
        ["1", "Roe", "Jane", "Core", "SBB", "2028-06-30", "Safety 1", "2025-01-02", "1", "Safety"],
        ["2", "Doe", "Jim", "Core", "ZZZ", "2027-06-30", "Ethics", "2025-02-30", "1", "Ethics"],
        ["3", "Poe", "Ed", "Core", "SBB", "2026-06-30", "", "", "", ""],
        ["2", "Doe", "Jim", "Core", "MLT", "2027-06-30", "Bad day", "2025-02-30", "1", "Ethics"],
        ["2", "Doe", "Jim", "Core", "ZZZ", "2027-06-30", "Ethics", "13/02/2025", "1", "Ethics; Weaving"],
    ]
    outcome = read(text_file(rows), "flat.csv", stored=known())
    report = outcome.sheets[0]
    assert account(report) == ("staff+credentials+credits", 1, 6, 3, 1, 0, 2)
    assert problems(report) == [
        (4, "Credential", "ZZZ", "unknown_credential"),
        (4, "Date", "2025-02-30", "invalid_date"),
        (6, "Date", "2025-02-30", "invalid_date"),
        (7, "Credential", "ZZZ", "unknown_credential"),
    ]
    # the duplicate activity of row 3 and the unreadable one of row 6 make their holdings all the same
    assert rows_of(outcome.credentials, "staff_id", "credential", "cycle_end") == [
        ("1", "MLS", "2027-06-30"),
        ("1", "SBB", "2028-06-30"),
        ("3", "SBB", "2026-06-30"),
        ("2", "MLT", "2027-06-30"),
    ]
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on", "areas") == [
        ("1", "Safety 1", "2025-01-02", "safety"),
        ("2", "Ethics", "2025-02-13", "ethics"),
    ]
    assert report.new_staff == 3
    assert report.date_order == "dmy"
