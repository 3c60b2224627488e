"""Messages ask and do not accuse; leave, per diem and new hires change what is asked; answers are kept."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from lib.domain.errors import RefusedCommand
from lib.services import changing, circumstances, messages, staffing
from lib.services.judging import judge
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import ME, TODAY, cells, credits, imported, workbook
from tests.unit.store.given import rows

STAFF = [
    ["Employee ID", "Last Name", "First Name", "Email", "Job Title", "Hired On"],
    ["E1", "Lopez", "Maria", "m@x.org", "MLS", None],
    ["E2", "Ruiz", "Ana", None, "MLS, PRN", None],
    ["E3", "Okafor", "Dan", None, "MLS", date(2026, 6, 1)],
    ["E4", "Ng", "+Kim", None, "MLS", date(2026, 6, 1)],
]
CREDENTIALS = [
    ["Employee ID", "Program", "Credential", "Cycle End"],
    *[[f"E{number}", "ASCP", "MLS", date(2027, 6, 30)] for number in (1, 2, 3, 4)],
]
ROWS = credits(
    ["E1", "One", "LabCE", date(2026, 3, 10), 9, "Chemistry"],
    ["E4", "Before", "LabCE", date(2026, 2, 10), 1, "Chemistry"],
)

LEAVE = (
    "On leave since Mon 2 Nov 2026. Ask for nothing now; agree the date on which they return. The cycle end does not "
    "move by itself."
)


def start(app):
    imported(app, "start.xlsx", workbook(Staff=STAFF, Credentials=CREDENTIALS, Credits=ROWS))


@pytest.fixture
def app():
    with beginning_with(start) as opened:
        yield opened


def kinds(app) -> list[tuple[object, ...]]:
    return rows(circumstances.of_team(app, ME, TODAY), "staff_id", "kind", "since")


def test_circumstances_stand_beside_the_verdict_and_do_not_change_it(app):
    # Okafor was hired within the cycle and has nothing from before that day; Ng has something from before
    assert kinds(app) == [("E2", "per_diem", None), ("E3", "new_hire", "2026-06-01")]
    before = judge(app, ME.scope, TODAY).verdicts.frame
    done = staffing.change(app, ME, "leave", ["E1"], today=TODAY, day=date(2026, 11, 2), note="back in spring")
    found = circumstances.of_team(app, ME, TODAY)
    assert rows(found[found["staff_id"] == "E1"], "kind", "since", "note", "says") == [
        ("leave", "2026-11-02", "back in spring", LEAVE)
    ]
    assert judge(app, ME.scope, TODAY).verdicts.frame.equals(before)
    staffing.change(app, ME, "no_earlier", ["E3"], today=TODAY)
    assert kinds(app) == [("E1", "leave", "2026-11-02"), ("E2", "per_diem", None)]
    staffing.change(app, ME, "back", ["E1"], today=TODAY)
    assert kinds(app) == [("E2", "per_diem", None)]
    with pytest.raises(RefusedCommand):
        changing.take_back(app, ME, done.change_id, today=TODAY)


def test_people_are_changed_together_or_not_at_all(app):
    done = staffing.change(app, ME, "supervisor", ["E1", "E2"], today=TODAY, text="Kim Ng")
    assert done.summary == "2 people: has a new supervisor"
    assert rows(app.store.staff(), "supervisor")[:3] == [("Kim Ng",), ("Kim Ng",), (None,)]
    version = app.store.data_version()
    for named in ({"staff_ids": []}, {"staff_ids": ["E1"]}, {"staff_ids": ["E1", "E3"], "day": date(2026, 5, 1)}):
        with pytest.raises(RefusedCommand):
            staffing.change(app, ME, "left", today=TODAY, **named)
    assert app.store.data_version() == version
    staffing.change(app, ME, "left", ["E1"], today=TODAY, day=date(2026, 11, 1))
    assert "E1" not in set(judge(app, ME.scope, TODAY).staff["staff_id"])


def test_a_message_says_what_the_records_show_and_asks(app):
    staffing.change(app, ME, "leave", ["E2"], today=TODAY, day=TODAY)
    found = messages.drafts(app, ME, TODAY)
    assert set(found["staff_id"]) == {"E1", "E3", "E4"}
    text = found.set_index("staff_id")["text"]
    # 9 points in chemistry: 2 meet its minimum, 7 of the rest of 26; 36 - 9 = 27 = 1 + 1 + 2 + 2 + 2 + 19 are missing
    assert text["E1"] == (
        "Dear Maria,\n\nour records show, as of Sun 22 Nov 2026:\n"
        "- MLS (ASCP): 9 of 36 points; not yet there: safety 1, ethics 1, blood banking 2, hematology 2, "
        "microbiology 2, rest 19; cycle ends Wed 30 Jun 2027, declaration due by Mon 31 May 2027\n\n"
        "If you have earned more, please send me the certificates; if not, let us plan it together.\n\n"
        "Our records can be incomplete. If you have something that is not in them, send the certificate and it will be "
        "added.\n\nThank you."
    )
    assert "earlier education that we have not seen" in text["E3"]
    assert "earlier education that we have not seen" not in text["E1"]
    for word in ("fail", "must", "violation", "non-compliant"):
        assert word not in " ".join(text).casefold()


def test_a_mail_merge_has_one_row_a_person_and_no_formula(app):
    found = messages.drafts(app, ME, TODAY)
    lines = list(csv.reader(io.StringIO(messages.download(found, ME, as_text=True, reviewed=True).decode("utf-8-sig"))))
    assert lines[0] == ["Employee ID", "Name", "First Name", "Email", "Supervisor", "Subject", "Text", "Please note"]
    assert {line[0]: line[2] for line in lines[1:]}["E4"] == "'+Kim"
    sheet = cells(messages.download(found, ME, reviewed=True))["Messages"]
    assert {row[0]: row[2] for row in sheet[1:]}["E4"] == "+Kim"
    assert len(sheet) == len(lines) == 5


def test_an_answer_is_kept_with_its_day_and_can_be_taken_back(app):
    messages.note(app, ME, "E1", "sent", today=TODAY, kind="asked")
    done = messages.note(app, ME, "E1", "has three more hours", today=TODAY, on=date(2026, 11, 20))
    assert rows(messages.notes(app, ME, "E1"), "kind", "noted_on", "note", "actor") == [
        ("asked", "2026-11-22", "sent", "local"),
        ("answer", "2026-11-20", "has three more hours", "local"),
    ]
    found = messages.drafts(app, ME, TODAY)
    told = rows(found[found["staff_id"] == "E1"], "last_answer", "last_answered_on", "last_asked_on")
    assert told == [("has three more hours", "2026-11-20", "2026-11-22")]
    changing.take_back(app, ME, done.change_id, today=TODAY)
    assert len(messages.notes(app, ME, "E1")) == 1
    for text, on in (("  ", None), ("x", date(2026, 11, 23))):
        with pytest.raises(RefusedCommand):
            messages.note(app, ME, "E1", text, today=TODAY, on=on)


def test_a_list_of_names_is_not_written_before_somebody_reviewed_it():
    with pytest.raises(RefusedCommand, match="once somebody has reviewed it"):
        messages.download(messages.tables.empty(messages.MESSAGES), ME, reviewed=False)
