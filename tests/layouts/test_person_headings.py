"""People that stand above their rows, once at the top of them, or above the whole table."""

from __future__ import annotations

import io
from datetime import date as day
from typing import Any

import openpyxl

from tests.layouts.building import account, problems, read, rows_of, text_file, workbook

D1, D2 = day(2025, 1, 14), day(2025, 2, 3)
EXPECTED = [("0007", "Ethics", "2025-01-14"), ("0007", "Safety", "2025-02-03"), ("E3", "Heme", "2025-01-14")]


def stored(rows: Any, **options: Any) -> list[tuple[Any, ...]]:
    return rows_of(read(rows, **options).credits, "staff_id", "title", "completed_on")


def test_a_row_with_only_the_person_in_the_person_column() -> None:
    rows = [
        ["Employee", "Course", "Date", "Credits"],
        ["Smith, Jane (0007)", None, None, None],
        [None, "Ethics", D1, 1],
        [None, "Safety", D2, 2],
        ["De La Cruz, Ana", None, None, None],
        [None, "Heme", D1, 1.5],
        [None, None, None, None],
        ["Total", None, None, 4.5],
    ]
    outcome = read(rows)
    # seven rows: two headings, a blank one and the total are skipped
    assert account(outcome.sheets[0]) == ("credits", 1, 7, 3, 0, 4, 0)
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on") == EXPECTED
    assert any("hold only a person (the first is row 2)" in note for note in outcome.sheets[0].notes)


