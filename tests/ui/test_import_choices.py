"""Every choice of the preview changed by hand: it is read again, stored so, remembered, listed and deleted."""

from __future__ import annotations

from typing import Any

from lib.services import imports, readiness
from lib.ui import background
from tests.ui.test_import_pages import HISTORY, ONE_PERSON, UPLOAD, press, store, template, upload


def editor_key(dashboard: Any) -> str:
    return next(str(e.key) for e in dashboard.test.data_editor if str(e.key).startswith("import.columns."))


def widget(elements: Any, prefix: str) -> Any:
    return next(each for each in elements if str(each.key).startswith(prefix))


def open_choices(dashboard: Any, number: int = 0) -> Any:
    toggles = [each for each in dashboard.test.toggle if str(each.key).startswith("import.change.")]
    toggles[number].set_value(True)
    return dashboard.run()


def choose_columns(dashboard: Any, rows: dict[int, dict[str, str]]) -> Any:
    dashboard.test.session_state[editor_key(dashboard)] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    return press(dashboard, "import.choose.")


def first_of(dashboard: Any) -> str:
    team = readiness.team(dashboard.app, dashboard.principal, dashboard.app.today())
    return str(team.staff["staff_id"].iloc[0])


def credits(dashboard: Any, staff_id: str, title: str) -> Any:
    found = dashboard.app.store.credits_of(staff_id)
    return found.loc[found["title"] == title].iloc[0]


