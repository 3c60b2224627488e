"""Taking an import back: whole, refused where later ones build on it, and leaving what was known on a day as it was."""

from __future__ import annotations

from datetime import date

import pytest

from lib.domain import tables
from lib.domain.errors import RefusedCommand
from tests.unit.store.given import AT, TODAY, credit, frame, outcome, rows, store_outcome, undo

LOPEZ = {"staff_id": "E1", "last_name": "Lopez"}
MLS = {"staff_id": "E1", "program": "ASCP", "credential": "MLS", "cycle_end": "2027-06-30"}


def refusal(store, batch: int) -> str:
    with pytest.raises(RefusedCommand) as refused:
        undo(store, batch)
    return refused.value.message


def test_what_an_import_replaced_comes_back_and_what_was_known_stays_known(store):
    store_outcome(store, outcome(staff=[LOPEZ]), date(2026, 1, 1))
    store_outcome(store, outcome(staff=[{"staff_id": "E1", "last_name": "Ruiz"}]), date(2026, 2, 1))
    undo(store, 2, date(2026, 3, 1))
    known = [rows(store.staff(known_on=date(2026, month, 15)), "last_name") for month in (1, 2, 3)]
    assert known == [[("Lopez",)], [("Ruiz",)], [("Lopez",)]]
    assert rows(store.staff(), "last_name") == [("Lopez",)]
    undo(store, 1, date(2026, 4, 1))
    assert store.staff().empty
    assert rows(store.staff(known_on=date(2026, 3, 15)), "last_name") == [("Lopez",)]


def test_an_undone_file_can_be_imported_again(store):
    given = outcome(staff=[LOPEZ], credits=[credit("E1", "A", "2026-01-01")])
    store_outcome(store, given)
    undo(store, 1)
    assert store.credit_keys().empty
    done = store_outcome(store, given)
    assert (done.batch, done.new_staff, done.new_credits) == (2, 1, 1)
    assert rows(store.credits_of("E1"), "credit_id", "title") == [(20_000_001, "A")]


def test_there_is_no_such_import(store):
    assert refusal(store, 1) == "There is no import number 1, so nothing was taken back. Nothing was imported yet."
    store_outcome(store, outcome())
    assert (
        refusal(store, 7) == "There is no import number 7, so nothing was taken back. Imports are numbered from 1 to 1."
    )


def test_it_was_taken_back_before(store):
    store_outcome(store, outcome(file="a.xlsx"))
    undo(store, 1)
    assert refusal(store, 1) == (
        "Import 1 (a.xlsx) was already taken back on Sun 22 Nov 2026. Nothing was changed. "
        "To have it again, import the file again."
    )


BASE = {
    "staff": [LOPEZ],
    "credentials": [MLS],
    "credits": [credit("E1", "Course", "2026-03-10")],
    "catalogue": [{"product_id": "P1", "product": "Ethics", "kind": "course"}],
    "memberships": [{"staff_id": "E1", "provider": "ASCLS", "member_until": "2026-12-31"}],
}


@pytest.mark.parametrize(
    "later",
    [
        {"staff": [{"staff_id": "E1", "email": "m@x.org"}]},
        {"staff": [LOPEZ, {"staff_id": "E9"}]},
        {"credits": [credit("E1", "Other", "2026-06-10")]},
        {"credentials": [{**MLS, "credential": "SBB"}]},
        {"credentials": [{**MLS, "cycle_end": "2030-06-30"}]},
        {"credentials": [{**MLS, "cycle_end": "2024-06-30"}]},
        {"memberships": [{"staff_id": "E1", "provider": "AABB"}]},
        {"catalogue": [{"product_id": "P1", "product": "Ethics", "kind": "course", "non_member_price": 5000}]},
        {
            "staff": [{"staff_id": "E9"}],
            "duplicate_of": [{"sheet": "Credits", "row": 2, "credit_id": 10_000_001}],
        },
    ],
)
def test_a_later_import_that_builds_on_it_is_named(store, later):
    store_outcome(store, outcome(**BASE, file="base.xlsx"))
    store_outcome(store, outcome(staff=[{"staff_id": "E5"}], file="unrelated.xlsx"))
    store_outcome(store, outcome(**later, file="later.xlsx"))
    assert refusal(store, 1) == (
        "Import 1 (base.xlsx) was not taken back, because a later import builds on it. Nothing was changed. "
        "Take back first import 3 (later.xlsx); then import 1."
    )
    undo(store, 3)
    undo(store, 1)
    assert rows(store.staff(), "staff_id") == [("E5",)]
    assert store.holdings().empty
    assert store.products().empty


def test_possible_duplicates_of_a_stored_person_build_on_it_too(store):
    store_outcome(store, outcome(staff=[LOPEZ]))
    store_outcome(store, outcome(credits=[credit("E1", "Course", "2026-03-10")], file="two.xlsx"))
    store_outcome(store, outcome(credits=[credit("E1", "Course", "2026-03-11")], file="three.xlsx"))
    assert "Take back first import 3 (three.xlsx); then import 2." in refusal(store, 2)


def test_the_later_ones_are_named_in_the_order_in_which_to_take_them_back(store):
    store_outcome(store, outcome(staff=[LOPEZ], file="a.csv"))
    store_outcome(store, outcome(credits=[credit("E1", "Course", "2026-03-10")], file="b.csv"))
    store_outcome(store, outcome(staff=[{"staff_id": "E2"}], credits=[credit("E2", "X", "2026-01-01")], file="c.csv"))
    store_outcome(
        store, outcome(credits=[credit("E1", "Other", "2026-08-10"), credit("E2", "Y", "2026-05-01")], file="d.csv")
    )
    assert refusal(store, 1) == (
        "Import 1 (a.csv) was not taken back, because later imports build on it. Nothing was changed. "
        "Take back first import 4 (d.csv), then import 2 (b.csv); then import 1."
    )
    for batch in (4, 2, 1):
        undo(store, batch)
    assert rows(store.staff(), "staff_id") == [("E2",)]


def test_a_refused_undo_changes_nothing(store):
    store_outcome(store, outcome(staff=[LOPEZ]))
    store_outcome(store, outcome(credits=[credit("E1", "Course", "2026-03-10")]))
    version = store.data_version()
    refusal(store, 1)
    assert store.data_version() == version
    assert rows(store.history(), "batch", "undone_on") == [(1, None), (2, None)]


def test_what_was_edited_by_hand_since_stays(store):
    store_outcome(store, outcome(catalogue=[{"product_id": "P1", "product": "Ethics", "kind": "course"}]))
    edited = frame(
        [{"product_id": "P1", "product": "Ethics", "kind": "course", "non_member_price": 5000}], tables.PRODUCTS
    )
    store.save_products(edited, actor="local", at=AT, on_date=TODAY)
    undo(store, 1)
    assert rows(store.products(), "product_id", "non_member_price") == [("P1", 5000)]


def test_history_tells_who_when_which_file_and_what_it_gave(store):
    store_outcome(store, outcome(credits=[credit("E1", "Course", "2026-03-10")], file="a.xlsx"), date(2026, 11, 1))
    undo(store, 1, date(2026, 11, 2))
    assert rows(store.history()) == [
        (1, "2026-11-22", "2026-11-01", "local", "a.xlsx", 1234, "ab" * 32, 1, 1, 0, 0, 0, "2026-11-02")
    ]
