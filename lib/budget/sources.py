"""From the tables to shared sources: quantity prices, site licences, sessions, bundles, and what is owned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from lib.budget.further import listed
from lib.budget.products import Product, read_products
from lib.budget.shared import Part, SharedSource, Tier

EVERYBODY_ALIKE: Final[Mapping[str, frozenset[str]]] = MappingProxyType({})
"""Nobody is of any further class of buyers."""


def shared_sources(
    products: pd.DataFrame,
    terms: pd.DataFrame,
    owned: pd.DataFrame,
    staff: pd.DataFrame,
    *,
    as_of: date,
    classes: Mapping[str, frozenset[str]] = EVERYBODY_ALIKE,
) -> tuple[SharedSource, ...]:
    """Return what can be used together on a day: what is owned first, then by ID.

    ``staff``: ``staff_id`` and ``site`` of everybody counted; ``classes``: their further classes of buyers. A term
    without a price, out of date, of a product that is not sold (to them) or whose credits or areas are not set is left
    out, as is what has ended: nothing unknown is ever counted on.
    """
    everything = [product for product in read_products(products) if product.usable(as_of)]
    owned_from = {product.product_id: product for product in everything}
    catalogue = {product.product_id: product for product in everything if product.on_sale(as_of)}
    sites: dict[str, frozenset[str]] = {
        str(site): frozenset(members) for site, members in staff.groupby("site")["staff_id"]
    }
    found = [source for row in _rows(owned) if (source := _owned(row, owned_from, sites, as_of)) is not None]
    current = [row for row in _rows(terms) if _current(row, "valid_until", as_of) and row["price"] is not None]
    found += _stepped([row for row in current if row["form"] == "quantity_price"], catalogue)
    found += _licences([row for row in current if row["form"] == "site_licence"], catalogue, sites, staff)
    for row in current:
        if row["form"] == "session":
            found += _one(row, catalogue, sites, "session", Tier(0, _whole(row["most_seats"]), row["price"], 0))
        elif row["form"] == "bundle":
            found += _bundle(row, catalogue)
    return tuple(
        narrowed for source in found if (narrowed := _for_whom(source, owned_from, classes, staff)) is not None
    )


def _for_whom(
    source: SharedSource,
    catalogue: Mapping[str, Product],
    classes: Mapping[str, frozenset[str]],
    staff: pd.DataFrame,
) -> SharedSource | None:
    """Return a source open to those who may buy its product; None where nobody may. One person's own stays theirs."""
    product = catalogue[source.product_id]
    if product.only_for is None or (source.given and source.open_to is not None and len(source.open_to) == 1):
        return source
    allowed = frozenset(str(one) for one in staff["staff_id"] if product.may_buy(classes.get(str(one), frozenset())))
    open_to = allowed if source.open_to is None else allowed & source.open_to
    return replace(source, open_to=open_to) if open_to else None


def parts_of(product: Product, points_left: int | None = None) -> tuple[Part, ...]:
    """Return what a product gives one person; nothing where its credits or areas are not known."""
    if product.areas == 0 or (product.credits is None and not product.is_unlimited):
        return ()
    return (Part(product.credits if points_left is None else points_left, product.areas),)


def _source(
    source_id: str,
    product: Product,
    form: str,
    tiers: Sequence[Tier],
    *,
    open_to: frozenset[str] | None = None,
    given: bool = False,
    points_left: int | None = None,
    owned: bool = False,
) -> list[SharedSource]:
    parts = parts_of(product, points_left)
    if not parts:
        return []
    hours = product.hours if product.hours is not None else (parts[0].credits or 0)
    return [
        SharedSource(
            source_id, product.product_id, product.product, product.provider, form, parts, tuple(tiers),
            hours=hours, open_to=open_to, title="" if product.repeatable else product.title, given=given, owned=owned,
        )
    ]  # fmt: skip


def _owned(
    row: Mapping[str, Any], catalogue: Mapping[str, Product], sites: Mapping[str, frozenset[str]], as_of: date
) -> SharedSource | None:
    product = catalogue.get(str(row["product_id"]))
    if product is None or not _current(row, "ends_on", as_of):
        return None
    seats = _whole(row["seats"])
    open_to = frozenset({str(row["staff_id"])}) if row["staff_id"] else _at(row["sites"], sites)
    made = _source(
        f"owned {row['owned_id']}", product, "owned", [Tier(most=seats)] if seats is not None else [Tier()],
        open_to=open_to, given=seats is None, points_left=_whole(row["points_left"]), owned=seats is not None,
    )  # fmt: skip
    return made[0] if made and seats != 0 else None


def _stepped(rows: Iterable[Mapping[str, Any]], catalogue: Mapping[str, Product]) -> list[SharedSource]:
    """One source per product, with a tier for each step."""
    steps: dict[str, list[Tier]] = {}
    for row in rows:
        tier = Tier(_whole(row["least_seats"]) or 0, _whole(row["most_seats"]), 0, row["price"])
        steps.setdefault(str(row["product_id"]), []).append(tier)
    return [
        source
        for product_id, tiers in sorted(steps.items())
        if product_id in catalogue
        for source in _source(f"quantity {product_id}", catalogue[product_id], "quantity price", tiers)
    ]


def _licences(
    rows: Iterable[Mapping[str, Any]],
    catalogue: Mapping[str, Product],
    sites: Mapping[str, frozenset[str]],
    staff: pd.DataFrame,
) -> list[SharedSource]:
    """One source per licence whose head-count tier fits the people at its sites (most seats: heads)."""
    found = []
    for row in rows:
        covered = _at(row["sites"], sites)
        heads = len(staff) if covered is None else len(covered)
        most, least = _whole(row["most_seats"]), _whole(row["least_seats"]) or 0
        if least <= heads and (most is None or heads <= most):
            found += _one(row, catalogue, sites, "site licence", Tier(0, None, row["price"], 0))
    return found


def _one(
    row: Mapping[str, Any], catalogue: Mapping[str, Product], sites: Mapping[str, frozenset[str]], form: str, tier: Tier
) -> list[SharedSource]:
    product = catalogue.get(str(row["product_id"]))
    if product is None:
        return []
    return _source(f"{form} {row['term_id']}", product, form, [tier], open_to=_at(row["sites"], sites))


def _bundle(row: Mapping[str, Any], catalogue: Mapping[str, Product]) -> list[SharedSource]:
    """Return a bundle, bought by each person who needs it: it gives all that it includes, or is left out."""
    product = catalogue.get(str(row["product_id"]))
    included = [catalogue.get(product_id) for product_id in listed(row["includes"])]
    if product is None or any(each is None or not parts_of(each) for each in included):
        return []
    known = [each for each in included if each is not None]
    parts = tuple(part for each in known for part in parts_of(each))
    hours = sum(each.hours if each.hours is not None else (each.credits or 0) for each in known)
    return [
        SharedSource(
            f"bundle {row['term_id']}", product.product_id, product.product, product.provider, "bundle", parts,
            (Tier(each=row["price"]),), hours=hours, title="" if product.repeatable else product.title,
        )
    ]  # fmt: skip


def _at(cell: object, sites: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
    named = listed(cell)
    if not named:
        return None
    return frozenset().union(*(sites.get(site, frozenset()) for site in named))


def _current(row: Mapping[str, Any], column: str, as_of: date) -> bool:
    return row[column] is None or pd.Timestamp(row[column]).date() >= as_of


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(column): cell for column, cell in record.items()} for record in records]


def _whole(cell: object) -> int | None:
    return None if cell is None else int(str(cell))
