"""What the comparison with the definitions found wrong once, each as small as it gets."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.reference.product import Product
from tests.reference.written_files import CATALOGUE, CREDITS, STAFF, File, Sheet

TODAY = date(2026, 11, 22)


def imported(folder: Path, name: str, header: list[str], *rows: dict[str, Any]) -> tuple[Product, dict[str, Any]]:
    file = File("given.xlsx", [Sheet(name, header, [[row.get(column) for column in header] for row in rows])])
    product = Product(folder / "laboratory.duckdb")
    answer = product.ask("import", str(file.write_workbook(folder)), as_of=TODAY)
    return product, answer["files"][0]["sheets"][0]


def test_a_price_named_example_is_a_price(tmp_path: Path) -> None:
    rows = [
        {"Product ID": f"P{n}", "Provider": "A", "Product": f"Course {n}", "Kind": "course", "Credits": 5,
         "Areas": "*", "Non-member Price": 10, "Source": "example"}
        for n in range(2)
    ]  # fmt: skip
    _, sheet = imported(tmp_path, "Catalogue", CATALOGUE, *rows)
    assert (sheet["accepted"], sheet["skipped"]) == (2, 0)


@pytest.mark.parametrize(("column", "word"), [("Last Name", "Sample"), ("Department", "Example")])
def test_a_person_may_be_called_sample(column: str, word: str, tmp_path: Path) -> None:
    person = {"Employee ID": "E1", "Last Name": "Doe", "First Name": "Ann", column: word}
    _, sheet = imported(tmp_path, "Staff", STAFF, person)
    assert (sheet["accepted"], sheet["skipped"], sheet["new_staff"]) == (1, 0, 1)


def test_an_activity_of_a_provider_called_sample_is_kept(tmp_path: Path) -> None:
    credit = {"Employee ID": "E1", "Activity Title": "Pipettes", "Completed On": "2026-01-05", "Points": 1,
              "Provider": "Sample"}  # fmt: skip
    _, sheet = imported(tmp_path, "Credits", CREDITS, credit)
    assert (sheet["accepted"], sheet["skipped"]) == (1, 0)


def test_an_accepted_row_of_a_new_person_adds_the_person(tmp_path: Path) -> None:
    header = ["Employee ID", "Last Name", "First Name", "Program", "Credential", "Cycle End", *CREDITS[1:]]
    holder = {"Employee ID": "E1", "Last Name": "Doe", "First Name": "Ann", "Program": "ASCP", "Credential": "MLS",
              "Cycle End": date(2027, 6, 30), "Activity Title": "Pipettes", "Completed On": date(2026, 1, 5),
              "Points": 1, "Area": "safety"}  # fmt: skip
    nothing_yet = {"Employee ID": "E2", "Last Name": "Roe", "First Name": "Ben"}
    _, sheet = imported(tmp_path, "Export", header, holder, nothing_yet)
    assert (sheet["accepted"], sheet["new_staff"]) == (2, 2)
