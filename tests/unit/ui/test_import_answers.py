"""The form of a sheet put into the options of its file, and the tables that the preview shows."""

from __future__ import annotations

import pandas as pd

from lib.domain.imports import ColumnChoice, ImportOptions, Problem, SheetReport
from lib.ui.import_problems import raw_rows
from lib.ui.import_sheet_choices import Answers, columns_table, place_of, shown_fields, with_answers

COLUMNS = [ColumnChoice(2, "Emp", "staff_id", "header"), ColumnChoice(3, "When", "completed_on", "header and cells")]
SHEET = SheetReport(
    "Sheet1", "credits", 2, columns=COLUMNS, header=["Emp", "When"], top=[["", ""], ["Emp", "When"], ["E1", "3/4/26"]]
)
AS_SHOWN = {2: "staff_id", 3: "completed_on"}


def test_a_form_that_nobody_changed_changes_nothing():
    assert with_answers(ImportOptions(), SHEET, "Sheet1", Answers(fields=AS_SHOWN, orders={"completed_on": ""})) == (
        ImportOptions()
    )


def test_one_changed_column_keeps_all_the_others_as_they_were_shown():
    chosen = with_answers(ImportOptions(), SHEET, "Sheet1", Answers(fields={2: "", 3: "completed_on"}))
    assert chosen.columns == {"Sheet1": {2: "", 3: "completed_on"}}
    # changed back, it stays chosen: by evidence again only when the choices are forgotten
    again = with_answers(chosen, SHEET, "Sheet1", Answers(fields=AS_SHOWN))
    assert again.columns == {"Sheet1": AS_SHOWN}


def test_another_header_row_lets_go_of_the_columns_chosen_for_the_sheet_and_only_those():
    before = ImportOptions(columns={"Sheet1:2": {2: ""}, "Sheet1": {2: ""}, "Other": {0: ""}})
    after = with_answers(before, SHEET, "Sheet1", Answers(header_row=3, fields={2: "", 3: ""}))
    assert after.header_rows == {"Sheet1": 3}
    assert after.columns == {"Other": {0: ""}}
    found_again = with_answers(after, SHEET, "Sheet1", Answers(header_row=None))
    assert found_again.header_rows == {}


def test_answers_are_kept_by_sheet_and_emptied_ones_are_let_go():
    full = Answers(
        kind="credits", order="dmy", orders={"completed_on": "mdy"}, points="1.50", unit="ceu", staff_id="E1"
    )
    chosen = with_answers(ImportOptions(set_fields={"points": "9"}), SHEET, "Sheet1:2", full)
    assert chosen.sheet_kinds == {"Sheet1:2": "credits"}
    assert chosen.date_orders == {"Sheet1": "dmy", "Sheet1:completed_on": "mdy"}
    assert chosen.set_fields == {
        "points": "9", "Sheet1:points": "1.50", "Sheet1:unit": "ceu", "Sheet1:staff_id": "E1",
    }  # fmt: skip
    emptied = with_answers(chosen, SHEET, "Sheet1:2", Answers(orders={"completed_on": ""}))
    assert (emptied.sheet_kinds, emptied.date_orders) == ({}, {})
    assert emptied.set_fields == {"points": "9"}


def test_a_table_beside_another_in_its_sheet_has_a_place_of_its_own():
    assert (place_of(SHEET, alone=True), place_of(SHEET, alone=False)) == ("Sheet1", "Sheet1:2")


def test_the_columns_are_shown_with_their_first_values_and_a_grid_with_its_activities():
    shown = columns_table(ImportOptions(date_orders={"Sheet1:completed_on": "dmy"}), SHEET)
    assert shown.values.tolist() == [
        ["Emp", "E1", "Employee ID", "", "header"],
        ["When", "3/4/26", "Completed on", "day first", "header and cells"],
    ]
    grid = SheetReport("G", "credits", 1, columns=[ColumnChoice(0, "Fire", "completed_on", "a column of a grid: …")])
    assert shown_fields(grid) == {0: "activity"}


def test_the_cells_at_fault_are_marked_and_stand_first():
    report = SheetReport(
        "S", "credits", 1, header=["Emp", "When", "When", "", "Empty"],
        rejected_cells={4: ["E1", "never", "x", "y", ""], 5: ["", "2026-01-01", "", "", ""]},
    )  # fmt: skip
    problems = [
        Problem(4, "When", "never", "invalid_date", "m"),
        Problem(5, None, None, "missing_person", "m"),
        Problem(9, "Cycle End", "soon", "invalid_cycle", "m"),
    ]
    table, marked = raw_rows(report, problems)
    assert list(table.columns) == ["Row", "When", "Cycle End", "Emp", "When\u200a", "column 4"]
    assert table.astype(object).where(table.notna(), None).values.tolist() == [
        [4, "▲ never", None, "E1", "x", "y"],
        [5, "2026-01-01", None, "", "", ""],
        [9, None, "▲ soon", None, None, None],
    ]
    assert marked == {0: {"When"}, 2: {"Cycle End"}}


def test_a_row_without_cells_is_shown_by_its_number():
    table, marked = raw_rows(SheetReport("S", "credits", None), [Problem(3, None, None, "missing_person", "m")])
    pd.testing.assert_frame_equal(table, pd.DataFrame({"Row": [3]}))
    assert marked == {}
