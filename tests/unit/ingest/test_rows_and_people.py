"""What becomes of single rows: people, points, states, areas, skipped rows. Exact accounts on tiny sheets."""

from __future__ import annotations

from datetime import date as day
from typing import Any

import pandas as pd
import pytest

from lib.domain.errors import RefusedFile
from lib.domain.text import title_key
from tests.layouts.building import HOSPITAL, STAFF, account, known, problems, read, rows_of, text_file

HEADER = ["Employee ID", "Activity Title", "Completed On", "Points", "Area"]
DAY = day(2025, 1, 1)


def row(
    staff_id: Any = "0007", title: Any = "a", when: Any = DAY, points: Any = 1, area: Any = "Ethics", *more: Any
) -> list[Any]:
    return [staff_id, title, when, points, area, *more]


def test_points() -> None:
    rows = [
        row(title=str(n), points=p)
        for n, p in enumerate(["1,5", 0, -1, 101, "0.15 CEU", "90 min", None, 0.001, "n/a", 100, 1000])
    ]
    report = read([HEADER, *rows]).sheets[0]
    assert [(p[0], p[3]) for p in problems(report)] == [
        (3, "points_not_positive"),
        (4, "points_not_positive"),
        (5, "points_out_of_range"),
        (8, "missing_points"),
        (9, "points_not_positive"),
        (10, "invalid_points"),
        (12, "points_out_of_range"),
    ]


def test_several_problems_of_one_row_are_all_listed_and_the_row_counts_once() -> None:
    report = read([[*HEADER, "Status"], row(None, "a", "2025-13-01", "x", "Ethics", "No Show"), row()]).sheets[0]
    assert report.rejected == 1
    assert problems(report) == [
        (2, "Employee ID", None, "missing_person"),
        (2, "Completed On", "2025-13-01", "invalid_date"),
        (2, "Points", "x", "invalid_points"),
        (2, "Status", "No Show", "not_completed"),
    ]
    assert all(p.message.startswith('Sheet "Sheet1", row 2, column') for p in report.problems)


def test_error_cells_are_told_from_blanks() -> None:
    rows = [row("#REF!"), row(when="#N/A"), row(points="#DIV/0!"), row(title="b", area="#N/A")]
    report = read([HEADER, *rows]).sheets[0]
    assert [(p[0], p[1], p[3]) for p in problems(report)] == [
        (2, "Employee ID", "cell_error"),
        (3, "Completed On", "cell_error"),
        (4, "Points", "cell_error"),
    ]
    assert report.accepted == 1
    in_text = read(text_file([HEADER, row(when="#N/A")]), "a.csv").sheets[0]
    assert problems(in_text) == [(2, "Completed On", "#N/A", "cell_error")]


def test_names_apart_from_case_spaces_accents_order_and_suffix() -> None:
    header = ["Name", "Email", "Course", "Date", "Hours"]
    names = [
        "SMITH,  jane",
        "de la cruz, ANA",
        "Ana DeLaCruz",
        "nguyen van b",
        "Jane Smith, MLS(ASCP)CM",
        "Smith Jr., John",
    ]
    outcome = read([header, *[[name, None, str(n), DAY, 1] for n, name in enumerate(names)]])
    assert rows_of(outcome.credits, "staff_id") == [("0007",), ("E3",), ("E3",), ("12",), ("0007",), ("44",)]


def test_people_that_do_not_match_exactly_one_wait() -> None:
    twins = known([*STAFF, ("77", "Smith", "Jane", None)])
    header = ["Name", "Email", "Course", "Date", "Hours"]
    rows = [
        ["Smith, Jane", None, "a", DAY, 1],
        ["Smith, Janet", None, "a", DAY, 1],
        ["Smith, Jane", "JANE@LAB.ORG", "a", DAY, 1],
        [None, None, "a", DAY, 1],
    ]
    outcome = read([header, *rows], stored=twins)
    assert [(p[0], p[3]) for p in problems(outcome.sheets[0])] == [
        (2, "ambiguous_person"),
        (3, "unknown_person"),
        (5, "missing_person"),
    ]
    assert rows_of(outcome.credits, "staff_id", "row") == [("0007", 4)]
    assert rows_of(outcome.waiting, "person_name", "code", "title", "points") == [
        ("Smith, Jane", "ambiguous_person", "a", 100),
        ("Smith, Janet", "unknown_person", "a", 100),
    ]


