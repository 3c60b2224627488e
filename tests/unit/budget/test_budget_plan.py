"""The plan on tiny teams; every amount is worked out in a comment. Money is cents, points and hours are hundredths."""

from __future__ import annotations

from datetime import date

import pytest

import lib.budget.plan as plan_module
from lib.budget import HoldingNeed, plan_team
from lib.budget.situations import Situation
from lib.domain.errors import LabReadyError
from tests.unit.budget.tiny import (
    ANY,
    DAY,
    ETHICS,
    LIBRARY,
    PACK,
    SAFETY,
    SPREAD,
    bought,
    catalogue,
    dues,
    holding,
    person,
    rest,
)


@pytest.mark.parametrize(
    ("missing", "product", "cost"),
    [
        (800, "PACK", 5000),  # 8 points: one pack, $50 < $95
        (801, "LIBRARY", 9500),  # 8.01 points: the pack is bought once only; both would be $145, the library is $95
    ],
)
def test_a_pack_up_to_its_credits_then_the_library(missing: int, product: str, cost: int) -> None:
    plan = plan_team([rest("A", missing)], catalogue(PACK, LIBRARY), as_of=DAY)
    assert bought(plan, "A") == [(product, 1, cost, False)]
    assert (plan.total_cents, plan.proven_optimal, plan.gap_cents) == (cost, True, 0)


@pytest.mark.parametrize(("missing", "quantity"), [(800, 1), (801, 2), (1600, 2)])
def test_a_repeatable_product_is_bought_as_often_as_needed(missing: int, quantity: int) -> None:
    # ceil(8.01 / 8) = 2 packs
    plan = plan_team([rest("A", missing)], catalogue({**PACK, "repeatable": True}), as_of=DAY)
    assert bought(plan, "A") == [("PACK", quantity, 5000, False)]
    assert plan.total_cents == 5000 * quantity


def test_two_packs_lose_against_the_library() -> None:
    # 9 points: 2 x $50 = $100 > $95
    plan = plan_team([rest("A", 900)], catalogue({**PACK, "repeatable": True}, LIBRARY), as_of=DAY)
    assert bought(plan, "A") == [("LIBRARY", 1, 9500, False)]


def test_a_point_that_fits_two_requirements_fills_one_of_them() -> None:
    # safety 1 and ethics 1 are missing; BOTH gives 1 point to either, so it needs SAFE ($10) or ETHIC ($12) beside it:
    # BOTH + SAFE = $15 + $10 = $25; SAFE + ETHIC = $10 + $12 = $22 is cheaper.
    goods = catalogue(
        {"product_id": "BOTH", "credits": 100, "areas": "safety;ethics", "non_member_price": 1500},
        {"product_id": "SAFE", "credits": 100, "areas": "safety", "non_member_price": 1000},
        {"product_id": "ETHIC", "credits": 100, "areas": "ethics", "non_member_price": 1200},
    )
    plan = plan_team([person("A", holding([(SAFETY, 100), (ETHICS, 100), (ANY, 0)]))], goods, as_of=DAY)
    assert bought(plan, "A") == [("ETHIC", 1, 1200, False), ("SAFE", 1, 1000, False)]


def test_one_purchase_serves_all_holdings_of_a_person_and_is_paid_once() -> None:
    # MLS misses 6 in any area, SBB 1 in safety: one 6-point product in safety ($40) does both; 6 + 1 apart cost $30 +
    # $15.
    goods = catalogue(
        {"product_id": "SIX-SAFE", "credits": 600, "areas": "safety", "non_member_price": 4000},
        {"product_id": "SIX", "credits": 600, "areas": "chemistry", "non_member_price": 3000},
        {"product_id": "ONE", "credits": 100, "areas": "safety", "non_member_price": 1500},
    )
    both = person("A", holding([(ANY, 600)]), holding([(SAFETY, 100), (ANY, 0)], credential="SBB"))
    assert bought(plan_team([both], goods, as_of=DAY), "A") == [("SIX-SAFE", 1, 4000, False)]


# --- What is never bought


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"credits": 400}, "price not set"),
        ({"non_member_price": 100}, "credits not set"),
        ({"kind": "pack", "areas": None}, "price not set; credits not set; areas not set"),
        ({"kind": "free", "areas": None}, "credits not set; areas not set"),
        ({"kind": "unlimited"}, "price not set"),
    ],
)
def test_what_is_not_known_is_listed_and_never_bought(row: dict[str, object], reason: str) -> None:
    plan = plan_team([rest("A", 100)], catalogue({"product_id": "P", **row}), as_of=DAY)
    assert [(listed.product_id, listed.reason) for listed in plan.unpriced] == [("P", reason)]
    assert plan.people == ()
    assert plan.unplannable[0].reason == (
        "MLS: no product with a known price and known credits covers any area (1 point missing). "
        "Fill in prices and credits in the catalogue, or add products."
    )
    assert plan.unpriced_table["reason"].tolist() == [reason]


