"""Possible duplicates: the later row may count, compared only with rows that are sure themselves."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from lib.domain import decisions as kinds
from lib.store.decisions import Decision
from lib.store.versioned import CREDITS, remove_rows
from tests.unit.store.given import AT, TODAY, credit, outcome, rows, store_outcome, undo


def eligibilities(store, known_on=None) -> dict[str, tuple[str, object]]:
    found = store.credits_of("E1", known_on=known_on)
    return {row[0]: row[1:] for row in rows(found, "evidence", "eligibility", "alike_to")}


def alike(store, *given: tuple[str, str, str], **more: object) -> dict[str, str]:
    """Eligibility by name of credits given as name, title and day, in one file in this order."""
    named = [credit("E1", title, day, 100 + n, evidence=name, **more) for n, (name, title, day) in enumerate(given)]
    store_outcome(store, outcome(credits=named))
    return {name: eligibility for name, (eligibility, _) in eligibilities(store).items()}


@pytest.mark.parametrize(("day", "expected"), [("2026-03-13", "ask"), ("2026-03-07", "ask"), ("2026-03-14", "counts")])
def test_within_three_days_of_an_earlier_row(store, day, expected):
    # 10 March + 3 = 13 March; a row that stands later in the file is the later one even if its day is before
    assert alike(store, ("a", "Flow cytometry basics", "2026-03-10"), ("b", "Flow cytometry basics", day)) == {
        "a": "counts",
        "b": expected,
    }


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Flow cytometry basics", "Basics: Flow Cytometry", "ask"),  # the same words in another order: 100
        ("Flow cytometry basics", "Flow cytometry basic", "ask"),  # 2*20/(21+20) = 97.6
        ("abcdefghij", "abcdefghiX", "ask"),  # 9 of 10 letters: 2*9/20 = 90, at the threshold
        ("abcdefghi", "abcdefghX", "counts"),  # 8 of 9: 88.9, below it
        ("Safety 2025", "Safety 2026", "counts"),  # alike, but other digits
        ("Part 1 of 2", "Part 2 of 1", "ask"),  # the same groups of digits, sorted
        ("Transfusion", "Hematology", "counts"),
    ],
)
def test_titles_that_are_alike(store, one, other, expected):
    assert alike(store, ("a", one, "2026-03-10"), ("b", other, "2026-03-10"))["b"] == expected


def test_the_same_certificate_number_whatever_the_title(store):
    given = [("a", "Transfusion", "2026-03-10"), ("b", "Hematology", "2026-03-11")]
    assert alike(store, *given, certificate_number=" C-9 ")["b"] == "ask"


def test_an_empty_certificate_number_is_none(store):
    given = [("a", "Transfusion", "2026-03-10"), ("b", "Hematology", "2026-03-11")]
    assert alike(store, *given, certificate_number=" ")["b"] == "counts"


def test_only_the_same_person(store):
    given = [credit("E2", "A", "2026-03-10"), credit("E1", "A", "2026-03-10", evidence="b")]
    store_outcome(store, outcome(credits=given))
    assert eligibilities(store) == {"b": ("counts", None)}


def test_a_row_is_compared_only_with_rows_that_are_not_ask_themselves(store):
    # b repeats a (2 days), c repeats b (2 days) but not a (4 days): b is ask, so c counts
    days = [("a", "Course", "2026-03-10"), ("b", "Course", "2026-03-12"), ("c", "Course", "2026-03-14")]
    assert alike(store, *days) == {"a": "counts", "b": "ask", "c": "counts"}


def test_a_row_that_is_no_education_is_compared_with_and_stays_no(store):
    no = {"eligibility": "no", "activity_type": "staff_meeting"}
    given = [
        credit("E1", "Course", "2026-03-10", 100, evidence="a", **no),
        credit("E1", "Course", "2026-03-11", 100, evidence="b"),
        credit("E1", "Course", "2026-03-12", 100, evidence="c", **no),
    ]
    store_outcome(store, outcome(credits=given))
    assert {name: one for name, (one, _) in eligibilities(store).items()} == {"a": "no", "b": "ask", "c": "no"}


def test_an_unassigned_row_asks_for_nobody_else(store):
    given = [
        credit("E1", "Course", "2026-03-10", evidence="a", areas=""),
        credit("E1", "Course", "2026-03-11", evidence="b"),
    ]
    store_outcome(store, outcome(credits=given))
    assert eligibilities(store) == {"a": ("ask", None), "b": ("counts", None)}


def test_the_later_import_is_the_later_row_and_it_is_said_what_it_is_like(store):
    store_outcome(store, outcome(credits=[credit("E1", "Course", "2026-03-12", evidence="a")]), date(2026, 4, 1))
    store_outcome(store, outcome(credits=[credit("E1", "Course", "2026-03-10", evidence="b")]), date(2026, 5, 1))
    assert eligibilities(store) == {"a": ("counts", None), "b": ("ask", 10_000_001)}
    undo(store, 2, date(2026, 6, 1))
    assert eligibilities(store) == {"a": ("counts", None)}
    assert eligibilities(store, date(2026, 5, 1))["b"] == ("ask", 10_000_001)


def test_without_the_earlier_row_the_later_one_counts(store):
    told = [credit("E1", "Course", "2026-03-12", evidence="a"), credit("E1", "Course", "2026-03-10", evidence="b")]
    store_outcome(store, outcome(credits=told))
    assert eligibilities(store)["b"] == ("ask", 10_000_001)
    with store.transaction("correct", actor="local", at=AT, on_date=TODAY) as change:
        remove_rows(change, CREDITS, pa.table({"credit_id": [10_000_001]}))
    assert eligibilities(store) == {"b": ("counts", None)}
    assert store.possible_doubles().empty


def earlier_enrolment(store) -> str:
    """Store a row that its file calls an earlier enrolment, with no other row of its title; returns its subject."""
    store_outcome(store, outcome(credits=[credit("E1", "Course", "2026-03-12", evidence="a", eligibility="ask")]))
    (subject,) = store.possible_doubles()["subject"]
    return subject


def test_a_row_that_its_file_doubts_asks_without_another_row_too(store):
    earlier_enrolment(store)
    assert eligibilities(store) == {"a": ("ask", None)}
    names = ("later_title", "later_points", "later_row", "earlier_id", "earlier_title", "earlier_points", "earlier_row")
    assert rows(store.possible_doubles(), *names) == [("Course", 100, 2, None, None, None, None)]


@pytest.mark.parametrize(("answer", "expected"), [("same", "no"), ("two", "counts")])
def test_such_a_row_is_decided_and_taken_back(store, answer, expected):
    subject = earlier_enrolment(store)
    made = {"actor": "local", "at": AT, "on_date": TODAY, "note": "it was"}
    store.decide([Decision(kinds.PAIR, subject, answer, "Course")], **made)
    assert [one for one, _ in eligibilities(store).values()] == [expected]
    assert store.possible_doubles().empty
    store.take_back(kinds.PAIR, [subject], **made)
    assert eligibilities(store) == {"a": ("ask", None)}


def test_such_a_row_of_its_own_counts_no_more_when_its_title_is_no_education(store):
    subject = earlier_enrolment(store)
    made = {"actor": "local", "at": AT, "on_date": TODAY, "note": "it was"}
    title = store.credits_of("E1")["title"].iloc[0].lower()
    store.decide([Decision(kinds.PAIR, subject, "two", "Course")], **made)
    store.decide([Decision(kinds.EDUCATION, title, "no", "Course")], **made)
    assert [one for one, _ in eligibilities(store).values()] == ["no"]
