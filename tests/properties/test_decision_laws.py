"""Laws of decisions on random records: taken back all is as before; what is unconfirmed never counts as sure."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.access.principal import Scope
from lib.domain import decisions as kinds
from lib.store.credits import WINDOWS
from lib.store.database import Store
from lib.store.decisions import Decision
from tests.properties.examples import laws
from tests.unit.store.given import AT, TODAY, credit, frame, outcome, store_outcome

pytestmark = pytest.mark.laws
PEOPLE = ("E1", "E2", "E3")
TEXTS = ("", "odd", "odder")
TITLES = ("Alpha", "Alpha!", "Beta", "Gamma course")

row = st.tuples(
    st.sampled_from(PEOPLE),
    st.sampled_from(TITLES),
    st.integers(0, 6),
    st.integers(1, 3),
    st.sampled_from(["", "", "ethics", "ethics;chemistry"]),
    st.sampled_from(TEXTS),
)
records = st.lists(row, min_size=1, max_size=9, unique_by=lambda r: (r[0], r[1].strip("!"), r[2], r[3]))
steps = st.lists(
    st.one_of(
        st.tuples(st.just(kinds.AREA), st.sampled_from(TEXTS[1:]), st.sampled_from(["ethics", "safety;ethics", "no"])),
        st.tuples(st.just(kinds.TITLE_AREA), st.sampled_from(["alpha", "beta"]), st.sampled_from(["chemistry", "no"])),
        st.tuples(st.just(kinds.EDUCATION), st.sampled_from(["alpha", "gammacourse"]), st.sampled_from(["yes", "no"])),
        st.tuples(st.just(kinds.MERGE), st.sampled_from(["E1", "E2"]), st.just("E3")),
        st.tuples(st.just(kinds.PAIR), st.integers(0, 5), st.sampled_from(["same", "two"])),
        st.tuples(st.just(kinds.ALLOCATION), st.integers(0, 5), st.integers(0, 100)),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda step: step[:2],
)


def given_to(store: Store, rows: list[tuple[str, str, int, int, str, str]]) -> None:
    made = [
        credit(
            person, title, (date(2026, 3, 1) + timedelta(days=day)).isoformat(), points * 100,
            areas=areas, area_text=areas or text or None,
        )
        for person, title, day, points, areas, text in rows
    ]  # fmt: skip
    store_outcome(store, outcome(staff=[{"staff_id": each} for each in PEOPLE], credits=made))


def decisions_of(store: Store, step: tuple[str, object, object]) -> list[Decision]:
    """A drawn step as decisions on what the store holds now; none where there is nothing to decide about."""
    kind, about, answer = step
    if kind == kinds.PAIR:
        found = sorted(set(store.possible_doubles()["subject"]))[: int(str(about)) + 1][-1:]
        return [Decision(kind, subject, str(answer), subject) for subject in found]
    if kind == kinds.ALLOCATION:
        found = store.several_areas().to_dict("records")[: int(str(about)) + 1][-1:]
        share = [each["points"] * int(str(answer)) // 100 for each in found]
        return [
            Decision(
                kind,
                each["subject"],
                kinds.split_answer(dict(zip(each["areas"].split(";"), (part, each["points"] - part), strict=False))),
                "split",
            )
            for each, part in zip(found, share, strict=True)
        ]
    return [Decision(kind, str(about), str(answer), str(about))]


def told(store: Store) -> list[object]:
    """All that a verdict is made of."""
    windows = frame(
        [dict(zip(WINDOWS, (n, each, "2026-01-01", "2026-12-31"), strict=False)) for n, each in enumerate(PEOPLE)],
        WINDOWS,
    )
    supply = store.supply(windows, Scope(), TODAY)
    supply = supply.sort_values(list(supply.columns))  # sums stand in no order
    frames = [supply, store.staff(), store.possible_doubles(), store.area_groups()]
    frames += [store.credits_of(each) for each in PEOPLE]
    return [each.astype(str).to_csv(index=False) for each in frames]


def points(found: pd.DataFrame) -> int:
    return int(found["points"].sum())


@laws(4, thorough=60)
@given(records, steps)
def test_decisions_taken_back_in_the_other_order_leave_nothing(rows, drawn):
    with_store = Store.open(":memory:")
    try:
        given_to(with_store, rows)
        before, made = told(with_store), []
        for step in drawn:
            decided = decisions_of(with_store, step)
            if not decided:
                continue
            between = told(with_store)
            with_store.decide(decided, actor="local", at=AT, on_date=TODAY, note="")
            made.append((decided, between))
            windows = frame([dict(zip(WINDOWS, (0, "E3", "2026-01-01", "2026-12-31"), strict=False))], WINDOWS)
            supply = with_store.supply(windows, Scope(), TODAY)
            credits = with_store.credits_of("E3")
            # What waits is never in the sure counting, and a split loses and makes no point.
            for eligibility in ("counts", "ask"):
                assert points(supply[supply["eligibility"] == eligibility]) == points(
                    credits[credits["eligibility"] == eligibility]
                )
        for decided, between in reversed(made):
            subjects = [each.subject for each in decided]
            with_store.take_back(decided[0].kind, subjects, actor="local", at=AT, on_date=TODAY, note="")
            assert told(with_store) == between
        assert told(with_store) == before
    finally:
        with_store.close()


@laws(4, thorough=60)
@given(records, steps, row)
def test_one_more_credit_never_lowers_what_counts_or_may(rows, drawn, extra):
    counted = []
    for given_rows in (rows, [*rows, extra]):
        store = Store.open(":memory:")
        try:
            same = {(r[0], r[1].strip("!"), r[2], r[3]) for r in rows}
            if given_rows is not rows and (extra[0], extra[1].strip("!"), extra[2], extra[3]) in same:
                return
            given_to(store, given_rows)
            for kind, about, answer in drawn:
                if kind in (kinds.AREA, kinds.TITLE_AREA, kinds.EDUCATION):
                    decided = [Decision(kind, str(about), str(answer), str(about))]
                    store.decide(decided, actor="local", at=AT, on_date=TODAY, note="")
            total = 0
            for each in PEOPLE:
                credits = store.credits_of(each)
                total += points(credits[credits["eligibility"] != "no"])
            counted.append(total)
        finally:
            store.close()
    assert counted[1] >= counted[0]
