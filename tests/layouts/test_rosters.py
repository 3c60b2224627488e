"""People files: rosters, HR lists, certification reports."""

from __future__ import annotations

from datetime import date as day

from tests.layouts.building import account, known, problems, read, rows_of, text_file


def test_vietnamese_workbook_has_hint_and_example_rows() -> None:
    sheets = {
        "Nhân viên": [
            [
                "Mã nhân viên",
                "Họ và tên*",
                "Ngày sinh",
                "Giới tính",
                "Khoa/Phòng",
                "Chức vụ",
                "Số CCHN*",
                "Ngày cấp*",
                "Nơi cấp",
                "Phạm vi chuyên môn",
            ],
            [
                "Văn bản",
                "Bắt buộc",
                "DD/MM/YYYY",
                "Nam/Nữ",
                "Văn bản",
                "Văn bản",
                "Bắt buộc, duy nhất",
                "DD/MM/YYYY",
                "Văn bản",
                "Văn bản",
            ],
            [
                "NV001",
                "Nguyễn Văn A",
                "01/01/1990",
                "Nam",
                "Xét nghiệm",
                "KTV",
                "CCHN-001",
                "15/06/2020",
                "Sở Y tế",
                "XN",
            ],
            ["NV100", "Trần Thị C", "01/01/1990", "Nữ", "Huyết học", "KTV", "CCHN-100", "15/06/2020", "SYT", "XN"],
        ],
        "Hoạt động": [
            [
                "Số CCHN*",
                "Tên hoạt động*",
                "Vai trò",
                "Ngày hoạt động*",
                "Số tín chỉ*",
                "Trạng thái duyệt*",
                "Ngày duyệt",
                "Ghi chú duyệt",
                "URL minh chứng",
            ],
            [
                "Bắt buộc",
                "Bắt buộc",
                "Tùy chọn",
                "DD/MM/YYYY",
                "Số",
                "DaDuyet/ChoDuyet/TuChoi",
                "DD/MM/YYYY",
                "Văn bản",
                "URL",
            ],
            ["CCHN-001", "Hội thảo mẫu", "Báo cáo viên", "20/05/2024", 4, "DaDuyet", None, None, None],
            ["CCHN-100", "Hội thảo A", None, "21/05/2024", "4,5", "DaDuyet", None, None, None],
            ["CCHN-100", "Hội thảo B", None, "22/05/2024", 2, "TuChoi", None, None, None],
        ],
        "Hướng dẫn": [["Hướng dẫn sử dụng"]],
    }
    outcome = read(sheets, stored=known())
    assert [account(report) for report in outcome.sheets] == [
        ("staff", 1, 3, 1, 0, 2, 0),
        ("credits", 1, 4, 1, 0, 2, 1),
        ("unknown", None, 0, 0, 0, 0, 0),
    ]
    assert problems(outcome.sheets[1]) == [(5, "Trạng thái duyệt*", "TuChoi", "not_completed")]
    assert rows_of(outcome.staff, "staff_id", "department", "job_title") == [("NV100", "Huyết học", "KTV")]
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on", "points", "row") == [
        ("NV100", "Hội thảo A", "2024-05-21", 450, 4)
    ]


def test_veritastaff_data_stand_on_the_third_sheet() -> None:
    header = [
        "Employee ID (leave blank for new)",
        "Last Name *",
        "First Name *",
        "Middle Initial",
        "Title",
        "Hire Date (YYYY-MM-DD)",
        "Qualifications / Credentials",
        "Highest Complexity *",
        "Performs Testing *",
        "Role: LD",
        "Can View Audit (Y/N)",
    ]
    sheets = {
        "Instructions": [["Fill in the Roster"]],
        "Lookups": [["Complexity", "Title"], ["High", "MLS"]],
        "Roster": [
            header,
            [None, "Smith", "Jane", "A", "MLS", "2020-01-15", "BS Medical Technology, MT(ASCP)", "High", "Y", "N", "Y"],
            ["100", "Roe", "Richard", None, "MLT", "2021-02-03", "AS, MLT(ASCP)CM", "High", "Y", "N", "N"],
            [
                "0007",
                "Smith",
                "Jane",
                None,
                "Lead",
                "2020-01-15",
                "BS Medical Technology, MT(ASCP)",
                "High",
                "Y",
                "N",
                "Y",
            ],
        ],
    }
    outcome = read(sheets)
    assert [account(report) for report in outcome.sheets] == [
        ("unknown", None, 0, 0, 0, 0, 0),
        ("unknown", 1, 0, 0, 0, 0, 0),
        ("staff+credentials", 1, 3, 2, 0, 1, 0),
    ]
    assert rows_of(outcome.staff, "staff_id", "last_name", "job_title", "hired_on") == [
        ("100", "Roe", "MLT", "2021-02-03"),
        ("0007", "Smith", "Lead", "2020-01-15"),
    ]
    assert rows_of(outcome.credentials, "staff_id", "program", "credential") == [
        ("100", "ASCP", "MLT"),
        ("0007", "ASCP", "MT"),
    ]


