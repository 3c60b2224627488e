"""What stands beside the catalogue is kept with its history, checked once, and planned with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd
import pytest

from lib.access.policy import local_principal
from lib.domain import tables
from lib.domain.budget_tables import OWNED, TERMS
from lib.domain.errors import LabReadyError
from lib.services import budget_data, budget_questions, catalogue, plans
from lib.services.container import LabReady
from tests.beginnings import beginning_with, the_sample

DAY = date(2026, 11, 22)
ME = local_principal()


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(the_sample) as opened:
        yield opened


def rows(columns: dict[str, str], *given: dict[str, object]) -> pd.DataFrame:
    return tables.typed(pd.DataFrame(list(given), columns=list(columns), dtype=object), columns)


def test_what_is_owned_is_used_and_an_owned_library_for_all_leaves_nothing_to_buy(app: LabReady) -> None:
    before = plans.team_plan(app, ME, DAY)
    products = catalogue.products(app, ME)
    library = products.assign(product_id="OWN", product="Our library", kind="unlimited", areas="*", credits=pd.NA).head(
        1
    )
    catalogue.save_products(app, ME, pd.concat([products, library], ignore_index=True), today=DAY)
    budget_data.save(app, ME, "owned_seats", rows(OWNED, {"owned_id": "1", "product_id": "OWN"}), today=DAY)
    after = plans.team_plan(app, ME, DAY)
    assert before.total_cents > 0
    assert (after.total_cents, after.proven_optimal) == (0, True)
    assert {item.form for person in after.people for item in person.items} == {"owned"}
    assert len(after.people) >= len(before.people)


def test_a_session_is_refused_whole_where_a_row_is_wrong(app: LabReady) -> None:
    with pytest.raises(LabReadyError, match="not in the catalogue"):
        budget_data.save(
            app, ME, "price_terms", rows(TERMS, {"term_id": "1", "product_id": "?", "form": "session"}), today=DAY
        )
    assert budget_data.table(app, ME, "price_terms").empty


def test_every_price_is_kept(app: LabReady) -> None:
    products = catalogue.products(app, ME)
    changed = products.copy()
    changed.loc[0, "non_member_price"] = 4321
    catalogue.save_products(app, ME, changed, today=DAY + timedelta(days=1))
    history = budget_data.price_history(app, ME)
    of_first = history[history["product_id"] == products.loc[0, "product_id"]]
    assert int(of_first["non_member_price"].iloc[0]) == 4321
    assert pd.isna(of_first["known_until"].iloc[0])
    assert of_first["known_until"].iloc[1] == pd.Timestamp(DAY + timedelta(days=1))


def test_a_fee_that_is_not_known_stays_unknown_until_it_is_entered(app: LabReady) -> None:
    fees = budget_questions.lapse_fees(app, ME, DAY).set_index("fee_id")
    assert pd.isna(fees.loc["CMP-APPLICATION-2026", "amount"])
    assert "CMP-APPLICATION-2025" not in fees.index
    own = budget_data.table(app, ME, "fees")
    own.loc[own["fee_id"] == "CMP-APPLICATION-2026", "amount"] = 10_500
    budget_data.save(app, ME, "fees", own, today=DAY)
    assert len(app.store.budget_rows("fees")) == 1
    assert budget_questions.lapse_fees(app, ME, DAY).set_index("fee_id").loc["CMP-APPLICATION-2026", "amount"] == 10_500


def test_every_product_of_the_guide_says_what_it_is_good_for(app: LabReady) -> None:
    notes = budget_data.table(app, ME, "product_notes")
    seeded = {p for p in catalogue.products(app, ME)["product_id"] if p.startswith("ASCP-")}
    assert seeded <= set(notes["product_id"])
    assert notes[["good_for", "where_found"]].notna().all(axis=None)


def test_the_simple_plan_beside_the_exact_one(app: LabReady) -> None:
    asked = plans.asked(app, ME, DAY)
    exact = plans.made(app, asked, DAY)
    both = budget_questions.side_by_side(app, ME, asked, DAY, exact)
    assert both.saved >= 0
    assert both.compared == len({p.staff_id for p in both.simple.people})
    savings = budget_questions.savings(app, ME, asked, DAY)
    assert (savings["saved"] >= 0).all()
    people, more = budget_questions.next_thousand(app, ME, asked, DAY, 0)
    assert more == len(plans.made(app, asked, DAY, budget_cents=100_000).people) - people


def test_settings(app: LabReady) -> None:
    assert budget_data.settings(app, ME)["fiscal_first_month"] == "1"
    budget_data.save_setting(app, ME, "fiscal_first_month", "7", today=DAY)
    assert budget_data.settings(app, ME)["fiscal_first_month"] == "7"
    with pytest.raises(LabReadyError, match="Accepted: 1"):
        budget_data.save_setting(app, ME, "fiscal_first_month", "13", today=DAY)
