"""The cheapest plan for one person, by trying everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product as every_choice

from tests.reference.oracle_import import Product, Store
from tests.reference.oracle_rules import Version
from tests.reference.oracle_verdict import UNBOUNDED, Supply, Verdict, missing_in, requirements, sure_supplies
from tests.reference.words import title_key

PLANNED = {"on_track", "behind", "late", "to_confirm", "nothing_on_file"}


@dataclass(frozen=True)
class Plan:
    cost: int
    hours: int
    items: tuple[tuple[str, int, int], ...]  # product ID, quantity, price of one


@cache
def _lacks(version: Version, supplies: tuple[Supply, ...]) -> bool:
    """Whether anything is missing."""
    assert version.total is not None
    if sum(s.points for s in supplies) < version.total:
        return True
    return missing_in(version, [name for name, _, _ in requirements(version)], list(supplies)) > 0


def cheapest(
    store: Store, staff_id: str, verdicts: list[Verdict], as_of: date, *, join: str = "if it pays"
) -> Plan | None:
    """The cheapest plan of one person; None where nothing on sale closes the gaps.

    `join` is "if it pays", "never" (those who are members stay so) or "always".
    """
    targets = [v for v in verdicts if v.status in PLANNED]
    assert targets
    providers = {p for who, p, until in store.memberships if who == staff_id and until >= as_of}
    dues = [
        p
        for p in store.products.values()
        if p.kind == "membership" and p.price is not None and p.provider not in providers and _on_sale(p, as_of)
    ]
    done = {title_key(c.title) for v in targets for c in v.in_window}
    goods = sorted(
        (
            p
            for p in store.products.values()
            if p.kind != "membership"
            and (p.credits is not None or p.kind == "unlimited")
            and p.areas
            and _on_sale(p, as_of)
            and title_key(p.product) not in done
        ),
        key=lambda p: p.product_id,
    )
    best_key: tuple[int, int, int, list[tuple[str, int]]] | None = None
    best: Plan | None = None
    largest = max(v.missing or 0 for v in targets)
    for joined in every_choice((False, True), repeat=len(dues)):
        bought_dues = [d for d, yes in zip(dues, joined, strict=True) if yes]
        member_of = providers | {d.provider for d in bought_dues}
        if (join == "never" and any(joined)) or (join == "always" and not member_of >= {d.provider for d in dues}):
            continue
        choices: list[list[tuple[Product, int, int]]] = []
        for p in goods:
            price = p.price
            if p.provider in member_of and p.member_price is not None:
                price = p.member_price
            if price is None:
                continue
            most = 1
            if p.repeatable and p.credits:
                most = -(-largest // p.credits)
            choices.append([(p, quantity, price) for quantity in range(most + 1)])
        for basket in every_choice(*choices):
            bought = [(p, quantity, price) for p, quantity, price in basket if quantity]
            items = [(d.product_id, 1, d.price or 0) for d in bought_dues]
            items += [(p.product_id, quantity, price) for p, quantity, price in bought]
            cost = sum(quantity * price for _, quantity, price in items)
            hours = sum(d.hours for d in bought_dues) + sum(p.hours * quantity for p, quantity, _ in bought)
            key = (cost, hours, len(items), sorted((name, quantity) for name, quantity, _ in items))
            if best_key is not None and key >= best_key:
                continue
            supply = tuple(
                Supply(UNBOUNDED if p.credits is None else p.credits * quantity, p.areas) for p, quantity, _ in bought
            )
            if all(not _lacks(v.version, (*sure_supplies(v.in_window), *supply)) for v in targets if v.version):
                best_key = key
                best = Plan(cost, hours, tuple(sorted(items)))
    return best


def _on_sale(p: Product, as_of: date) -> bool:
    return p.last_day is None or as_of <= p.last_day


def most_people(costs: list[int], budget: int) -> int:
    """How many people the money can make complete: the cheapest first."""
    people = 0
    for cost in sorted(costs):
        if cost > budget:
            break
        budget -= cost
        people += 1
    return people