def test_an_alias_confirmed_once_is_remembered() -> None:
    stored = known(STAFF, aliases={"name:janie smith": "0007"})
    outcome = read([["Name", "Course", "Date", "Hours"], ["Janie Smith", "a", DAY, 1]], stored=stored)
    assert rows_of(outcome.credits, "staff_id") == [("0007",)]


def test_ids_that_lost_zeros_or_gained_a_point() -> None:
    outcome = read(
        [HEADER, row("7.0", "a"), row(7, "b"), row("e3", "c"), row("N/A", "d"), row("012", "e"), row("00012", "f")]
    )
    assert rows_of(outcome.credits, "staff_id", "title") == [
        ("0007", "a"),
        ("0007", "b"),
        ("E3", "c"),
        ("12", "e"),
        ("12", "f"),
    ]
    assert problems(outcome.sheets[0]) == [(5, "Employee ID", "N/A", "missing_person")]
    assert any("leading zeros" in note for note in outcome.sheets[0].notes)


def test_an_id_that_fits_two_people_is_ambiguous() -> None:
    stored = known([("007", "A", "B", None), ("0007", "C", "D", None)])
    assert problems(read([HEADER, row(7)], stored=stored).sheets[0]) == [(2, "Employee ID", "7", "ambiguous_person")]


def test_new_ids_with_and_without_zeros_are_one_person() -> None:
    outcome = read([HEADER, row(8, "a"), row("0008", "b")], stored=known())
    assert rows_of(outcome.staff, "staff_id") == [("0008",)]
    assert rows_of(outcome.credits, "staff_id") == [("0008",), ("0008",)]


def test_a_rejected_row_adds_nobody() -> None:
    outcome = read([HEADER, row("900", when="never"), row()])
    assert len(outcome.staff) == 0
    assert outcome.sheets[0].new_staff == 0


def test_duplicates_in_the_file_and_stored() -> None:
    keys = pd.DataFrame(
        {
            "staff_id": pd.Series(["0007"], dtype="str"),
            "completed_on": pd.Series(pd.to_datetime(["2025-01-01"])).astype("datetime64[s]"),
            "title_key": pd.Series([title_key("Blood Bank")], dtype="str"),
            "points": [150],
            "credit_id": [42],
        }
    )
    stored = known(STAFF, credit_keys=keys)
    rows = [
        row(title="BLOOD-bank!", points="1,5"),
        row(title="Blood bank", points=1),
        row(title="blood bank", points="60 min"),
        row(title="?!", points=1),
        row(title="!?", points=1),
    ]
    outcome = read([HEADER, *rows], stored=stored)
    # 60 minutes are one point, so row 4 repeats row 3; titles of signs alone are compared as written
    assert account(outcome.sheets[0])[2:] == (5, 3, 2, 0, 0)
    assert rows_of(outcome.duplicate_of, "row", "credit_id") == [(2, 42), (4, None)]


def test_skipped_rows() -> None:
    rows = [
        ["My Report"],
        HEADER,
        row(title="a", points=1),
        HEADER,
        [],
        row(title="b", points=1),
        ["Smith, Jane Total", None, None, 2],
        [None, None, None, 2],
        ["0007", "Total quality management", None, 1],
        ["Grand Total", None, None, 4],
        ["Page 1 of 2"],
    ]
    report = read(rows).sheets[0]
    # header repeated, blank, subtotal, sum without a label, grand total, footer; a title that begins so is no total
    assert account(report) == ("credits", 2, 9, 2, 0, 6, 1)
    assert problems(report) == [(9, "Completed On", None, "missing_date")]


def test_states() -> None:
    words = [
        "Completed",
        "No Show",
        "Weird",
        None,
        "Completed - late",
        "Not Completed",
        "In Progress",
        "passed",
        "Hoàn thành",
        "Từ chối",
    ]
    report = read(
        [[*HEADER, "Status"], *[row("0007", str(n), DAY, 1, "Ethics", word) for n, word in enumerate(words)]]
    ).sheets[0]
    assert [(p[0], p[3]) for p in problems(report)] == [
        (3, "not_completed"),
        (4, "invalid_value"),
        (7, "not_completed"),
        (8, "not_completed"),
        (11, "not_completed"),
    ]