def test_a_free_product_costs_nothing_and_a_given_price_stands() -> None:
    free = {"product_id": "EPISODE", "kind": "free", "credits": 100, "repeatable": True}
    assert bought(plan_team([rest("A", 250)], catalogue(free), as_of=DAY), "A") == [("EPISODE", 3, 0, False)]
    # 3 x $1.50, as the catalogue says
    priced = plan_team([rest("A", 250)], catalogue({**free, "non_member_price": 150}), as_of=DAY)
    assert priced.total_cents == 450


@pytest.mark.parametrize(("last_day", "sold"), [(date(2026, 11, 22), True), (date(2026, 11, 21), False)])
def test_the_last_day_of_sale_is_a_day_of_sale(last_day: date, sold: bool) -> None:
    goods = catalogue({"product_id": "P", "credits": 100, "non_member_price": 100, "last_day_of_sale": last_day})
    plan = plan_team([rest("A", 100)], goods, as_of=DAY)
    assert len(plan.people) == int(sold)
    assert plan.no_longer_sold == (() if sold else ("P",))


def test_a_title_that_the_person_has_is_not_bought_again_unless_repeatable() -> None:
    once = {"product_id": "OLD", "product": "Ethics, part 1", "credits": 100, "non_member_price": 100}
    new = {"product_id": "NEW", "credits": 100, "non_member_price": 900}
    have = rest("A", 100, titles=["ETHICS part-1"])
    assert bought(plan_team([have], catalogue(once, new), as_of=DAY), "A") == [("NEW", 1, 900, False)]
    again = plan_team([have], catalogue({**once, "repeatable": True}, new), as_of=DAY)
    assert bought(again, "A") == [("OLD", 1, 100, False)]


# --- Who cannot be planned


def test_the_reason_names_the_areas_that_nothing_covers() -> None:
    goods = catalogue({"product_id": "S", "credits": 50, "areas": "safety", "non_member_price": 100})
    short = person("A", holding([(SAFETY, 100), (ETHICS, 100), (ANY, 0)]))
    plan = plan_team([short], goods, as_of=DAY)
    assert plan.unplannable[0].reason == (
        "MLS: the products with a known price and known credits give at most 0.5 points in "
        "laboratory or patient safety (1 point missing). "
        "MLS: no product with a known price and known credits covers medical ethics (1 point missing). "
        "Fill in prices and credits in the catalogue, or add products."
    )
    assert plan.total_cents == 0
    assert plan.scenario_totals[0].not_completed == ("A",)


def test_points_can_be_earned_until_the_last_day_and_not_after() -> None:
    on_the_day = person("A", holding([(ANY, 100)], usable_by=DAY))
    day_before = person("B", holding([(ANY, 100)], usable_by=date(2026, 11, 21)))
    plan = plan_team([on_the_day, day_before], catalogue(LIBRARY), as_of=DAY)
    assert [entry.staff_id for entry in plan.people] == ["A"]
    assert [(u.staff_id, u.reason) for u in plan.unplannable] == [
        ("B", "MLS: the last day to earn points for this cycle was Sat 21 Nov 2026.")
    ]


# --- Budget


def test_a_small_budget_completes_as_many_people_as_it_can() -> None:
    # costs: A $95 (9 points), B $50 (8 points), C $50 (3 points), D nothing is missing
    people = [rest("A", 900), rest("B", 800), rest("C", 300), rest("D", 0)]
    goods = catalogue(PACK, LIBRARY)
    everything = plan_team(people, goods, as_of=DAY)
    assert everything.total_cents == 19500
    # Most people, then fewest points left: of two, A + B ($145) leave C's 3 points, $100 is B + C alone; of one, $95
    # makes up A's 9 points, $50 B's 8 rather than C's 3.
    for budget, funded in ((19500, "ABC"), (19499, "AB"), (10000, "BC"), (9999, "A"), (5000, "B"), (4999, ""), (0, "")):
        plan = plan_team(people, goods, as_of=DAY, budget_cents=budget)
        assert "".join(entry.staff_id for entry in plan.people) == funded
        assert "".join(entry.staff_id for entry in plan.left_out) == "".join(c for c in "ABC" if c not in funded)
        assert plan.total_cents == sum(entry.cost_cents for entry in plan.people) <= budget
        assert all(entry.reason == "budget" for entry in plan.left_out)
        # what completing everybody costs does not depend on the budget
        assert plan.scenarios["best_mix"] == 19500


def test_free_plans_need_no_budget() -> None:
    free = {"product_id": "F", "kind": "free", "credits": 100}
    plan = plan_team([rest("A", 100), rest("B", 200)], catalogue(free, LIBRARY), as_of=DAY, budget_cents=0)
    assert [entry.staff_id for entry in plan.people] == ["A"]


