"""The judge of a plan with shared sources: every person, every set of sources, every set of purchases."""

from __future__ import annotations

from itertools import product as combinations

from lib.budget import PersonNeed, SharedSource
from lib.domain.areas import ALL_MASK, mask_of
from lib.domain.text import title_key


def private_cost(person: PersonNeed, rows: list[dict[str, object]], used: tuple[SharedSource, ...]) -> int | None:
    """Return the least that private purchases cost which complete the person beside the sources used."""
    titles = person.titles | {source.title for source in used if source.title}
    choices = []
    for n, row in enumerate(rows):
        unlimited = row["kind"] == "unlimited" and row["credits"] is None
        known = row["kind"] == "membership" or unlimited or row["credits"] is not None
        done = not row["repeatable"] and title_key(f"Product {n}") in titles
        member = row["kind"] == "membership" and person.member_of
        if not known or done or member:
            choices.append(range(1))
        elif row["repeatable"] and row["kind"] != "membership" and not unlimited:
            choices.append(range(12))
        else:
            choices.append(range(2))
    best: int | None = None
    for quantities in combinations(*choices):
        joined = sum(n for n, row in zip(quantities, rows, strict=True) if row["kind"] == "membership")
        if joined > 1:
            continue
        members = bool(person.member_of) or joined == 1
        cost = 0
        for quantity, row in zip(quantities, rows, strict=True):
            price = row["non_member_price"]
            if members and row["kind"] != "membership" and row["member_price"] is not None:
                price = row["member_price"]
            cost += quantity * int(str(price))
        if (best is None or cost < best) and complete(person, rows, quantities, used):
            best = cost
    return best


def complete(
    person: PersonNeed, rows: list[dict[str, object]], quantities: tuple[int, ...], used: tuple[SharedSource, ...]
) -> bool:
    for holding in person.holdings:
        for subset, deficit in enumerate(holding.deficits):
            accepted = 0
            for k, areas in enumerate(holding.accepts):
                accepted |= areas if subset >> k & 1 else 0
            points = 0
            for quantity, row in zip(quantities, rows, strict=True):
                areas = ALL_MASK if row["areas"] == "*" else mask_of(str(row["areas"]).split(";"))
                if quantity and areas & accepted:
                    endless = row["kind"] == "unlimited" and row["credits"] is None
                    points += 10**9 if endless else quantity * int(str(row["credits"] or 0))
            points += sum(
                10**9 if part.credits is None else part.credits
                for source in used
                for part in source.parts
                if part.areas & accepted
            )
            if points < deficit:
                return False
    return True


def used_first(person: PersonNeed, sources: list[SharedSource]) -> tuple[SharedSource, ...]:
    """Return what is owned that the person uses before anything is bought: all that helps, each title once."""
    used: list[SharedSource] = []
    own = [source for source in sources if source.open_to is not None and len(source.open_to) == 1]
    for source in [*own, *(source for source in sources if source not in own)]:
        closed = source.open_to is not None and person.staff_id not in source.open_to
        had = person.titles | {other.title for other in used if other.title}
        if source.given and not closed and source.title not in had and helps(person, source, used):
            used.append(source)
    return tuple(used)


def helps(person: PersonNeed, source: SharedSource, used: list[SharedSource]) -> bool:
    for holding in person.holdings:
        for subset, deficit in enumerate(holding.deficits):
            accepted = 0
            for k, areas in enumerate(holding.accepts):
                accepted |= areas if subset >> k & 1 else 0
            left = deficit - sum(
                10**9 if part.credits is None else part.credits
                for other in used
                for part in other.parts
                if part.areas & accepted
            )
            if left > 0 and any(part.areas & accepted and part.credits != 0 for part in source.parts):
                return True
    return False


def search(
    people: list[PersonNeed], rows: list[dict[str, object]], sources: list[SharedSource], budget: int | None
) -> tuple[int, int, int]:
    """Return (people complete, their missing points, cost) of the best answer."""
    ways: list[list[tuple[tuple[int, ...], int]]] = []
    for person in people:
        mine: list[tuple[tuple[int, ...], int]] = []
        first = used_first(person, sources)
        had = person.titles | {source.title for source in first if source.title}
        for bits in combinations(*(range(1 if source.given else 2) for source in sources)):
            chosen_too = tuple(source for bit, source in zip(bits, sources, strict=True) if bit)
            used = (*first, *chosen_too)
            if len({source.product_id for source in chosen_too}) < len(chosen_too):
                continue
            if any(
                (s.open_to is not None and person.staff_id not in s.open_to) or (s.title and s.title in had)
                for s in chosen_too
            ):
                continue
            cost = private_cost(person, rows, used)
            if cost is not None:
                mine.append((bits, cost))
        # Of the ways with the same sources there is one; those that nobody would take are not worth the search.
        mine = [w for w in mine if not any(o[1] <= w[1] and o != w and below(o[0], w[0]) for o in mine)]
        ways.append(mine)
    best: tuple[int, int, int] | None = None
    few = any(all(tier.most is not None for tier in source.tiers) for source in sources)
    waits = budget is not None or few
    choices = [[*mine, None] if waits or not mine else mine for mine in ways]
    for chosen in combinations(*choices):
        users = [sum(way is not None and way[0][n] for way in chosen) for n in range(len(sources))]
        cost = sum(way[1] for way in chosen if way is not None)
        priced = [cheapest(source, n) for source, n in zip(sources, users, strict=True)]
        if None in priced:
            continue
        cost += sum(price for price in priced if price is not None)
        if budget is not None and cost > budget:
            continue
        done = sum(way is not None for way in chosen)
        missing = sum(p.missing for p, way in zip(people, chosen, strict=True) if way is not None)
        key = (-done, -missing if waits else 0, cost)
        if best is None or key < (-best[0], -best[1] if waits else 0, best[2]):
            best = (done, missing, cost)
    assert best is not None
    return best


def below(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True))


def cheapest(source: SharedSource, users: int) -> int | None:
    if users == 0:
        return 0
    prices = [
        tier.fixed + tier.each * max(users, tier.least)
        for tier in source.tiers
        if tier.most is None or users <= tier.most
    ]
    return min(prices, default=None)
