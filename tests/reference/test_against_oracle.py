"""Random laboratories through the command line, beside the oracle: every row, verdict, allocation and plan."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from tests.reference.comparing import (
    budget_differences,
    cost_of_all,
    explain_differences,
    import_differences,
    plan_differences,
    status_differences,
    trend_differences,
)
from tests.reference.oracle import Oracle
from tests.reference.product import Product
from tests.reference.random_workbooks import laboratory

QUICK = range(5)
LONG = [*range(5, 10), *range(100, 116)]
SEEDS = [*QUICK, *(pytest.param(seed, marks=pytest.mark.slow) for seed in LONG)]
FEWER = [12, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (13, *range(100, 106)))]


def agree(differences: Iterable[str]) -> None:
    """Fail with everything that differs."""
    found = list(differences)
    assert not found, f"{len(found)} differences\n" + "\n".join(found[:40])


def names(oracle: Oracle) -> dict[str, str]:
    return {person.staff_id: person.name for person in oracle.store().staff.values()}


def walk(product: Product, seed: int, folder: Path, *, explained: int) -> None:
    """Two template workbooks on two days, then every question; `explained` people are asked about one by one."""
    lab, oracle = laboratory(seed), Oracle()
    first, second = lab.first.write_workbook(folder), lab.second.write_workbook(folder)

    answer = product.ask("import", str(first), as_of=lab.first_day)
    agree(import_differences(oracle.import_file(lab.first, lab.first_day), answer))
    early = product.ask("status", as_of=lab.first_day)
    agree(status_differences(oracle.verdicts(lab.first_day), early, names(oracle)))

    answer = product.ask("import", str(second), as_of=lab.as_of)
    agree(import_differences(oracle.import_file(lab.second, lab.as_of), answer))
    status = product.ask("status", as_of=lab.as_of)
    verdicts = oracle.verdicts(lab.as_of)
    agree(status_differences(verdicts, status, names(oracle)))

    known = product.ask("status", "--known-on", lab.first_day.isoformat(), as_of=lab.as_of)
    agree(status_differences(oracle.verdicts(lab.as_of, lab.first_day), known, {}))
    people = sorted({v.holding.staff_id for v in verdicts})
    for staff_id in Random(seed).sample(people, min(explained, len(people))):
        agree(explain_differences(oracle, verdicts, staff_id, product.ask("explain", staff_id, as_of=lab.as_of)))
    agree(trend_differences(oracle.trend(lab.as_of, 9), product.ask("trend", "--months", "9", as_of=lab.as_of)))

    agree(plan_differences(oracle, lab.as_of, product.ask("plan", as_of=lab.as_of)))
    budget = cost_of_all(oracle.plans(lab.as_of)) * 2 // 5
    answer = product.ask("plan", "--budget", f"{budget / 100:.2f}", as_of=lab.as_of)
    agree(budget_differences(oracle, lab.as_of, budget, answer))

    product.ask("import", str(second), as_of=lab.as_of)
    again = product.ask("status", as_of=lab.as_of)
    assert again["rows"] == status["rows"], "the second import of one file changed a verdict"


@pytest.mark.parametrize("seed", SEEDS)
def test_template_workbooks(seed: int, tmp_path: Path) -> None:
    walk(Product(tmp_path / "laboratory.duckdb"), seed, tmp_path, explained=3 if seed in QUICK else 30)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [300, 301, 302])
def test_template_workbooks_in_processes_of_their_own(seed: int, tmp_path: Path) -> None:
    walk(Product(tmp_path / "laboratory.duckdb", apart=True), seed, tmp_path, explained=3)


@pytest.mark.parametrize("seed", FEWER)
def test_undo_gives_back_what_was(seed: int, tmp_path: Path) -> None:
    lab = laboratory(seed)
    product = Product(tmp_path / "laboratory.duckdb")
    product.ask("import", str(lab.first.write_workbook(tmp_path)), as_of=lab.first_day)
    before = product.ask("status", as_of=lab.as_of)
    answer = product.ask("import", str(lab.second.write_workbook(tmp_path)), as_of=lab.as_of)
    product.ask("undo", str(answer["files"][0]["batch"]), as_of=lab.as_of)
    assert product.ask("status", as_of=lab.as_of)["rows"] == before["rows"]
    oracle = Oracle()
    oracle.import_file(lab.first, lab.first_day)
    agree(status_differences(oracle.verdicts(lab.as_of), before, names(oracle)))


@pytest.mark.parametrize("form", ["workbook", "text"])
@pytest.mark.parametrize("seed", FEWER)
def test_flat_sheets(seed: int, form: str, tmp_path: Path) -> None:
    lab, oracle = laboratory(seed), Oracle()
    file = lab.flat if form == "workbook" else lab.text
    path = file.write_workbook(tmp_path) if form == "workbook" else file.write_csv(tmp_path)
    product = Product(tmp_path / "laboratory.duckdb")
    answer = product.ask("import", str(path), as_of=lab.as_of)
    agree(import_differences(oracle.import_file(file, lab.as_of), answer))
    verdicts = oracle.verdicts(lab.as_of)
    status = product.ask("status", as_of=lab.as_of)
    agree(status_differences(verdicts, status, names(oracle)))
    product.ask("import", str(path), as_of=lab.as_of)
    assert product.ask("status", as_of=lab.as_of)["rows"] == status["rows"]
