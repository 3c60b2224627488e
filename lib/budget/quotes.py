"""What is worth asking a quote for: products that something is not known of, ranked by whom they could complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from lib.budget.needs import PersonNeed
from lib.budget.products import Product, read_products
from lib.budget.simple import NeedArrays
from lib.budget.team_plan import TeamPlan
from lib.domain import tables
from lib.domain.areas import ALL_MASK

QUOTES: Final[dict[str, str]] = {
    "product_id": tables.TEXT,
    "product": tables.TEXT,
    "provider": tables.TEXT,
    "ask_for": tables.TEXT,
    "people": tables.WHOLE,
    "points": tables.WHOLE,
    "at_most": tables.TRUTH,
}
"""One row per product, most worth asking for first: the people whom it alone could complete and the points (hundredths)
that it could close; ``at_most``: its credits or areas are not known, so that it may be less."""

BULK: Final[dict[str, str]] = {
    "product_id": tables.TEXT,
    "product": tables.TEXT,
    "provider": tables.TEXT,
    "people": tables.WHOLE,
    "cost": tables.CENTS,
}
"""One row per product that several people buy in a plan: what they pay one by one."""

MANY: Final = 5
"""From so many people on a price by the seat or a licence is worth a question (our choice)."""


def worth_asking(needs: Sequence[PersonNeed], products: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return :data:`QUOTES`: products without a known price, credits or areas that could close something.

    Where credits are not known they are taken to be enough, where areas are not known any; those come after the others.
    """
    short = [p for p in needs if p.short_holdings and all(h.usable_by >= as_of for h in p.short_holdings)]
    asked = [
        (product, product.not_set())
        for product in read_products(products)
        if product.not_set() and product.on_sale(as_of) and not (product.is_membership and not product.areas)
    ]
    team = NeedArrays(short, [_at_best(product) for product, _ in asked])
    rows = []
    for n, (product, lacking) in enumerate(asked):
        may = team.open_to(n)
        people = int(((team.quantities(n) == 1) & may).sum())
        points = _closed(team, n, may)
        if points:
            at_most = len(lacking) > 1 or "price" not in lacking[0]
            provider = product.provider or None
            rows.append((product.product_id, product.product, provider, "; ".join(lacking), people, points, at_most,
                         product.areas == 0))  # fmt: skip
    frame = pd.DataFrame(rows, columns=[*QUOTES, "anywhere"])
    frame = frame.sort_values(
        ["anywhere", "people", "points", "product_id"], ascending=[True, False, False, True], ignore_index=True
    )
    return tables.typed(frame, QUOTES)


def _at_best(product: Product) -> Product:
    """Return the product with enough credits and every area where they are not known."""
    known = product.credits is not None
    return replace(
        product, kind=product.kind if known else "unlimited", areas=product.areas or ALL_MASK, repeatable=False
    )


def _closed(team: NeedArrays, n: int, may: np.ndarray) -> int:
    """Return the points (hundredths) that one of product n closes for everybody who may use it."""
    total = 0
    for accepts, owners, deficits in team.groups:
        left = np.maximum(team.less(deficits, accepts, n, 1), 0).max(axis=1)
        total += int((np.maximum(deficits.max(axis=1), 0) - left)[may[owners]].sum())
    return total


def bought_by_many(plan: TeamPlan) -> pd.DataFrame:
    """Return :data:`BULK`: what :data:`MANY` people or more buy one by one in a plan, dearest first."""
    alone = plan.purchases[plan.purchases["cost"] > 0]
    grouped = (
        alone.groupby(["product_id", "product", "provider"], dropna=False)
        .agg(people=("staff_id", "nunique"), cost=("cost", "sum"))
        .reset_index()
    )
    many = grouped[grouped["people"] >= MANY]
    return tables.typed(many.sort_values(["cost", "product_id"], ascending=[False, True], ignore_index=True), BULK)
