"""A wrong row of the catalogue is refused with the same sentence on the page, in a sheet and on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from lib.access.policy import local_principal
from lib.budget.catalogue import parse_catalogue
from lib.cli.main import main
from lib.domain import tables
from lib.domain.errors import LabReadyError
from lib.domain.product_rules import HEADINGS
from lib.services import catalogue, imports
from lib.services.container import LabReady
from lib.services.imports import Upload
from tests.beginnings import beginning_with, nothing

DAY = date(2026, 11, 22)
ME = local_principal()
GOOD: dict[str, object] = {
    "product_id": "P1", "provider": "Guild", "product": "Ethics hour", "kind": "course", "credits": 1,
    "areas": "ethics", "non_member_price": 25,
}  # fmt: skip


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(nothing) as opened:
        yield opened


def workbook(*rows: dict[str, object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Catalogue"
    sheet.append(list(HEADINGS.values()))
    for row in rows:
        sheet.append([row.get(name) for name in HEADINGS])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def from_sheet(app: LabReady, *rows: dict[str, object]) -> list[str]:
    (found,) = imports.preview(app, ME, [Upload("catalogue.xlsx", workbook(*rows))], today=DAY)
    return [
        problem.message.split('": ', 1)[1].split('": ', 1)[-1] if '", row ' in problem.message else problem.message
        for sheet in found.outcome.sheets
        for problem in sheet.problems
    ]


def from_page(app: LabReady, *rows: dict[str, object]) -> str:
    """Return what the page says: it gives the table in its units, and what it cannot read as text."""
    scaled = ("credits", "member_price", "non_member_price", "hours")
    in_units = [
        {name: cell * 100 if name in scaled and isinstance(cell, int) else cell for name, cell in row.items()}
        for row in rows
    ]
    table = pd.DataFrame(in_units, columns=list(tables.PRODUCTS), dtype=object)
    with pytest.raises(LabReadyError) as refused:
        catalogue.save_products(app, ME, table, today=DAY)
    return refused.value.message


def from_file(row: dict[str, object]) -> str:
    with pytest.raises(LabReadyError) as refused:
        parse_catalogue(json.dumps({"products": [{name: cell for name, cell in row.items() if cell is not None}]}))
    return refused.value.message


KINDS = "Accepted: course, pack, unlimited, free, membership."
AREAS = "Accepted: areas joined by ; (such as safety;ethics), * for any area, or empty where not known."
DATES = "Accepted: a date such as 2026-12-31, or empty."
OF_WHOM = "Accepted: the provider's name, spelled as in the rows of its products."
WRONG: list[tuple[dict[str, object], str]] = [
    ({"kind": "cuorse"}, f'"cuorse" is not a kind of product. {KINDS} Did you mean "course"?'),
    ({"product": None}, "The cell is empty. Accepted: any text. Fill it in."),
    ({"non_member_price": "ask us"}, '"ask us" is not a number. Accepted: dollars, or empty where it is not known.'),
    ({"member_price": -5}, '"-5" is less than nothing. Accepted: dollars, 0 or more, or empty where it is not known.'),
    (
        {"member_price": 250000},
        '"250000" is out of range. Accepted: dollars, at most 100,000, with at most two decimals.',
    ),
    ({"credits": 20000}, '"20000" is out of range. Accepted: points, at most 10,000, with at most two decimals.'),
    ({"access_months": "1.5"}, '"1.5" is out of range. Accepted: whole months, at most 600, without a fraction.'),
    ({"areas": "ethics;saftey"}, f'"saftey" is not an area. Did you mean "safety"? {AREAS}'),
    ({"last_day_of_sale": "2026-02-31"}, f'"2026-02-31" is not a date that exists. {DATES}'),
    ({"repeatable": "maybe"}, '"maybe" is neither yes nor no. Accepted: yes or no, or empty for no.'),
    (
        {"kind": "membership", "provider": None},
        f"The cell is empty, and a membership is of a provider. {OF_WHOM}",
    ),
]


@pytest.mark.parametrize(("changes", "sentence"), WRONG, ids=[next(iter(changes)) for changes, _ in WRONG])
def test_the_same_row_gives_the_same_sentence_everywhere(
    app: LabReady, changes: dict[str, object], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {**GOOD, **changes}
    assert from_page(app, row).endswith(f": {sentence}")
    assert from_sheet(app, row) == [sentence]
    assert from_file(row).endswith(f": {sentence}")
    book = tmp_path / "catalogue.xlsx"
    book.write_bytes(workbook(row))
    assert main(["--db", str(tmp_path / "other.duckdb"), "--format", "json", "import", "--dry-run", str(book)]) == 0
    document = json.loads(capsys.readouterr().out)
    (problem,) = document["files"][0]["sheets"][0]["problems"]
    assert problem["message"].endswith(f": {sentence}")
    assert catalogue.products(app, ME)["product_id"].ne("P1").all()


def test_one_id_for_two_products_is_refused_and_a_row_that_is_there_twice_counts_once(app: LabReady) -> None:
    other = {**GOOD, "product": "Another hour"}
    sentence = '"P1" is the ID of row {} already. Accepted: an ID of its own for each product. Change one of them.'
    assert from_page(app, GOOD, other).endswith(sentence.format(1))
    # Row 1 of the sheet is its header.
    assert from_sheet(app, GOOD, other) == [sentence.format(2)]
    assert from_sheet(app, GOOD, GOOD) == []


def test_words_of_the_market_are_read_alike(app: LabReady) -> None:
    words = {**GOOD, "kind": "Unlimited seat", "areas": "Medical ethics", "credits": None}
    (found,) = imports.preview(app, ME, [Upload("catalogue.xlsx", workbook(words))], today=DAY)
    assert found.outcome.catalogue[["kind", "areas"]].to_numpy().tolist() == [["unlimited", "ethics"]]
    table = pd.DataFrame([words], columns=list(tables.PRODUCTS), dtype=object)
    catalogue.save_products(app, ME, table.assign(non_member_price=2500), today=DAY)
    stored = catalogue.products(app, ME)
    assert stored[["kind", "areas"]].to_numpy().tolist() == [["unlimited", "ethics"]]
