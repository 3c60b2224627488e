"""What a team's purchases cannot be below, where the time ended before every way was looked at.

Everybody is taken alone, at the best terms that there could be: a shared source at what one of the most possible users
pays at least, every product at its lowest price, joining for nothing. Points that come with a membership cost its
dues: nobody has them for less. Exact whole numbers, no solver.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lib.budget.needs import PersonNeed
from lib.budget.products import Product
from lib.budget.shared import Part, SharedSource, reaches

Offered = tuple[int, tuple[Part, ...], bool]
"""Lowest price in cents, what one gives, and whether more than one can be bought."""


def least_per_user(source: SharedSource, users: int) -> int:
    """Return the cents that each of at most so many users of a source pays at least, rounded down."""
    shares = []
    for tier in source.tiers:
        most = max(1, users if tier.most is None else min(users, tier.most))
        shares.append((tier.fixed + tier.each * max(most, tier.least)) // most)
    return min(shares, default=0)


def seats(sources: Iterable[SharedSource]) -> int:
    """Return how many seats there are in all of sources that have only so many."""
    return sum(max((tier.most or 0 for tier in source.tiers), default=0) for source in sources)


def only_so_many(source: SharedSource) -> bool:
    """Whether a source has only so many seats, whatever is paid."""
    return all(tier.most is not None for tier in source.tiers)


def offered(product: Product, person: PersonNeed) -> Offered | None:
    """Return a product as one person could have it at best; None where it cannot be bought or gives no points."""
    if not product.gives_points or not product.may_buy(person.classes):
        return None
    if product.title in person.titles and not product.repeatable:
        return None
    prices = [product.price(member=member, classes=person.classes) for member in (False, True)]
    known = [price for price in prices if price is not None]
    if not known:
        return None
    credits = None if product.is_unlimited else product.credits or 0
    return min(known), (Part(credits, product.areas),), product.repeatable


def alone_at_least(person: PersonNeed, offers: Sequence[Offered]) -> int | None:
    """Return what completing a person costs at least with parts of these offers; None where they do not reach.

    Whatever is bought must reach each deficit by itself: of every deficit the cheapest parts per point, and the dearest
    deficit binds. An offer counts for no more than the deficit, which no whole purchases can use.
    """
    most = 0
    for holding in person.short_holdings:
        given = [(price, reaches(holding, parts), several) for price, parts, several in offers]
        for subset, deficit in enumerate(holding.deficits):
            if deficit <= 0:
                continue
            useful = []
            for price, reached, several in given:
                credits = [points for reach, points in reached if reach & subset]
                if credits:
                    gain = deficit if None in credits else min(deficit, sum(c for c in credits if c is not None))
                    useful.append((price / gain, price, gain, several))
            left, cost = deficit, 0
            for _, price, gain, several in sorted(useful):
                taken = left if several else min(left, gain)
                cost += price * taken // gain
                left -= taken
                if left == 0:
                    break
            if left:
                return None
            most = max(most, cost)
    return most


def team_at_least(floors: Sequence[tuple[int, int]], seats: int) -> int:
    """Return what everybody costs at least. ``floors``: for each person without and with what has only so many seats.

    No more people than there are seats can cost less than they do without.
    """
    saved = sorted((max(0, without - beside) for without, beside in floors), reverse=True)
    return sum(max(without, beside) for without, beside in floors) - sum(saved[:seats])
