"""What a plan costs beside its prices, on request: the time it takes at a wage, and who pays for what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget import TeamPlan
from lib.domain import tables
from lib.services import budget_data
from lib.services.container import LabReady

PER_PERSON: Final[dict[str, str]] = {
    "staff_id": tables.TEXT,
    "name": tables.TEXT,
    "hours": tables.WHOLE,
    "estimated": tables.WHOLE,
    "laboratory": tables.CENTS,
    "employee": tables.CENTS,
    "time": tables.CENTS,
    "together": tables.CENTS,
}
"""One row per person of a plan: hours (hundredths), those of them ``estimated`` because a product does not state any,
what the laboratory and what the employee pays for purchases, the time at the wage (missing where none is set), and what
the laboratory pays in all (missing with the time). What is paid together has a row without a person."""

PAID_TOGETHER: Final = "paid together"


@dataclass(frozen=True)
class Payers:
    """The wage (cents an hour, None: not set), the kinds of products that employees pay themselves, and whether the
    hours are paid working time."""

    wage: int | None
    employee_kinds: frozenset[str]
    paid_hours: bool


def payers(app: LabReady, principal: Principal) -> Payers:
    """Return who pays for what, as set."""
    stored = budget_data.settings(app, principal)
    wage = stored.get("wage", "")
    kinds = frozenset(kind for kind in stored.get("employee_pays", "").split(";") if kind)
    return Payers(int(wage) if wage else None, kinds, stored.get("paid_hours", "yes") == "yes")


def per_person(
    app: LabReady, principal: Principal, plan: TeamPlan, products: pd.DataFrame, who: Payers
) -> pd.DataFrame:
    """Return :data:`PER_PERSON` of a plan, dearest first. ``products``: the catalogue it was made from.

    Prices are the plan's; nothing here changes which plan is cheapest. Cents of time are rounded half up.
    """
    require(principal, "plan")
    catalogue = products.set_index("product_id")[["kind", "hours"]]
    items = pd.DataFrame(
        [(p.staff_id, i.product_id, i.cost_cents) for p in plan.people for i in p.items],
        columns=["staff_id", "product_id", "cost"],
    )
    kinds = items["product_id"].map(catalogue["kind"])
    own = kinds.isin(who.employee_kinds)
    paid = items.assign(employee=items["cost"].where(own, 0), laboratory=items["cost"].where(~own, 0))
    sums = paid.groupby("staff_id")[["laboratory", "employee"]].sum()
    stated = items["product_id"].map(catalogue["hours"]).notna() | (kinds == "membership")
    unsure = set(items.loc[~stated, "staff_id"])
    people = pd.DataFrame(
        [(p.staff_id, p.name, p.hours_hundredths) for p in plan.people], columns=["staff_id", "name", "hours"]
    )
    people["estimated"] = people["hours"].where(people["staff_id"].isin(unsure), 0)
    for name in ("laboratory", "employee"):
        people[name] = people["staff_id"].map(sums[name]).fillna(0).astype("int64")
    extra = sum(purchase.extra_cents for purchase in plan.shared)
    if extra:
        row = {"name": PAID_TOGETHER, "hours": 0, "estimated": 0, "laboratory": extra, "employee": 0}
        people = pd.concat([people, pd.DataFrame([row])], ignore_index=True)
    people["time"] = pd.NA
    if who.wage is not None:
        # Hundredths of an hour times cents an hour, over 100, half up.
        people["time"] = (people["hours"] * who.wage + 50) // 100 if who.paid_hours else 0
    people["together"] = people["laboratory"].astype("Int64") + people["time"].astype("Int64")
    dearest = people.assign(order=people["laboratory"] + people["employee"])
    dearest = dearest.sort_values(["order", "hours"], ascending=False, kind="stable", ignore_index=True)
    return tables.typed(dearest, PER_PERSON)
