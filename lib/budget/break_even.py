"""From how many missing points on the next shape of purchase is the cheaper one: exact steps, whole purchases.

A provider sells the same points as single courses, packs, bundles or an unlimited seat. For each need, what the
cheapest purchases of each shape cost is a function that rises in steps; where one shape's step passes below another's
is the break-even. Nothing is averaged by point, and nothing whose price, credits or areas are not set takes part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lib.budget.needs import PersonNeed
from lib.budget.products import Product
from lib.budget.shared import SharedSource
from lib.domain import points as point_words
from lib.domain.areas import EVERYTHING_MASK, areas_of, label

SHAPES: Final[dict[str, str]] = {
    "single": "single courses",
    "pack": "packs",
    "bundle": "bundles",
    "unlimited": "an unlimited seat",
    "mixed": "several of these together",
}
"""Shape of a purchase -> its words; of shapes that cost the same the first is taken."""

MOST: Final = 4_000
"""40 points (hundredths): more than any rule here asks of one cycle, unless somebody on the team misses more."""

_TOLD: Final = 4
"""So many break-evens are said in a sentence; the table has all."""

_NAMED: Final = 2
"""So many products that are not counted are named in a sentence; of more it says how many."""

_OF_KIND: Final = {"course": "single", "pack": "pack", "unlimited": "unlimited"}


@dataclass(frozen=True)
class Purchase:
    """So many of one product at one price in cents."""

    product_id: str
    product: str
    quantity: int
    unit_price: int


@dataclass(frozen=True)
class Step:
    """The least that each need above ``above`` and up to ``up_to`` hundredths costs; ``up_to`` None: any need.

    ``shape`` is the cheapest one, with its whole ``purchases``; ``cost`` is their sum in cents. *mixed*: several shapes
    bought beside each other, where that is cheaper than any of them alone.
    """

    above: int
    up_to: int | None
    shape: str
    cost: int
    purchases: tuple[Purchase, ...]


@dataclass(frozen=True)
class PointBreakEven:
    """What each need costs one buyer at one provider, in points that count in ``areas`` (a bit mask).

    ``area``: its words. ``member``: whether at the member prices, dues aside. ``shapes``: the steps of each shape that
    can be priced, up to ``most`` points; ``cheapest``: the steps of the cheapest; ``not_known``: products that take no
    part and why.
    ``people``: how many of the team here need points in these areas, by the shape that is cheapest for as many.
    """

    provider: str
    member: bool
    area: str
    areas: int
    shapes: Mapping[str, tuple[Step, ...]]
    cheapest: tuple[Step, ...]
    not_known: tuple[str, ...]
    people: Mapping[str, int]
    most: int

    @property
    def changes(self) -> tuple[tuple[int, str, str], ...]:
        """Where the cheapest shape changes: above so many hundredths, from which, to which."""
        pairs = zip(self.cheapest, self.cheapest[1:], strict=False)
        return tuple((after.above, before.shape, after.shape) for before, after in pairs if before.shape != after.shape)


def point_break_evens(
    products: Sequence[Product],
    bundles: Sequence[SharedSource],
    needs: Sequence[PersonNeed],
    *,
    as_of: date,
) -> tuple[PointBreakEven, ...]:
    """Return the break-evens of every provider that sells more than one shape, by provider, area and buyer.

    ``bundles``: shared sources of that form. Looked at are points in any area, and in each area that somebody in
    ``needs`` misses under a requirement of its own. Member prices stand apart wherever they differ.
    """
    known_bundles = [source for source in bundles if source.form == "bundle" and source.open_to is None]
    asked = _areas_asked(needs)
    most = max([MOST, *(holding.missing for person in needs for holding in person.holdings)])
    sold = [product for product in products if product.kind in _OF_KIND and product.on_sale(as_of)]
    keys = {product.provider_key: product.provider for product in sold}
    joins = {product.provider_key for product in products if product.is_membership}
    found = []
    for key, provider in sorted(keys.items()):
        own = [product for product in sold if product.provider_key == key and product.only_for is None]
        together = [source for source in known_bundles if source.provider == provider]
        if len({_OF_KIND[product.kind] for product in own}) + bool(together) < 2:
            continue
        apart = key in joins or any(product.member_price not in (None, product.non_member_price) for product in own)
        for mask, area in asked:
            missing = _missing(needs, mask)
            for member in (False, True) if apart else (False,):
                found.append(_break_even(provider, own, together, mask, area, member=member, most=most, needs=missing))
    return tuple(found)


def _break_even(
    provider: str,
    products: Sequence[Product],
    bundles: Sequence[SharedSource],
    mask: int,
    area: str,
    *,
    member: bool,
    most: int,
    needs: Sequence[int],
) -> PointBreakEven:
    offers: dict[str, list[_Offer]] = {}
    not_known = []
    for product in products:
        price = product.price(member=member)
        lacking = list(product.not_set())
        if price is None and not lacking:
            lacking = ["price for who is no member not set"]
        if lacking:
            not_known.append(f"{product.product}: {'; '.join(lacking)}")
        elif price is not None and product.areas & mask and product.gives_points:
            points = most if product.is_unlimited else product.credits or 0
            limit = -(-most // points) if product.repeatable and not product.is_unlimited else 1
            offers.setdefault(_OF_KIND[product.kind], []).append(
                _Offer(product.product_id, product.product, points, price, limit, product.is_unlimited)
            )
    for source in bundles:
        credits = [part.credits for part in source.parts if part.areas & mask]
        each = source.cost(1)
        if credits and each is not None:
            endless = None in credits
            points = most if endless else sum(number or 0 for number in credits)
            offers.setdefault("bundle", []).append(_Offer(source.product_id, source.name, points, each, 1, endless))
    shapes = {shape: _steps(shape, offers[shape], most) for shape in SHAPES if shape in offers}
    # What is in a bundle is not bought beside it once more, so bundles stand alone.
    others = [offer for shape, each in offers.items() if shape != "bundle" for offer in each]
    together = _steps("mixed", others, most)
    cheapest = _cheapest({**shapes, "mixed": together})
    if any(step.shape == "mixed" for step in cheapest):
        shapes["mixed"] = together
    people: dict[str, int] = {}
    for need in needs:
        step = next((s for s in cheapest if s.above < need and (s.up_to is None or need <= s.up_to)), None)
        shape = "" if step is None else step.shape
        people[shape] = people.get(shape, 0) + 1
    return PointBreakEven(provider, member, area, mask, shapes, cheapest, tuple(sorted(not_known)), people, most)


@dataclass(frozen=True)
class _Offer:
    product_id: str
    product: str
    points: int
    price: int
    limit: int
    endless: bool


def _steps(shape: str, offers: Iterable[_Offer], most: int) -> tuple[Step, ...]:
    """Return the least cost of each need in whole purchases of these offers, as steps.

    What can be bought is looked through offer by offer; of two sets the one that gives no more and costs no less is
    dropped, so that what is left is the answer for every need at once.
    """
    ordered = sorted(offers, key=lambda offer: offer.product_id)
    best: list[_Found] = [(0, 0, ())]
    for place, offer in enumerate(ordered):
        for _ in range(offer.limit):
            more = [
                (min(most, points + offer.points), cost + offer.price, (*bought, place))
                for points, cost, bought in best
                if points < most and bought.count(place) < offer.limit
            ]
            longer = _undominated([*best, *more])
            if longer == best:
                break
            best = longer
    steps = []
    above = 0
    for points, cost, bought in best:
        if points == 0:
            continue
        purchases = tuple(
            Purchase(ordered[place].product_id, ordered[place].product, bought.count(place), ordered[place].price)
            for place in dict.fromkeys(bought)
        )
        without_end = any(ordered[place].endless for place in bought)
        steps.append(Step(above, None if without_end else points, shape, cost, purchases))
        above = points
    return tuple(steps)


_Found = tuple[int, int, tuple[int, ...]]
"""Points, cost, and what was bought by its place, each as often as it was."""


def _undominated(found: list[_Found]) -> list[_Found]:
    """Return those that give more points than every cheaper one, by points."""
    kept: list[_Found] = []
    for entry in sorted(found, key=lambda each: (each[1], -each[0], len(each[2]), each[2])):
        if not kept or entry[0] > kept[-1][0]:
            kept.append(entry)
    return kept


def _cheapest(shapes: Mapping[str, tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return the cheapest step of any shape for each need; steps alike in shape and purchases are one."""
    ends = sorted({step.up_to for steps in shapes.values() for step in steps if step.up_to is not None})
    beyond: list[int | None] = [None] if any(s.up_to is None for steps in shapes.values() for s in steps) else []
    found: list[Step] = []
    above = 0
    for end in [*ends, *beyond]:
        at = [
            step
            for steps in shapes.values()
            for step in steps
            if step.above <= above and (step.up_to is None or (end is not None and end <= step.up_to))
        ]
        if at:
            least = min(at, key=lambda step: step.cost)
            if found and found[-1].purchases == least.purchases and found[-1].shape == least.shape:
                found[-1] = Step(found[-1].above, end, least.shape, least.cost, least.purchases)
            else:
                found.append(Step(above, end, least.shape, least.cost, least.purchases))
        if end is not None:
            above = end
    return tuple(found)


