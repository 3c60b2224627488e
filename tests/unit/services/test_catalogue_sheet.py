"""The catalogue as sheets: export and import give the same catalogue, by the rules of the pages, undone as one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from lib.access.policy import local_principal
from lib.domain import tables
from lib.domain.budget_tables import BUDGET_TABLES, TERM_FORMS
from lib.domain.errors import LabReadyError
from lib.services import budget_data, catalogue, catalogue_sheet, imports, plans
from lib.services.container import LabReady
from lib.services.uploads import Upload
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import imported

DAY = date(2026, 11, 22)
ME = local_principal()


def staff(app: LabReady) -> None:
    imported(app, "staff.csv", b"Employee ID,Last Name,Site\n1,Lopez,Main\n2,Chen,North\n")


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(staff) as opened:
        yield opened


@pytest.fixture
def other() -> Iterator[LabReady]:
    """A second laboratory with the same staff and only what ships."""
    with beginning_with(staff) as opened:
        yield opened


def product(product_id: str, **more: Any) -> dict[str, Any]:
    return {"product_id": product_id, "product": f"Product {product_id}", "kind": "pack", "provider": "LabCE",
            "credits": 800, "areas": "*", "non_member_price": 5000, "repeatable": False} | more  # fmt: skip


def save(
    app: LabReady, products: list[dict[str, Any]], terms: list[dict[str, Any]], notes: list[dict[str, Any]]
) -> None:
    frame = tables.typed(pd.DataFrame(products, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)
    shipped = app.store.products()
    others = shipped[~shipped["product_id"].isin(frame["product_id"])]
    catalogue.save_products(app, ME, pd.concat([others, frame], ignore_index=True), today=DAY)
    for name, rows in (("price_terms", terms), ("product_notes", notes)):
        columns = BUDGET_TABLES[name][0]
        kept = budget_data.table(app, ME, name)
        given_rows = tables.typed(pd.DataFrame(rows, columns=list(columns), dtype=object), columns)
        key = BUDGET_TABLES[name][1][0]
        whole = pd.concat([kept[~kept[key].isin(given_rows[key])], given_rows], ignore_index=True)
        budget_data.save(app, ME, name, tables.typed(whole, columns), today=DAY)


def everything(app: LabReady) -> list[pd.DataFrame]:
    return [
        app.store.products(),
        budget_data.table(app, ME, "price_terms").sort_values("term_id", ignore_index=True),
        budget_data.table(app, ME, "product_notes").sort_values("product_id", ignore_index=True),
    ]


def sheets_of(**sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


TERMS = [
    {"term_id": "L", "product_id": "P", "form": "site_licence", "price": 30_050, "sites": "Main;North",
     "most_seats": 50, "term_months": 12, "valid_until": date(2027, 1, 31), "source": "=Quote 7",
     "as_of": date(2026, 11, 1)},
    {"term_id": "S", "product_id": "P", "form": "session", "price": 0, "sites": "Main"},
    {"term_id": "B", "product_id": "P", "form": "bundle", "price": 7000, "includes": "P;Q"},
    {"term_id": "Q", "product_id": "Q", "form": "quantity_price", "price": 1999, "least_seats": 10},
    {"term_id": "C", "product_id": "Q", "form": "class_price", "buyer_class": "student"},
]  # fmt: skip
NOTES = [{"product_id": "P", "form": "capped pack", "good_for": "Any; even \"this\"", "open_to_staff": False,
          "only_for": "lead;student", "last_day_of_access": date(2027, 6, 30), "includes_cmp_fee": True}]  # fmt: skip


def test_export_and_import_give_the_same_catalogue(app: LabReady, other: LabReady) -> None:
    save(app, [product("P", member_price=4000, hours=800, last_day_of_sale=date(2027, 3, 1), access_months=12),
               product("Q", kind="unlimited", credits=None, non_member_price=None, areas="safety;ethics",
                       repeatable=True, source="Invoice", as_of=date(2026, 11, 1))], TERMS, NOTES)  # fmt: skip
    written = catalogue_sheet.workbook(app, ME)
    done = imported(other, "catalogue.xlsx", written)
    assert [problem.message for sheet in done.outcome.sheets for problem in sheet.problems] == []
    assert [(sheet.sheet, sheet.kind, sheet.rejected) for sheet in done.outcome.sheets] == [
        ("Catalogue", "catalogue", 0), ("Prices", "catalogue", 0), ("Product Notes", "catalogue", 0),
    ]  # fmt: skip
    for ours, theirs in zip(everything(app), everything(other), strict=True):
        pd.testing.assert_frame_equal(ours, theirs)
    # Once more, here and there: nothing is new, nothing changes.
    for each in (app, other):
        (again,) = imports.preview(each, ME, [Upload("again.xlsx", written)], today=DAY)
        assert (again.changes.new_products, again.changes.changed_products) == (0, 0)
    # Taken back whole: as it was before.
    imports.undo(other, ME, done.batch, today=DAY)
    assert everything(other)[1].empty
    assert "P" not in set(everything(other)[0]["product_id"])


cents = st.none() | st.integers(0, 10_000_000)
words = st.none() | st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), min_size=1).map(
    str.strip
).filter(bool)
days = st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1))
seats = st.none() | st.integers(1, 40)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_the_prices_are_they_come_back(app: LabReady, other: LabReady, data: st.DataObject) -> None:
    rows = []
    for number, form in enumerate(data.draw(st.lists(st.sampled_from(list(TERM_FORMS)), max_size=6))):
        least = data.draw(seats)
        row = {
            "term_id": f"T{number}", "product_id": data.draw(st.sampled_from(["P", "Q"])), "form": form,
            "price": data.draw(cents), "least_seats": (least or 1) if form == "quantity_price" else least,
            "most_seats": data.draw(st.none() | st.integers(40, 90)), "valid_until": data.draw(days),
            "sites": data.draw(st.sampled_from([None, "Main", "Main;North"])),
            "includes": "P;Q" if form == "bundle" else None, "source": data.draw(words), "as_of": data.draw(days),
            "buyer_class": "student" if form == "class_price" else None, "term_months": data.draw(seats),
        }  # fmt: skip
        rows.append(row)
    columns = BUDGET_TABLES["price_terms"][0]
    save(app, [product("P"), product("Q")], [], [])
    frame = tables.typed(pd.DataFrame(rows, columns=list(columns), dtype=object), columns)
    budget_data.save(app, ME, "price_terms", frame, today=DAY)
    # An import leaves what it does not name, so the other begins without prices each time.
    budget_data.save(other, ME, "price_terms", tables.empty(columns), today=DAY)
    imported(other, "catalogue.xlsx", catalogue_sheet.workbook(app, ME))
    for ours, theirs in zip(everything(app), everything(other), strict=True):
        pd.testing.assert_frame_equal(ours, theirs)


def test_the_template_and_a_csv_carry_prices_that_the_plan_uses(app: LabReady) -> None:
    book = load_workbook(BytesIO(imports.template_workbook()))
    book["Catalogue"].append(["LIB", "LabCE", "Library", "unlimited seat", None, "*", None, 95])
    book["Prices"].append(["LIB-SITE", "LIB", "Site license", "$300", None, None, "Main"])
    buffer = BytesIO()
    book.save(buffer)
    assert imported(app, "filled.xlsx", buffer.getvalue()).refused is None
    text = "Term ID,Product ID,Form,From Seats,Price,Valid Until\nLIB-10,LIB,quantity price,10,60.50,2027-01-31\n"
    done = imported(app, "prices.csv", text.encode())
    assert [(sheet.kind, sheet.accepted) for sheet in done.outcome.sheets] == [("catalogue", 1)]
    terms = budget_data.table(app, ME, "price_terms").set_index("term_id")
    assert terms.loc["LIB-SITE", ["form", "price", "sites"]].tolist() == ["site_licence", 30_000, "Main"]
    assert terms.loc["LIB-10", ["form", "price", "least_seats"]].tolist() == ["quantity_price", 6050, 10]
    sources = {source.source_id: source for source in plans.asked(app, ME, DAY).shared}
    assert {tier.fixed for tier in sources["site licence LIB-SITE"].tiers} == {30_000}
    # An empty cell keeps what is stored; notes that ship stay where a row fills one cell only.
    imported(app, "later.csv", b"Term ID,Product ID,Form,Price\nLIB-10,LIB,quantity price,\n")
    assert budget_data.table(app, ME, "price_terms").set_index("term_id").loc["LIB-10", "price"] == 6050
    shipped = budget_data.table(app, ME, "product_notes").set_index("product_id").loc["ASCP-PATIENT-SAFETY"]
    imported(app, "notes.csv", b"Product ID,Holds the CMP fee\nASCP-PATIENT-SAFETY,yes\n")
    noted = budget_data.table(app, ME, "product_notes").set_index("product_id").loc["ASCP-PATIENT-SAFETY"]
    assert (noted["good_for"], bool(noted["includes_cmp_fee"])) == (shipped["good_for"], True)


def test_sheet_and_page_refuse_the_same_rows_with_the_same_sentence(app: LabReady) -> None:
    save(app, [product("P")], [], [])
    headings = ["Term ID", "Product ID", "Form", "Price", "From Seats", "At Most Seats", "Sites", "Includes",
                "Buyer Class", "Valid Until"]  # fmt: skip
    wrong: list[tuple[dict[str, Any], list[object]]] = [
        ({"term_id": "1", "product_id": "NONE", "form": "session"}, ["1", "NONE", "session"]),
        ({"term_id": "2", "product_id": "P", "form": "gift"}, ["2", "P", "gift"]),
        ({"term_id": "3", "product_id": "P", "form": "quantity_price"}, ["3", "P", "quantity price"]),
        ({"term_id": "4", "product_id": "P", "form": "bundle", "includes": "P;X"},
         ["4", "P", "bundle", None, None, None, None, "P;X"]),
        ({"term_id": "5", "product_id": "P", "form": "site_licence", "sites": "Moon"},
         ["5", "P", "site licence", None, None, None, "Moon"]),
        ({"term_id": "6", "product_id": "P", "form": "quantity_price", "least_seats": 9, "most_seats": 3},
         ["6", "P", "quantity price", None, 9, 3]),
        ({"term_id": "7", "product_id": "P", "form": "class_price"}, ["7", "P", "class price"]),
        ({"term_id": "8", "product_id": "P", "form": "session", "price": 20_000_000},
         ["8", "P", "session", 200_000]),
    ]  # fmt: skip
    done = imported(app, "wrong.xlsx", sheets_of(Prices=[headings, *(cells for _, cells in wrong)]))
    (sheet,) = done.outcome.sheets
    assert (sheet.read, sheet.rejected, sheet.accepted) == (8, 8, 0)
    told = {problem.row: problem.message.split(": ", 1)[1] for problem in sheet.problems}
    columns = BUDGET_TABLES["price_terms"][0]
    for number, (row, _) in enumerate(wrong, start=2):
        frame = tables.typed(pd.DataFrame([row], columns=list(columns), dtype=object), columns)
        with pytest.raises(LabReadyError) as refused:
            budget_data.save(app, ME, "price_terms", frame, today=DAY)
        assert told[number] in str(refused.value)
    # The rejected rows, corrected, are read again beside their reasons.
    again = load_workbook(BytesIO(imports.rejected_workbook(app, ME, done.batch)))
    again.active["C3"] = "session"
    buffer = BytesIO()
    again.save(buffer)
    assert [sheet.accepted for sheet in imported(app, "again.xlsx", buffer.getvalue()).outcome.sheets] == [1]
