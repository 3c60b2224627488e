"""Area texts that no synonym knows: assigned once, for all credits with the text, and remembered."""

from __future__ import annotations

from lib.access.principal import Scope
from lib.domain import decisions as kinds
from lib.domain.areas import AREA_NUMBER, mask_of
from tests.unit.store.given import assign, credit, match, outcome, rows, store_outcome, undo


def unknown(staff_id: str, title: str, text: str | None, **more: object) -> dict[str, object]:
    return credit(staff_id, title, "2026-01-01", area_text=text, **{"areas": "", "eligibility": "ask", **more})


def given(store) -> None:
    told = [
        unknown("E1", "A", "Lab stuff"),
        unknown("E2", "B", "LAB-STUFF"),
        unknown("E2", "C", None),
        unknown("E2", "D", "Lab stuff", eligibility="no", activity_type="orientation"),
        credit("E1", "E", "2026-01-01", areas="ethics"),
    ]
    staff = [{"staff_id": "E1", "site": "North"}, {"staff_id": "E2", "site": "South"}]
    store_outcome(store, outcome(staff=staff, credits=told))


def test_texts_are_grouped_apart_from_case_and_punctuation(store):
    given(store)
    shown = ("area_text", "credits", "people", "titles")
    assert rows(store.area_groups(), *shown) == [("Lab stuff", 2, 2, "A\nB"), ("", 1, 1, "C")]
    assert rows(store.area_groups(Scope(sites=frozenset({"North"}))), *shown) == [("Lab stuff", 1, 1, "A")]


def test_assigning_counts_all_of_them_and_is_remembered(store):
    given(store)
    assign(store, "lab stuff", "chemistry", "safety")
    mask, first = mask_of(["chemistry", "safety"]), AREA_NUMBER["chemistry"]
    assert rows(store.credits_of("E1"), "title", "areas", "eligibility", "area_mask", "first_area") == [
        ("A", "chemistry;safety", "counts", mask, first),
        ("E", "ethics", "counts", mask_of(["ethics"]), AREA_NUMBER["ethics"]),
    ]
    # what is no continuing education stays that
    assert rows(store.credits_of("E2"), "title", "areas", "eligibility") == [
        ("B", "chemistry;safety", "counts"),
        ("C", "", "ask"),
        ("D", "chemistry;safety", "no"),
    ]
    assert store.assigned_areas() == {"lab stuff": "chemistry;safety"}
    assert rows(store.area_groups(), "area_text") == [("",)]


def test_a_second_assignment_replaces_the_first_and_the_same_again_changes_nothing(store):
    given(store)
    assign(store, "lab stuff", "chemistry")
    before = rows(store.credits_of("E1")), rows(store.credits_of("E2"))
    assign(store, "lab stuff", "chemistry")
    assert (rows(store.credits_of("E1")), rows(store.credits_of("E2"))) == before
    assign(store, "lab stuff", "ethics")
    assert store.assigned_areas() == {"lab stuff": "ethics"}
    assert rows(store.credits_of("E1"), "areas") == [("ethics",), ("ethics",)]


def test_credits_without_a_text_are_assigned_by_their_titles_and_other_titles_later_are_not(store):
    given(store)
    assign(store, "c", "ethics", kind=kinds.TITLE_AREA)
    assert store.assigned_areas() == {}
    later = [unknown("E1", "c!", None), unknown("E1", "Z", None)]
    store_outcome(store, outcome(credits=later))
    assert rows(store.credits_of("E1"), "title", "eligibility")[-2:] == [("c!", "counts"), ("Z", "ask")]


def test_undo_takes_assigned_credits_back_too(store):
    given(store)
    assign(store, "lab stuff", "chemistry")
    undo(store, 1)
    assert store.credit_keys().empty
    assert store.assigned_areas() == {"lab stuff": "chemistry"}


def test_rows_that_wait_are_assigned_as_well(store):
    row = {**unknown("", "W", "Lab stuff"), "person_name": "Ruiz", "row": 2}
    del row["staff_id"]
    store_outcome(store, outcome(staff=[{"staff_id": "E1"}], waiting=[row]))
    assign(store, "lab stuff", "ethics")
    assert match(store, "name:ruiz") == 1
    assert rows(store.credits_of("E1"), "areas", "eligibility", "first_area") == [
        ("ethics", "counts", AREA_NUMBER["ethics"])
    ]
