"""Declarations, verifications and renewals: from a list or a paste, previewed, in one change, and taken back."""

from __future__ import annotations

from datetime import date

import pytest

from lib.domain.errors import RefusedCommand, RefusedFile
from lib.services import changing, recordings, renewals, reports
from lib.services.judging import judge
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import ME, TODAY, credits, imported, workbook
from tests.unit.store.given import rows

STAFF = [
    ["Employee ID", "Last Name", "First Name", "Email"],
    ["E1", "Lopez", "Maria", "m@x.org"],
    ["E2", "Ruiz", "Ana", None],
    ["E3", "Okafor", "Dan", None],
]
CREDENTIALS = [
    ["Employee ID", "Program", "Credential", "Cycle Start", "Cycle End", "Declaration Filed On"],
    ["E1", "ASCP", "MLS", None, date(2026, 12, 31), date(2026, 11, 1)],
    ["E2", "ASCP", "MLS", None, date(2027, 6, 30), None],
    ["E2", "ASCP", "SBB", None, date(2027, 6, 30), None],
    ["E3", "ASCP", "MLS", None, date(2026, 10, 31), None],
]
ROWS = credits(
    ["E3", "Old", "LabCE", date(2024, 3, 10), 7, "Chemistry"],
    ["E3", "Recent", "LabCE", date(2026, 11, 10), 2, "Chemistry"],
    ["E1", "One", "LabCE", date(2026, 4, 10), 1, "Ethics"],
)
LOPEZ, RUIZ, OKAFOR = ("E1", "ASCP", "MLS"), ("E2", "ASCP", "MLS"), ("E3", "ASCP", "MLS")


def start(app):
    imported(app, "start.xlsx", workbook(Staff=STAFF, Credentials=CREDENTIALS, Credits=ROWS))


@pytest.fixture
def app():
    with beginning_with(start) as opened:
        yield opened


def of(app, action, keys, day, **more):
    return renewals.of_selection(app, ME, action, keys, day=day, **more)


def refusal(call, *arguments, **named) -> tuple[str, str]:
    with pytest.raises(RefusedCommand) as refused:
        call(*arguments, **named)
    return refused.value.code, refused.value.message


def statuses(app) -> dict[tuple[str, str], str]:
    frame = judge(app, ME.scope, TODAY).verdicts.frame
    return {(row.staff_id, row.credential): row.status for row in frame.itertuples()}


def test_a_renewal_opens_a_new_cycle_and_keeps_the_old_one(app):
    recording = of(app, "renewed", [OKAFOR], date(2029, 10, 31))
    found = renewals.preview(app, ME, recording, TODAY, today=TODAY)
    # MLS: 36 months up to 31 Oct 2029 begin on 1 Nov 2026: the 2 points of 10 Nov fall in it, the 7 of 2024 do not
    assert rows(found.opened, "name", "old_start", "old_end", "new_start", "new_end", "carried", "left_behind") == [
        ("Okafor, Dan", "2023-11-01", "2026-10-31", "2026-11-01", "2029-10-31", 200, 700)
    ]
    assert rows(found.moved, "name", "status_before", "status_after", "cycle_end_after") == [
        ("Okafor, Dan", "end_passed", "on_track", "2029-10-31")
    ]
    assert statuses(app)["E3", "MLS"] == "end_passed"
    done = renewals.record(app, ME, recording, today=TODAY)
    assert done.summary == "Okafor, Dan: MLS renewed"
    assert statuses(app)["E3", "MLS"] == "on_track"
    assert rows(app.store.past_cycles("E3"), "cycle_end") == [("2026-10-31",)]
    assert rows(app.store.holdings(known_on=date(2026, 11, 21)), "cycle_end") == []
    changing.take_back(app, ME, done.change_id, today=TODAY)
    assert app.store.past_cycles("E3").empty
    assert statuses(app)["E3", "MLS"] == "end_passed"


def test_a_new_cycle_begins_without_the_old_ones_declaration(app):
    assert statuses(app)["E1", "MLS"] == "filed"
    renewals.record(app, ME, of(app, "renewed", [LOPEZ], date(2029, 12, 31), verified=True), today=TODAY)
    (lopez,) = rows(app.store.holdings(staff_id="E1"), "cycle_end", "declaration_filed_on", "verified_on")
    assert lopez == ("2029-12-31", None, "2026-11-22")
    assert rows(app.store.past_cycles("E1"), "cycle_end", "declaration_filed_on") == [("2026-12-31", "2026-11-01")]


