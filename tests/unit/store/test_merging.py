"""Staff, memberships and products merged by key; a missing value keeps what is stored."""

from __future__ import annotations

from datetime import date

from tests.unit.store.given import credit, outcome, rows, store_outcome, undo


def test_a_missing_value_keeps_what_is_stored(store):
    first = {"staff_id": "E1", "last_name": "Lopez", "email": "m@x.org", "active": True, "hired_on": "2020-01-01"}
    store_outcome(store, outcome(staff=[first]))
    done = store_outcome(store, outcome(staff=[{"staff_id": "E1", "last_name": "López", "site": "Main"}]))
    assert (done.new_staff, done.changed_staff) == (0, 1)
    found = rows(store.staff(), "staff_id", "last_name", "email", "site", "active", "hired_on")
    assert found == [("E1", "López", "m@x.org", "Main", True, "2020-01-01")]


def test_the_same_file_twice_changes_nothing(store):
    given = outcome(
        staff=[{"staff_id": "E1", "last_name": "Lopez"}],
        credentials=[{"staff_id": "E1", "program": "ASCP", "credential": "MLS", "cycle_end": "2027-06-30"}],
        memberships=[{"staff_id": "E1", "provider": "ASCLS", "member_until": "2027-01-01"}],
        catalogue=[{"product_id": "P1", "product": "Ethics", "kind": "course", "credits": 100}],
    )
    store_outcome(store, given)
    before = [store.staff(), store.holdings(), store.memberships(), store.products(), store.past_cycles()]
    done = store_outcome(store, given)
    assert (done.new_staff, done.changed_staff, done.new_holdings, done.changed_holdings) == (0, 0, 0, 0)
    after = [store.staff(), store.holdings(), store.memberships(), store.products(), store.past_cycles()]
    assert all(one.equals(other) for one, other in zip(before, after, strict=True))
    # an import that stored nothing never stands in the way of taking back the one before it
    undo(store, 1)
    assert store.staff().empty
    assert store.products().empty


def test_of_several_rows_of_one_person_in_a_file_the_last_value_that_is_there_stays(store):
    told = [
        {"staff_id": "E1", "site": "North", "department": "Core"},
        {"staff_id": "E1", "site": "South"},
        {"staff_id": "E1", "email": "m@x.org"},
    ]
    store_outcome(store, outcome(staff=told))
    assert rows(store.staff(), "site", "department", "email") == [("South", "Core", "m@x.org")]


def test_whoever_a_file_names_is_a_person(store):
    done = store_outcome(
        store,
        outcome(
            credits=[credit("E1", "A", "2026-01-01")],
            memberships=[{"staff_id": "E2", "provider": "ASCLS"}],
            credentials=[{"staff_id": "E3", "program": "ASCP", "credential": "SBB"}],
        ),
    )
    assert done.new_staff == 3
    assert rows(store.staff(), "staff_id") == [("E1",), ("E2",), ("E3",)]


def test_an_import_dated_before_another_leaves_one_version_on_every_day(store):
    for name, day in (("A", "2026-01-10"), ("B", "2026-03-10"), ("C", "2026-02-10")):
        store_outcome(store, outcome(staff=[{"staff_id": "E1", "last_name": name}]), date.fromisoformat(day))
    known = {
        day: rows(store.staff(known_on=date.fromisoformat(day)), "last_name")
        for day in ("2026-01-09", "2026-01-10", "2026-02-09", "2026-02-10", "2026-03-10", "2026-12-31")
    }
    assert known == {
        "2026-01-09": [],
        "2026-01-10": [("A",)],
        "2026-02-09": [("A",)],
        "2026-02-10": [("C",)],
        "2026-03-10": [("C",)],
        "2026-12-31": [("C",)],
    }


def test_the_data_version_goes_up_by_one_with_every_write_and_with_no_read(store):
    version = store.data_version()
    store_outcome(store, outcome(credits=[credit("E1", "A", "2026-01-01")]))
    assert store.data_version() == version + 1
    undo(store, 1)
    store.staff(), store.credits_of("E1"), store.history()
    assert store.data_version() == version + 2