def test_a_column_is_chosen_and_remembered_for_the_next_file(sample: Any) -> None:
    staff_id = first_of(sample)
    rows = "Employee ID,Wobble,Completed On,Points,Area\n{},{},2026-04-13,1,ethics\n"
    sample.open(UPLOAD)
    upload(sample, ("one.csv", rows.format(staff_id, "Course A").encode()))
    open_choices(sample)
    test = choose_columns(sample, {1: {"Taken for": "Activity title"}})
    assert not test.error
    assert "The columns you chose are remembered" in sample.texts()
    store(sample)
    assert credits(sample, staff_id, "Course A")["points"] == 100

    upload(sample, ("two.csv", rows.format(staff_id, "Course B").encode()))
    assert "chosen before for files with these headings" in sample.texts()
    store(sample)
    assert credits(sample, staff_id, "Course B")["points"] == 100

    sample.open(HISTORY)
    (kept,) = imports.mappings(sample.app, sample.principal).to_dict("records")
    assert kept["columns"] == (
        "Employee ID → Employee ID; Wobble → Activity title; Completed On → Completed on; Points → Points; Area → Area"
    )
    sample.test.session_state["mappings.table"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    sample.run()
    sample.test.text_input(key=f"mappings.name.{kept['fingerprint']}").set_value("our export")
    sample.test.session_state["mappings.table"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    press(sample, "mappings.renamed.")
    assert "remembered as our export" in sample.texts()
    assert list(imports.mappings(sample.app, sample.principal)["name"]) == ["our export"]
    sample.test.session_state["mappings.table"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    sample.run()
    sample.test.session_state["mappings.table"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    press(sample, "mappings.deleted.")
    assert imports.mappings(sample.app, sample.principal).empty
    assert "Nothing is remembered yet" in sample.texts()


def test_choices_are_for_one_file_and_can_be_forgotten(sample: Any) -> None:
    staff_id = first_of(sample)
    text = f"Employee ID,Activity Title,Completed On,Points,Area\n{staff_id},%s,03/04/2026,1,ethics\n"
    sample.open(UPLOAD)
    test = upload(sample, ("one.csv", (text % "A").encode()), ("two.csv", (text % "B").encode()))
    assert len(test.error) == 2
    test.radio[0].set_value("dmy")
    test = press(sample, "import.dates.read.")
    assert len(test.error) == 1
    test.radio[0].set_value("mdy")
    test = press(sample, "import.dates.read.")
    assert not test.error
    test.button(key="import.forget.1").click()
    test = sample.run()
    assert len(test.error) == 1
    test.radio[0].set_value("mdy")
    press(sample, "import.dates.read.")
    store(sample)
    assert credits(sample, staff_id, "A")["completed_on"].date().isoformat() == "2026-04-03"
    assert credits(sample, staff_id, "B")["completed_on"].date().isoformat() == "2026-03-04"


def test_one_column_has_its_own_date_order(sample: Any) -> None:
    staff_id = first_of(sample)
    text = f"Employee ID,Activity Title,Completed On,Points,Area\n{staff_id},Course,03/04/2026,1,ethics\n"
    sample.open(UPLOAD)
    upload(sample, ("one.csv", text.encode()))
    open_choices(sample)
    test = choose_columns(sample, {2: {"Dates": "day first"}})
    assert not test.error
    store(sample)
    assert credits(sample, staff_id, "Course")["completed_on"].date().isoformat() == "2026-04-03"


def test_kind_points_unit_and_person_are_chosen(sample: Any) -> None:
    staff_id = first_of(sample)
    sample.open(UPLOAD)
    upload(sample, ("one.csv", b"Activity Title,Completed On,Area\nCourse,2026-04-03,ethics\n"))
    test = open_choices(sample)
    widget(test.selectbox, "import.kind.").set_value("credits")
    widget(test.number_input, "import.points.").set_value(0.2)
    widget(test.selectbox, "import.unit.").set_value("ceu")
    widget(test.selectbox, "import.person.").set_value(staff_id)
    test = press(sample, "import.choose.")
    assert not test.error
    store(sample)
    # 0.2 CEU are 2 points
    assert credits(sample, staff_id, "Course")["points"] == 200


def test_a_nonsense_header_row_is_refused_and_can_be_taken_back(sample: Any) -> None:
    staff_id = first_of(sample)
    text = f"Employee ID,Activity Title,Completed On,Points,Area\n{staff_id},Course,2026-04-03,1,ethics\n"
    sample.open(UPLOAD)
    upload(sample, ("one.csv", text.encode()))
    test = open_choices(sample)
    widget(test.number_input, "import.header.").set_value(999_999)
    test = press(sample, "import.choose.")
    assert "holds nothing to import" in test.error[0].value
    assert not [button for button in test.button if str(button.key).startswith("import.store.")]
    # the form is still there, unfolded
    widget(test.number_input, "import.header.").set_value(1)
    test = press(sample, "import.choose.")
    assert not test.error
    assert "**1 accepted**" in sample.texts()


def test_two_columns_for_one_field_complete_each_other(sample: Any) -> None:
    staff_id = first_of(sample)
    text = (
        "Employee ID,Activity Title,Other name,Completed On,Points,Area\n"
        f"{staff_id},Course,,2026-04-03,1,ethics\n{staff_id},,Second,2026-04-04,1,ethics\n"
    )
    sample.open(UPLOAD)
    upload(sample, ("one.csv", text.encode()))
    open_choices(sample)
    test = choose_columns(sample, {2: {"Taken for": "Activity title"}})
    assert not test.error
    assert "2 rows read = **2 accepted**" in sample.texts()


def test_a_sheet_is_left_out(sample: Any) -> None:
    staff_id = first_of(sample)
    book = template(
        Staff=[[staff_id, "Other", "Name"]], Credits=[[staff_id, "Course", "LabCE", "2026-02-03", 1, None, "ethics"]]
    )
    sample.open(UPLOAD)
    upload(sample, ("lab.xlsx", book))
    assert "**1 changed person**, **1 new activity**" in sample.texts()
    test = open_choices(sample)
    widget(test.selectbox, "import.kind.").set_value("unknown")
    press(sample, "import.choose.")
    assert "changed person" not in sample.texts()
    assert "**1 new activity**" in sample.texts()


def test_a_pasted_table_of_one_person_goes_the_way_of_a_file(sample: Any) -> None:
    staff_id = first_of(sample)
    test = sample.open(UPLOAD)
    press(sample, "import.paste.read.")
    assert "nothing in the field" in test.warning[0].value
    test.text_area[0].set_value(
        "Course title\tDate completed\tHours\nBlood bank\t2026-03-04\t1.5\nEthics\t2026-03-05\t1"
    )
    widget(test.selectbox, "import.paste.person.").set_value(staff_id)
    test = press(sample, "import.paste.read.")
    assert "Pasted table 1" in sample.texts()
    assert not test.error
    assert "2 rows read = **2 accepted**" in sample.texts()
    store(sample)
    assert credits(sample, staff_id, "Blood bank")["points"] == 150
    assert list(imports.history(sample.app, sample.principal)["file"])[-1] == "Pasted table 1.txt"


def test_a_pasted_table_can_be_removed_again(sample: Any) -> None:
    test = sample.open(UPLOAD)
    test.text_area[0].set_value(
        "<table><tr><td>Employee ID</td><td>Last Name</td></tr><tr><td>Z1</td><td>New</td></tr></table>"
    )
    press(sample, "import.paste.read.")
    assert "**1 new person**" in sample.texts()
    press(sample, "import.paste.remove.")
    assert "What was read" not in sample.texts()


def test_starting_over_puts_everything_away(sample: Any) -> None:
    sample.open(UPLOAD)
    upload(sample, ("hospital.xlsx", ONE_PERSON))
    press(sample, "import.over.")
    assert "What was read" not in sample.texts()
    assert len(imports.history(sample.app, sample.principal)) == 1


def test_the_cell_at_fault_is_marked_in_its_row(empty: Any) -> None:
    empty.open(UPLOAD)
    test = upload(empty, ("hospital.xlsx", ONE_PERSON))
    table = next(each.value for each in test.dataframe if "▲ 31/02/2026" in each.value.to_numpy())
    assert list(table.columns)[:2] == ["Row", "Completed On"]
    assert table.iloc[0].to_dict() == {
        "Row": 3, "Completed On": "▲ 31/02/2026", "Employee ID": "E1", "Activity Title": "Broken",
        "Provider": "LabCE", "Points": "1", "Area": "ethics",
    }  # fmt: skip


def test_a_long_reading_shows_how_far_it_is_and_can_be_stopped(sample: Any, monkeypatch: Any) -> None:
    sample.open(UPLOAD)
    monkeypatch.setattr(background, "PATIENCE", 0.0)
    # As if it took for ever: the work ends at its next step once it is stopped.
    monkeypatch.setattr(imports, "prepared", lambda *_: _waits())
    test = upload(sample, ("hospital.xlsx", ONE_PERSON))
    assert [each.label for each in test.button if each.key == "import.reading.stop"] == ["Stop reading"]
    assert "What was read" not in sample.texts()
    test.button(key="import.reading.stop").click()
    test = sample.run()
    assert "Stopped. Nothing was stored." in test.info[0].value
    monkeypatch.undo()
    assert len(imports.history(sample.app, sample.principal)) == 1


def _waits() -> Any:
    import time

    time.sleep(3)
    raise background.Stopped


def test_an_import_opens_its_file_sheets_and_problems(empty: Any) -> None:
    empty.open(UPLOAD)
    upload(empty, ("hospital.xlsx", ONE_PERSON))
    store(empty)
    empty.open(HISTORY)
    empty.test.session_state["history.table"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    test = empty.run()
    record = imports.history(empty.app, empty.principal).iloc[0]
    assert f"SHA-256 {record['sha256']}" in empty.texts()
    assert f"{record['size']:,} bytes" in empty.texts()
    sheets = next(each.value for each in test.dataframe if "header_row" in each.value)
    assert sheets[["sheet", "kind", "accepted", "rejected"]].values.tolist()[:3] == [
        ["Staff", "staff", 1, 0], ["Credentials", "credentials", 1, 0], ["Credits", "credits", 1, 1],
    ]  # fmt: skip
    problems = next(each.value for each in test.dataframe if "reason" in each.value)
    assert problems[["sheet", "row", "column", "value"]].values.tolist() == [
        ["Credits", 3, "Completed On", "31/02/2026"]
    ]