def test_a_negative_budget_a_doubled_person_and_a_bad_catalogue_are_refused() -> None:
    with pytest.raises(LabReadyError, match=r"Accepted: an amount of \$0 or more"):
        plan_team([], catalogue(), as_of=DAY, budget_cents=-1)
    with pytest.raises(ValueError, match="twice"):
        plan_team([rest("A", 100), rest("A", 200)], catalogue(LIBRARY), as_of=DAY)
    with pytest.raises(LabReadyError, match='"cuorse" is not a kind of product'):
        plan_team([], catalogue({"product_id": "P", "kind": "cuorse"}), as_of=DAY)


# --- Situations, memory, time


def test_people_in_the_same_situation_are_solved_once() -> None:
    # 14.5 and 14.25 points missing both take 15 whole points
    people = [rest("A", 1450), rest("B", 1425), rest("C", 1500), rest("D", 1501)]
    goods = catalogue({"product_id": "ONE", "credits": 100, "non_member_price": 1000, "hours": 100, "repeatable": True})
    plan = plan_team(people, goods, as_of=DAY)
    assert plan.situations == 2
    assert [entry.cost_cents for entry in plan.people] == [15000, 15000, 15000, 16000]


def test_solved_situations_are_kept_for_the_next_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[Situation, object] = {}
    goods = catalogue(*SPREAD, dues(17400))
    seen: list[tuple[int, int]] = []
    first = plan_team([rest("A", 1000)], goods, as_of=DAY, solved=kept, progress=lambda *at: seen.append(at))  # type: ignore[arg-type]
    assert seen == [(1, 1), (1, 1), (1, 1)]  # one person, three scenarios

    def unexpected(*_: object, **__: object) -> None:
        raise AssertionError("solved again")

    monkeypatch.setattr(plan_module, "solve", unexpected)
    second = plan_team([rest("A", 1000)], goods, as_of=DAY, solved=kept, budget_cents=100000)  # type: ignore[arg-type]
    assert second.people == first.people


def test_without_time_the_plan_completes_and_says_how_far_from_cheapest_it_may_be() -> None:
    kept: dict[Situation, object] = {}
    plan = plan_team([rest("A", 900)], catalogue(PACK, LIBRARY), as_of=DAY, time_limit_seconds=0, solved=kept)  # type: ignore[arg-type]
    # Buying all ($145) and taking back the dearest that is not needed: the library alone cannot go (8 < 9), the pack
    # can.
    assert plan.total_cents == 9500
    assert (plan.proven_optimal, plan.gap_cents) == (False, 9500)
    assert kept == {}


def test_nobody_to_plan_for() -> None:
    plan = plan_team([], catalogue(), as_of=DAY)
    assert (plan.total_cents, plan.proven_optimal, plan.people) == (0, True, ())
    assert plan.scenarios == {"nobody_joins": 0, "everyone_joins": None, "best_mix": 0}
    assert plan.purchases.empty
    assert plan.orders.empty
    assert plan.unpriced_table.empty
    assert list(plan.orders.columns) == [
        "provider", "product_id", "product", "as_member", "unit_price", "quantity", "people", "cost", "staff_ids",
        "buyer_class",
    ]  # fmt: skip


# --- Tables


def test_purchases_and_orders_add_up_to_the_plan() -> None:
    # A and B: the pack ($50 each); C, 17 points as a member of LabCE: 8 from the pack at $40 and 9 courses at $10 =
    # $130
    goods = catalogue(
        {**PACK, "provider": "LabCE", "member_price": 4000},
        {"product_id": "COURSE", "credits": 100, "non_member_price": 1000, "repeatable": True},
    )
    people = [rest("A", 800), rest("B", 700), rest("C", 1700, member_of=["labce"])]
    plan = plan_team(people, goods, as_of=DAY)
    assert plan.purchases.astype(object).where(plan.purchases.notna(), None).to_numpy().tolist() == [
        ["A", "PACK", "PACK", "LabCE", 1, 5000, 5000, False, None],
        ["B", "PACK", "PACK", "LabCE", 1, 5000, 5000, False, None],
        ["C", "COURSE", "COURSE", None, 9, 1000, 9000, False, None],
        ["C", "PACK", "PACK", "LabCE", 1, 4000, 4000, True, None],
    ]
    assert plan.orders.astype(object).where(plan.orders.notna(), None).to_numpy().tolist() == [
        ["LabCE", "PACK", "PACK", False, 5000, 2, 2, 10000, "A;B", None],
        ["LabCE", "PACK", "PACK", True, 4000, 1, 1, 4000, "C", None],
        [None, "COURSE", "COURSE", False, 1000, 9, 1, 9000, "C", None],
    ]
    assert plan.orders["cost"].sum() == plan.purchases["cost"].sum() == plan.total_cents == 23000


def test_a_need_must_have_a_deficit_for_every_set_of_requirements() -> None:
    with pytest.raises(ValueError, match="2 requirements need 4 deficits"):
        HoldingNeed("ASCP", "MLS", (SAFETY, ANY), (0, 100), DAY, DAY)
