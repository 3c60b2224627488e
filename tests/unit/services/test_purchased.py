"""What was ordered is not bought again: until its credits came, its points are used up, or it has ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from lib.access.policy import local_principal
from lib.domain import tables
from lib.domain.budget_tables import COST_CENTRES, ORDER_LINES, TERMS
from lib.domain.imports import ImportOptions
from lib.services import budget_data, catalogue, orders, plans, purchased
from lib.services.container import LabReady
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import imported

DAY = date(2026, 11, 22)
ME = local_principal()


def start(app: LabReady) -> None:
    load(app, "staff", "Employee ID,Last Name,Site,Department\n1,Lopez,Main,Chemistry\n2,Okafor,North,Chemistry\n")
    load(app, "credentials", "Employee ID,Credential,Cycle End\n1,PBT,2027-03-31\n2,PBT,2027-03-31\n")
    catalogue.save_products(app, ME, products(), today=DAY)


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(start) as opened:
        yield opened


def load(app: LabReady, kind: str, text: str, day: date = DAY) -> None:
    done = imported(app, f"{kind}.csv", text.encode(), day, ImportOptions(kind=kind))
    assert done.refused is None


def products() -> pd.DataFrame:
    rows = [
        {"product_id": "PACK", "provider": "LabCE", "product": "Pack", "kind": "pack", "credits": 900, "areas": "*",
         "non_member_price": 4500},
        {"product_id": "CARD", "provider": "Guild", "product": "Membership", "kind": "membership",
         "non_member_price": 3000},
        {"product_id": "BIG", "provider": "LabCE", "product": "Library", "kind": "unlimited", "areas": "*",
         "non_member_price": 9500, "access_months": 12},
    ]  # fmt: skip
    return tables.typed(pd.DataFrame(rows, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)


def line(line_id: str, product_id: str, **more: object) -> dict[str, object]:
    known = products().set_index("product_id").loc[product_id]
    return {"line_id": line_id, "order_name": "PO", "provider": known["provider"], "product_id": product_id,
            "product": known["product"], "quantity": 1, "unit_price": 4500, "committed_on": DAY, **more}  # fmt: skip


def record(app: LabReady, *lines: dict[str, object]) -> None:
    frame = tables.typed(pd.DataFrame(list(lines), columns=list(ORDER_LINES), dtype=object), ORDER_LINES)
    app.store.save_budget_rows("order_lines", frame, whole=False, actor="x", at=app.now(), on_date=DAY)


def left(app: LabReady, day: date) -> list[list[object]]:
    found = purchased.owned_rows(app, ME, day)
    return found[["staff_id", "product_id", "points_left", "seats"]].astype(object).where(
        found[["staff_id", "product_id", "points_left", "seats"]].notna(), None
    ).to_numpy().tolist()  # fmt: skip


def test_a_recorded_plan_leaves_nothing_to_buy_and_its_points_are_used_up_one_by_one(app: LabReady) -> None:
    asked = plans.asked(app, ME, DAY)
    plan = plans.made(app, asked, DAY)
    # A phlebotomist needs 9 points: one pack of 9 each, 2 x $45.
    assert plan.total_cents == 9000
    orders.record(app, ME, plan, asked.team, "PO 1", today=DAY)
    after = plans.team_plan(app, ME, DAY)
    assert (after.total_cents, len(after.people)) == (0, 2)
    assert {item.form for p in after.people for item in p.items} == {"owned"}
    assert left(app, DAY) == [["1", "PACK", 900, None], ["2", "PACK", 900, None]]
    # 1 completes 4 points of the pack: 5 of it are left and 5 are missing. 2 completes 4 of another provider.
    later = date(2027, 1, 15)
    load(
        app, "credits",
        "Employee ID,Activity Title,Provider,Completed On,Points,Area\n"
        "1,Veins,LabCE,2027-01-10,4,phlebotomy\n2,Veins,Elsewhere,2027-01-10,4,phlebotomy\n", later,
    )  # fmt: skip
    assert left(app, later) == [["1", "PACK", 500, None], ["2", "PACK", 900, None]]
    assert plans.team_plan(app, ME, later).total_cents == 0
    # Cancelled, it is gone: both packs would have to be bought.
    orders.mark(app, ME, "PO 1", "cancelled_on", later, today=later)
    assert left(app, later) == []
    assert plans.team_plan(app, ME, later).total_cents == 9000


def test_dues_that_were_ordered_are_a_membership_for_a_year_and_a_seat_ends_with_its_access(app: LabReady) -> None:
    record(app, line("L1", "CARD", staff_id="1"), line("L2", "BIG", staff_id="2"))
    assert purchased.members(app, DAY).to_numpy().tolist() == [["1", "Guild"]]
    # A year from 22 Nov 2026 ends on 21 Nov 2027.
    assert len(purchased.members(app, date(2027, 11, 21))) == 1
    assert len(purchased.members(app, date(2027, 11, 22))) == 0
    assert left(app, date(2027, 11, 21)) == [["2", "BIG", None, None]]
    assert left(app, date(2027, 11, 22)) == []
    # What was ordered later is not there yet.
    assert left(app, date(2026, 11, 21)) == []


def test_a_licence_is_there_for_its_sites_and_spare_seats_for_whoever_needs_them(app: LabReady) -> None:
    terms = [{"term_id": "T1", "product_id": "BIG", "form": "site_licence", "price": 8000, "sites": "North"}]
    typed = tables.typed(pd.DataFrame(terms, columns=list(TERMS), dtype=object), TERMS)
    budget_data.save(app, ME, "price_terms", typed, today=DAY)
    record(
        app,
        line("L1", "BIG", product="Library (site licence)", note="paid together: site licence T1"),
        line("L2", "PACK", quantity=3, note="seats to spare"),
    )
    found = purchased.owned_rows(app, ME, DAY).sort_values("product_id")
    assert found["sites"].fillna("").tolist() == ["North", ""]
    assert found["seats"].astype(object).where(found["seats"].notna(), None).tolist() == [None, 3]
    plan = plans.team_plan(app, ME, DAY)
    # 2 is at North and uses the library; 1 takes one of the three packs that nobody has.
    assert plan.total_cents == 0
    assert {p.staff_id: [i.product_id for i in p.items] for p in plan.people} == {"1": ["PACK"], "2": ["BIG"]}


def test_orders_are_counted_by_cost_centre(app: LabReady) -> None:
    centres = [
        {"department": "Chemistry", "site": "", "cost_centre": "CC-100"},
        {"department": "Chemistry", "site": "North", "cost_centre": "CC-200"},
    ]
    budget_data.save(app, ME, "cost_centres", tables.typed(pd.DataFrame(centres), COST_CENTRES), today=DAY)
    asked = plans.asked(app, ME, DAY)
    orders.record(app, ME, plans.made(app, asked, DAY), asked.team, "PO 1", today=DAY)
    # One pack at $45 each: 1 works at Main, 2 at North.
    table = orders.by_fiscal_year(app, ME, "cost_centre")
    assert table[["fiscal_year", "cost_centre", "committed"]].to_numpy().tolist() == [
        [2026, "CC-100", 4500],
        [2026, "CC-200", 4500],
    ]
    assert orders.by_fiscal_year(app, ME)[["department", "committed"]].to_numpy().tolist() == [["Chemistry", 9000]]
