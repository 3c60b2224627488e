"""Hires need what the rules ask; heads of a licence follow hires and leavers; time and payers stand beside the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from lib.access.policy import local_principal
from lib.domain import tables
from lib.domain.budget_tables import TERMS
from lib.domain.errors import LabReadyError
from lib.services import budget_data, catalogue, paid_time, plans, scenarios
from lib.services.container import LabReady
from lib.services.hires import Hire, hired
from lib.services.scenarios import Scenario
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import imported

DAY = date(2026, 11, 22)
ME = local_principal()


def start(app: LabReady) -> None:
    people = "Employee ID,Last Name,Site,Department,Credential,Cycle End\n" + "".join(
        f"{n},Name{n},Main,Chemistry,PBT,2027-03-31\n" for n in (1, 2)
    )
    imported(app, "people.csv", people.encode())
    rows = [
        {"product_id": "PACK", "provider": "LabCE", "product": "Pack", "kind": "pack", "credits": 900, "areas": "*",
         "non_member_price": 4500, "hours": 600},
        {"product_id": "BIG", "provider": "LabCE", "product": "Library", "kind": "unlimited", "areas": "*",
         "non_member_price": 9500},
    ]  # fmt: skip
    frame = tables.typed(pd.DataFrame(rows, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)
    catalogue.save_products(app, ME, frame, today=DAY)


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(start) as opened:
        yield opened


def test_a_hire_needs_the_whole_total_of_the_first_cycle(app: LabReady) -> None:
    come = hired(app.book, [Hire(2, "ASCP", "MLS", date(2027, 1, 4), "Chemistry")], DAY)
    assert [need.name for need in come.needs] == ["New MLS 1 (Chemistry)", "New MLS 2 (Chemistry)"]
    # Certified on 4 Jan 2027: the cycle ends on 3 Jan 2030, to be declared 30 days before; MLS asks for 36 points.
    (held,) = come.needs[0].holdings
    assert (held.missing, held.usable_by) == (3600, date(2029, 12, 4))
    assert come.staff["department"].tolist() == ["Chemistry", "Chemistry"]
    # With a known end the total is the same, only sooner: nothing is lowered for part of a cycle.
    sooner = hired(app.book, [Hire(1, "ASCP", "MLS", date(2027, 1, 4), cycle_end=date(2027, 12, 31))], DAY).needs[0]
    assert (sooner.missing, sooner.holdings[0].usable_by) == (3600, date(2027, 12, 1))
    assert hired(app.book, [], DAY).needs == ()


def test_a_scenario_plans_for_hires_and_is_kept_with_them(app: LabReady) -> None:
    grows = Scenario("grows", hires=(Hire(3, "ASCP", "PBT", date(2027, 1, 4), "Chemistry", "Main"),))
    scenarios.save(app, ME, grows, today=DAY)
    (kept,) = scenarios.kept(app, ME)
    assert kept.scenario == grows
    now, then = scenarios.outcomes(app, ME, DAY, [kept.scenario])
    # One pack of $45 for each phlebotomist: two now, five then.
    assert (now.plan.total_cents, then.plan.total_cents) == (9000, 22_500)
    with pytest.raises(LabReadyError, match="No program knows"):
        scenarios.save(app, ME, Scenario("odd", hires=(Hire(1, "ASCP", "XYZ", DAY),)), today=DAY)
    with pytest.raises(LabReadyError, match="1 to 500"):
        scenarios.save(app, ME, Scenario("none", hires=(Hire(0, "ASCP", "PBT", DAY),)), today=DAY)


def test_a_licence_is_priced_by_the_heads_after_leavers_and_hires(app: LabReady) -> None:
    # Up to 2 people $60, from 3 on $200: now $60 < 2 x $45. With three more people the licence is $200, less than 5 x
    # $45 = $225.
    # With one person less it is still $60, more than the one pack at $45.
    terms = [
        {"term_id": "S", "product_id": "BIG", "form": "site_licence", "price": 6000, "most_seats": 2},
        {"term_id": "L", "product_id": "BIG", "form": "site_licence", "price": 20_000, "least_seats": 3},
    ]
    typed = tables.typed(pd.DataFrame(terms, columns=list(TERMS), dtype=object), TERMS)
    budget_data.save(app, ME, "price_terms", typed, today=DAY)
    found = scenarios.outcomes(
        app, ME, DAY,
        [Scenario("more", hires=(Hire(3, "ASCP", "PBT", DAY, site="Main"),)), Scenario("less", leavers=("2",))],
    )  # fmt: skip
    assert [outcome.plan.total_cents for outcome in found] == [6000, 20_000, 4500]


def test_paid_time_and_payers_stand_beside_the_plan(app: LabReady) -> None:
    asked = plans.asked(app, ME, DAY)
    plan = plans.made(app, asked, DAY)
    table = paid_time.per_person(app, ME, plan, asked.products, paid_time.payers(app, ME))
    # Two packs at $45, six hours each, stated; no wage: the cost of the time is not known, not nothing.
    assert table[["laboratory", "employee", "hours", "estimated"]].to_numpy().tolist() == [[4500, 0, 600, 0]] * 2
    assert table["time"].isna().all()
    assert table["together"].isna().all()
    budget_data.save_setting(app, ME, "wage", "2922", today=DAY)
    budget_data.save_setting(app, ME, "employee_pays", "pack", today=DAY)
    table = paid_time.per_person(app, ME, plan, asked.products, paid_time.payers(app, ME))
    # 6 h at $29.22 = $175.32; the pack is the employee's.
    assert table[["laboratory", "employee", "time", "together"]].to_numpy().tolist() == [[0, 4500, 17_532, 17_532]] * 2
    no_hours = asked.products.assign(hours=pd.array([None, None], dtype="Int64"))
    table = paid_time.per_person(app, ME, plan, no_hours, paid_time.payers(app, ME))
    assert table["estimated"].tolist() == [600, 600]
    budget_data.save_setting(app, ME, "paid_hours", "no", today=DAY)
    table = paid_time.per_person(app, ME, plan, asked.products, paid_time.payers(app, ME))
    assert table["time"].tolist() == [0, 0]
    for name, value in (("employee_pays", "yacht"), ("paid_hours", "maybe"), ("colour", "red")):
        with pytest.raises(LabReadyError):
            budget_data.save_setting(app, ME, name, value, today=DAY)
