"""Import: real files through the field, nothing stored before it is confirmed, questions asked, imports taken back."""

from __future__ import annotations

import io
from pathlib import Path
from threading import Event
from typing import Any

import openpyxl
import pytest

from lib.services import imports, readiness
from lib.ui import state

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data"
UPLOAD, HISTORY = "imports/upload", "imports/history"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template(**sheets: list[list[object]]) -> bytes:
    """A template workbook with these rows below the headings of its sheets."""
    book = openpyxl.load_workbook(io.BytesIO(imports.template_workbook()))
    for name, rows in sheets.items():
        for row in rows:
            book[name].append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


ONE_PERSON = template(
    Staff=[["E1", "<b>Lo*pez*</b>", ":red[Maria]", None, "Main", "Chemistry"]],
    Credentials=[["E1", "ASCP", "MLS", None, "2020-01-01", None, "2027-01-03"]],
    Credits=[
        ["E1", "Ethics hour", "LabCE", "2026-02-03", 1, None, "ethics"],
        ["E1", "Broken", "LabCE", "31/02/2026", 1, None, "ethics"],
    ],
)


def upload(dashboard: Any, *files: tuple[str, bytes]) -> Any:
    """Put files into the field of the import that is being prepared."""
    field = dashboard.test.file_uploader[0]
    field.set_value([(name, data, XLSX if name.endswith("x") else "text/csv") for name, data in files])
    return dashboard.run()


def store(dashboard: Any) -> Any:
    """Press the button that stores."""
    return press(dashboard, "import.store.")


def press(dashboard: Any, key: str) -> Any:
    """Press the button, in a form or not, whose key begins so."""
    buttons = [*dashboard.test.button, *dashboard.test.form_submit_button]
    next(button for button in buttons if str(button.key).startswith(key)).click()
    return dashboard.run()


def test_a_workbook_is_previewed_then_stored_once(empty: Any) -> None:
    empty.open(UPLOAD)
    before = empty.app.store.data_version()
    upload(empty, ("hospital.xlsx", ONE_PERSON))
    assert "2 rows read = **1 accepted** + 0 duplicates + 0 skipped + **1 rejected**" in empty.texts()
    assert "**1 new person**, **1 new holding**, **1 new activity**" in empty.texts()
    assert empty.app.store.data_version() == before

    test = store(empty)
    assert "is stored, import 1: 3 rows accepted, 0 duplicates, 0 skipped, 1 rejected" in test.success[0].value
    assert empty.app.store.data_version() == before + 1
    assert test.get_by_key("import.rejected.1").label == "Download the rows to correct (.xlsx)"
    # The field is empty again and the button is gone: running again stores nothing.
    assert not [button for button in test.button if str(button.key).startswith("import.store.")]
    empty.run()
    assert len(imports.history(empty.app, empty.principal)) == 1


def test_the_same_file_again_changes_nothing(empty: Any) -> None:
    empty.open(UPLOAD)
    for _ in range(2):
        upload(empty, ("hospital.xlsx", ONE_PERSON))
        last = empty.texts()
        store(empty)
    assert "nothing: everything in it is known already" in last or "already known" in last
    assert len(readiness.team(empty.app, empty.principal, empty.app.today()).verdicts) == 1


def test_results_can_be_put_away(empty: Any) -> None:
    empty.open(UPLOAD)
    upload(empty, ("hospital.xlsx", ONE_PERSON))
    test = store(empty)
    test.button(key="import.put_away").click()
    test = empty.run()
    assert not test.success


def test_text_of_files_is_never_markup(empty: Any) -> None:
    empty.open(UPLOAD)
    upload(empty, ("<b>x</b>*y*.xlsx", ONE_PERSON))
    assert r"\<b\>x\<\/b\>\*y\*\.xlsx" in empty.texts()
    store(empty)
    empty.open("home/start")
    marked = "\n".join(each.value for each in empty.test.markdown)
    assert "<b>" not in marked
    assert ":red[Maria]" not in marked


@pytest.mark.parametrize("name", ["laboratory.xlsx", "flat_export.xlsx"])
def test_the_sample_files_are_read(empty: Any, name: str) -> None:
    empty.open(UPLOAD)
    test = upload(empty, (name, (SAMPLE / name).read_bytes()))
    assert not test.error
    store(empty)
    history = imports.history(empty.app, empty.principal)
    assert list(history["file"]) == [name]
    counts = history.iloc[0]
    parts = counts["accepted"] + counts["duplicates"] + counts["skipped"] + counts["rejected"]
    assert counts["read"] == parts > 100