def test_each_gets_its_own_next_end(app):
    recording = of(app, "renewed", [LOPEZ, RUIZ, OKAFOR], None)
    assert [entry.day for entry in recording.entries] == ["2029-12-31", "2030-06-30", "2029-10-31"]
    done = renewals.record(app, ME, recording, today=TODAY)
    assert done.summary == "3 holdings renewed"
    assert len(app.store.past_cycles()) == 3
    assert len(changing.log(app, ME)) == 1


@pytest.mark.parametrize(
    ("action", "day", "code", "said"),
    [
        ("renewed", date(2026, 12, 31), "invalid_cycle", "Lopez, Maria: MLS ends on Thu 31 Dec 2026 already"),
        ("filed", date(2026, 11, 23), "future_date", "Lopez, Maria: Mon 23 Nov 2026 lies after today"),
        ("verified", None, "missing_date", "Lopez, Maria: no date is given for MLS. Give one."),
        ("audited", TODAY, "missing_value", "an audit needs a note"),
    ],
)
def test_what_cannot_be_is_refused_whole(app, action, day, code, said):
    recording = of(app, action, [LOPEZ, RUIZ], day)
    version = app.store.data_version()
    found, message = refusal(renewals.record, app, ME, recording, today=TODAY)
    assert (found, said in message) == (code, True)
    assert app.store.data_version() == version


def test_a_declaration_moves_the_status_and_an_early_one_is_told(app):
    recording = of(app, "filed", [RUIZ], TODAY)
    found = renewals.preview(app, ME, recording, TODAY, today=TODAY)
    # 30 Jun 2027 less 90 days is 1 Apr 2027: one filed before belongs to an earlier cycle
    (remark,) = found.remarks
    assert remark == (
        "Ruiz, Ana: MLS opens for declaration on Thu 1 Apr 2027; one of Sun 22 Nov 2026 is of an earlier cycle and "
        "does not count for this one."
    )
    assert found.moved.empty
    renewals.record(app, ME, of(app, "accepted", [LOPEZ], TODAY), today=TODAY)
    assert statuses(app)["E1", "MLS"] == "renewed"
    version = app.store.data_version()
    code, _ = refusal(renewals.record, app, ME, of(app, "accepted", [LOPEZ], TODAY), today=TODAY)
    assert (code, app.store.data_version()) == ("nothing_changes", version)


def test_an_audit_is_a_dated_note(app):
    recording = of(app, "audited", [LOPEZ], date(2026, 11, 20), note="passed, all certificates sent")
    done = renewals.record(app, ME, recording, today=TODAY)
    with app.store.reading() as cursor:
        from lib.store import records

        found = records.notes(cursor, ME.scope)
    assert rows(found, "staff_id", "credential", "kind", "noted_on", "note") == [
        ("E1", "MLS", "audited", "2026-11-20", "passed, all certificates sent")
    ]
    changing.take_back(app, ME, done.change_id, today=TODAY)


@pytest.mark.parametrize(
    ("line", "key", "end"),
    [
        ("E1, MLS, 2029-12-31", LOPEZ, "2029-12-31"),
        ("Lopez, Maria, MLS(ASCP)CM, Dec 31, 2029", LOPEZ, "2029-12-31"),
        ("Maria Lopez\tMLS\t12/31/2029", LOPEZ, "2029-12-31"),
        ("m@x.org; MLS; 31 December 2029", LOPEZ, "2029-12-31"),
        ("Lopez, Maria, 2029-12-31", LOPEZ, "2029-12-31"),
        ("E3 | MLS | 2029-10-31", OKAFOR, "2029-10-31"),
        ("E2\tRuiz\tAna\tMLS\t2030-06-30", RUIZ, "2030-06-30"),
    ],
)
def test_a_pasted_line_is_read_as_an_import_would(app, line, key, end):
    found = recordings.from_paste(app, ME, "renewed", line)
    assert found.troubles == ()
    (entry,) = found.recording.entries
    assert (entry.staff_id, entry.program, entry.credential) == key
    renewals.record(app, ME, found.recording, today=TODAY)
    held = app.store.holdings(staff_id=key[0])
    assert (rows(held[held["credential"] == "MLS"], "cycle_end")) == [(end,)]


