"""Random offers to buy, beside those that ship, and who is a member where."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.reference.oracle_rules import shipped_products
from tests.reference.random_people import PeopleMaker
from tests.reference.words import AREAS


class OfferMaker(PeopleMaker):
    """The catalogue and the memberships."""

    def catalogue(self) -> list[dict[str, Any]]:
        r = self.random
        closed = [
            {"Product ID": p["product_id"], "Provider": p["provider"], "Product": p["product"], "Kind": p["kind"],
             "Last Day of Sale": date(2020, 1, 1)}
            for p in shipped_products()
            if p.get("non_member_price") is not None or p.get("member_price") is not None
        ]  # fmt: skip
        rows: list[dict[str, Any]] = []
        repeatable_left = 1
        kinds = r.choices(["course", "course", "pack", "unlimited", "free", "membership"], k=r.randrange(1, 5))
        if self.chance(0.8):
            kinds += ["pack", "unlimited"]
        for number, kind in enumerate(kinds):
            provider = r.choice(["Alpha CE", "Alpha CE", "Beta Learning"])
            if kind == "membership" and any(p["Kind"] == "membership" for p in rows):
                kind = "course"
            price = r.choice([20, 35, 49.99, 80, 120, 20, 60])
            row: dict[str, Any] = {
                "Product ID": f"P{number:02d}",
                "Provider": provider,
                "Product": f"Offer of autumn no {number} by {provider}",
                "Kind": kind,
                "Credits": r.choice([1, 2, 4, 8, 12, 2.5, 36]),
                "Areas": r.choice(
                    [
                        "*",
                        "*",
                        "; ".join(r.sample(AREAS, 3)),
                        "ethics",
                        "safety, ethics",
                        "chemistry|hematology|microbiology|blood_banking",
                    ]
                ),
                "Non-member Price": price,
                "Hours": r.choice([1, 2, 8, 12.5]),
                "Source": "price list",
                "As Of": self.as_of - timedelta(days=30),
            }
            if self.chance(0.6):
                row["Member Price"] = r.choice([0, 10, 15.5, price])
            if self.chance(0.1):
                row["Non-member Price"] = None
            if self.chance(0.1):
                row["Last Day of Sale"] = self.as_of + timedelta(days=r.choice([-30, -1, 0, 20]))
            if kind in {"unlimited", "pack"} and self.chance(0.5):
                row["Areas"] = "*"
            if kind == "unlimited":
                row["Credits"] = None if self.chance(0.8) else 20
            elif kind == "free":
                row |= {"Credits": r.choice([1, 2]), "Non-member Price": 0, "Member Price": None}
            elif kind == "membership":
                row = {
                    k: v
                    for k, v in row.items()
                    if k in {"Product ID", "Provider", "Product", "Kind", "Source", "As Of"}
                }
                row["Non-member Price"] = r.choice([30, 99, 15])
            elif self.chance(0.1):
                row["Credits"] = None
            elif repeatable_left and self.chance(0.4):
                repeatable_left -= 1
                row |= {"Repeatable": "yes", "Credits": r.choice([6, 8, 12])}
            rows.append(row)
        return rows + closed

    def memberships(self) -> list[dict[str, Any]]:
        return [
            {
                "Employee ID": person["Employee ID"],
                "Provider": self.random.choice(["Alpha CE", "Alpha CE", "Beta Learning"]),
                "Member Until": self.as_of + timedelta(days=self.random.choice([-20, -1, 0, 40, 300])),
            }
            for person in self.people
            if self.chance(0.2)
        ]