def test_a_status_column_about_something_else_is_not_used() -> None:
    report = read([[*HEADER, "Status"], row("0007", "a", DAY, 1, "Ethics", "Blue")]).sheets[0]
    assert (report.accepted, report.rejected) == (1, 0)


def test_areas_and_types() -> None:
    header = [*HEADER, "Activity Type"]
    cells = [
        ("QC/QA", None),
        ("heme / coag", None),
        ("Chemistry; Weaving", None),
        ("Weaving", None),
        (None, None),
        ("Ethics", "Staff Meeting"),
        (None, "Orientation"),
        ("Staff meeting", None),
        ("Blood Bank, Medical Ethics", "Webinar"),
        ("My area", None),
    ]
    stored = known(STAFF, areas={"my area": "chemistry;safety"})
    outcome = read(
        [header, *[row("0007", str(n), DAY, 1, area, kind) for n, (area, kind) in enumerate(cells)]], stored=stored
    )
    assert rows_of(outcome.credits, "areas", "eligibility", "activity_type") == [
        ("safety", "counts", None),
        ("hematology", "counts", None),
        ("chemistry", "counts", None),
        ("", "ask", None),
        ("", "ask", None),
        ("ethics", "no", "staff_meeting"),
        ("", "no", "orientation"),
        ("", "no", None),
        ("blood_banking;ethics", "counts", "formal"),
        ("chemistry;safety", "counts", None),
    ]
    assert outcome.sheets[0].unassigned_areas == {"Weaving": 1, "": 1}


def test_units_of_headers_and_columns() -> None:
    assert rows_of(read([["Employee ID", "Course", "Date", "CEU"], ["0007", "a", DAY, 0.15]]).credits, "points") == [
        (150,)
    ]
    assert rows_of(read([["Employee ID", "Course", "Date", "Minutes"], ["0007", "a", DAY, 100]]).credits, "points") == [
        (166,)
    ]
    with_unit = [
        ["Employee ID", "Course", "Date", "Credits", "Unit"],
        ["0007", "a", DAY, 1, "semester hours"],
        ["0007", "b", DAY, 1, "CEUs"],
        ["0007", "c", DAY, 1, None],
    ]
    assert rows_of(read(with_unit).credits, "points") == [(1500,), (1000,), (100,)]


def test_dates_that_could_be_either_are_asked_about() -> None:
    rows = [HEADER, row(when="03/04/2025")]
    with pytest.raises(RefusedFile, match=r'"Completed On".*"03/04/2025".*which way round') as refused:
        read(rows)
    # A page asks in its own way: the options are for who reads the answer in a terminal.
    assert "--date-order" not in refused.value.message
    assert refused.value.for_a_terminal == f"{refused.value.message} {refused.value.options}"
    assert "--date-order mdy" in refused.value.options
    assert refused.value.code == "ambiguous_dates"
    assert rows_of(read(rows, date_order="dmy").credits, "completed_on") == [("2025-04-03",)]


def test_two_tables_in_a_sheet() -> None:
    rows = [
        ["Staff list"],
        ["Employee ID", "Last Name", "First Name", "Department"],
        ["1", "A", "B", "Core"],
        ["2", "C", "D", "Core"],
        [],
        ["Credits"],
        ["Employee ID", "Course", "Date", "Points"],
        ["1", "x", DAY, 1],
        ["2", "y", DAY, 1],
    ]
    outcome = read(rows, stored=known())
    assert [account(report) for report in outcome.sheets] == [
        ("staff", 2, 2, 2, 0, 0, 0),
        ("credits", 7, 2, 2, 0, 0, 0),
    ]
    assert rows_of(outcome.credits, "staff_id", "row") == [("1", 8), ("2", 9)]


@pytest.mark.parametrize(
    "above",
    [
        [["Person", None, "Activity", None, None], ["Employee ID", "Name", "Title", "Date", "Points"]],
        [["Employee ID", "Name", "Activity", None, None], [None, None, "Title", "Date", "Points"]],
    ],
)
def test_merged_headers(above: list[list[Any]]) -> None:
    outcome = read([*above, ["0007", "Jane Smith", "x", DAY, 1]])
    assert account(outcome.sheets[0]) == ("credits", 2, 1, 1, 0, 0, 0)
    assert rows_of(outcome.credits, "staff_id", "title") == [("0007", "x")]


