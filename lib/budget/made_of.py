"""What an amount of money is made of: purchases, one row each, whose sums come to it to the cent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

import pandas as pd

from lib.budget.team_plan import PersonPlan, SharedPurchase
from lib.domain import tables

MADE_OF: Final[dict[str, str]] = {
    "staff_id": tables.TEXT,
    "name": tables.TEXT,
    "product_id": tables.TEXT,
    "product": tables.TEXT,
    "provider": tables.TEXT,
    "quantity": tables.WHOLE,
    "unit_price": tables.CENTS,
    "cost": tables.CENTS,
}
"""One row per purchase, money in cents; ``cost`` is quantity times unit price. What is paid for together, beside the
seats that stand with their users, has no ``staff_id``. In a difference, what falls away has a quantity below zero."""

TOGETHER: Final = "paid together"
"""The name in the rows that are nobody's own."""


def made_of(
    people: Iterable[PersonPlan], shared: Iterable[SharedPurchase] = (), only: Collection[str] | None = None
) -> pd.DataFrame:
    """Return the purchases of people as a frame of :data:`MADE_OF`, then what is paid for together.

    ``only``: just the purchases of these staff IDs, and what one of them uses.
    """
    rows: list[dict[str, Any]] = [
        {
            "staff_id": person.staff_id,
            "name": person.name,
            "product_id": item.product_id,
            "product": f"{item.product} ({item.form})" if item.form else item.product,
            "provider": item.provider or None,
            "quantity": item.quantity,
            "unit_price": item.unit_price_cents,
        }
        for person in people
        if only is None or person.staff_id in only
        for item in person.items
    ]
    for purchase in shared:
        if only is not None and not any(staff_id in only for staff_id in purchase.staff_ids):
            continue
        spare = purchase.seats - len(purchase.staff_ids)
        for words, quantity, each in (
            (purchase.form, 1, purchase.fixed_cents), ("seats to spare", spare, purchase.each_cents),
        ):  # fmt: skip
            if quantity and each:
                rows.append(
                    {
                        "name": TOGETHER,
                        "product_id": purchase.product_id,
                        "product": f"{purchase.name} ({words})",
                        "provider": purchase.provider or None,
                        "quantity": quantity,
                        "unit_price": each,
                    }
                )
    frame = pd.DataFrame(rows, columns=[name for name in MADE_OF if name != "cost"])
    return tables.typed(frame.assign(cost=frame["quantity"] * frame["unit_price"]), MADE_OF)


def behind_order(purchases: pd.DataFrame, order: Mapping[str, Any]) -> pd.DataFrame:
    """Return of a plan's purchases (:data:`MADE_OF`) those that make one row of its order list (``ORDERS``)."""
    same = (purchases["product_id"] == order["product_id"]) & (purchases["unit_price"] == order["unit_price"])
    nobodys = purchases["staff_id"].isna()
    together = same & nobodys & (purchases["product"] == order["product"])
    own = same & ~nobodys & purchases["staff_id"].isin(str(order["staff_ids"]).split(";"))
    behind: pd.DataFrame = purchases[together if together.any() else own]
    return behind.reset_index(drop=True)


def difference(dearer: pd.DataFrame, cheaper: pd.DataFrame) -> pd.DataFrame:
    """Return what one set of purchases has beyond another, as a frame of :data:`MADE_OF`; the other's own below zero.

    The sum is what the one costs more. Purchases that both have are in neither.
    """
    keys = ["staff_id", "name", "product_id", "product", "provider", "unit_price"]
    both = pd.concat([dearer, cheaper.assign(quantity=-cheaper["quantity"])], ignore_index=True)
    net = both.groupby(keys, dropna=False, sort=False)["quantity"].sum().reset_index()
    net = net[(net["quantity"] != 0)].reset_index(drop=True)
    return tables.typed(net.assign(cost=net["quantity"] * net["unit_price"]), MADE_OF)
