"""Sources that several people use together: seats at a quantity price, site licences, sessions, what is owned already.

They stand beside the catalogue as further data. A product of the catalogue costs each person what it costs; a shared
source costs what its cheapest tier asks for as many people as use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lib.budget.needs import HoldingNeed, PersonNeed


@dataclass(frozen=True)
class Part:
    """Points that a source gives one person: hundredths (None: no limit) in areas (bit mask)."""

    credits: int | None
    areas: int


@dataclass(frozen=True)
class Tier:
    """One price of a source: ``fixed`` once, and ``each`` for every seat, at least ``least`` and at most ``most``."""

    least: int = 0
    most: int | None = None
    fixed: int = 0
    each: int = 0

    def cost(self, users: int) -> int | None:
        """Return what so many users cost in cents; None where this tier has not so many seats."""
        if self.most is not None and users > self.most:
            return None
        return self.fixed + self.each * max(users, self.least)


@dataclass(frozen=True)
class SharedSource:
    """Something that each person may use once, paid for together.

    ``open_to``: the staff IDs who may (None: everybody). ``form``: what it is in words, such as *quantity price*.
    ``product_id`` names the product of the catalogue that it is a way to, else is the source's own ID; ``title`` is its
    comparable title: who has a credit of that title in the window does not use it again. ``given``: it is there already
    and costs nothing, so it is used before anything else is looked for. ``owned``: it is paid already but has only so
    many seats; of answers that cost the same, the one that leaves least to find elsewhere uses them.
    """

    source_id: str
    product_id: str
    name: str
    provider: str
    form: str
    parts: tuple[Part, ...]
    tiers: tuple[Tier, ...]
    hours: int = 0
    open_to: frozenset[str] | None = None
    title: str = ""
    given: bool = False
    owned: bool = False

    def cost(self, users: int) -> int | None:
        """Return the least that so many users cost over the tiers; 0 for nobody, None where no tier has the seats."""
        tier = self.tier(users)
        return 0 if users == 0 else None if tier is None else tier.cost(users)

    def tier(self, users: int) -> Tier | None:
        """Return the cheapest tier for so many users, the first of those that cost the same."""
        priced = [(cost, n) for n, tier in enumerate(self.tiers) if (cost := tier.cost(users)) is not None]
        return self.tiers[min(priced)[1]] if priced else None

    def is_open_to(self, person: PersonNeed) -> bool:
        """Whether the person may use it and has not had it already."""
        return (self.open_to is None or person.staff_id in self.open_to) and self.title not in person.titles

    def helps(self, person: PersonNeed) -> bool:
        """Whether it gives points that the person still misses."""
        return any(
            deficit > 0 and reach & subset
            for holding in person.holdings
            for reach, _ in reaches(holding, self.parts)
            for subset, deficit in enumerate(holding.deficits)
        )


def reaches(holding: HoldingNeed, parts: Iterable[Part]) -> list[tuple[int, int | None]]:
    """Return, for each part that the holding accepts, the bits of the requirements that do, and its points."""
    found = []
    for part in parts:
        reach = sum(1 << k for k, accepted in enumerate(holding.accepts) if accepted & part.areas)
        if reach and part.credits != 0:
            found.append((reach, part.credits))
    return found


def after(person: PersonNeed, sources: Sequence[SharedSource]) -> PersonNeed:
    """Return what the person still needs once these sources are used.

    The points that a set of requirements can get come off its deficit; no limit leaves none. Whose title is used up
    is not bought again.
    """
    if not sources:
        return person
    parts = [part for source in sources for part in source.parts]
    holdings = []
    for holding in person.holdings:
        left = np.array(holding.deficits, dtype=np.int64)
        subsets = np.arange(len(left))
        for reach, credits in reaches(holding, parts):
            touched = (subsets & reach) != 0
            left[touched] = np.minimum(left[touched], 0) if credits is None else left[touched] - credits
        holdings.append(replace(holding, deficits=tuple(left.tolist())))
    titles = person.titles | {source.title for source in sources if source.title}
    return replace(person, holdings=tuple(holdings), titles=frozenset(titles))
