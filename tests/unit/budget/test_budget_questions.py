"""The numbers behind the questions, on a team small enough to work out by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.budget import HoldingNeed, PersonNeed, plan_team
from lib.budget.questions import cost_by, frontier, membership_worth, next_activity, person_costs
from lib.domain import tables
from lib.domain.areas import EVERYTHING_MASK, mask_of

DAY = date(2026, 11, 22)
STAFF = pd.DataFrame(
    {"staff_id": ["A", "B", "C"], "site": ["Main", "Main", None], "department": ["Chem", "Blood", "Chem"]}
)


def lacks(staff_id: str, ethics: int, rest: int, by: date, member: str = "") -> PersonNeed:
    accepts = (mask_of(("ethics",)), EVERYTHING_MASK)
    held = HoldingNeed("ASCP", "MLS", accepts, (0, ethics, rest, ethics + rest), by, date(2024, 1, 1))
    return PersonNeed(staff_id, f"Name {staff_id}", (held,), frozenset({member} - {""}))


TEAM = [
    lacks("A", 100, 0, date(2027, 1, 15)),
    lacks("B", 100, 300, date(2027, 5, 1)),
    lacks("C", 0, 200, date(2027, 1, 20), "ASCP"),
]


def products(**dues: int) -> pd.DataFrame:
    rows = [
        {"product_id": "E1", "product": "Ethics", "kind": "course", "credits": 100, "areas": "ethics",
         "provider": "ASCP", "member_price": 1000, "non_member_price": 3000},
        {"product_id": "P8", "product": "Pack", "kind": "pack", "credits": 800, "areas": "*", "provider": "ASCP",
         "member_price": 4000, "non_member_price": 5000},
        {"product_id": "U", "product": "Unlimited", "kind": "unlimited", "areas": "*", "provider": "LabCE",
         "non_member_price": 9500},
        {"product_id": "Q", "product": "No price", "kind": "course", "credits": 300, "areas": "*"},
        {"product_id": "M", "product": "Membership", "kind": "membership", "provider": "ASCP",
         "non_member_price": dues.get("dues")},
    ]  # fmt: skip
    return tables.typed(pd.DataFrame(rows, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)


def test_costs_add_up_by_every_split() -> None:
    """A: ethics $30. B: the pack alone, $50. C, a member: the pack for $40. In all $120."""
    plan = plan_team(TEAM, products(), as_of=DAY)
    costs = person_costs(plan, TEAM, STAFF)
    assert list(costs["cost"]) == [3000, 5000, 4000]
    for column in ("site", "department", "credential", "quarter", "name"):
        assert int(cost_by(costs, column)["cost"].sum()) == plan.total_cents == 12_000
    assert list(cost_by(costs, "site")["label"]) == ["Main", "not known"]
    assert list(cost_by(costs, "quarter").itertuples(index=False, name=None)) == [
        ("2027 Q1", 2, 7000, 300 + 600), ("2027 Q2", 1, 5000, 800)
    ]  # fmt: skip


def test_membership_is_worth_what_it_saves() -> None:
    """Joining saves A $20 of $30 and B $10 of $50; C is a member. At dues of $15 only A joins."""
    (worth,) = membership_worth(TEAM, products(dues=1500), as_of=DAY)
    assert worth.people == (("A", "Name A", 2000), ("B", "Name B", 1000))
    assert (worth.joining, worth.dues) == (1, 1500)
    (unknown,) = membership_worth(TEAM, products(), as_of=DAY)
    assert (unknown.people, unknown.joining, unknown.dues) == (worth.people, 0, None)


def test_the_frontier_is_the_most_people_for_every_amount() -> None:
    plan = plan_team(TEAM, products(), as_of=DAY)
    steps = frontier(plan)
    assert list(zip(steps["cost"], steps["people"], strict=True)) == [(0, 0), (3000, 1), (7000, 2), (12_000, 3)]
    for amount, people in ((2999, 0), (3000, 1), (6999, 1), (7000, 2), (12_000, 3)):
        assert len(plan_team(TEAM, products(), as_of=DAY, budget_cents=amount).people) == people


def test_the_next_activity_counts_those_whom_it_alone_completes() -> None:
    found = next_activity(TEAM, products(), as_of=DAY).set_index("product_id")
    assert found["people"].to_dict() == {"P8": 3, "U": 3, "Q": 2, "E1": 1}
    assert found.loc["P8", "cost"] == 5000 + 5000 + 4000
    assert pd.isna(found.loc["Q", "cost"])
    assert not found.loc["Q", "price_set"]