def test_options_win() -> None:
    rows = [["x", "y", "z", "w"], ["0007", "Ethics", DAY, 1]]
    outcome = read(
        rows, header_rows={"Sheet1": 1}, columns={"Sheet1": {0: "staff_id", 1: "title", 2: "completed_on", 3: "points"}}
    )
    assert rows_of(outcome.credits, "staff_id", "title", "points") == [("0007", "Ethics", 100)]
    headless = read(
        rows[1:],
        header_rows={"Sheet1": 0},
        columns={"Sheet1": {0: "staff_id", 1: "title", 2: "completed_on", 3: "points"}},
    )
    assert account(headless.sheets[0]) == ("credits", None, 1, 1, 0, 0, 0)


def test_a_remembered_mapping_is_used_for_the_same_headers() -> None:
    rows = [["Employee ID", "Blah", "Date", "Points"], ["0007", "Ethics", DAY, 1]]
    mark = read(rows).sheets[0].fingerprint
    assert mark is not None
    stored = known(STAFF, mappings={mark: {0: "staff_id", 1: "title", 2: "completed_on", 3: "points"}})
    assert rows_of(read(rows, stored=stored).credits, "title") == [("Ethics",)]


def test_the_latest_cycle_end_is_current_and_an_older_file_does_not_take_it_back() -> None:
    rows = [
        ["Employee ID", "Credential", "Cycle End"],
        ["0007", "MLS", day(2023, 6, 30)],
        ["0007", "MLS", day(2026, 6, 30)],
    ]
    assert rows_of(read(rows).credentials, "credential", "cycle_end") == [("MLS", "2026-06-30")]
    holdings = HOSPITAL.holdings.copy()
    holdings["cycle_end"] = pd.Series([pd.Timestamp("2029-06-30")]).astype("datetime64[s]")
    stored = known(STAFF, holdings=holdings)
    assert rows_of(read(rows, stored=stored).credentials, "credential", "cycle_end") == [("MLS", None)]


def test_text_stays_text() -> None:
    title = '=HYPERLINK("x") <b>|\'; DROP'
    outcome = read(text_file([HEADER, row(title=title)]), "a.csv")
    assert rows_of(outcome.credits, "title") == [(title,)]


def test_nothing_to_import() -> None:
    for rows in ([["a", "b"], [1, 2]], [HEADER]):
        with pytest.raises(RefusedFile) as refused:
            read(rows)
        assert refused.value.code == "nothing_to_import"


def test_a_name_beside_an_activity_says_who_is_meant_and_not_how_to_write_it() -> None:
    people = known([("7", "Müller", "Ana", None), ("8", None, None, None)])
    named = ["Employee ID", "Last Name", "First Name", "Department"]
    header = [*named, "Activity Title", "Completed On", "Points", "Area"]
    rows = [
        ["", "MULLER", "Ana", "Core", "a", DAY, 1, "Ethics"],
        ["7", "Muller", "Anna", "Core", "b", DAY, 1, "Ethics"],
        ["8", "New", "Name", "Core", "c", DAY, 1, "Ethics"],
    ]
    found = read([header, *rows], stored=people).staff.set_index("staff_id")
    assert found.loc["7", ["last_name", "first_name"]].isna().all(axis=None)
    assert found.loc["8", "last_name"] == "New"
    # A list of people that tells them by their ID is where a new surname comes from.
    roster = read([named, ["7", "Weber", "Ana", "Core"]], stored=people).staff
    assert roster["last_name"].tolist() == ["Weber"]


def test_no_certificate_number_is_none_however_it_is_said() -> None:
    rows = [[*row(title=str(n), when=DAY), text] for n, text in enumerate(["N/A", "-", "C-1", None])]
    credits = read([[*HEADER, "Certificate Number"], *rows]).credits
    assert credits["certificate_number"].fillna("").tolist() == ["", "", "C-1", ""]


def test_dates_of_both_orders_in_one_column_are_read_and_said() -> None:
    report = read([HEADER, row(title="a", when="3/14/2025"), row(title="b", when="13/2/2025")])
    assert [str(day)[:10] for day in report.credits["completed_on"]] == ["2025-03-14", "2025-02-13"]
    (note,) = [note for note in report.sheets[0].notes if "both orders" in note]
    assert '"3/14/2025" exists month first only, "13/2/2025" day first only' in note
    plain = read([HEADER, row()], date_order="mdy").sheets[0]
    assert not any("both orders" in note for note in plain.notes)
