"""Two records of one person: joined they are one, later files follow, and parted all is as it was before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from lib.domain import decisions as kinds
from lib.domain.errors import RefusedCommand
from lib.services import deciding, imports, person, readiness, records, waiting_people
from lib.services.container import LabReady
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import ME, TODAY, imported, workbook

STAFF = [
    ["Employee ID", "Last Name", "First Name", "Email", "Site"],
    ["E1", "Lopez", "Maria", "m@x.org", None],
    ["E2", "Ruiz", "Ana", None, "Main"],
    ["T9", "Lopez", "María", None, "Main"],
]
HOLDINGS = [
    ["Employee ID", "Program", "Credential", "Certification Number", "Certified On", "Cycle End", "Verified On"],
    ["E1", "ASCP", "PBT", None, date(2020, 1, 1), date(2027, 6, 30), None],
    ["T9", "ASCP", "PBT", "123", date(2020, 1, 1), date(2024, 6, 30), None],
    ["T9", "ASCP", "MLS", "456", date(2020, 1, 1), date(2027, 6, 30), date(2026, 1, 5)],
    ["E2", "ASCP", "PBT", "789", date(2020, 1, 1), date(2027, 6, 30), None],
]
MEMBERS = [
    ["Employee ID", "Provider", "Member Until"],
    ["E1", "ASCP", date(2026, 12, 31)],
    ["T9", "ASCP", date(2027, 12, 31)],
]
HEADER = ["Employee ID", "Activity Title", "Completed On", "Points", "Area"]
CREDITS = [
    HEADER,
    ["E1", "Ethics hour", date(2026, 2, 2), 1, "Ethics"],
    ["T9", "Ethics hour", date(2026, 2, 2), 1, "Ethics"],
    ["T9", "Safety hour", date(2026, 3, 2), 1, "Safety"],
    ["T9", "Safety hours", date(2026, 3, 3), 1, "Safety"],
]


def start(app: LabReady) -> None:
    sheets = workbook(Staff=STAFF, Credentials=HOLDINGS, Memberships=MEMBERS, Credits=CREDITS)
    imported(app, "team.xlsx", sheets)


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(start) as opened:
        yield opened


def said(app: LabReady) -> list[object]:
    """Everything that is said of everybody."""
    team = readiness.team(app, ME, TODAY).verdicts.astype(str)
    found: list[object] = [tuple(row) for row in team.itertuples(index=False)]
    for frame in (app.store.staff(), app.store.holdings(), app.store.past_cycles(), app.store.memberships()):
        found += [tuple(row) for row in frame.astype(str).itertuples(index=False)]
    for staff_id in app.store.staff()["staff_id"]:
        ledger = person.record(app, ME, staff_id, TODAY).ledger.astype(str)
        found += [tuple(row) for row in ledger.itertuples(index=False)]
    return found


def join(app: LabReady, gone: str = "T9", kept: str = "E1") -> deciding.Moves:
    proposal = records.merge_decision(app, ME, gone, kept)
    moves = deciding.foresee(app, ME, proposal, today=TODAY)
    deciding.decide(app, ME, proposal, today=TODAY)
    return moves


def part(app: LabReady, gone: str = "T9") -> None:
    deciding.take_back(app, ME, kinds.MERGE, [gone], today=TODAY)


def test_records_that_share_a_name_are_proposed(app):
    found = records.likely_twins(app, ME)
    assert found.values.tolist() == [["E1", "Lopez, Maria", "T9", "Lopez, María", "the same name"]]


def test_joined_records_are_one_person_and_parted_all_is_as_before(app):
    before = said(app)
    moves = join(app)
    # E1 (PBT) gets a safety point, and the MLS comes along
    assert moves.people == 2
    staff = app.store.staff()
    assert staff[["staff_id", "site"]].values.tolist() == [["E1", "Main"], ["E2", "Main"]]
    held = app.store.holdings(staff_id="E1")
    shown = held.assign(cycle_end=held["cycle_end"].astype(str))
    assert shown[["credential", "certification_number", "cycle_end"]].values.tolist() == [
        ["MLS", "456", "2027-06-30"],
        ["PBT", "123", "2027-06-30"],
    ]
    assert app.store.past_cycles("E1")["cycle_end"].astype(str).tolist() == ["2024-06-30"]
    assert app.store.memberships()["member_until"].astype(str).tolist() == ["2027-12-31"]
    credits = app.store.credits_of("E1")
    # the ethics hour is there twice now: the later row is told, and not counted; the two safety hours stay in doubt
    assert credits[["title", "eligibility", "because"]].astype(object).fillna("").values.tolist() == [
        ["Ethics hour", "counts", ""],
        ["Ethics hour", "no", "repeated"],
        ["Safety hour", "counts", ""],
        ["Safety hours", "ask", ""],
    ]
    ledger = person.record(app, ME, "E1", TODAY).ledger
    assert ledger.groupby("holding")["allocated"].sum().tolist() == [400, 400]
    assert set(ledger.loc[ledger["reason"] == "repeated", "title"]) == {"Ethics hour"}
    with pytest.raises(RefusedCommand, match="nobody here has the employee ID “T9”"):
        person.record(app, ME, "T9", TODAY)
    part(app)
    assert said(app) == before


def test_later_files_that_name_the_id_that_went_follow_and_go_back_with_it(app):
    join(app)
    later = [
        ["Employee ID", "Last Name", "First Name", "Activity Title", "Completed On", "Points", "Area"],
        ["T9", "Lopez", "María", "Later", date(2026, 6, 1), 1, "Chemistry"],
        ["T9", "Lopez", "María", "Ethics HOUR", date(2026, 2, 2), 1, "Ethics"],
        [None, "Lopez", "Maria", "By name", date(2026, 6, 2), 1, "Chemistry"],
    ]
    done = imported(app, "later.xlsx", workbook(Credits=later))
    (sheet,) = done.outcome.sheets
    assert (sheet.accepted, sheet.duplicates, sheet.rejected, sheet.new_staff) == (2, 1, 0, 0)
    assert app.store.credits_of("E1")["title"].tolist()[-2:] == ["Later", "By name"]
    again = imported(app, "later.xlsx", workbook(Credits=later))
    assert [(each.accepted, each.duplicates) for each in again.outcome.sheets] == [(0, 3)]
    part(app)
    assert app.store.credits_of("T9")["title"].tolist()[-1] == "Later"
    assert app.store.credits_of("E1")["title"].tolist() == ["Ethics hour", "By name"]


def test_taking_the_import_back_leaves_nothing_behind(app):
    other = [HEADER, ["X5", "Hematology", date(2026, 5, 1), 1, "Hematology"]]
    before = said(app)
    imported(app, "other.xlsx", workbook(Credits=other))
    join(app, "X5", "E2")
    assert app.store.credits_of("E2")["title"].tolist() == ["Hematology"]
    imports.undo(app, ME, 2, today=TODAY)
    assert app.store.credits_of("E2").empty
    assert said(app) == before


def test_three_records_are_joined_and_parted_in_any_order(app):
    join(app, "T9", "E1")
    between = said(app)
    join(app, "E1", "E2")
    assert app.store.credits_of("E2")["title"].tolist().count("Ethics hour") == 2
    assert app.store.staff()["staff_id"].tolist() == ["E2"]
    part(app, "E1")
    assert said(app) == between


def test_what_cannot_be_joined_is_refused(app):
    with pytest.raises(RefusedCommand, match="“Q”"):
        records.merge_decision(app, ME, "Q", "E1")
    with pytest.raises(RefusedCommand, match="both are the record E1"):
        records.merge_decision(app, ME, "E1", "E1")
    join(app)
    with pytest.raises(RefusedCommand, match="joined to another already"):
        records.merge_decision(app, ME, "T9", "E2")


BY_NAME = [
    ["Name", "Activity Title", "Completed On", "Points", "Area"],
    ["Ana Ruis", "Safety", date(2026, 3, 10), 1, "Safety"],
    ["Ana Ruis", "Ethics", date(2026, 3, 11), 1, "Ethics"],
    ["Xu Wei", "Ethics", date(2026, 3, 11), 1, "Ethics"],
]


def test_near_people_are_proposed_with_a_score_and_why(app):
    imported(app, "names.xlsx", workbook(Credits=BY_NAME))
    waiting = waiting_people.people_waiting(app, ME)
    assert waiting[["person", "rows", "points", "set_aside"]].values.tolist() == [
        ["Ana Ruis", 2, 200, False],
        ["Xu Wei", 1, 100, False],
    ]
    found = waiting_people.proposals(app, ME, "name:ana ruis")
    # "ana ruis" and "ana ruiz": 7 of 8 letters, 2 * 7 / 16 = 87.5
    assert found.values.tolist() == [["E2", "Ruiz, Ana", 87, "a like name (87 of 100); the same first name"]]
    assert waiting_people.proposals(app, ME, "name:xu wei").empty


def test_a_match_counts_at_once_and_taken_back_the_rows_wait_again(app):
    imported(app, "names.xlsx", workbook(Credits=BY_NAME))
    before, waited = said(app), waiting_people.people_waiting(app, ME).astype(str).values.tolist()
    proposal = waiting_people.match_decision(app, ME, "name:ana ruis", "E2")
    moves = deciding.foresee(app, ME, proposal, today=TODAY)
    assert moves.people == 1
    deciding.decide(app, ME, proposal, today=TODAY)
    assert app.store.credits_of("E2")["title"].tolist() == ["Safety", "Ethics"]
    (made,) = deciding.decisions_made(app, ME).to_dict("records")
    assert (made["what"], made["about"], made["answer"]) == ("Who is meant", "name:ana ruis", "employee ID E2")
    assert deciding.foresee_taking_back(app, ME, kinds.MATCH, ["name:ana ruis"], today=TODAY).people == 1
    deciding.take_back(app, ME, kinds.MATCH, ["name:ana ruis"], today=TODAY)
    assert said(app) == before
    assert waiting_people.people_waiting(app, ME).astype(str).values.tolist() == waited
    assert app.store.aliases() == {}


def test_nobody_of_ours_is_set_aside_for_later_files_too_and_can_come_back(app):
    imported(app, "names.xlsx", workbook(Credits=BY_NAME))
    deciding.decide(app, ME, waiting_people.nobody_decision(app, ME, "name:xu wei"), today=TODAY)
    imported(
        app,
        "more.xlsx",
        workbook(Credits=[BY_NAME[0], ["XU WEI", "Chemistry", date(2026, 4, 1), 1, "Chemistry"]]),
    )
    waiting = waiting_people.people_waiting(app, ME)
    assert waiting[["person", "rows", "set_aside"]].values.tolist() == [["Ana Ruis", 2, False], ["Xu Wei", 2, True]]
    assert app.store.reach(ME.scope, TODAY).waiting_rows == 2
    deciding.take_back(app, ME, kinds.NOBODY, ["name:xu wei"], today=TODAY)
    assert not waiting_people.people_waiting(app, ME)["set_aside"].any()
    with pytest.raises(RefusedCommand, match="no row waits"):
        waiting_people.match_decision(app, ME, "name:somebody", "E1")
