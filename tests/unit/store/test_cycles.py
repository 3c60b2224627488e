"""Of several ends for one credential the latest is current, the earlier ones are history."""

from __future__ import annotations

from tests.unit.store.given import outcome, rows, store_outcome, undo

MLS = {"staff_id": "E1", "program": "ASCP", "credential": "MLS"}
CURRENT = ("cycle_start", "cycle_end", "declaration_filed_on", "declaration_accepted_on")
SAID = ("certification_number", "certified_on", "verified_on")


def holding(cycle_end: str | None, **more: object) -> dict[str, object]:
    return {**MLS, "cycle_end": cycle_end, **more}


def told(store, *given: dict[str, object]) -> None:
    store_outcome(store, outcome(credentials=list(given)))


def test_a_later_end_opens_a_new_cycle_without_the_old_ones_dates(store):
    first = holding(
        "2024-06-30", cycle_start="2021-07-01", declaration_filed_on="2024-05-01", certified_on="2012-03-04"
    )
    told(store, first)
    told(store, holding("2027-06-30", certification_number="123"))
    assert rows(store.holdings(), *CURRENT) == [(None, "2027-06-30", None, None)]
    assert rows(store.holdings(), *SAID) == [("123", "2012-03-04", None)]
    assert rows(store.past_cycles(), *CURRENT) == [("2021-07-01", "2024-06-30", "2024-05-01", None)]
    undo(store, 2)
    assert rows(store.holdings(), *CURRENT, *SAID) == [
        ("2021-07-01", "2024-06-30", "2024-05-01", None, None, "2012-03-04", None)
    ]
    assert store.past_cycles().empty


def test_an_earlier_end_is_history_and_changes_nothing_of_the_current_cycle(store):
    told(store, holding("2027-06-30", cycle_start="2024-07-01", verified_on="2026-01-01"))
    told(
        store,
        holding("2024-06-30", cycle_start="2021-07-01", declaration_accepted_on="2024-06-01", verified_on="2020-01-01"),
    )
    assert rows(store.holdings(), *CURRENT) == [("2024-07-01", "2027-06-30", None, None)]
    assert rows(store.holdings(), *SAID) == [(None, None, "2026-01-01")]
    assert rows(store.past_cycles(), *CURRENT) == [("2021-07-01", "2024-06-30", None, "2024-06-01")]


def test_the_same_end_is_merged_and_a_row_without_an_end_speaks_of_the_current_cycle(store):
    told(store, holding("2027-06-30", cycle_start="2024-07-01"))
    told(store, holding("2027-06-30", declaration_filed_on="2027-05-01"))
    told(store, holding(None, declaration_accepted_on="2027-05-09", verified_on="2027-07-01"))
    assert rows(store.holdings(), *CURRENT) == [("2024-07-01", "2027-06-30", "2027-05-01", "2027-05-09")]
    assert rows(store.holdings(), *SAID) == [(None, None, "2027-07-01")]
    assert store.past_cycles().empty


def test_several_ends_in_one_file_whatever_their_order(store):
    ends = [
        holding("2027-06-30", verified_on="2026-01-01"),
        holding("2021-06-30", cycle_start="2018-07-01", certified_on="2012-03-04"),
        holding("2024-06-30", verified_on="2023-01-01"),
    ]
    for given in (ends, ends[::-1]):
        told(store, *given)
        assert rows(store.holdings(), "cycle_end", *SAID) == [("2027-06-30", None, "2012-03-04", "2026-01-01")]
        assert rows(store.past_cycles(), "cycle_start", "cycle_end") == [
            ("2018-07-01", "2021-06-30"),
            (None, "2024-06-30"),
        ]
        undo(store, len(store.history()))
        assert store.holdings().empty


def test_a_holding_without_an_end_gets_one_and_keeps_what_it_had(store):
    told(store, holding(None, cycle_start="2024-07-01", certified_on="2012-03-04"))
    assert rows(store.holdings(), *CURRENT) == [("2024-07-01", None, None, None)]
    told(store, holding("2027-06-30"))
    assert rows(store.holdings(), *CURRENT) == [("2024-07-01", "2027-06-30", None, None)]
    assert store.past_cycles().empty


def test_a_past_cycle_told_again_is_merged(store):
    told(store, holding("2027-06-30"), holding("2024-06-30"))
    told(store, holding("2024-06-30", declaration_accepted_on="2024-06-01"))
    assert rows(store.past_cycles(), *CURRENT) == [(None, "2024-06-30", None, "2024-06-01")]
    assert rows(store.past_cycles("E2")) == []


def test_two_credentials_and_two_people_are_kept_apart(store):
    other = {**MLS, "staff_id": "E2", "cycle_end": "2025-01-01"}
    told(store, holding("2027-06-30"), {**MLS, "credential": "SBB", "cycle_end": "2026-01-01"}, other)
    assert rows(store.holdings(), "staff_id", "credential", "cycle_end") == [
        ("E1", "MLS", "2027-06-30"),
        ("E1", "SBB", "2026-01-01"),
        ("E2", "MLS", "2025-01-01"),
    ]
    assert store.past_cycles().empty
