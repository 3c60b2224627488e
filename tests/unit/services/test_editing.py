"""One record in place: the checks of an import, the history of a correction, and taking it back."""

from __future__ import annotations

from datetime import date

import pytest

from lib.domain.errors import RefusedCommand
from lib.services import changing, credit_editing, holding_editing, imports, person_editing, reports
from lib.services.container import LabReady
from lib.services.judging import judge
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import CREDENTIALS, ME, STAFF, TODAY, credits, imported, workbook
from tests.unit.store.given import rows

ROWS = credits(
    ["E1", "Blood groups", "LabCE", date(2026, 3, 10), 2, "Blood Banking"],
    ["E1", "Ethics at work", "LabCE", date(2026, 4, 10), 1, "Ethics"],
)
VALUES = {"title": "Sepsis", "completed_on": "2026-05-01", "points": "1.5", "area": "microbiology"}
FIRST = 10_000_001


def start(app):
    imported(app, "start.xlsx", workbook(Staff=STAFF, Credentials=CREDENTIALS, Credits=ROWS))


@pytest.fixture
def app():
    with beginning_with(start) as opened:
        yield opened


def told(app: LabReady) -> list[tuple[object, ...]]:
    found = rows(app.store.credits_of("E1"), "title", "completed_on", "points", "areas", "eligibility")
    return sorted(found, key=str)


def verdicts(app: LabReady) -> list[tuple[object, ...]]:
    return rows(judge(app, ME.scope, TODAY).verdicts.frame)


def refusal(call, *arguments, **named) -> tuple[str, str]:
    with pytest.raises(RefusedCommand) as refused:
        call(*arguments, **named)
    return refused.value.code, refused.value.message


def test_an_activity_is_added_as_an_import_of_its_own(app):
    done = credit_editing.add_credit(app, ME, "E1", VALUES, today=TODAY)
    assert done.summary == "Lopez, Maria: added Sepsis"
    assert ("Sepsis", "2026-05-01", 150, "microbiology", "counts") in told(app)
    stored = app.store.credits_of("E1")
    assert rows(stored[stored["title"] == "Sepsis"], "file", "sheet", "row") == [("Entered by hand", "form", 1)]
    assert list(imports.history(app, ME)["file"]) == ["start.xlsx", "Entered by hand"]


@pytest.mark.parametrize(
    ("field", "value", "code", "said"),
    [
        ("completed_on", "", "missing_date", "Completed On: The completion date is empty."),
        ("completed_on", "2026-02-30", "invalid_date", 'Completed On: "2026-02-30" is not a date that exists.'),
        ("completed_on", "2026-11-23", "future_date", 'Completed On: "2026-11-23" lies after today.'),
        ("points", "", "missing_points", "Points: The points are empty."),
        ("points", "n/a", "invalid_points", 'Points: "n/a" is not a number.'),
        ("points", "0", "points_not_positive", 'Points: "0" is not more than zero.'),
        ("points", "100.01", "points_out_of_range", 'Points: "100.01" is more than 100 points after conversion.'),
        ("points", "#REF!", "cell_error", "Points: The cell holds the error"),
    ],
)
def test_what_an_import_rejects_is_refused_in_its_words(app, field, value, code, said):
    before = app.store.data_version()
    for call in (
        lambda: credit_editing.add_credit(app, ME, "E1", {**VALUES, field: value}, today=TODAY),
        lambda: credit_editing.correct_credit(app, ME, FIRST, {**VALUES, field: value}, today=TODAY),
    ):
        found, message = refusal(call)
        assert found == code
        assert message.startswith(f"Nothing was stored.\n{said}")
    assert app.store.data_version() == before
    # and the same row in a file gives the same reason
    row = {"title": "Sepsis", "completed_on": "2026-05-01", "points": "1.5", field: value}
    text = f"Employee ID,Activity Title,Completed On,Points\nE1,{row['title']},{row['completed_on']},{row['points']}\n"
    outcome = imported(app, "row.csv", text.encode()).outcome
    assert [problem.code for problem in outcome.sheets[0].problems] == [code]


def test_units_are_read_as_in_a_file(app):
    # 90 min / 60 = 1.5 points; 0.25 CEU x 10 = 2.5
    credit_editing.add_credit(app, ME, "E1", {**VALUES, "points": "90 min"}, today=TODAY)
    credit_editing.add_credit(app, ME, "E1", {**VALUES, "title": "Other", "points": "0.25 CEU"}, today=TODAY)
    assert {row[:3] for row in told(app)} >= {("Sepsis", "2026-05-01", 150), ("Other", "2026-05-01", 250)}


