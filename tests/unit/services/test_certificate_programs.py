"""Certificate programs end to end: enrolled by hand or from a list, counted, marked, undone; CMP counts them too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from lib.access.principal import Principal, Scope
from lib.domain.errors import NotAllowed, RefusedCommand, RefusedFile
from lib.services import certificate_programs as service
from lib.services import imports, person
from lib.services.container import LabReady
from lib.services.uploads import Upload
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import CREDENTIALS, ME, STAFF, TODAY, credits, imported, workbook

LMU = "LMU-FUNDAMENTALS"
ACTIVITIES = credits(
    ["E1", "LMU 1: Budgets", "ASCP", date(2026, 3, 10), 1, "Laboratory management"],
    ["E1", "LMU 2: Ethics in the Laboratory", "ASCP", date(2026, 4, 10), 1, "Ethics"],
    ["E1", "Staffing for managers", "ASCP", date(2026, 5, 10), 1, "Laboratory management"],
    ["E2", "LMU 1: Budgets", "ASCP", date(2026, 3, 10), 1, "Laboratory management"],
    ["E2", "LMU 2: Ethics in the Laboratory", "ASCP", date(2026, 4, 10), 1, "Ethics"],
)


def start(app: LabReady) -> None:
    imported(app, "all.xlsx", workbook(Staff=STAFF, Credentials=CREDENTIALS, Credits=ACTIVITIES))


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(start) as opened:
        yield opened


def standing(app: LabReady, as_of: date = TODAY, known_on: date | None = None) -> list[tuple[object, ...]]:
    found = service.team(app, ME, as_of, known_on=known_on).progress
    return list(found[["name", "program", "done", "needed"]].itertuples(index=False, name=None))


def test_courses_are_counted_from_the_enrolment_on(app):
    assert service.enrol(app, ME, LMU, ["E1"], date(2026, 4, 1), today=TODAY) == 1
    assert standing(app) == [("Lopez, Maria", LMU, 1, 25)]
    assert standing(app, date(2026, 3, 31)) == []
    suggested = service.team(app, ME, TODAY).suggested
    assert list(suggested[["staff_id", "courses"]].itertuples(index=False, name=None)) == [("E2", 2)]
    # the same again changes nothing; another day does
    assert service.enrol(app, ME, LMU, ["E1"], date(2026, 4, 1), today=TODAY) == 0
    assert service.enrol(app, ME, LMU, ["E1"], None, today=TODAY) == 1
    assert standing(app) == [("Lopez, Maria", LMU, 2, 25)]
    mine = service.of_person(app, ME, "E1", TODAY)
    assert (mine.progress["done"].tolist(), len(mine.courses)) == ([2], 2)


def test_a_mark_holds_for_everybody_and_can_be_taken_back(app):
    service.enrol(app, ME, LMU, ["E1", "E2"], None, today=TODAY)
    service.mark_course(app, ME, LMU, ["Staffing for managers"], True, today=TODAY)
    service.mark_course(app, ME, LMU, ["LMU 1: Budgets"], False, today=TODAY)
    assert sorted(standing(app)) == [("Lopez, Maria", LMU, 2, 25), ("Ruiz, Ana", LMU, 1, 25)]
    service.mark_course(app, ME, LMU, ["LMU 1: Budgets"], None, today=TODAY)
    assert sorted(standing(app)) == [("Lopez, Maria", LMU, 3, 25), ("Ruiz, Ana", LMU, 2, 25)]


def test_courses_count_towards_the_credential_like_any_other_credit(app):
    before = person.record(app, ME, "E1", TODAY).verdicts.iloc[0]
    service.enrol(app, ME, LMU, ["E1"], None, today=TODAY)
    after = person.record(app, ME, "E1", TODAY).verdicts.iloc[0]
    # 3 points: ethics 1, and 2 of laboratory management in the rest.
    assert (before["counted"], before["gap_ethics"]) == (after["counted"], after["gap_ethics"]) == (300, 0)


def test_an_ended_enrolment_is_gone_and_was_known_before(app):
    service.enrol(app, ME, LMU, ["E1"], None, today=date(2026, 11, 20))
    service.end_enrolment(app, ME, "E1", LMU, today=date(2026, 11, 22))
    assert standing(app) == []
    assert [row[0] for row in standing(app, date(2026, 11, 21), date(2026, 11, 21))] == []  # nothing imported by then
    assert len(app.store.enrolments(known_on=date(2026, 11, 21))) == 1
    with pytest.raises(RefusedCommand, match="is not enrolled"):
        service.end_enrolment(app, ME, "E1", LMU, today=TODAY)


@pytest.mark.parametrize(
    ("program", "people", "since", "message"),
    [
        ("X", ["E1"], None, "is not a certificate program"),
        (LMU, ["E9"], None, "nobody here has the employee ID “E9”"),
        (LMU, [], None, "no person was named"),
        (LMU, ["E1"], date(2026, 11, 23), "2026-11-23 lies after today"),
    ],
)
def test_a_wrong_enrolment_is_refused_and_changes_nothing(app, program, people, since, message):
    with pytest.raises(RefusedCommand, match=message):
        service.enrol(app, ME, program, people, since, today=TODAY)
    assert app.store.enrolments().empty


def test_a_mark_without_a_title_is_refused(app):
    with pytest.raises(RefusedCommand, match="no title was chosen"):
        service.mark_course(app, ME, LMU, [" "], True, today=TODAY)


def test_permission_and_scope_are_asked_first(app):
    viewer = Principal("viewer", frozenset({"view"}))
    with pytest.raises(NotAllowed):
        service.enrol(app, viewer, LMU, ["E1"], None, today=TODAY)
    with pytest.raises(NotAllowed):
        service.mark_course(app, viewer, LMU, ["a"], True, today=TODAY)
    with pytest.raises(NotAllowed):
        service.team(app, Principal("nobody", frozenset()), TODAY)
    service.enrol(app, ME, LMU, ["E1"], None, today=TODAY)
    elsewhere = replace(ME, scope=Scope(sites=frozenset({"Elsewhere"})))
    assert service.team(app, elsewhere, TODAY).progress.empty
    with pytest.raises(RefusedCommand, match="nobody here"):
        service.enrol(app, elsewhere, LMU, ["E1"], None, today=TODAY)


def test_a_list_enrols_by_id_or_name_and_says_what_it_left_out(app):
    text = (
        "Certificate programs 2026\n"
        "Employee ID,Name,Certificate Program,Enrolled On\n"
        "E1,,Lab Management University Fundamentals,2026-02-01\n"
        ',"Ruiz, Ana",UPI,\n'
        ",Nobody Known,UPI,\n"
        "E1,,Basket weaving,\n"
        "E2,,UPI,2027-01-01\n"
    )
    rows, left_out = service.read_enrolment_list(app, ME, Upload("list.csv", text.encode()), today=TODAY)
    shown = rows.assign(enrolled_on=rows["enrolled_on"].dt.strftime("%F").fillna("")).values.tolist()
    assert shown == [["E1", LMU, "2026-02-01"], ["E2", "UPI", ""]]
    assert [sentence.split(": ")[1] for sentence in left_out] == [
        "no staff member matches.",
        "“Basket weaving” is not a certificate program that is known here.",
        "“2027-01-01” is not a day that exists, or lies after today.",
    ]
    assert service.store_enrolments(app, ME, rows, today=TODAY) == 2
    assert [row[:2] for row in standing(app)] == [("Ruiz, Ana", "UPI"), ("Lopez, Maria", LMU)]


def test_a_list_without_the_columns_is_refused(app):
    with pytest.raises(RefusedFile, match="no sheet has a column for the person"):
        service.read_enrolment_list(app, ME, Upload("list.csv", b"a,b\n1,2\n"), today=TODAY)
    ambiguous = b"Employee ID,Program,Enrolled On\nE1,UPI,03/04/2026\n"
    with pytest.raises(RefusedFile, match="can be read month first or day first"):
        service.read_enrolment_list(app, ME, Upload("list.csv", ambiguous), today=TODAY)


def test_an_import_taken_back_leaves_the_enrolment_of_others(app):
    more = credits(["E1", "LMU 3: Leases", "ASCP", date(2026, 6, 1), 1, "Laboratory management"])
    batch = imported(app, "more.xlsx", workbook(Credits=more)).batch
    service.enrol(app, ME, LMU, ["E1"], None, today=TODAY)
    assert standing(app) == [("Lopez, Maria", LMU, 3, 25)]
    imports.undo(app, ME, batch, today=TODAY)
    assert standing(app) == [("Lopez, Maria", LMU, 2, 25)]
