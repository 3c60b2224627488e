"""Who buys at which price on which day, through the stored tables: classes, memberships, eligibility, last days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from lib.access.policy import local_principal
from lib.domain import tables
from lib.domain.budget_tables import BUDGET_TABLES
from lib.domain.errors import LabReadyError
from lib.services import budget_data, catalogue, imports, paid_time, person, plans
from lib.services.container import LabReady, open_application
from lib.settings import Settings

DAY = date(2026, 11, 22)
ME = local_principal()


@pytest.fixture
def app(tmp_path: Path, shipped_rules: None) -> Iterator[LabReady]:
    with open_application(Settings(database=tmp_path / "buying.duckdb"), today=lambda: DAY) as opened:
        load(opened, "staff", "Employee ID,Last Name,Job Title\n1,Lopez,Student Tech\n2,Okafor,Lead\n3,Chen,Lead\n")
        load(
            opened,
            "credentials",
            "Employee ID,Credential,Cycle End\n" + "".join(f"{n},PBT,2027-03-31\n" for n in "123"),
        )
        load(opened, "memberships", "Employee ID,Provider,Member Until\n2,LabCE,2026-11-21\n3,LabCE,2026-11-22\n")
        row = {"product_id": "PACK", "provider": "LabCE", "product": "Pack", "kind": "pack", "credits": 900,
               "areas": "*", "member_price": 4000, "non_member_price": 4500}  # fmt: skip
        card = {"product_id": "CARD", "provider": "LabCE", "product": "Dues", "kind": "membership",
                "non_member_price": 9900}  # fmt: skip
        frame = tables.typed(pd.DataFrame([row, card], columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)
        catalogue.save_products(opened, ME, frame, today=DAY)
        yield opened


def load(app: LabReady, kind: str, text: str) -> None:
    (preview,) = imports.preview(
        app, ME, [imports.Upload(f"{kind}.csv", text.encode())], imports.ImportOptions(kind=kind), today=DAY
    )
    imports.commit(app, ME, [preview], today=DAY)


def save(app: LabReady, name: str, *rows: dict[str, object]) -> None:
    columns = BUDGET_TABLES[name][0]
    frame = tables.typed(pd.DataFrame(list(rows), columns=list(columns), dtype=object), columns)
    budget_data.save(app, ME, name, frame, today=DAY)


def costs(app: LabReady, day: date = DAY) -> dict[str, int]:
    return {p.staff_id: p.cost_cents for p in plans.team_plan(app, ME, day).people}


STUDENTS = {"term_id": "S", "product_id": "PACK", "form": "class_price", "buyer_class": "Student", "price": 1500,
            "valid_until": date(2026, 12, 31)}  # fmt: skip


def test_the_price_of_the_day_for_each_buyer(app: LabReady) -> None:
    # 2's membership ended the day before, 3's ends today.
    assert costs(app) == {"1": 4500, "2": 4500, "3": 4000}
    save(app, "price_terms", STUDENTS)
    # A class that nobody is of changes nothing.
    assert costs(app) == {"1": 4500, "2": 4500, "3": 4000}
    save(app, "buyer_classes", {"buyer_class": "student", "job_title": "student tech"},
         {"buyer_class": "STUDENT", "staff_id": "3", "valid_until": date(2026, 11, 30)})  # fmt: skip
    assert costs(app) == {"1": 1500, "2": 4500, "3": 1500}
    # On 1 December 3 is no student any more and no member either; on 1 January the student price is over.
    assert costs(app, date(2026, 12, 1)) == {"1": 1500, "2": 4500, "3": 4500}
    assert costs(app, date(2027, 1, 1)) == {"1": 4500, "2": 4500, "3": 4500}
    own = person.purchases(app, ME, "1", DAY)
    assert [(i.unit_price_cents, i.as_member, i.buyer_class) for i in own.people[0].items] == [(1500, False, "student")]


def test_who_may_buy_and_until_when_it_can_be_used(app: LabReady) -> None:
    save(app, "product_notes", {"product_id": "PACK", "open_to_staff": False})
    assert costs(app) == {}
    save(app, "product_notes", {"product_id": "PACK", "open_to_staff": False, "only_for": "lead"})
    save(app, "buyer_classes", {"buyer_class": "Lead", "job_title": "Lead"})
    assert costs(app) == {"2": 4500, "3": 4000}
    save(app, "product_notes", {"product_id": "PACK", "last_day_of_access": DAY})
    assert len(costs(app)) == 3
    assert costs(app, date(2026, 11, 23)) == {}


def test_wrong_rows_are_refused_with_what_to_do(app: LabReady) -> None:
    for name, row, words in (
        ("buyer_classes", {"buyer_class": "student"}, "either one person"),
        ("buyer_classes", {"buyer_class": "student", "staff_id": "9"}, "no staff member"),
        ("buyer_classes", {"job_title": "Lead"}, "Buyer class"),
        ("cost_centres", {"department": "Chemistry"}, "Cost centre"),
        ("product_notes", {"product_id": "PACK", "form": "gift"}, "is not a form"),
        ("price_terms", {**STUDENTS, "price": 20_000_000}, '"200000" is out of range. Accepted: dollars'),
    ):
        with pytest.raises(LabReadyError, match=words):
            save(app, name, row)
        assert (
            budget_data.table(app, ME, name)["source" if name == "price_terms" else next(iter(row))].isin(["x"]).sum()
            == 0
        )


def test_every_version_of_a_quote_is_kept(app: LabReady) -> None:
    save(app, "price_terms", STUDENTS)
    save(app, "price_terms", {**STUDENTS, "price": 1800})
    versions = budget_data.history(app, ME, "price_terms")
    assert versions["price"].tolist() == [1800, 1500]
    assert versions["known_until"].isna().tolist() == [True, False]
    with pytest.raises(LabReadyError, match="no table"):
        budget_data.history(app, ME, "staff")


def test_dues_that_hold_the_fee_of_the_declaration_say_so(app: LabReady) -> None:
    products = catalogue.products(app, ME)
    products.loc[products["product_id"] == "PACK", "member_price"] = 100
    products.loc[products["product_id"] == "CARD", "non_member_price"] = 200
    catalogue.save_products(app, ME, products, today=DAY)
    plan = plans.team_plan(app, ME, DAY)
    # 1 and 2 join: 2 + 1 dollars each; 3 is a member: 1 dollar.
    assert plan.total_cents == 700
    assert paid_time.fees_held(app, ME, plan, DAY) == (0, None)
    save(app, "product_notes", {"product_id": "CARD", "includes_cmp_fee": True})
    # What ships knows no total for 2026: how many, but not how much.
    assert paid_time.fees_held(app, ME, plan, DAY) == (2, None)
    fees = budget_data.table(app, ME, "fees")
    fees.loc[fees["fee_id"] == "CMP-APPLICATION-2026", "amount"] = 10_500
    budget_data.save(app, ME, "fees", fees, today=DAY)
    assert paid_time.fees_held(app, ME, plan, DAY) == (2, 10_500)
