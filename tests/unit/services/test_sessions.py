"""Sessions: planned and not counted, recorded once for everybody who attended, with the sheet that they sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pandas as pd
import pytest
from pypdf import PdfReader

from lib.access.principal import Scope
from lib.domain import tables
from lib.domain.budget_tables import ORDER_LINES
from lib.domain.errors import RefusedCommand
from lib.services import changing, imports, person, recordings, reports, sessions
from lib.services.judging import judge
from lib.services.sessions import Session
from lib.services.uploads import known_to
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import CREDENTIALS, ME, TODAY, cells, credits, imported, workbook
from tests.unit.store.given import rows

STAFF = [
    ["Employee ID", "Last Name", "First Name", "Email", "Department"],
    ["E1", "Lopez", "Maria", "m@x.org", "Core"],
    ["E2", "Ruiz", "Ana", None, "Core"],
    ["0003", "Okafor", "Dan", None, "Blood bank"],
]
ROWS = credits(["E1", "Ethics hour", "Our lab", date(2026, 11, 20), 1, "Ethics"])
ALL = ("E1", "E2", "0003")
HOUR = Session(
    title="Ethics hour", held_on=date(2026, 11, 20), points="1", attendees=ALL, provider="Our lab", areas=("ethics",)
)


def start(app):
    imported(app, "start.xlsx", workbook(Staff=STAFF, Credentials=CREDENTIALS, Credits=ROWS))


@pytest.fixture
def app():
    with beginning_with(start) as opened:
        yield opened


def refusal(call, *arguments, **named) -> tuple[str, str]:
    with pytest.raises(RefusedCommand) as refused:
        call(*arguments, **named)
    return refused.value.code, refused.value.message


def told(app) -> list[tuple[object, ...]]:
    fields = ("staff_id", "title", "completed_on", "points", "areas", "activity_type", "eligibility", "file", "row")
    return [row for each in ALL for row in rows(app.store.credits_of(each), *fields)]


def test_one_credit_for_each_who_has_it_not(app):
    found = sessions.preview(app, ME, HOUR, TODAY, today=TODAY)
    assert (found.credits, found.has_it) == (2, ("Lopez, Maria",))
    done = sessions.record(app, ME, HOUR, today=TODAY)
    assert done.summary == "recorded Ethics hour for 2 people"
    source = "Session: Ethics hour"
    assert told(app) == [
        ("E1", "Ethics hour", "2026-11-20", 100, "ethics", None, "counts", "start.xlsx", 2),
        ("E2", "Ethics hour", "2026-11-20", 100, "ethics", "employer", "counts", source, 2),
        ("0003", "Ethics hour", "2026-11-20", 100, "ethics", "employer", "counts", source, 3),
    ]
    assert rows(sessions.listed(app, ME), "title", "state", "people", "points") == [("Ethics hour", "recorded", 3, 100)]
    assert list(imports.history(app, ME)["accepted"]) == [5, 2]
    code, _ = refusal(sessions.record, app, ME, HOUR, today=TODAY)
    assert code == "duplicate"


def test_what_the_preview_says_is_what_storing_moves_and_nobody_else_is_in_it(app):
    before = judge(app, ME.scope, TODAY).verdicts.frame
    session = replace(HOUR, title="Safety hour", attendees=("E1", "E2"), areas=("safety",))
    foreseen = sessions.preview(app, ME, session, TODAY, today=TODAY)
    assert rows(judge(app, ME.scope, TODAY).verdicts.frame) == rows(before)
    sessions.record(app, ME, session, today=TODAY)
    moved = changing.moved(before, judge(app, ME.scope, TODAY).verdicts.frame)
    assert len(moved) > 0
    assert rows(foreseen.moved) == rows(moved)


def test_what_is_known_to_rows_of_named_people_is_what_concerns_them(app):
    everybody, version = known_to(app, app.store)
    assert known_to(app, app.store, only={"E1", "E9"})[0].staff.equals(everybody.staff)
    # Everything on record is Maria Lopez's.
    for only, holdings, credits_of in (("E1", everybody.holdings, everybody.credit_keys), ("E2", None, None)):
        known, same = known_to(app, app.store, only={only})
        assert (known.staff["staff_id"].tolist(), same) == ([only], version)
        assert rows(known.holdings) == ([] if holdings is None else rows(holdings))
        assert rows(known.credit_keys) == ([] if credits_of is None else rows(credits_of))
    assert len(everybody.holdings) > 0 < len(everybody.credit_keys)


def test_it_is_taken_back_whole_here_or_in_the_list_of_imports(app):
    before, export = rows(judge(app, ME.scope, TODAY).verdicts.frame), reports.compliance_text(app, ME, TODAY)
    done = sessions.record(app, ME, HOUR, today=TODAY)
    changing.take_back(app, ME, done.change_id, today=TODAY)
    assert sessions.listed(app, ME).empty
    sessions.record(app, ME, HOUR, today=TODAY)
    imports.undo(app, ME, 3, today=TODAY)
    assert sessions.listed(app, ME).empty
    assert changing.log(app, ME)["undone_on"].notna().tolist() == [True, False, True]
    assert rows(judge(app, ME.scope, TODAY).verdicts.frame) == before
    assert reports.compliance_text(app, ME, TODAY) == export


def test_a_planned_session_counts_for_nothing_and_becomes_a_recorded_one(app):
    plan = replace(HOUR, held_on=date(2026, 12, 4), points="90 min")
    done = sessions.plan(app, ME, plan, today=TODAY)
    assert done.summary == "planned Ethics hour for Fri 4 Dec 2026"
    assert len(told(app)) == 1
    stored = sessions.stored_session(app, ME, done.change_id)
    assert stored == replace(plan, points="1.5", attendees=("0003", "E1", "E2"), session_id=done.change_id)
    code, message = refusal(sessions.record, app, ME, stored, today=TODAY)
    assert (code, 'Completed On: "2026-12-04" lies after today.' in message) == ("future_date", True)
    later = date(2026, 12, 4)
    record = sessions.record(app, ME, replace(stored, attendees=("E1", "E2")), today=later)
    assert rows(sessions.listed(app, ME), "state", "people") == [("recorded", 2)]
    assert [row[3] for row in told(app)] == [100, 150, 150]
    assert refusal(sessions.record, app, ME, stored, today=later)[0] == "unknown_session"
    code, message = refusal(changing.take_back, app, ME, done.change_id, today=later)
    assert (code, f"first change {record.change_id} (recorded" in message) == ("built_on", True)
    changing.take_back(app, ME, record.change_id, today=later)
    assert rows(sessions.listed(app, ME), "state", "people") == [("planned", 3)]
    sessions.cancel(app, ME, done.change_id, today=later)
    assert sessions.listed(app, ME).empty


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        ({"title": " "}, "missing_value", "Activity Title: The title is empty."),
        ({"held_on": None}, "missing_date", "Completed On: The completion date is empty."),
        ({"held_on": date(2026, 11, 23)}, "future_date", 'Completed On: "2026-11-23" lies after today.'),
        ({"points": "0"}, "points_not_positive", 'Points: "0" is not more than zero.'),
        ({"points": "many"}, "invalid_points", 'Points: "many" is not a number.'),
        ({"points": "101"}, "points_out_of_range", 'Points: "101" is more than 100 points'),
        ({"attendees": ()}, "nothing_chosen", "nobody attended"),
        ({"attendees": ("E1", "E9")}, "unknown_person", "nobody here has the employee ID “E9”"),
        ({"activity_type": "staff_meeting"}, "invalid_value", "Routine staff meetings"),
    ],
)
def test_what_cannot_be_is_refused_whole(app, changed, code, said):
    version = app.store.data_version()
    found, message = refusal(sessions.record, app, ME, replace(HOUR, **changed), today=TODAY)
    assert (found, said in message) == (code, True)
    assert message.count("is not more than zero") <= 1
    assert app.store.data_version() == version


def test_attendees_are_pasted_by_id_mail_or_name_and_nobody_is_guessed(app):
    text = "Name\nm@x.org\nRuiz, Ana\n3\nDan Okafor\nSmith\n"
    found, troubles = recordings.attendees_from_paste(app, ME, text)
    assert found == ["E1", "E2", "0003"]
    assert [trouble.place for trouble in troubles] == [6]
    assert troubles[0].message.startswith('Line 6: No staff member matches "Smith".')


def test_the_sheet_carries_what_is_asked_as_evidence(app):
    plan = replace(HOUR, led_by="Dr. Kim", title="=1+1 Ethics")
    sheet = cells(sessions.sign_in_sheet(app, ME, plan, blank_lines=2))["Sign-in sheet"]
    facts = {row[0]: row[1] for row in sheet[2:9]}
    assert facts["Title"] == "=1+1 Ethics"
    assert facts["Date"] == "Fri 20 Nov 2026"
    assert (facts["Provider"], facts["Hours (points)"], facts["Led by"]) == ("Our lab", "1", "Dr. Kim")
    assert facts["Areas"] == "Medical ethics"
    assert sheet[10] == ["No.", "Participant", "Employee ID", "Department", "Signature", "Hours attended"]
    assert [row[:4] for row in sheet[11:16]] == [
        [1, "Lopez, Maria", "E1", "Core"],
        [2, "Okafor, Dan", "0003", "Blood bank"],
        [3, "Ruiz, Ana", "E2", "Core"],
        [4, None, None, None],
        [5, None, None, None],
    ]


def test_the_sheet_to_print_carries_what_asked_as_evidence_and_lines_for_who_comes_unannounced(app):
    made = sessions.sign_in_print(app, ME, replace(HOUR, led_by="Dr. Osler"), today=TODAY, blank_lines=2)
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    asked = ("Ethics hour", "Fri 20 Nov 2026", "Our lab", "Medical ethics", "Dr. Osler", "Signature", "Hours attended")
    assert [each for each in asked if each not in text] == []
    names = [line for line in text.splitlines() if "E1" in line or "E2" in line or "0003" in line]
    assert [name.split()[:4] for name in names] == [
        ["1", "Lopez,", "Maria", "E1"],
        ["2", "Okafor,", "Dan", "0003"],
        ["3", "Ruiz,", "Ana", "E2"],
    ]
    assert {"4", "5"} <= {line.strip() for line in text.splitlines()}
    assert made == sessions.sign_in_print(app, ME, replace(HOUR, led_by="Dr. Osler"), today=TODAY, blank_lines=2)


def test_what_is_planned_for_a_person_is_told_until_it_is_recorded(app):
    to_come = replace(HOUR, title="Ethics in December", held_on=date(2026, 12, 4), attendees=("E1", "E2"))
    sessions.plan(app, ME, to_come, today=TODAY)
    found = person.planned(app, ME, "E1", TODAY)
    assert rows(found, "what", "day", "provider", "points", "state") == [
        ("Ethics in December", "2026-12-04", "Our lab", 100, "session planned")
    ]
    assert person.planned(app, ME, "0003", TODAY).empty
    number = int(sessions.listed(app, ME)["session_id"].iloc[0])
    sessions.record(app, ME, replace(to_come, session_id=number), today=date(2026, 12, 5))
    assert person.planned(app, ME, "E1", TODAY).empty


def test_what_was_ordered_for_a_person_is_planned_until_it_is_used_for_whom_may_plan(app):
    line = {
        "line_id": "PO 1 0001", "order_name": "PO 1", "provider": "Acme", "product_id": "X", "product": "Safety hour",
        "staff_id": "E2", "quantity": 1, "unit_price": 2000, "committed_on": "2026-11-01", "paid_on": "2026-11-10",
    }  # fmt: skip
    frame = tables.typed(pd.DataFrame([line]), ORDER_LINES)
    app.store.save_budget_rows("order_lines", frame, whole=True, actor="x", at=app.now(), on_date=TODAY)
    assert rows(person.planned(app, ME, "E2", TODAY), "what", "day", "state") == [
        ("Safety hour", "2026-11-01", "paid, not used yet")
    ]
    reader = replace(ME, permissions=frozenset({"view"}))
    assert person.planned(app, reader, "E2", TODAY).empty
    elsewhere = replace(ME, scope=Scope(sites=frozenset({"North"})))
    assert person.planned(app, elsewhere, "E2", TODAY).empty
    used = workbook(Credits=credits(["E2", "Safety hour", "Acme", date(2026, 11, 15), 1, "Safety"]))
    imported(app, "used.xlsx", used)
    assert person.planned(app, ME, "E2", TODAY).empty
