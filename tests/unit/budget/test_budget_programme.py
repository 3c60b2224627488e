"""The reductions and the programme on hand-made situations."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lib.budget import HoldingNeed, PersonNeed, plan_team
from lib.budget.products import read_products
from lib.budget.programme import Criterion, Deadline, Model, _cost_bound, _packed, _settled, first_plan, solve
from lib.budget.reasons import OUT_OF_TIME
from lib.budget.situations import Cover, Offer, Scenario, Shelf, Situation, situation_of
from lib.domain import tables
from lib.domain.areas import EVERYTHING_MASK, mask_of

DAY = date(2026, 11, 22)


def products(*rows: dict[str, object]) -> pd.DataFrame:
    filled = [{"product": row["product_id"], "kind": "course", "areas": "*", **row} for row in rows]
    return tables.typed(pd.DataFrame(filled, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)


def reduced(need: HoldingNeed, frame: pd.DataFrame) -> Situation | None:
    shelf = Shelf(read_products(frame), DAY)
    return situation_of(PersonNeed("A", "A", (need,)), shelf, Scenario.BEST_MIX)


REST = HoldingNeed("ASCP", "X", (EVERYTHING_MASK,), (0, 1450), DAY, DAY)


def test_the_unit_of_a_cover_is_what_the_credits_have_in_common() -> None:
    # 1 and 2 points: unit 1 point; 14.5 missing are 15 units. At most 15 ones, or 8 twos, are of use.
    frame = products(
        {"product_id": "ONE", "credits": 100, "non_member_price": 300, "repeatable": True},
        {"product_id": "TWO", "credits": 200, "non_member_price": 500, "repeatable": True},
    )
    assert reduced(REST, frame) == Situation(
        offers=(Offer("ONE", 300, None, 15, 100), Offer("TWO", 500, None, 8, 200)), covers=(Cover((1, 2), 15),)
    )


def test_only_as_many_of_equal_products_are_kept_as_can_be_of_use() -> None:
    # 3 points missing, five one-point courses: the three that come first by price, hours and ID
    need = HoldingNeed("ASCP", "X", (EVERYTHING_MASK,), (0, 300), DAY, DAY)
    frame = products(
        {"product_id": "A", "credits": 100, "non_member_price": 900},
        {"product_id": "B", "credits": 100, "non_member_price": 500},
        {"product_id": "C", "credits": 100, "non_member_price": 700},
        {"product_id": "D", "credits": 100, "non_member_price": 500, "hours": 50},
        {"product_id": "E", "credits": 100, "non_member_price": 700},
    )
    situation = reduced(need, frame)
    assert situation is not None
    assert [offer.product_id for offer in situation.offers] == ["B", "C", "D"]


def test_a_cover_that_another_one_implies_is_dropped() -> None:
    # Only a safety product: whatever fills safety 2 fills {safety, rest} 2 as well, and nothing else is asked.
    need = HoldingNeed("ASCP", "X", (mask_of(("safety",)), EVERYTHING_MASK), (0, 200, -500, 200), DAY, DAY)
    situation = reduced(need, products({"product_id": "S", "credits": 100, "areas": "safety", "non_member_price": 5}))
    # one purchase of 1 point cannot fill 2
    assert situation is None
    twice = products(
        {"product_id": "S", "credits": 200, "areas": "safety", "non_member_price": 5},
        {"product_id": "T", "credits": 200, "areas": "safety;ethics", "non_member_price": 6},
    )
    situation = reduced(need, twice)
    assert situation is not None
    assert situation.covers == (Cover((1,), 1),)


def test_an_empty_shelf_completes_nobody() -> None:
    assert reduced(REST, products()) is None


def test_the_packed_objective_keeps_the_order_of_the_criteria() -> None:
    # spans 3, 2, 1 -> weights (2+1)(1+1) = 6, (1+1) = 2, 1
    criteria = [Criterion((1, 0), 3), Criterion((0, 1), 2), Criterion((1, 1), 1)]
    packed, objective, left = _packed(criteria)
    assert (packed, objective, left) == (criteria, [7, 3], [])
    # a criterion that would make the objective too wide waits for the next solve
    wide = [Criterion((1, 0), 999), Criterion((0, 1), 1000)]
    assert _packed(wide) == (wide[:1], [1, 0], wide[1:])


@pytest.mark.parametrize(
    ("dual_bound", "bound"),
    [
        (float("-inf"), 0),  # nothing proven
        (60.0, 1000),  # 60 = 10 x 6 + 0: at least (60 - 5) / 6 -> 10 units of 100 cents
        (60.5, 1000),  # (60.5 - 5) / 6 = 9.25 -> 10
        (65.0, 1000),  # the later criteria may be the whole 5
        (65.5, 1100),  # (65.5 - 5) / 6 = 10.08 -> 11
    ],
)
def test_what_a_bound_of_the_packed_objective_proves_of_the_cost(dual_bound: float, bound: int) -> None:
    model = Model(upper=[1, 1], cost=[100, 200])
    packed = [Criterion((1, 2), 3), Criterion((1, 1), 2), Criterion((1, 0), 1)]
    assert _cost_bound(dual_bound, packed, model) == bound


def test_the_first_plan_is_a_plan_and_the_solved_one_is_not_dearer() -> None:
    # 9 of: 8 for $50 once, 1 for $10 at most nine times, any number for $95
    situation = Situation(
        offers=(Offer("P", 5000, None, 1, 800), Offer("O", 1000, None, 9, 100), Offer("U", 9500, None, 1, 900)),
        covers=(Cover((8, 1, 9), 9),),
    )
    first = first_plan(situation)
    assert first is not None
    assert not first.proven
    best = solve(situation, Deadline(None))
    assert best is not None
    assert best.proven
    assert best.ties_broken
    assert (best.quantities, best.cost) == ((1, 1, 0), 6000)
    assert first.cost >= best.cost
    # with no time at all the first plan is the answer, with nothing proven
    assert solve(situation, Deadline(0)) == first


def test_a_situation_without_a_plan() -> None:
    # Two memberships of one provider, of which one may be bought; both would be needed.
    situation = Situation(
        offers=(Offer("M1", 100, None, 1, 0, joins="ascp"), Offer("M2", 100, None, 1, 0, joins="ascp")),
        covers=(Cover((1, 1), 2),),
    )
    assert solve(situation, Deadline(None)) is None


def test_out_of_time_before_any_plan_is_said_and_not_proven() -> None:
    # The points come with the dearer of two memberships only, which the first plan does not think of.
    frame = products(
        {"product_id": "M1", "provider": "ASCP", "kind": "membership", "credits": 100, "non_member_price": 100},
        {"product_id": "M2", "provider": "ASCP", "kind": "membership", "credits": 2000, "non_member_price": 900},
    )
    person = PersonNeed("A", "A", (REST,))
    plan = plan_team([person], frame, as_of=DAY, time_limit_seconds=0)
    assert [entry.reason for entry in plan.unplannable] == [OUT_OF_TIME]
    assert not plan.proven_optimal
    assert plan_team([person], frame, as_of=DAY).total_cents == 900


@pytest.mark.parametrize(
    ("columns", "settled"),
    [
        ([2, 0], True),  # one product bought several times, and each unit costs: the cost settles how often
        ([0, 0], True),
        ([2, 1], False),  # two of them: their quantities may still be exchanged
        ([0, 1], False),  # neither price nor hours: more units would change nothing that is settled
    ],
)
def test_quantities_are_settled_where_no_choice_is_left(columns: list[int], settled: bool) -> None:
    offers = (Offer("A", 100, None, 3, 0), Offer("F", 0, None, 3, 0))
    model = Model(bought=[[0], [1]])
    left = [Criterion((1, 1), 6), Criterion((-1, 0), 3), Criterion((0, -1), 3)]
    assert _settled(columns, offers, model, left) is settled
    # while the IDs are not settled, nothing is
    assert not _settled(columns, offers, model, [Criterion((-2, -1), 3), *left])