def test_labelled_headings_each_with_its_own_header() -> None:
    header = ["Course", "Date Completed", "Hours", "Area"]
    rows = [
        ["Transcript by Employee"],
        ["Employee: Smith, Jane"],
        header,
        ["Ethics", D1, 1, "Ethics"],
        ["Safety", D2, 2, "Safety"],
        ["Subtotal", None, 3, None],
        ["Employee: De La Cruz, Ana"],
        header,
        ["Heme", D1, 1.5, "Hematology"],
        ["Subtotal", None, 1.5, None],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("credits", 3, 7, 3, 0, 4, 0)
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on") == EXPECTED


def test_headings_that_are_names_or_ids_alone() -> None:
    header = ["Course", "Date Completed", "Hours"]
    names = [header, ["Smith, Jane"], ["Ethics", D1, 1], ["Safety", D2, 2], ["De La Cruz, Ana"], ["Heme", D1, 1]]
    assert stored(names) == EXPECTED
    ids = [header, ["Employee ID: 0007"], ["Ethics", D1, 1], ["Safety", D2, 2], ["Employee ID:", "E3"], ["Heme", D1, 1]]
    assert stored(ids) == EXPECTED


def test_a_heading_that_nobody_knows_ends_the_group_above_it() -> None:
    header = ["Course", "Date Completed", "Hours"]
    rows = [header, ["Smith, Jane"], ["Ethics", D1, 1], ["Roe, Rick"], ["Heme", D1, 1]]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("credits", 1, 4, 1, 0, 2, 1)
    assert rows_of(outcome.credits, "staff_id", "title") == [("0007", "Ethics")]
    assert rows_of(outcome.waiting, "person_name", "title", "row") == [("Roe, Rick", "Heme", 5)]


def test_sections_by_topic_are_no_people() -> None:
    rows = [["Course", "Date", "Hours"], ["Online courses"], ["Ethics", D1, 1], ["Live"], ["Heme", D1, 1]]
    outcome = read(rows)
    assert account(outcome.sheets[0])[3] == 0
    assert {code for *_, code in problems(outcome.sheets[0])} >= {"missing_person"}


def test_the_person_of_a_transcript_stands_above_the_table() -> None:
    table = [["Course", "Date", "Hours"], ["Ethics", D1, 1], ["Safety", D2, 2]]
    for top in (
        [["Official transcript"], ["Name:", "Smith, Jane"], [None]],
        [["Employee ID: 0007"]],
        [["Transcript for Jane Smith"]],
        [["Employee", "Smith, Jane", None], ["Employee ID", "0007", None]],
    ):
        outcome = read([*top, *table])
        assert rows_of(outcome.credits, "staff_id", "title") == [("0007", "Ethics"), ("0007", "Safety")], top
        assert any("stands above the table" in note for note in outcome.sheets[0].notes)


def test_merged_cells_name_the_person_of_every_row_they_cover() -> None:
    rows = [
        ["Emp #", "Course", "Date", "Points"],
        ["0007", "Ethics", D1, 1],
        [None, "Safety", D2, 2],
        [None, "Heme", D2, 1],
    ]
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows)))
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)
    outcome = read(out.getvalue())
    # the last row lies under no merged cell, so nothing names its person
    assert account(outcome.sheets[0]) == ("credits", 1, 3, 2, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [(4, "Emp #", None, "missing_person")]
    assert rows_of(outcome.credits, "staff_id", "title") == [("0007", "Ethics"), ("0007", "Safety")]


def test_a_person_that_stands_once_at_the_top_of_their_rows() -> None:
    header = ["Emp #", "Name", "Course", "Date", "Points"]
    outline = [
        header,
        ["0007", "Smith, Jane", "Ethics", "2025-01-14", "1"],
        ["", "", "Safety", "2025-02-03", "2"],
        ["E3", "De La Cruz, Ana", "Heme", "2025-01-14", "1"],
        ["", "", "Micro", "2025-01-15", "1"],
    ]
    outcome = read(text_file(outline), "outline.csv")
    assert account(outcome.sheets[0]) == ("credits", 1, 4, 4, 0, 0, 0)
    assert rows_of(outcome.credits, "staff_id", "title") == [
        ("0007", "Ethics"), ("0007", "Safety"), ("E3", "Heme"), ("E3", "Micro"),
    ]  # fmt: skip
    # a person that stands in several rows: an empty cell is a cell that somebody forgot
    forgotten = [header, *outline[1:3], ["0007", "Smith, Jane", "Coag", "2025-03-03", "1"], *outline[3:]]
    report = read(text_file(forgotten), "forgotten.csv").sheets[0]
    assert [(row, code) for row, _, _, code in problems(report)] == [(3, "missing_person"), (6, "missing_person")]


def test_blocks_labelled_in_several_cells_do_not_run_into_each_other() -> None:
    rows = [
        ["Employee:", "Smith, Jane", "ID:", "0007"],
        ["Course", "Completed", "Hours"],
        ["Ethics", D1, 1],
        ["Employee:", "De La Cruz, Ana", "ID:", "E3"],
        ["Heme", D1, 1],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("credits", 2, 3, 2, 0, 1, 0)
    assert rows_of(outcome.credits, "staff_id", "title") == [("0007", "Ethics"), ("E3", "Heme")]


def test_headings_with_more_than_the_name() -> None:
    rows = [
        ["Name", "Dept", "Course", "Date", "Hours"],
        ["Smith, Jane", "Core", None, None, None],
        [None, None, "Ethics", D1, 1],
        ["De La Cruz, Ana", "Blood", None, None, None],
        [None, None, "Heme", D1, 2],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0])[1:] == (1, 4, 2, 0, 2, 0)
    assert rows_of(outcome.credits, "staff_id", "title", "points") == [("0007", "Ethics", 100), ("E3", "Heme", 200)]


def test_titles_that_stand_above_their_people() -> None:
    rows = [
        ["Employee ID", "Name", "Date", "Hours"],
        ["Course: Ethics"],
        ["0007", "Smith, Jane", D1, 1],
        ["E3", "Ana De La Cruz", D1, 1],
        ["Course: Safety"],
        ["0007", "Smith, Jane", D1, 2],
    ]
    outcome = read(rows)
    assert account(outcome.sheets[0]) == ("credits", 1, 5, 3, 0, 2, 0)
    assert rows_of(outcome.credits, "staff_id", "title", "points") == [
        ("0007", "Ethics", 100),
        ("E3", "Ethics", 100),
        ("0007", "Safety", 200),
    ]


def test_an_id_in_brackets_behind_the_name_is_the_id() -> None:
    rows = [["Name", "Course", "Date", "Hours"], ["Smith, Jane (0007)", "a", D1, 1], ["Jane Smith - 0007", "b", D1, 1]]
    outcome = read(rows)
    assert rows_of(outcome.credits, "staff_id", "title") == [("0007", "a")]
    assert problems(outcome.sheets[0]) == [(3, "Name", "Jane Smith - 0007", "unknown_person")]
