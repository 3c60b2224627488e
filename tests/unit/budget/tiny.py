"""Tiny teams and catalogues to plan for: what the tests of plans are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from lib.budget import HoldingNeed, PersonNeed, TeamPlan
from lib.domain import tables
from lib.domain.areas import EVERYTHING_MASK, mask_of
from lib.domain.text import title_key

DAY = date(2026, 11, 22)
SAFETY, ETHICS, ANY = mask_of(("safety",)), mask_of(("ethics",)), EVERYTHING_MASK


def catalogue(*rows: dict[str, object]) -> pd.DataFrame:
    """A product frame; what a row leaves out is a course in any area, not repeatable."""
    filled = [
        {"product": row["product_id"], "kind": "course", "areas": "*", "repeatable": False, **row} for row in rows
    ]
    return tables.typed(pd.DataFrame(filled, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)


def holding(
    gaps: Sequence[tuple[int, int]], *, credential: str = "MLS", usable_by: date = date(2027, 5, 31)
) -> HoldingNeed:
    """A holding with nothing on file: (area mask, points) per requirement, so deficit(T) is the sum of T's amounts."""
    deficits = tuple(
        sum(points for k, (_, points) in enumerate(gaps) if subset >> k & 1) for subset in range(1 << len(gaps))
    )
    return HoldingNeed("ASCP", credential, tuple(mask for mask, _ in gaps), deficits, usable_by, date(2024, 7, 1))


def person(
    staff_id: str,
    *holdings: HoldingNeed,
    member_of: Sequence[str] = (),
    titles: Sequence[str] = (),
) -> PersonNeed:
    return PersonNeed(
        staff_id, f"Name {staff_id}", holdings, frozenset(member_of), frozenset(title_key(title) for title in titles)
    )


def rest(staff_id: str, points: int, **more: Sequence[str]) -> PersonNeed:
    return person(staff_id, holding([(ANY, points)]), **more)


def bought(plan: TeamPlan, staff_id: str) -> list[tuple[str, int, int, bool]]:
    found = next(entry for entry in plan.people if entry.staff_id == staff_id)
    return [(item.product_id, item.quantity, item.unit_price_cents, item.as_member) for item in found.items]


PACK = {"product_id": "PACK", "kind": "pack", "credits": 800, "non_member_price": 5000}
LIBRARY = {"product_id": "LIBRARY", "kind": "unlimited", "non_member_price": 9500}

SPREAD = (
    {"product_id": "SAFETY", "provider": "ASCP", "credits": 400, "member_price": 17500, "non_member_price": 25000},
    {"product_id": "LEADER", "provider": "ASCP", "credits": 600, "member_price": 39900, "non_member_price": 49900},
)


def dues(cents: int | None) -> dict[str, object]:
    return {
        "product_id": "DUES",
        "provider": "ascp",
        "kind": "membership",
        "areas": None,
        "non_member_price": cents,
    }