def test_what_is_not_understood_is_listed_by_line_and_nothing_is_stored_by_half(app):
    text = (
        "Employee ID, Credential, Date\n"
        "E1, MLS, 2029-12-31\n"
        "\n"
        "Smith, John, MLS, 2029-12-31\n"
        "E2, 2030-06-30\n"
        "E2, XYZ, 2030-06-30\n"
        "E3, SBB, 2030-06-30\n"
        "E2, MLS, 2030-02-30\n"
        "E2, SBB, 2026-01-31\n"
    )
    found = recordings.from_paste(app, ME, "renewed", text)
    assert found.lines == 7
    assert [trouble.place for trouble in found.troubles] == [4, 5, 6, 7]
    assert found.troubles[0].message == (
        'Line 4: No staff member matches "Smith, John". Add the person with an employee ID, or match the line '
        "by its ID."
    )
    assert "holds MLS (ASCP), SBB (ASCP). Name one." in found.troubles[1].message
    assert found.troubles[2].message.startswith('Line 6: "XYZ" is a credential that no program in the rule book knows.')
    assert "Line 7: E3 does not hold SBB on our records, but MLS (ASCP)." in found.troubles[3].message
    wrong = renewals.problems(app, ME, found.recording, today=TODAY)
    assert [(each.place, each.code) for each in wrong] == [(8, "invalid_date"), (9, "invalid_cycle")]
    assert wrong[0].message.startswith('Ruiz, Ana: Cycle End: "2030-02-30" is not a date that exists.')
    with pytest.raises(RefusedCommand):
        renewals.record(app, ME, found.recording, today=TODAY)
    done = renewals.record(app, ME, recordings.without(found.recording, wrong), today=TODAY)
    assert done.summary == "Lopez, Maria: MLS renewed"


def test_dates_that_could_be_either_way_are_asked_about(app):
    text = "E1, MLS, 01/02/2030\nE3, MLS, 03/04/2030"
    found = recordings.from_paste(app, ME, "renewed", text)
    with pytest.raises(RefusedFile) as refused:
        renewals.record(app, ME, found.recording, today=TODAY)
    assert refused.value.code == "ambiguous_dates"
    found = recordings.from_paste(app, ME, "renewed", text, date_order="dmy")
    renewals.record(app, ME, found.recording, today=TODAY)
    assert rows(app.store.holdings(staff_id="E1"), "cycle_end") == [("2030-02-01",)]


def test_one_holding_is_not_recorded_twice(app):
    found = recordings.from_paste(app, ME, "renewed", "E1, MLS, 2029-12-31\nE1, MLS, 2030-01-31")
    assert [each.place for each in renewals.problems(app, ME, found.recording, today=TODAY)] == [2]


def test_many_taken_back_leave_the_same_verdicts_and_the_same_export(app):
    before, export = rows(judge(app, ME.scope, TODAY).verdicts.frame), reports.compliance_text(app, ME, TODAY)
    steps = [
        renewals.record(app, ME, of(app, "verified", [LOPEZ, RUIZ, OKAFOR], TODAY), today=TODAY),
        renewals.record(app, ME, of(app, "accepted", [LOPEZ], TODAY), today=TODAY),
        renewals.record(app, ME, of(app, "renewed", [LOPEZ, RUIZ, OKAFOR], None), today=TODAY),
        renewals.record(app, ME, of(app, "renewed", [LOPEZ], date(2032, 12, 31)), today=TODAY),
    ]
    code, message = refusal(changing.take_back, app, ME, steps[0].change_id, today=TODAY)
    assert code == "built_on"
    assert message.index(f"change {steps[3].change_id}") < message.index(f"change {steps[2].change_id}")
    for done in reversed(steps):
        changing.take_back(app, ME, done.change_id, today=TODAY)
    assert rows(judge(app, ME.scope, TODAY).verdicts.frame) == before
    assert reports.compliance_text(app, ME, TODAY) == export


def test_a_later_import_that_names_the_holding_builds_on_the_renewal(app):
    done = renewals.record(app, ME, of(app, "renewed", [OKAFOR], date(2029, 10, 31)), today=TODAY)
    later = [
        CREDENTIALS[0],
        ["E3", "ASCP", "MLS", None, date(2029, 10, 31), None],
        ["E3", "ASCP", "SBB", None, None, None],
    ]
    imported(app, "later.xlsx", workbook(Credentials=later))
    code, message = refusal(changing.take_back, app, ME, done.change_id, today=TODAY)
    assert (code, "Take back first import 2 (later.xlsx); then change" in message) == ("built_on", True)