def _areas_asked(needs: Sequence[PersonNeed]) -> list[tuple[int, str]]:
    """Return any area, and each set of areas that somebody misses points in under a requirement of its own."""
    masks = {
        accepted
        for person in needs
        for holding in person.holdings
        for k, accepted in enumerate(holding.accepts)
        if accepted != EVERYTHING_MASK and k < len(holding.accepts) - 1 and holding.deficits[1 << k] > 0
    }
    named = [(mask, _words_of(mask)) for mask in masks]
    return [(EVERYTHING_MASK, "any area"), *sorted(named, key=lambda each: (each[0].bit_count(), each[1]))]


def _words_of(mask: int) -> str:
    """Return the areas of a mask in words, the first two by name."""
    labels = [label(area) for area in areas_of(mask)]
    more = f" or {len(labels) - 2} more areas" if len(labels) > 2 else ""
    return " or ".join(labels[:2]) + more


def _missing(needs: Sequence[PersonNeed], mask: int) -> list[int]:
    """Return the points (hundredths) that each person misses in these areas: the most over the holdings, none left out.

    In any area that is all that a holding misses; in named areas what the requirement of just these asks for.
    """
    found = []
    for person in needs:
        most = 0
        for holding in person.holdings:
            if mask == EVERYTHING_MASK:
                most = max(most, holding.missing)
                continue
            for k, accepted in enumerate(holding.accepts[:-1]):
                if accepted == mask:
                    most = max(most, holding.deficits[1 << k])
        if most > 0:
            found.append(most)
    return found