def test_an_activity_that_is_there_is_refused_by_name(app):
    again = {"title": "BLOOD groups!", "completed_on": "2026-03-10", "points": "2"}
    code, message = refusal(credit_editing.add_credit, app, ME, "E1", again, today=TODAY)
    assert code == "duplicate"
    assert message.startswith("Nothing was stored: Lopez, Maria has this activity already")
    code, _ = refusal(credit_editing.correct_credit, app, ME, FIRST + 1, again, today=TODAY)
    assert code == "duplicate"
    assert refusal(credit_editing.add_credit, app, ME, "E7", VALUES, today=TODAY)[0] == "unknown_person"


def test_a_correction_keeps_what_was_known(app):
    later = date(2026, 11, 23)
    values = {"title": "Blood groups", "completed_on": "2026-03-11", "points": "3", "area": "blood_banking"}
    credit_editing.correct_credit(app, ME, FIRST, values, today=later, reason="certificate says 3")
    assert ("Blood groups", "2026-03-11", 300, "blood_banking", "counts") in told(app)
    then = rows(app.store.credits_of("E1", known_on=TODAY), "title", "completed_on", "points")
    assert ("Blood groups", "2026-03-10", 200) in then
    now = app.store.credits_of("E1")
    assert rows(now[now["credit_id"] == FIRST], "file", "sheet", "row") == [("start.xlsx", "Credits", 2)]
    (change,) = changing.log(app, ME)["change_id"]
    assert rows(changing.details(app, ME, change), "record", "field", "before", "after") == [
        ("Blood groups, 2026-03-11", "completed_on", "2026-03-10", "2026-03-11"),
        ("Blood groups, 2026-03-11", "points", "2", "3"),
    ]


def test_the_import_that_brought_it_names_the_correction(app):
    values = {"title": "Blood groups", "completed_on": "2026-03-10", "points": "3", "area": "blood_banking"}
    done = credit_editing.correct_credit(app, ME, FIRST, values, today=TODAY)
    code, message = refusal(imports.undo, app, ME, 1, today=TODAY)
    assert code == "built_on"
    assert message == (
        "Import 1 (start.xlsx) was not taken back, because a later change builds on it. Nothing was changed. "
        f"Take back first change {done.change_id} (Lopez, Maria: corrected Blood groups); then import 1."
    )
    changing.take_back(app, ME, done.change_id, today=TODAY)
    imports.undo(app, ME, 1, today=TODAY)
    assert app.store.staff().empty


def test_corrections_of_corrections_are_taken_back_in_order(app):
    values = {"title": "Blood groups", "completed_on": "2026-03-10", "points": "3", "area": "blood_banking"}
    one = credit_editing.correct_credit(app, ME, FIRST, values, today=TODAY)
    two = credit_editing.correct_credit(app, ME, FIRST, {**values, "points": "4"}, today=TODAY)
    code, message = refusal(changing.take_back, app, ME, one.change_id, today=TODAY)
    assert code == "built_on"
    assert f"Take back first change {two.change_id} (Lopez, Maria: corrected Blood groups)" in message
    for done in (two, one):
        changing.take_back(app, ME, done.change_id, today=TODAY)
    assert ("Blood groups", "2026-03-10", 200, "blood_banking", "counts") in told(app)
    assert refusal(changing.take_back, app, ME, one.change_id, today=TODAY)[0] == "already_undone"
    assert refusal(changing.take_back, app, ME, 999, today=TODAY)[0] == "unknown_change"


def test_a_removal_needs_a_reason_and_stays_visible(app):
    assert refusal(credit_editing.remove_credit, app, ME, FIRST, "  ", today=TODAY)[0] == "missing_value"
    credit_editing.correct_credit(app, ME, FIRST, {"title": "Blood group"}, today=TODAY)
    credit_editing.correct_credit(app, ME, FIRST, {"title": "Blood groups"}, today=TODAY)
    credit_editing.remove_credit(app, ME, FIRST, "belongs to Ruiz", today=TODAY)
    assert [row[0] for row in told(app)] == ["Ethics at work"]
    assert rows(credit_editing.removed_credits(app, ME, "E1"), "title", "points", "reason", "actor") == [
        ("Blood groups", 200, "belongs to Ruiz", "local")
    ]
    # the same activity told again would be there twice once the removal is taken back
    again = {"title": "Blood groups", "completed_on": "2026-03-10", "points": "2", "area": "blood_banking"}
    done = credit_editing.add_credit(app, ME, "E1", again, today=TODAY)
    removal = changing.log(app, ME)["change_id"].tolist()[1]
    code, message = refusal(changing.take_back, app, ME, removal, today=TODAY)
    assert (code, f"first change {done.change_id} (" in message) == ("built_on", True)


def test_possible_duplicates_follow_a_correction_and_its_undoing(app):
    near = {"title": "Blood group", "completed_on": "2026-03-12", "points": "2", "area": "blood_banking"}
    credit_editing.add_credit(app, ME, "E1", near, today=TODAY)
    before = told(app)
    assert ("Blood group", "2026-03-12", 200, "blood_banking", "ask") in before
    (added,) = (key for key in app.store.credit_keys(["E1"])["credit_id"] if key > 20_000_000)
    done = credit_editing.correct_credit(app, ME, added, {**near, "title": "Plasma"}, today=TODAY)
    assert ("Plasma", "2026-03-12", 200, "blood_banking", "counts") in told(app)
    changing.take_back(app, ME, done.change_id, today=TODAY)
    assert told(app) == before