def test_hr_list_with_padding_columns() -> None:
    rows = [
        [
            "Last Name",
            "Suffix",
            "First Name",
            "Preferred Name",
            "ID",
            "Position / Job Title",
            "Hire Date",
            "Division",
            "Department",
            "Status",
        ]
        + [None] * 16,
        ["Smith", None, "Jane", None, "0007", "MLS", day(2020, 1, 2), "Lab", "Core", "Active"],
        ["Poe", "Jr", "Ed", "Eddy", "77", "MLT", day(2021, 1, 2), "Lab", "Core", "Terminated"],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("staff", 1, 2, 2, 0, 0, 0)
    assert rows_of(
        outcome.staff, "staff_id", "last_name", "first_name", "department", "job_title", "active", "hired_on"
    ) == [
        ("0007", "Smith", "Jane", "Core", "MLS", True, "2020-01-02"),
        ("77", "Poe", "Ed", "Core", "MLT", False, "2021-01-02"),
    ]
    assert outcome.sheets[0].new_staff == 1


def test_relias_hris_is_parted_by_pipes() -> None:
    rows = (
        "Type|OrgID|LastName|FirstName|Username|Password|Active|Restricted|HireDate|Email|JobTitle|Department|Site",
        "A|1|Smith|Jane|0007|pw|1|0|01/22/2020|jane@lab.org|MLS|Core|Main",
        "A|1|Roe|Rick|88|pw|0|0|01/23/2020|r@lab.org|MLT|Core|Main",
    )
    outcome = read("\r\n".join(rows).encode(), "20250101120000.txt")
    assert account(outcome.sheets[0]) == ("staff", 1, 2, 2, 0, 0, 0)
    assert rows_of(outcome.staff, "staff_id", "email", "site", "active", "hired_on") == [
        ("0007", "jane@lab.org", "Main", True, "2020-01-22"),
        ("88", "r@lab.org", "Main", False, "2020-01-23"),
    ]
    assert "pw" not in str(outcome.staff)


def test_complilearn_is_known_by_e_mail() -> None:
    rows = [
        ["Email", "First Name", "Last Name", "Status", "Roles", "Manager", "Groups", "Accreditation Number"],
        ["JANE@lab.org", "Jane", "Smith", "1", "a|b", "Boss", "Core", "RN5"],
    ]
    outcome = read(text_file(rows), "users.csv")
    assert account(outcome.sheets[0]) == ("staff", 1, 1, 1, 0, 0, 0)
    assert rows_of(outcome.staff, "staff_id", "supervisor", "active") == [("0007", "Boss", True)]


def test_certification_report_without_a_credential_column_names_the_option() -> None:
    rows = [
        ["Name", "NERC Cert Number", "Issue Date", "Expire Date", "Grace Period Expire Date", "Status"],
        ["Smith, Jane", "RN123", day(2024, 1, 1), day(2027, 1, 1), None, "Active"],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("credentials", 1, 1, 0, 0, 0, 1)
    assert any("--set credential=" in note for note in outcome.sheets[0].notes)
    given = read(rows, set_fields={"credential": "MLS"})
    assert rows_of(given.credentials, "staff_id", "credential", "certified_on", "cycle_end") == [
        ("0007", "MLS", "2024-01-01", "2027-01-01")
    ]


def test_one_expiry_column_for_each_credential() -> None:
    rows = [
        ["Name", "Email", "Role", "Hire Date", "CPR Expiration", "MLS Expiration"],
        ["Jane Smith", "jane@lab.org", "Lead", day(2020, 1, 1), day(2026, 1, 1), day(2027, 1, 1)],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("staff+credentials", 1, 1, 1, 0, 0, 0)
    assert problems(outcome.sheets[0]) == [(2, "CPR Expiration", "CPR", "unknown_credential")]
    assert rows_of(outcome.credentials, "staff_id", "credential", "cycle_end") == [("0007", "MLS", "2027-01-01")]


def test_an_expiry_in_any_words_ends_the_cycle_and_a_license_ends_none() -> None:
    header = ["Empl #", "Name", "Dept", "Cert", "Cert. Exp.", "License", "License Exp.", "CPR Exp."]
    rows = [
        header,
        ["0041", "Rossi, Ana", "Core", "MLS(ASCP)CM", "12/31/2027", "TN12345", "6/30/2028", "1/31/2027"],
        ["0042", "Li, Bo", "Core", "MLT(ASCP)CM", None, "TN555", "6/30/2029", "1/31/2027"],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("staff+credentials", 1, 2, 2, 0, 0, 0)
    held = rows_of(outcome.credentials, "staff_id", "credential", "cycle_end")
    assert [row for row in held if row[1] in {"MLS", "MLT"}] == [
        ("0041", "MLS", "2027-12-31"),
        ("0042", "MLT", None),
    ]
    # Where no certification has an end, that of the license is none either.
    outcome = read([header, rows[2]])
    assert rows_of(outcome.credentials, "staff_id", "credential", "cycle_end") == [("0042", "MLT", None)]
