"""Whatever is imported and taken back, what is left is what the imports still in force give on their own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.errors import RefusedCommand
from lib.domain.imports import ImportOutcome
from lib.domain.text import title_key
from lib.store.database import Store
from tests.properties.examples import laws
from tests.unit.store.given import credit, outcome, rows, store_outcome, undo

pytestmark = pytest.mark.laws
PEOPLE = st.sampled_from(["E1", "E2"])
WORDS = st.sampled_from([None, "a", "b"])
ENDS = st.sampled_from([None, "2024-06-30", "2027-06-30"])
DAYS = st.sampled_from(["2026-01-01", "2026-01-03", "2026-01-09"])

FILES = st.fixed_dictionaries(
    {
        "staff": st.lists(st.fixed_dictionaries({"staff_id": PEOPLE, "email": WORDS, "site": WORDS}), max_size=2),
        "credentials": st.lists(
            st.fixed_dictionaries(
                {
                    "staff_id": PEOPLE,
                    "program": st.just("ASCP"),
                    "credential": st.just("MLS"),
                    "cycle_end": ENDS,
                    "declaration_filed_on": st.sampled_from([None, "2024-05-01"]),
                    "certification_number": WORDS,
                }
            ),
            max_size=2,
        ),
        "memberships": st.lists(
            st.fixed_dictionaries({"staff_id": PEOPLE, "provider": st.just("ASCLS"), "member_until": DAYS}), max_size=1
        ),
        "catalogue": st.lists(
            st.fixed_dictionaries(
                {"product_id": st.just("P1"), "product": WORDS, "credits": st.sampled_from([None, 100])}
            ),
            max_size=1,
        ),
        "credits": st.lists(st.tuples(PEOPLE, st.sampled_from(["Course", "Course!", "Other"]), DAYS), max_size=3),
    }
)
STEPS = st.lists(st.one_of(FILES, st.integers(1, 5)), min_size=1, max_size=7)


def read(store: Store, told: dict[str, list[object]]) -> ImportOutcome:
    """An outcome as the reader would give it: what repeats a stored credit, or one before it, is a duplicate."""
    keys = rows(store.credit_keys(), "staff_id", "completed_on", "title_key", "points", "credit_id")
    there = {key[:4]: key[4] for key in keys}
    fresh, repeated = [], []
    for number, (staff_id, title, day) in enumerate(told["credits"], start=2):  # type: ignore[misc]
        key = (staff_id, day, title_key(title), 100)
        if key in there:
            repeated.append({"sheet": "Credits", "row": number, "credit_id": there[key]})
        else:
            there[key] = None
            fresh.append(credit(staff_id, title, day))
    return outcome(**{**told, "credits": fresh, "duplicate_of": repeated})  # type: ignore[arg-type]


def content(store: Store) -> list[object]:
    """All that is visible, with the order of the credits in place of their numbers."""
    credits = [
        rows(store.credits_of(staff_id).sort_values("credit_id"), "title", "completed_on", "eligibility")
        for staff_id in ("E1", "E2")
    ]
    tables = (store.staff(), store.holdings(), store.past_cycles(), store.memberships())
    products = rows(store.products(), "product_id", "product", "credits")
    return [*map(rows, tables), products, *credits]


@laws(6, thorough=60)
@given(steps=STEPS)
def test_imports_and_undos_leave_what_the_rest_gives_alone(steps):
    store = Store.open(":memory:")
    in_force: dict[int, dict[str, list[object]]] = {}
    moments: dict[date, list[object]] = {}
    day = date(2026, 2, 1)
    for step in steps:
        day += timedelta(days=1)
        if isinstance(step, int):
            try:
                undo(store, step, day)
            except RefusedCommand:
                continue
            in_force.pop(step, None)
        else:
            before = content(store)
            batch = store_outcome(store, read(store, step), day).batch
            if content(store) != before:
                in_force[batch] = step
        moments[day] = rows(store.staff())
    replayed = Store.open(":memory:")
    for told in in_force.values():
        store_outcome(replayed, read(replayed, told))
    assert content(store) == content(replayed)
    # what was known on a day is still what was known on it
    assert {day: rows(store.staff(known_on=day)) for day in moments} == moments
    store.close()
    replayed.close()
