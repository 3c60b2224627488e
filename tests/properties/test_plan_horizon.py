"""What a plan starts from, against plain judges: the horizon, who is late, memberships that end."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product as combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.budget import HoldingNeed, PersonNeed, plan_team
from lib.compliance.deficits import Deficits
from lib.domain import tables
from lib.domain.areas import EVERYTHING_MASK, mask_of
from lib.services import plan_needs

DAY = date(2026, 11, 22)
START = date(2025, 1, 1)
NAMED = ("safety", "ethics")
AMOUNTS = st.sampled_from((0, 50, 100, 200))


def counted(needs: tuple[int, ...], points: tuple[int, ...]) -> int:
    """Return the points that count: of each named area up to its minimum, the surplus in the rest up to its amount."""
    named = [min(have, need) for have, need in zip(points, needs[:-1], strict=False)]
    return sum(named) + min(sum(points) - sum(named), needs[-1])


@settings(max_examples=300, deadline=None)
@given(
    st.tuples(st.sampled_from((50, 100)), st.sampled_from((50, 100)), st.sampled_from((100, 300, 700))),
    st.tuples(AMOUNTS, AMOUNTS, AMOUNTS),
    st.tuples(AMOUNTS, AMOUNTS, st.sampled_from((0, 100, 300, 600))),
    st.integers(1, 900),
    st.integers(200, 1000),
)
def test_until_a_day_asks_for_the_pace_and_for_near_minimums(needs, have, bought, days, length) -> None:  # type: ignore[no-untyped-def]
    """Enough is bought exactly where what counts reaches the expected points, and near minimums are met.

    Points come in safety, in ethics and in chemistry, which only the rest accepts.
    """
    accepts = (*(mask_of((area,)) for area in NAMED), EVERYTHING_MASK)
    supply = [
        sum(points for k, points in enumerate(have) if subset >> 2 & 1 or (k < 2 and subset >> k & 1))
        for subset in range(8)
    ]
    table = np.array(
        [sum(need for k, need in enumerate(needs) if subset >> k & 1) - supply[subset] for subset in range(8)]
    )
    declare_by, until = START + timedelta(length), START + timedelta(days)
    term = plan_needs._Terms("S", "ASCP", "X", START, START, declare_by, declare_by + timedelta(30))
    group = Deficits(0, np.array([1]), accepts, sum(needs), table[None, :])
    lowered = plan_needs._on_pace(table, group, term, until)
    enough = all(
        sum(points for k, points in enumerate(bought) if subset >> 2 & 1 or (k < 2 and subset >> k & 1))
        >= lowered[subset]
        for subset in range(8)
    )
    after = tuple(a + b for a, b in zip(have, bought, strict=True))
    # Expected points are whole hundredths, cut.
    expected = sum(needs) * min(days, length) // length
    met = all(a >= need for a, need in zip(after[:2], needs[:2], strict=True)) or length - days > 180
    assert enough == (counted(needs, after) >= expected and met)


@pytest.mark.parametrize("last", [None, *(DAY + timedelta(days) for days in (-400, -1, 0, 1, 400))])
def test_a_membership_counts_on_its_last_day_and_no_longer(last: date | None) -> None:
    """The member price is $5, the other $20: only who is still a member on the day of purchase pays $5."""
    kept = pd.DataFrame({"staff_id": ["S"], "provider": ["ASCP"], "member_until": pd.to_datetime([last])})
    nothing = kept.iloc[:0]
    members = plan_needs._members(kept, nothing, DAY)
    need = HoldingNeed("ASCP", "X", (EVERYTHING_MASK,), (0, 100), DAY, START)
    person = PersonNeed("S", "Name", (need,), members.get("S", frozenset()))
    plan = plan_team([person], catalogue([("course", 100, 500, 2000)]), as_of=DAY, time_limit_seconds=None)
    assert plan.total_cents == (500 if last is None or last >= DAY else 2000)


def test_late_ones_are_planned_for_up_to_the_end_of_the_cycle() -> None:
    """Every pair of last days: the need is planned for while each of them is today or later."""
    for first, second in combinations(range(-2, 3), repeat=2):
        held = tuple(
            HoldingNeed("ASCP", name, (EVERYTHING_MASK,), (0, 100), DAY + timedelta(days), START)
            for name, days in (("X", first), ("Y", second))
        )
        person = PersonNeed("S", "Name", held)
        plan = plan_team([person], catalogue([("course", 100, None, 2000)]), as_of=DAY, time_limit_seconds=None)
        assert [p.cost_cents for p in plan.people] == ([2000] if min(first, second) >= 0 else [])


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from((100, 200, 300, 500)), min_size=1, max_size=4),
    st.sampled_from((100, 300)),
    st.sampled_from((300, 1000)),
    st.sampled_from((0, 500, 900)),
    st.sampled_from((500, 1500)),
)
def test_dues_and_a_capped_subscription_are_paid_by_each_person(missing, cap, price, member, dues) -> None:  # type: ignore[no-untyped-def]
    """A subscription up to a cap, a course of 5 points at $40, dues for the member price: each alone, every choice."""
    people = [
        PersonNeed(f"S{n}", f"Name {n}", (HoldingNeed("ASCP", "X", (EVERYTHING_MASK,), (0, points), DAY, START),))
        for n, points in enumerate(missing)
    ]
    rows = [("unlimited", cap, member, price), ("course", 500, None, 4000), ("membership", None, None, dues)]
    plan = plan_team(people, catalogue(rows), as_of=DAY, time_limit_seconds=None)
    expected = []
    for points in missing:
        choices = []
        for subscription, course, joins in combinations(range(2), repeat=3):
            if subscription * cap + course * 500 >= points:
                choices.append(subscription * (member if joins else price) + course * 4000 + joins * dues)
        expected.append(min(choices))
    assert [p.cost_cents for p in plan.people] == expected


def catalogue(rows: list[tuple[str, int | None, int | None, int]]) -> pd.DataFrame:
    """Return products of one provider: kind, credits, member price, price."""
    found = pd.DataFrame(rows, columns=["kind", "credits", "member_price", "non_member_price"], dtype=object)
    return tables.typed(
        found.assign(
            product_id=[f"P{n}" for n in range(len(rows))], product=[f"Product {n}" for n in range(len(rows))],
            provider="ASCP", areas="*", hours=0, repeatable=False,
        ),
        tables.PRODUCTS,
    )  # fmt: skip
