"""Who uses which shared source: one integer programme over groups of people whose ways cost the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, gcd, inf

from lib.budget.programme import Deadline, Model, minimise
from lib.budget.shared import SharedSource


@dataclass(frozen=True)
class Way:
    """One way to complete a person: the shared sources used (positions), and what is left to pay and to learn.

    ``elsewhere``: the points (hundredths) that what is owned among them leaves to be found elsewhere.
    """

    sources: frozenset[int]
    cost: int
    hours: int
    elsewhere: int = 0


@dataclass
class Group:
    """People whose ways are the same; ``missing`` hundredths each."""

    ways: tuple[Way, ...]
    missing: int
    members: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Joint:
    """``chosen``: staff ID -> the shared sources used; ``left``: those whom the money does not reach.

    ``cost`` in cents, ``bound`` what no other answer can be below; ``proven``: no answer is better.
    """

    chosen: dict[str, frozenset[int]]
    left: frozenset[str]
    cost: int
    bound: int
    proven: bool


class OutOfSharedTime(RuntimeError):
    """No answer was found before the deadline; with the purchases of each person alone there always is one."""


def share(groups: Sequence[Group], sources: Sequence[SharedSource], budget: int | None, deadline: Deadline) -> Joint:
    """Return the answer of least cost in which everybody is completed; ties by the use of what is owned, then by hours.

    With a budget, or with sources that have only so many seats: most people, then fewest points left missing, then
    least cost. A group's people are interchangeable: they take its ways in the order of their IDs.
    """
    if not groups:
        return Joint({}, frozenset(), 0, 0, proven=True)
    model = Model()
    some_may_wait = budget is not None or limited(sources)
    unit = _cost_unit(groups, sources)
    taken = [[model.column(len(group.members), way.cost) for way in group.ways] for group in groups]
    hours = {
        c: way.hours for cs, group in zip(taken, groups, strict=True) for c, way in zip(cs, group.ways, strict=True)
    }
    left = []
    for columns, group in zip(taken, groups, strict=True):
        row = dict.fromkeys(columns, 1)
        if some_may_wait:
            left.append(model.column(len(group.members)))
            row[left[-1]] = 1
        model.row(row, len(group.members), len(group.members))
    for position, source in enumerate(sources):
        _source(model, groups, taken, position, source)
    if budget is not None:
        model.row({c: price for c, price in enumerate(model.cost) if price}, -inf, budget)
    cost = [price // unit for price in model.cost]
    goals: list[list[int]] = []
    if some_may_wait:
        size, waits = len(model.upper), set(left)
        goals.append([int(c in waits) for c in range(size)])
        missing = dict(zip(left, (group.missing for group in groups), strict=True))
        goals.append([missing.get(c, 0) for c in range(size)])
    goals.append(cost)
    if any(way.elsewhere for group in groups for way in group.ways):
        elsewhere = {
            c: way.elsewhere
            for columns, group in zip(taken, groups, strict=True)
            for c, way in zip(columns, group.ways, strict=True)
        }
        goals.append([elsewhere.get(c, 0) for c in range(len(model.upper))])
    goals.append([hours.get(c, 0) for c in range(len(model.upper))])
    best: list[int] | None = None
    bound, proven = 0.0, True
    for number, goal in enumerate(goals):
        outcome = minimise(model, goal, deadline)
        if outcome.columns is None:
            if best is None and number == 0:
                best = _alone(model, groups, taken, left, sources, budget)
            if number <= goals.index(cost):
                proven = False
            break
        best = outcome.columns
        value = sum(weight * column for weight, column in zip(goal, best, strict=True))
        if goal is cost:
            bound = outcome.dual_bound if outcome.timed_out else float(value)
        if outcome.timed_out:
            proven = proven and number > goals.index(cost)
            break
        settled = {column: weight for column, weight in enumerate(goal) if weight}
        if settled:
            model.row(settled, -inf, value)
    assert best is not None
    total = sum(price * column for price, column in zip(model.cost, best, strict=True))
    lowest = max(0, ceil(bound - 1e-6)) * unit if bound > -inf else 0
    return _joint(groups, taken, left, best, total, min(total, lowest), proven=proven)


def limited(sources: Sequence[SharedSource]) -> bool:
    """Whether a source has only so many seats, so that not everybody may find one."""
    return any(all(tier.most is not None for tier in source.tiers) for source in sources)


def _source(model: Model, groups: Sequence[Group], taken: list[list[int]], position: int, source: SharedSource) -> None:
    """Add the seats and tiers of one source: as many seats as users, within the one tier that is paid for."""
    uses = [
        [c for c, way in zip(columns, group.ways, strict=True) if position in way.sources]
        for columns, group in zip(taken, groups, strict=True)
    ]
    users = [c for columns in uses for c in columns]
    if not users:
        return
    most_users = sum(len(group.members) for group, columns in zip(groups, uses, strict=True) if columns)
    paid, seats = [], []
    for tier in source.tiers:
        most = max(most_users, tier.least) if tier.most is None else min(tier.most, max(most_users, tier.least))
        chosen = model.column(1, tier.fixed)
        taken_seats = model.column(most, tier.each)
        model.row({taken_seats: 1, chosen: -most}, -inf, 0)
        if tier.least:
            model.row({taken_seats: 1, chosen: -tier.least}, 0, inf)
        paid.append(chosen)
        seats.append(taken_seats)
    model.row(dict.fromkeys(paid, 1), 0, 1)
    model.row({**dict.fromkeys(users, 1), **dict.fromkeys(seats, -1)}, -inf, 0)
    if any(tier.fixed or tier.least for tier in source.tiers):
        # Nobody uses what is not paid for: said group by group, it leaves the solver far less to try.
        for group, columns in zip(groups, uses, strict=True):
            if columns:
                model.row({**dict.fromkeys(columns, 1), **dict.fromkeys(paid, -len(group.members))}, -inf, 0)


def _cost_unit(groups: Sequence[Group], sources: Sequence[SharedSource]) -> int:
    return (
        gcd(
            *(way.cost for group in groups for way in group.ways),
            *(amount for source in sources for tier in source.tiers for amount in (tier.fixed, tier.each)),
        )
        or 1
    )


def _alone(
    model: Model,
    groups: Sequence[Group],
    taken: list[list[int]],
    left: list[int],
    sources: Sequence[SharedSource],
    budget: int | None,
) -> list[int]:
    """Return the answer in which nothing is shared, where time ended before any other was found."""
    best = [0] * len(model.upper)
    spent = 0
    for number, (columns, group) in enumerate(zip(taken, groups, strict=True)):
        alone = [n for n, way in enumerate(group.ways) if not way.sources]
        if not alone:
            raise OutOfSharedTime("No plan was found in the time allowed. Allow more time, or share fewer sources.")
        cost = group.ways[alone[0]].cost
        within = len(group.members)
        if budget is not None and cost:
            within = min(within, (budget - spent) // cost)
            best[left[number]] = len(group.members) - within
        best[columns[alone[0]]] = within
        spent += within * cost
    return best


def _joint(
    groups: Sequence[Group],
    taken: list[list[int]],
    left: list[int],
    best: Sequence[int],
    total: int,
    bound: int,
    *,
    proven: bool,
) -> Joint:
    chosen: dict[str, frozenset[int]] = {}
    without: set[str] = set()
    for number, (columns, group) in enumerate(zip(taken, groups, strict=True)):
        waiting = sorted(group.members)
        for column, way in zip(columns, group.ways, strict=True):
            for staff_id in waiting[: best[column]]:
                chosen[staff_id] = way.sources
            waiting = waiting[best[column] :]
        if left:
            without.update(waiting)
            assert len(waiting) == best[left[number]]
    return Joint(chosen, frozenset(without), total, bound, proven)
