"""Scenarios are kept by name with their history, and each changes the plan by exactly what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd
import pytest

from lib.access.policy import local_principal
from lib.budget import HoldingNeed, PersonNeed, TeamPlan
from lib.domain import tables
from lib.domain.areas import mask_of
from lib.domain.errors import LabReadyError
from lib.services import catalogue, plans, scenarios
from lib.services.container import LabReady
from lib.services.plans import Asked, Team
from lib.services.scenarios import Outcome, Price, Scenario
from tests.beginnings import beginning_with, nothing

DAY = date(2026, 11, 22)
ME = local_principal()


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(nothing) as opened:
        yield opened


def products() -> pd.DataFrame:
    """An ethics hour at $30, $10 for members; dues $50; any hour at $20, again and again."""
    rows = [
        {"product_id": "ETH", "provider": "Guild", "product": "Ethics hour", "kind": "course", "credits": 100,
         "areas": "ethics", "member_price": 1000, "non_member_price": 3000, "repeatable": True},
        {"product_id": "DUES", "provider": "Guild", "product": "Membership", "kind": "membership",
         "non_member_price": 5000},
        {"product_id": "ANY", "provider": "Shop", "product": "Safety hour", "kind": "course", "credits": 100,
         "areas": "safety", "non_member_price": 2000, "repeatable": True},
    ]  # fmt: skip
    return tables.typed(pd.DataFrame(rows, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)


def person(staff_id: str, ethics: int, safety: int) -> PersonNeed:
    # Two requirements, ethics and safety: sets {}, {ethics}, {safety}, both.
    deficits = (0, ethics, safety, ethics + safety)
    holding = HoldingNeed(
        "CMP", "MLS", (mask_of(["ethics"]), mask_of(["safety"])), deficits, DAY + timedelta(60), DAY - timedelta(900)
    )
    return PersonNeed(staff_id, f"Person {staff_id}", (holding,))


def asked() -> Asked:
    """A needs 2 ethics hours; B 1 ethics and 1 safety; C 1 safety. Now: 2 x 30, 30 + 20, 20 = $130."""
    needs = (person("A", 200, 0), person("B", 100, 100), person("C", 0, 100))
    staff = pd.DataFrame({"staff_id": ["A", "B", "C"], "site": ["Main"] * 3})
    return Asked(Team(needs, staff, ("tiny",)), products(), (), ("tiny",))


def plan(app: LabReady, scenario: Scenario) -> TeamPlan:
    return plans.made(app, scenarios.changed(asked(), scenario), DAY, budget_cents=scenario.budget_cents)


@pytest.mark.parametrize(
    ("scenario", "cents", "people"),
    [
        (Scenario("nothing"), 13_000, 3),
        # Safety at $25: 60 + 30 + 25 + 25.
        (Scenario("dearer", prices=(Price("ANY", non_member=2500),)), 14_000, 3),
        # Dues of $15: A joins, 15 + 2 x 10 = 35; B joins, 15 + 10 + 20 = 45; C 20.
        (Scenario("dues", prices=(Price("DUES", non_member=1500),)), 10_000, 3),
        # Without A: 50 + 20.
        (Scenario("A leaves", leavers=("A",)), 7_000, 2),
        # One ethics hour for everybody: A 30, B 20, C 20.
        (Scenario("lunch", session_points=100, session_areas=("ethics",)), 7_000, 3),
        # $70 completes two: C 20 and B 50.
        (Scenario("ceiling", budget_cents=7_000), 7_000, 2),
        # All at once: B and C, an ethics hour for both, safety at $25, at most $30: one of them.
        (Scenario("all", (Price("ANY", non_member=2500),), ("A",), 100, ("ethics",), 3_000), 2_500, 1),
    ],
)  # fmt: skip
def test_each_change_moves_the_plan_by_what_it_says(app: LabReady, scenario: Scenario, cents: int, people: int) -> None:
    made = plan(app, scenario)
    assert (made.total_cents, len(made.people), made.proven_optimal) == (cents, people, True)


def test_side_by_side_says_who_joins_and_what_changes(app: LabReady) -> None:
    cheap = Scenario("dues", prices=(Price("DUES", non_member=1500),))
    found = [Outcome(Scenario("now"), plan(app, Scenario("now"))), Outcome(cheap, plan(app, cheap))]
    table = scenarios.side_by_side(ME, found, frozenset({"DUES"}))
    assert table["change"].tolist() == [0, -3_000]
    assert table["joins"].tolist() == [0, 2]
    assert table["who"].tolist() == ["", "Person A, Person B"]
    # Now: ethics and safety. With dues: dues, ethics at the member price, safety.
    assert table["orders"].tolist() == [2, 3]


def test_kept_by_name_followed_and_forgotten_with_its_history(app: LabReady) -> None:
    catalogue.save_products(app, ME, products(), today=DAY)
    first = Scenario("Dues rise", (Price("DUES", non_member=9000),), (), 150, ("ethics", "safety"), 500_000)
    scenarios.save(app, ME, first, today=DAY)
    later = DAY + timedelta(1)
    second = Scenario("Dues rise", (Price("DUES", non_member=9500),))
    scenarios.save(app, ME, second, today=later)
    (kept,) = scenarios.kept(app, ME)
    assert (kept.scenario, kept.changed_on, kept.changed_by) == (second, later, ME.name)
    scenarios.forget(app, ME, "Dues rise", today=later)
    assert scenarios.kept(app, ME) == []
    assert len(scenarios.history(app, ME)) == 2
    with pytest.raises(LabReadyError, match="no scenario “Dues rise”"):
        scenarios.forget(app, ME, "Dues rise", today=later)


@pytest.mark.parametrize(
    ("scenario", "told"),
    [
        (Scenario("  "), "is not one to keep it by"),
        (Scenario("As things stand"), "is not one to keep it by"),
        (Scenario("x", prices=(Price("NONE", 1),)), "“NONE” is not in the catalogue"),
        (Scenario("x", prices=(Price("ETH", -1),)), "out of range"),
        (Scenario("x", leavers=("nobody",)), "“nobody” is on record"),
        (Scenario("x", session_points=100), "at least one area"),
        (Scenario("x", session_points=10_001, session_areas=("ethics",)), "points are out of range"),
        (Scenario("x", budget_cents=-1), "less than nothing"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_stored(app: LabReady, scenario: Scenario, told: str) -> None:
    catalogue.save_products(app, ME, products(), today=DAY)
    with pytest.raises(LabReadyError, match=told):
        scenarios.save(app, ME, scenario, today=DAY)
    assert scenarios.kept(app, ME) == []
