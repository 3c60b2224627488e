"""Plans are kept: a ceiling, a filter or a question asked before solves nothing again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from lib.access.policy import local_principal
from lib.budget import plan_team
from lib.services import catalogue, plans
from lib.services.container import LabReady
from lib.services.plan_memory import Remembered
from lib.services.readiness import Filters
from tests.beginnings import beginning_with, the_sample

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def app() -> Iterator[LabReady]:
    with beginning_with(the_sample) as opened:
        yield opened


def test_a_ceiling_solves_nothing_again_and_is_the_plan_that_the_engine_makes(app: LabReady) -> None:
    whole = plans.team_plan(app, local_principal(), DAY)
    solved: list[tuple[int, int]] = []
    within = plans.team_plan(
        app, local_principal(), DAY, budget_cents=100_000, progress=lambda done, of: solved.append((done, of))
    )
    team = plans.team_needs(app, local_principal(), DAY)

    assert solved == []
    assert within == plan_team(team.needs, app.store.products(), as_of=DAY, budget_cents=100_000)
    assert within.total_cents <= 100_000 < whole.total_cents


def test_a_changed_price_is_planned_for_anew_and_the_former_one_from_memory(app: LabReady) -> None:
    before = plans.team_plan(app, local_principal(), DAY)
    products = catalogue.products(app, local_principal())
    raised = products.assign(non_member_price=products["non_member_price"] + 100)
    catalogue.save_products(app, local_principal(), raised, today=DAY)
    dearer = plans.team_plan(app, local_principal(), DAY)
    known = len(app.plans.solved)
    catalogue.save_products(app, local_principal(), products, today=DAY)
    again = plans.team_plan(app, local_principal(), DAY)

    assert dearer.total_cents > before.total_cents
    assert again == before
    assert len(app.plans.solved) == known


def test_filters_narrow_to_people_and_holdings(app: LabReady) -> None:
    everybody = plans.team_needs(app, local_principal(), DAY)
    sites = dict(zip(everybody.staff["staff_id"], everybody.staff["site"], strict=True))
    site = sites[everybody.needs[0].staff_id]
    there = plans.team_plan(app, local_principal(), DAY, filters=Filters(sites=(site,)))
    whole = plans.team_plan(app, local_principal(), DAY)
    credential = everybody.needs[0].holdings[0].credential
    held = plans.team_needs(app, local_principal(), DAY, filters=Filters(credentials=(credential,)))

    assert there.people == tuple(person for person in whole.people if sites[person.staff_id] == site)
    assert {holding.credential for person in held.needs for holding in person.holdings} == {credential}


def test_planning_can_be_stopped_and_what_is_solved_is_kept(app: LabReady) -> None:
    products = catalogue.products(app, local_principal())
    catalogue.save_products(
        app, local_principal(), products.assign(non_member_price=products["non_member_price"] + 7), today=DAY
    )
    known = len(app.plans.solved)

    class Stopped(Exception):
        pass

    told: list[int] = []

    def stop(done: int, of: int) -> None:
        told.append(done)
        raise Stopped

    with pytest.raises(Stopped):
        plans.team_plan(app, local_principal(), DAY, progress=stop)
    assert told[0] > 0
    # What the first batch solved is kept; what it had in common with the catalogue before was known already.
    assert known < len(app.plans.solved) <= known + told[0]


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept: Remembered[str, int] = Remembered(2)
    kept["a"], kept["b"] = 1, 2
    assert kept["a"] == 1
    kept["c"] = 3

    assert dict(kept) == {"a": 1, "c": 3}
