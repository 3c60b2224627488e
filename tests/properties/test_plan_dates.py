"""The plan of a day equals exhaustive search over dated purchases: what is sold when, used when, and for whom in time.

The judge buys every product on every one of several days, today among them, or not at all. The member price is paid
where a membership lasts on that day: one there already up to its last day, one bought for a year from its day on. What
was bought serves the holdings whose points can still be earned then. So nothing is said before of buying all today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product as combinations
from typing import Any

import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

from lib.budget import HoldingNeed, PersonNeed, plan_team, plan_together
from lib.budget.products import LAST_DAY_OF_ACCESS
from lib.budget.sources import shared_sources
from lib.domain import tables
from lib.domain.areas import EVERYTHING_MASK, mask_of
from lib.domain.budget_tables import BUDGET_TABLES
from lib.services import plan_needs
from tests.properties.examples import laws

DAY = date(2026, 11, 22)
DAYS = (0, 1, 40, 400)
"""The days on which something may be bought, counted from today."""

YEAR = 365
LAST = st.sampled_from((None, None, None, -1, 0, 1, 40, 400))


@dataclass(frozen=True)
class Sold:
    """A product as it is sold: what it gives, what it costs, the last days of sale and of use (from today)."""

    kind: str
    credits: int
    areas: str
    member: int | None
    price: int
    sold: int | None
    used: int | None
    months: int | None = None


@dataclass(frozen=True)
class Held:
    """A holding: what it lacks in safety and in the rest, and the last day on which points count for it."""

    safety: int
    rest: int
    until: int

    def need(self, number: int) -> HoldingNeed:
        accepts = (mask_of(("safety",)), EVERYTHING_MASK)
        deficits = (0, self.safety, self.rest, self.safety + self.rest)
        return HoldingNeed("ASCP", f"X{number}", accepts, deficits, DAY + timedelta(self.until), DAY - timedelta(900))


@st.composite
def products(draw: st.DrawFn) -> Sold:
    price = draw(st.sampled_from((500, 1000, 2000, 3500)))
    member = draw(st.sampled_from((None, 0, 300, 900)))
    return Sold(
        draw(st.sampled_from(("course", "course", "pack", "unlimited", "membership"))),
        draw(st.sampled_from((100, 200, 300))),
        draw(st.sampled_from(("*", "*", "safety", "chemistry"))),
        # Nobody waits for a membership to end to pay less: members pay no more than others.
        None if member is None else min(member, price),
        price,
        draw(LAST),
        draw(LAST),
        draw(st.sampled_from((None, 1, 12))),
    )


HELD = st.builds(
    Held, st.sampled_from((0, 100)), st.sampled_from((0, 100, 300)), st.sampled_from((400, 400, 40, 40, 1, 0, -1))
)
NEVER_MEMBER = "never"
MEMBER_UNTIL = st.sampled_from((NEVER_MEMBER, NEVER_MEMBER, None, -1, 0, 1, 40, 400))
OWNED = st.lists(st.tuples(st.sampled_from((100, 200)), st.sampled_from((None, -1, 0, 40))), max_size=1)


def cheapest(held: list[Held], until: Any, sold: list[Sold], owned: list[tuple[int, int | None]]) -> int | None:
    """Return the least that dated purchases cost after which nothing is missing; None where none do."""
    short = [one for one in held if one.safety + one.rest > 0]
    best: int | None = None
    for days in combinations((None, *DAYS), repeat=len(sold)):
        joined = [day for day, one in zip(days, sold, strict=True) if day is not None and one.kind == "membership"]
        if len(joined) > 1 or any(member_on(day, until, []) for day in joined):
            continue
        cost, gives = 0, []
        for day, one in zip(days, sold, strict=True):
            if day is None:
                continue
            if any(last is not None and day > last for last in (one.sold, one.used)):
                break
            member = one.kind != "membership" and one.member is not None and member_on(day, until, joined)
            cost += one.member or 0 if member else one.price
            if one.kind != "membership":
                gives.append((day, 10**9 if one.kind == "unlimited" else one.credits, one.areas))
        else:
            # What is owned can be used today, where it has not ended.
            gives += [(0, points, "*") for points, ends in owned if ends is None or ends >= 0]
            if (best is None or cost < best) and all(complete(one, gives) for one in short):
                best = cost
    return best


def member_on(day: int, until: Any, joined: list[int]) -> bool:
    there = until != NEVER_MEMBER and (until is None or day <= until)
    return there or any(first <= day < first + YEAR for first in joined)


def complete(held: Held, gives: list[tuple[int, int, str]]) -> bool:
    """Whether what is had by the last day fills the holding: safety from safety, the rest from what is over too."""
    in_time = [(points, areas) for day, points, areas in gives if day <= held.until]
    safety = sum(points for points, areas in in_time if areas in ("*", "safety"))
    return safety >= held.safety and sum(points for points, _ in in_time) >= held.safety + held.rest


def frame(sold: list[Sold], owned: list[tuple[int, int | None]]) -> pd.DataFrame:
    rows = [
        {
            "product_id": f"P{n}", "product": f"Product {n}", "provider": "ASCP", "kind": one.kind, "hours": 0,
            "credits": None if one.kind in ("unlimited", "membership") else one.credits,
            "areas": None if one.kind == "membership" else one.areas, "non_member_price": one.price,
            "member_price": None if one.kind == "membership" else one.member,
            "last_day_of_sale": None if one.sold is None else DAY + timedelta(one.sold), "access_months": one.months,
        }
        for n, one in enumerate(sold)
    ]  # fmt: skip
    # What is owned is no longer sold.
    rows += [
        {
            "product_id": f"O{n}", "product": f"Owned {n}", "provider": "LabCE", "kind": "pack", "credits": points,
            "areas": "*", "hours": 0, "non_member_price": 1, "last_day_of_sale": DAY - timedelta(1),
        }
        for n, (points, _) in enumerate(owned)
    ]  # fmt: skip
    typed = tables.typed(pd.DataFrame(rows, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)
    access = [None if one.used is None else DAY + timedelta(one.used) for one in sold] + [None] * len(owned)
    return typed.assign(**{LAST_DAY_OF_ACCESS: pd.Series(access, dtype=object)})


def seats(owned: list[tuple[int, int | None]]) -> pd.DataFrame:
    columns = BUDGET_TABLES["owned_seats"][0]
    rows = [
        {"owned_id": f"O{n}", "product_id": f"O{n}", "staff_id": "S", "points_left": points,
         "ends_on": None if ends is None else DAY + timedelta(ends)}
        for n, (points, ends) in enumerate(owned)
    ]  # fmt: skip
    return tables.typed(pd.DataFrame(rows, columns=list(columns), dtype=object), columns)


@laws(150)
@given(st.lists(HELD, min_size=1, max_size=2), MEMBER_UNTIL, st.lists(products(), max_size=3), OWNED)
@example([Held(0, 300, 40)], 0, [Sold("unlimited", 100, "*", 300, 2000, None, None, 12)], [])
@example(
    [Held(0, 300, 40), Held(100, 0, 400)], NEVER_MEMBER,
    [Sold("unlimited", 100, "*", 300, 2000, 0, 40, 12), Sold("membership", 100, "*", None, 500, 0, None, 12)], [],
)  # fmt: skip
def test_the_plan_equals_every_dated_way_to_buy(held, until, sold, owned) -> None:  # type: ignore[no-untyped-def]
    memberships = pd.DataFrame(
        [] if until == NEVER_MEMBER else [("S", "ASCP", None if until is None else DAY + timedelta(until))],
        columns=["staff_id", "provider", "member_until"],
    ).astype({"member_until": "datetime64[ns]"})
    members = plan_needs._members(memberships, memberships.iloc[:0], DAY)
    needs = tuple(one.need(n) for n, one in enumerate(held))
    person = PersonNeed("S", "Name", needs, members.get("S", frozenset()))
    catalogue = frame(sold, owned)
    staff = pd.DataFrame({"staff_id": ["S"], "site": ["Main"]})
    terms = tables.empty(BUDGET_TABLES["price_terms"][0])
    sources = shared_sources(catalogue, terms, seats(owned), staff, as_of=DAY)
    plan = (
        plan_together([person], catalogue, sources, as_of=DAY, time_limit_seconds=None)
        if sources
        else plan_team([person], catalogue, as_of=DAY, time_limit_seconds=None)
    )
    if not person.short_holdings:
        assert (plan.people, plan.unplannable) == ((), ())
        return
    expected = cheapest(held, until, sold, owned)
    assert [found.cost_cents for found in plan.people] == ([] if expected is None else [expected])
    assert len(plan.unplannable) == (expected is None)