def test_a_file_that_is_no_table_is_refused_in_a_sentence(empty: Any) -> None:
    empty.open(UPLOAD)
    test = upload(empty, ("broken.xlsx", b"this is no workbook"))
    assert "holds nothing to import" in test.error[0].value
    assert not [button for button in test.button if str(button.key).startswith("import.store.")]


def test_a_refused_file_leaves_the_others(empty: Any) -> None:
    empty.open(UPLOAD)
    upload(empty, ("broken.xlsx", b""), ("hospital.xlsx", ONE_PERSON))
    assert "1 file is left out" in empty.texts()
    store(empty)
    assert list(imports.history(empty.app, empty.principal)["file"]) == ["hospital.xlsx"]


def test_dates_of_either_order_are_asked(sample: Any) -> None:
    staff_id = readiness.team(sample.app, sample.principal, sample.app.today()).staff["staff_id"].iloc[0]
    text = f"Employee ID,Activity Title,Completed On,Points,Area\n{staff_id},Course,03/04/2026,1,ethics\n"
    sample.open(UPLOAD)
    test = upload(sample, ("transcript.csv", text.encode()))
    assert test.error
    test.radio[0].set_value("dmy")
    test = press(sample, "import.dates.read.")
    assert not test.error
    assert "**1 accepted**" in sample.texts()
    store(sample)
    credits = sample.app.store.credits_of(staff_id)
    assert credits.loc[credits["title"] == "Course", "completed_on"].iloc[0].date().isoformat() == "2026-04-03"


def test_points_that_stand_nowhere_are_asked(sample: Any) -> None:
    staff_id = readiness.team(sample.app, sample.principal, sample.app.today()).staff["staff_id"].iloc[0]
    text = f"Employee ID,Activity Title,Completed On,Area\n{staff_id},Course,2026-04-03,ethics\n"
    sample.open(UPLOAD)
    test = upload(sample, ("transcript.csv", text.encode()))
    assert test.error
    test.number_input[0].set_value(1.5)
    test = press(sample, "import.points.read.")
    assert not test.error
    store(sample)
    credits = sample.app.store.credits_of(staff_id)
    assert credits.loc[credits["title"] == "Course", "points"].iloc[0] == 150


def select_import(dashboard: Any, row: int = 0) -> Any:
    dashboard.test.session_state["history.table"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return dashboard.run()


def test_an_import_is_taken_back_after_a_question(sample: Any) -> None:
    sample.open(HISTORY)
    test = select_import(sample)
    test.button(key="history.undo").click()
    test = select_import(sample)
    assert "Take it back?" in test.warning[0].value
    test.button(key="history.undo.no").click()
    test = select_import(sample)
    assert not test.warning
    test.button(key="history.undo").click()
    test = select_import(sample)
    test.button(key="history.undo.yes").click()
    test = select_import(sample)
    assert "is taken back whole" in sample.texts()
    assert readiness.team(sample.app, sample.principal, sample.app.today()).people == 0


def test_an_import_that_others_build_on_is_not_taken_back(sample: Any) -> None:
    staff_id = readiness.team(sample.app, sample.principal, sample.app.today()).staff["staff_id"].iloc[0]
    text = f"Employee ID,Activity Title,Completed On,Points,Area\n{staff_id},Course,2026-04-13,1,ethics\n"
    sample.open(UPLOAD)
    upload(sample, ("transcript.csv", text.encode()))
    store(sample)
    sample.open(HISTORY)
    history = imports.history(sample.app, sample.principal)
    row = history.index[history["file"] == "laboratory.xlsx"][0]
    test = select_import(sample, int(row))
    test.button(key="history.undo").click()
    test = select_import(sample, int(row))
    assert "Later imports build on import 1" in test.error[0].value
    assert r"Take back first import 2 (transcript\.csv); then import 1." in sample.texts()
    assert "history.undo.yes" not in {button.key for button in test.button}


def test_storing_that_is_stopped_says_so_and_stores_nothing(empty: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    empty.open(UPLOAD)
    before = empty.app.store.data_version()
    upload(empty, ("hospital.xlsx", ONE_PERSON))
    asked = Event()
    asked.set()
    monkeypatch.setattr(state, "asked_to_stop", lambda: asked)
    store(empty)
    assert r"somebody stopped it\. Nothing of it was stored\." in empty.texts()
    assert empty.app.store.data_version() == before