def told(found: PointBreakEven) -> str:
    """Return the break-even as a sentence: up to how many points which shape is the cheapest, and what it takes over.

    Where fewer than two shapes can be priced there is none, and the sentence says what is not known.
    """
    who = "At member prices" if found.member else "Without membership"
    place = f"{found.provider or 'No provider named'}, {found.area}"
    not_set = _not_counted(found.not_known)
    if len(found.shapes) < 2:
        known = f"only {SHAPES[next(iter(found.shapes))]} can be priced" if found.shapes else "nothing can be priced"
        return f"{place}. {who}: no break-even is known, {known} there.{not_set}"
    if not found.changes:
        only = SHAPES[found.cheapest[0].shape]
        return f"{place}. {who}: nothing is cheaper than {only} for any need up to {_points(found.most)}.{not_set}"
    parts = [f"up to {_points(found.changes[0][0])} {SHAPES[found.changes[0][1]]}"]
    parts += [f"above {_points(above)} {SHAPES[after]}" for above, _, after in found.changes[:_TOLD]]
    if len(found.changes) > _TOLD:
        parts.append("and so on by the steps of the table")
    return f"{place}. {who}: {', '.join(parts)}.{not_set}"


def _not_counted(not_known: Sequence[str]) -> str:
    if not not_known:
        return ""
    if len(not_known) > _NAMED:
        return f" Not counted, as something of them is not set: {len(not_known)} products."
    return f" Not counted: {'; '.join(not_known)}."


def _points(hundredths: int) -> str:
    return f"{point_words.text(hundredths)} {'point' if hundredths == 100 else 'points'}"
