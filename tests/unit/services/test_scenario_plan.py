"""A plan under a kept scenario, within a ceiling and until a day, with the simple plan beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from lib.access.policy import local_principal
from lib.domain.errors import LabReadyError
from lib.services import plans, scenario_plan, scenarios
from lib.services.container import LabReady
from lib.services.hires import Hire
from lib.services.scenarios import Scenario
from tests.beginnings import beginning_with, the_sample

DAY = date(2026, 11, 22)
ME = local_principal()


@pytest.fixture(scope="module")
def app() -> Iterator[LabReady]:
    with beginning_with(the_sample) as opened:
        yield opened


def test_a_scenario_its_ceiling_and_another_one(app: LabReady) -> None:
    whole = plans.team_plan(app, ME, DAY)
    gone = whole.people[0].staff_id
    ceiling = whole.total_cents // 3
    scenarios.save(app, ME, Scenario("One leaves", leavers=(gone,), budget_cents=ceiling), today=DAY)
    found = scenario_plan.planned(app, ME, DAY, scenario="One leaves")
    assert found.budget_cents == ceiling
    assert found.plan.total_cents <= ceiling
    assert gone not in {p.staff_id for p in found.plan.people} | {p.staff_id for p in found.plan.left_out}
    more = scenario_plan.planned(app, ME, DAY, scenario="One leaves", budget_cents=10**9, simple=True)
    # Nobody else is touched: the whole plan less what that person's purchases cost.
    assert more.plan.total_cents == whole.total_cents - whole.people[0].cost_cents
    assert more.beside is not None
    assert more.beside.saved >= 0
    sooner = scenario_plan.planned(app, ME, DAY, scenario="One leaves", until=date(2027, 6, 30), budget_cents=10**9)
    assert sooner.plan.total_cents <= more.plan.total_cents


def test_whoever_is_hired_is_bought_for_as_on_the_page(app: LabReady) -> None:
    whole = plans.team_plan(app, ME, DAY)
    scenario = Scenario("Three come", hires=(Hire(3, "ASCP", "MLS", DAY, site="Main"),))
    scenarios.save(app, ME, scenario, today=DAY)
    found = scenario_plan.planned(app, ME, DAY, scenario="Three come").plan
    assert len(found.people) == len(whole.people) + 3
    as_things_stand, on_the_page = scenarios.outcomes(app, ME, DAY, [scenario])
    assert found == on_the_page.plan
    assert found.total_cents > as_things_stand.plan.total_cents


def test_a_scenario_that_is_not_kept_is_refused_with_those_that_are(app: LabReady) -> None:
    with pytest.raises(LabReadyError, match="There is no scenario “Nope”"):
        scenario_plan.planned(app, ME, DAY, scenario="Nope")
