"""Where a site licence begins to pay: what it would save each person who could use it, against its price."""

from __future__ import annotations

from collections.abc import Callable, Collection, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from lib.budget.needs import PersonNeed
from lib.budget.plan import plan_team
from lib.budget.shared import SharedSource, after
from lib.budget.team_plan import PersonPlan


@dataclass(frozen=True)
class LicenceWorth:
    """One licence: its price (cents), whom it helps, what they would pay without it and still pay with it.

    ``savings``: what it saves each of them, highest first.
    """

    source_id: str
    name: str
    price: int
    savings: tuple[int, ...]
    without: int
    beside: int
    plans: tuple[tuple[PersonPlan, PersonPlan | None], ...] = field(default=(), compare=False, repr=False)
    """Of each of ``savings``: what the person buys without the licence, and beside it (None: nothing more)."""

    @property
    def saved(self) -> int:
        """What it saves in all, its own price aside."""
        return sum(self.savings)

    @property
    def pays(self) -> bool:
        """Whether it saves more than it costs."""
        return self.saved > self.price

    @property
    def pays_from(self) -> int | None:
        """The least number of people, at what it saves one of them on average, that cover its price; None: it saves
        nobody anything."""
        return None if not self.saved else -(-self.price * len(self.savings) // self.saved)


def licence_worth(
    needs: Sequence[PersonNeed],
    products: pd.DataFrame,
    sources: Sequence[SharedSource],
    *,
    as_of: date,
    solved: MutableMapping[Any, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[LicenceWorth, ...]:
    """Return the worth of each site licence among the sources; see :func:`source_worth`."""
    found = source_worth(
        needs, products, sources, forms=("site licence",), as_of=as_of, solved=solved, progress=progress
    )
    return tuple(worth for worth, _ in found)


def source_worth(
    needs: Sequence[PersonNeed],
    products: pd.DataFrame,
    sources: Sequence[SharedSource],
    *,
    forms: Collection[str],
    as_of: date,
    solved: MutableMapping[Any, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[tuple[LicenceWorth, SharedSource], ...]:
    """Return the worth of each source of these forms, everything else bought one by one.

    Counted on those who can be completed with and without it; whom only the licence completes is no saving here.
    """
    found = []
    given = [source for source in sources if source.given]
    own = [after(person, [s for s in given if s.is_open_to(person)]) for person in needs] if given else list(needs)
    short = [person for person in own if person.short_holdings]
    without = {p.staff_id: p for p in plan_team(short, products, as_of=as_of, solved=solved, progress=progress).people}
    for source in sources:
        if source.form not in forms:
            continue
        helped = [p for p in short if p.staff_id in without and source.is_open_to(p) and source.helps(p)]
        left = [after(person, [source]) for person in helped]
        still = plan_team([p for p in left if p.short_holdings], products, as_of=as_of, solved=solved)
        beside = {person.staff_id: person for person in still.people}
        complete = {p.staff_id for p in left if not p.short_holdings}
        pairs = [
            (without[p.staff_id], beside.get(p.staff_id))
            for p in helped
            if p.staff_id in complete or p.staff_id in beside
        ]
        saving = sorted(
            ((before.cost_cents - _cost(now), before, now) for before, now in pairs if before.cost_cents > _cost(now)),
            key=lambda each: (-each[0], each[1].staff_id),
        )
        worth = LicenceWorth(
            source.source_id, source.name, source.cost(max(1, len(pairs))) or 0,
            tuple(saved for saved, _, _ in saving), sum(before.cost_cents for before, _ in pairs),
            sum(_cost(now) for _, now in pairs), tuple((before, now) for _, before, now in saving),
        )  # fmt: skip
        found.append((worth, source))
    return tuple(found)


def _cost(plan: PersonPlan | None) -> int:
    return 0 if plan is None else plan.cost_cents
