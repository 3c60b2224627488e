"""Who buys at which price on which day, through the stored tables: classes, memberships, eligibility, last days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from lib.access.policy import local_principal
from lib.domain import tables
from lib.domain.budget_tables import BUDGET_TABLES
from lib.domain.errors import LabReadyError
from lib.domain.imports import ImportOptions
from lib.services import budget_data, catalogue, filing, person, plans
from lib.services.container import LabReady
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import imported

DAY = date(2026, 11, 22)
ME = local_principal()


def start(app: LabReady) -> None:
    load(app, "staff", "Employee ID,Last Name,Job Title\n1,Lopez,Student Tech\n2,Okafor,Lead\n3,Chen,Lead\n")
    load(
        app,
        "credentials",
        "Employee ID,Credential,Cycle End\n" + "".join(f"{n},PBT,2027-03-31\n" for n in "123"),
    )
    load(app, "memberships", "Employee ID,Provider,Member Until\n2,LabCE,2026-11-21\n3,LabCE,2026-11-22\n")
    row = {"product_id": "PACK", "provider": "LabCE", "product": "Pack", "kind": "pack", "credits": 900,
           "areas": "*", "member_price": 4000, "non_member_price": 4500}  # fmt: skip
    card = {"product_id": "CARD", "provider": "LabCE", "product": "Dues", "kind": "membership",
            "non_member_price": 9900}  # fmt: skip
    frame = tables.typed(pd.DataFrame([row, card], columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)
    catalogue.save_products(app, ME, frame, today=DAY)


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(start) as opened:
        yield opened


def load(app: LabReady, kind: str, text: str) -> None:
    imported(app, f"{kind}.csv", text.encode(), options=ImportOptions(kind=kind))


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
    asked = plans.asked(app, ME, DAY)

    def filed() -> filing.Filing:
        return filing.of_plan(app, ME, asked, plan, DAY)

    # Each of the three files one declaration; what ships knows no total for 2026.
    assert (filed().declarations, filed().held, filed().not_known, filed().to_pay) == (3, 0, 3, 0)
    assert filing.told(filed()) == "Not in it: filing 3 CMP declarations; the fee of 3 is not known."
    fees = budget_data.table(app, ME, "fees")
    fees.loc[fees["fee_id"] == "CMP-APPLICATION-2026", "amount"] = 10_500
    budget_data.save(app, ME, "fees", fees, today=DAY)
    # 3 x $105 = $315.
    assert (filed().not_known, filed().to_pay) == (0, 31_500)
    save(app, "product_notes", {"product_id": "CARD", "includes_cmp_fee": True})
    # 1 and 2 buy the membership, 3 has it: $315 - 3 x $105 = $0.
    assert filed().lines["held_by"].tolist() == ["Dues, in this plan", "Dues, in this plan", "Dues, there already"]
    assert (filed().held, filed().deducted, filed().to_pay) == (3, 31_500, 0)
    # Another membership of the provider that does not hold it: which one 3 has is not known, so nothing comes off.
    products = catalogue.products(app, ME)
    plain = products[products["product_id"] == "CARD"].assign(
        product_id="PLAIN", product="Plain", non_member_price=99_900
    )
    catalogue.save_products(app, ME, pd.concat([products, plain], ignore_index=True), today=DAY)
    assert (filed().held, filed().deducted, filed().to_pay) == (2, 21_000, 10_500)
    assert filing.told(filed(), employees_pay=True) == (
        "Not in it: filing 3 CMP declarations; employees pay $105. Memberships hold the application fee of 2 of them: "
        "$210 is deducted."
    )
    # Filing in time $105, held $0; reinstatement 105 + 125 = $230, held $125.
    assert [each.amount for each in filing.lapse_sums(app, ME, DAY)] == [10_500, 0, 23_000, 12_500]
    fees.loc[fees["fee_id"] == "CMP-APPLICATION-2026", "amount"] = pd.NA
    budget_data.save(app, ME, "fees", fees, today=DAY)
    assert (filed().deducted, filed().not_known, filed().to_pay) == (None, 1, 0)
    assert [filing.lapse_told(each) for each in filing.lapse_sums(app, ME, DAY)] == [
        "not known: the application fee", "$0", "at least $125 (not known: the application fee)", "$125",
    ]  # fmt: skip


def test_a_second_credential_within_three_months_files_at_the_reduced_fee(app: LabReady) -> None:
    """What it is no source states: not known. More than three months later it is the application fee again."""
    load(app, "credentials", "Employee ID,Credential,Cycle End\n1,MLT,2027-05-31\n2,MLT,2027-09-30\n")
    fees = budget_data.table(app, ME, "fees")
    fees.loc[fees["fee_id"] == "CMP-APPLICATION-2026", "amount"] = 10_500
    budget_data.save(app, ME, "fees", fees, today=DAY)
    asked, many = plans.asked(app, ME, DAY), catalogue.products(app, ME)
    many.loc[many["product_id"] == "PACK", "repeatable"] = True
    catalogue.save_products(app, ME, many, today=DAY)
    asked = plans.asked(app, ME, DAY)
    plan = plans.made(app, asked, DAY)
    lines = filing.of_plan(app, ME, asked, plan, DAY).lines
    fee_of = {(row.staff_id, row.credential): (row.fee, row.amount) for row in lines.itertuples()}
    assert fee_of["2", "ASCP MLT"] == ("application fee", 10_500)
    words, amount = fee_of["1", "ASCP MLT"]
    assert (words, amount is pd.NA) == ("reduced fee, second credential", True)
