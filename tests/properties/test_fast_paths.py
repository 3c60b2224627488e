"""Laws of the fast paths: each says to the last hundredth what the plain form says, whatever is stored and decided."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.access.principal import Scope
from lib.compliance import counting
from lib.compliance.counting import Group, counted
from lib.compliance.coverage import Supply, prefix_missing, requirements_of
from lib.domain import areas
from lib.domain.supplied import Supplied
from lib.store import supply_rows
from lib.store.credits import FACTS, SUPPLY, WINDOWS
from lib.store.credits_read import credited_by
from lib.store.database import Store
from lib.store.frames import fetch, value
from lib.store.versioned import visible
from tests.properties.test_decision_laws import PEOPLE, decisions_of, steps
from tests.properties.test_engine_laws import NAMES, TYPES, laws, rules
from tests.unit.store.given import AT, TODAY, credit, frame, outcome, store_outcome, undo

pytestmark = pytest.mark.laws
KEYS = ["holding", "first_area", "area_mask", "activity_type", "eligibility"]

stored_row = st.tuples(
    st.sampled_from(PEOPLE),
    st.sampled_from(("Alpha", "Alpha!", "Beta", "Gamma course")),
    st.integers(0, 6),
    st.integers(1, 3),
    st.sampled_from(["", "ethics", "ethics;chemistry"]),
    st.sampled_from([(None, "counts"), ("college", "counts"), ("drill", "no"), (None, "no")]),
)
stored = st.lists(stored_row, min_size=1, max_size=8, unique_by=lambda row: (row[0], row[1].strip("!"), *row[2:4]))
entry = st.tuples(
    st.integers(0, 5),
    st.sets(st.sampled_from(NAMES), max_size=3),
    st.sampled_from(TYPES),
    st.booleans(),
    st.integers(1, 900),
)


def imported(store: Store, rows, day: date) -> None:
    made = [
        credit(
            person, title, (date(2026, 3, 1) + timedelta(days=number)).isoformat(), points * 100,
            areas=named, area_text=named or None, activity_type=kind,
            eligibility="ask" if eligibility == "counts" and not named else eligibility,
        )
        for person, title, number, points, named, (kind, eligibility) in rows
    ]  # fmt: skip
    store_outcome(store, outcome(staff=[{"staff_id": each} for each in PEOPLE], credits=made), day)


def summed(rows: pd.DataFrame) -> list[tuple[object, ...]]:
    plain = rows.astype(SUPPLY)
    sums = plain.groupby(KEYS, dropna=False, as_index=False)[["points", "recent"]].sum()
    return sorted(sums.astype(object).where(sums.notna(), None).itertuples(index=False, name=None), key=str)


def plain_facts(store: Store, as_of: date, known_on: date | None) -> pd.DataFrame:
    """The facts of everybody, grouped by the text of the employee ID."""
    with store.reading() as cursor:
        return fetch(
            cursor,
            "select staff_id, count(*) as accepted, max(completed_on) as data_through from credits c "
            f"where completed_on <= ? and {visible('c', known_on)} group by staff_id order by staff_id",
            [as_of],
            columns=FACTS,
        )


def wrongly_numbered(store: Store) -> int:
    """How many credits do not have the number of their employee ID, and how many IDs share one."""
    with store.reading() as cursor:
        wrong = value(
            cursor,
            "select count(*) from credits c left join person_numbers n using (staff_id) "
            "where c.person is distinct from n.person",
        )
        shared = value(cursor, "select count(*) - count(distinct person) from person_numbers")
        twice = value(cursor, "select count(*) - count(distinct staff_id) from person_numbers")
    return int(wrong + shared + twice)


DAYS = [TODAY - timedelta(days=before) for before in (30, 20, 10, 5)]


@laws(6, thorough=60)
@given(stored, stored, steps, st.sampled_from(["", ";drill;", ";exam;drill;"]), st.booleans(), st.sampled_from(DAYS))
def test_rows_of_supply_sum_to_the_plain_sums_on_every_day_that_was(early, late, drawn, accepted, undone, known):
    store = Store.open(":memory:")
    taken = {(row[0], row[1].strip("!"), *row[2:4]) for row in early}
    try:
        imported(store, early, DAYS[0])
        imported(store, [row for row in late if (row[0], row[1].strip("!"), *row[2:4]) not in taken], DAYS[1])
        for step in drawn:
            decided = decisions_of(store, step)
            if decided:
                store.decide(decided, actor="local", at=AT, on_date=DAYS[2], note="")
        if undone:
            undo(store, 2, DAYS[3])
        spans = [(who, since) for who in PEOPLE for since in ("2026-01-01", "2026-03-04")]
        # Every other window accepts a drill; two have no beginning, and one ends before it begins.
        rows = [(n, who, since, "2026-12-31", accepted if n % 2 else "") for n, (who, since) in enumerate(spans)]
        rows += [(100, PEOPLE[0], None, "2026-12-31", accepted), (101, PEOPLE[0], "2026-12-31", "2026-01-01", "")]
        rows += [(102, "nobody", "2026-01-01", None, "")]
        windows = frame([dict(zip(WINDOWS, row, strict=True)) for row in rows], WINDOWS)
        # On the later day some of the credits are more than a year old.
        for known_on, as_of in ((None, date(2027, 3, 4)), (known, TODAY)):
            facts = store.facts(Scope(), as_of, known_on)
            for given_windows in (windows, windows[windows["staff_id"] == PEOPLE[0]], windows.iloc[:0]):
                plain = summed(store.supply(given_windows, Scope(), as_of, known_on))
                for few in (0, 100):
                    with pytest.MonkeyPatch.context() as patch:
                        patch.setattr(supply_rows, "_FEW", few)
                        both = store.credited(given_windows, Scope(), as_of, known_on)
                    assert summed(both.supplied.frame) == plain
                    of_windows = facts.set_index("staff_id").reindex(given_windows["staff_id"])
                    assert both.facts.accepted.tolist() == of_windows["accepted"].fillna(0).tolist()
                    pd.testing.assert_series_equal(
                        pd.Series(both.facts.data_through),
                        of_windows["data_through"],
                        check_names=False,
                        check_index=False,
                    )
            assert facts.to_dict("list") == plain_facts(store, as_of, known_on).to_dict("list")
            for who in PEOPLE:
                own = facts[facts["staff_id"] == who].to_dict("list")
                assert store.facts(Scope(), as_of, known_on, who).to_dict("list") == own
                listed = store.credits_in([who], Scope(), known_on)
                read = store.credits_of(who, Scope(), known_on)
                pd.testing.assert_frame_equal(read, listed)
                of_one = windows[windows["staff_id"] == who]
                once, again = credited_by(of_one, read, as_of), store.credited(of_one, Scope(), as_of, known_on)
                assert summed(once.supplied.frame) == summed(store.supply(of_one, Scope(), as_of, known_on))
                assert [each.tolist() for each in once.facts] == [each.tolist() for each in again.facts]
        assert wrongly_numbered(store) == 0
    finally:
        store.close()


@laws(30, thorough=200)
@given(st.lists(rules(), min_size=1, max_size=3), st.lists(entry, max_size=30), st.sampled_from([1, 1 << 15]))
def test_both_countings_of_several_rules_at_once_equal_each_rule_by_itself(versions, entries, scale):
    rows = [
        {
            "holding": holding,
            "first_area": min(map(areas.AREA_NUMBER.__getitem__, named), default=areas.UNASSIGNED_NUMBER),
            "area_mask": areas.mask_of(named or [areas.UNASSIGNED]),
            "activity_type": kind,
            "eligibility": "counts" if sure else "ask",
            # Scaled, the sums are too great for single precision.
            "points": points * scale,
            "recent": 0,
        }
        for holding, named, kind, sure, points in entries
    ]
    supply = pd.DataFrame(rows, columns=list(SUPPLY)).astype(SUPPLY)
    requirements = [found for version in versions if (found := requirements_of(version)) is not None]
    # Holding 5 is judged by no rule; the others are dealt out in turn.
    members = [np.arange(5)[np.arange(5) % len(requirements) == n] for n in range(len(requirements))]
    groups = [Group(own, found) for own, found in zip(members, requirements, strict=True)]
    plain = Supply.of(supply)
    for at_once in (1, 1 << 18):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(counting, "_PRODUCTS_AT_ONCE", at_once)
            earned, found = counted(groups, Supplied.of(supply), 6)
        assert earned.tolist() == [sum(row["points"] for row in rows if row["holding"] == n) for n in range(6)]
        for group, both in zip(groups, found, strict=True):
            place = np.full(6, -1)
            place[group.members] = np.arange(len(group.members))
            part = plain.taken(place[plain.rows] >= 0)
            part = part.at(place[part.rows])
            sure = prefix_missing(group.requirements, part, len(group.members))
            best = prefix_missing(group.requirements, part, len(group.members), at_best=True)[:, -1]
            assert both.missing.tolist() == sure.tolist()
            assert both.missing_at_best.tolist() == best.tolist()