def test_a_person_is_added_corrected_and_emptied(app):
    person_editing.add_person(app, ME, {"staff_id": "007", "last_name": "Ng", "hired_on": "2026-02-01"}, today=TODAY)
    values = {"last_name": "Ng", "first_name": "Kim", "site": "Main", "on_leave": "yes", "hired_on": ""}
    done = person_editing.correct_person(app, ME, "007", values, today=TODAY)
    fields = ("staff_id", "last_name", "first_name", "site", "on_leave", "hired_on")
    assert rows(app.store.staff(staff_id="007"), *fields) == [("007", "Ng", "Kim", "Main", True, None)]
    changing.take_back(app, ME, done.change_id, today=TODAY)
    assert rows(app.store.staff(staff_id="007"), *fields) == [("007", "Ng", None, None, None, "2026-02-01")]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"staff_id": " "}, "missing_person"),
        ({"staff_id": "E1"}, "duplicate"),
        ({"staff_id": "e1"}, "duplicate"),
        ({"staff_id": "9", "hired_on": "2026-02-30"}, "invalid_date"),
        ({"staff_id": "9", "active": "perhaps"}, "invalid_value"),
        ({"staff_id": "9", "hired_on": "2026-02-03", "left_on": "2026-02-01"}, "invalid_value"),
    ],
)
def test_a_person_that_cannot_be_is_refused(app, values, code):
    assert refusal(person_editing.add_person, app, ME, values, today=TODAY)[0] == code
    assert len(app.store.staff()) == 2


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"credential": "XYZ"}, "unknown_credential"),
        ({"credential": ""}, "missing_value"),
        ({"credential": "MLS", "program": "ASCP"}, "duplicate"),
        ({"credential": "SBB", "cycle_start": "2027-01-01", "cycle_end": "2026-12-31"}, "invalid_cycle"),
        ({"credential": "SBB", "verified_on": "2026-11-23"}, "future_date"),
        ({"credential": "SBB", "participation": "perhaps"}, "invalid_value"),
    ],
)
def test_a_holding_that_cannot_be_is_refused(app, values, code):
    assert refusal(holding_editing.add_holding, app, ME, "E1", values, today=TODAY)[0] == code
    assert len(app.store.holdings()) == 1


def test_a_holding_is_corrected_in_place_without_an_earlier_cycle(app):
    key = ("E1", "ASCP", "MLS")
    # an end before the stored one would be history in a file; a correction says it of the current cycle
    done = holding_editing.correct_holding(app, ME, key, {"cycle_end": "2026-12-31", "required": "no"}, today=TODAY)
    assert rows(app.store.holdings(), "cycle_end", "required") == [("2026-12-31", False)]
    assert app.store.past_cycles("E1").empty
    changing.take_back(app, ME, done.change_id, today=TODAY)
    assert rows(app.store.holdings(), "cycle_end", "required") == [("2027-06-30", None)]
    holding_editing.remove_holding(app, ME, key, "typed twice", today=TODAY)
    assert app.store.holdings().empty


def test_nothing_is_stored_where_nothing_changes(app):
    version = app.store.data_version()
    assert (
        refusal(person_editing.correct_person, app, ME, "E1", {"email": "m@x.org"}, today=TODAY)[0] == "nothing_changes"
    )
    assert app.store.data_version() == version


def test_every_change_taken_back_leaves_the_same_verdicts_and_the_same_export(app):
    before, export = verdicts(app), reports.compliance_text(app, ME, TODAY)
    steps = [
        credit_editing.add_credit(app, ME, "E1", VALUES, today=TODAY),
        credit_editing.correct_credit(app, ME, FIRST, {**VALUES, "points": "4"}, today=TODAY),
        credit_editing.remove_credit(app, ME, FIRST + 1, "wrong", today=TODAY),
        holding_editing.correct_holding(app, ME, ("E1", "ASCP", "MLS"), {"cycle_end": "2026-12-31"}, today=TODAY),
        person_editing.correct_person(app, ME, "E1", {"site": "North"}, today=TODAY),
        person_editing.add_person(app, ME, {"staff_id": "E9"}, today=TODAY),
        holding_editing.add_holding(app, ME, "E9", {"credential": "SBB", "cycle_end": "2027-01-31"}, today=TODAY),
    ]
    assert verdicts(app) != before
    for done in reversed(steps):
        changing.take_back(app, ME, done.change_id, today=TODAY)
    assert verdicts(app) == before
    assert reports.compliance_text(app, ME, TODAY) == export
