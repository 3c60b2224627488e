"""Who uses which shared source: one integer programme over groups of people whose ways cost the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil, gcd, inf

from lib.budget.programme import Deadline, Model, minimise
from lib.budget.shared import SharedSource
from lib.domain.errors import LabReadyError


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

    ``cost`` in cents; ``proven``: no answer is better. What none can be below, 0 where nothing is known:
    ``waiting_at_least`` people wait, ``left_at_least`` points (hundredths) stay missing where as few wait, ``bound``
    cents are paid where as few wait and as few points stay missing.
    """

    chosen: dict[str, frozenset[int]]
    left: frozenset[str]
    cost: int
    bound: int
    proven: bool
    waiting_at_least: int = 0
    left_at_least: int = 0


class OutOfSharedTime(LabReadyError):
    """No answer was found before the deadline, and somebody's own purchases do not do."""

    def __init__(self) -> None:
        super().__init__(
            "No plan was found in the time allowed: nothing that one person can buy alone completes everybody, and who "
            "uses what together was not settled. Allow more time, or plan for fewer people or with fewer shared "
            "sources.",
            code="time",
        )


def share(groups: Sequence[Group], sources: Sequence[SharedSource], budget: int | None, deadline: Deadline) -> Joint:
    """Return the answer of least cost in which everybody is completed; ties by the use of what is owned, then by hours.

    With a budget, or with sources that have only so many seats: most people, then fewest points left missing, then
    least cost. A group's people are interchangeable: they take its ways in the order of their IDs.
    """
    if not groups:
        return Joint({}, frozenset(), 0, 0, proven=True)
    model = Model()
    some_may_wait = budget is not None or limited(sources)
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
    goals: dict[str, list[int]] = {}
    if some_may_wait:
        size, waits = len(model.upper), set(left)
        goals["people"] = [int(c in waits) for c in range(size)]
        missing = dict(zip(left, (group.missing for group in groups), strict=True))
        goals["points"] = [missing.get(c, 0) for c in range(size)]
    goals["cost"] = list(model.cost)
    if any(way.elsewhere for group in groups for way in group.ways):
        elsewhere = {
            c: way.elsewhere
            for columns, group in zip(taken, groups, strict=True)
            for c, way in zip(columns, group.ways, strict=True)
        }
        goals["owned"] = [elsewhere.get(c, 0) for c in range(len(model.upper))]
    goals["hours"] = [hours.get(c, 0) for c in range(len(model.upper))]
    best: list[int] | None = None
    lowest: dict[str, int] = {}
    settled: set[str] = set()
    for name, goal in goals.items():
        # In the largest unit that is whole, so that a step of one is as much as can be; and what one goal settled is an
        # answer to begin the next with. Both save the solver most of its search.
        unit_of = gcd(*goal) or 1
        weights = [weight // unit_of for weight in goal]
        outcome = minimise(model, weights, deadline, best)
        lowest[name] = max(0, ceil(outcome.dual_bound - 1e-6)) * unit_of if outcome.dual_bound > -inf else 0
        if outcome.columns is None:
            break
        best = outcome.columns
        if outcome.timed_out:
            break
        settled.add(name)
        value = sum(weight * column for weight, column in zip(weights, best, strict=True))
        lowest[name] = value * unit_of
        fixed = {column: weight for column, weight in enumerate(weights) if weight}
        if fixed:
            model.row(fixed, -inf, value)
    if best is None:
        best = _alone(model, groups, taken, left, budget)
    total = sum(price * column for price, column in zip(model.cost, best, strict=True))
    joint = _joint(groups, taken, left, best, total)
    return replace(
        joint,
        bound=min(total, lowest.get("cost", 0)),
        proven="cost" in settled,
        waiting_at_least=lowest.get("people", 0),
        left_at_least=lowest.get("points", 0),
    )


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


def _alone(
    model: Model, groups: Sequence[Group], taken: list[list[int]], left: list[int], budget: int | None
) -> list[int]:
    """Return the answer in which nothing is shared, where time ended before any other was found: cheapest first."""
    best = [0] * len(model.upper)
    alone: list[tuple[int, int, int, int]] = []
    for number, (columns, group) in enumerate(zip(taken, groups, strict=True)):
        own = [(column, way.cost) for column, way in zip(columns, group.ways, strict=True) if not way.sources]
        if own:
            alone.append((own[0][1], -group.missing, number, own[0][0]))
        elif left:
            best[left[number]] = len(group.members)
        else:
            raise OutOfSharedTime
    spent = 0
    for cost, _, number, column in sorted(alone):
        members = len(groups[number].members)
        within = members if budget is None or not cost else min(members, (budget - spent) // cost)
        best[column] = within
        if left:
            best[left[number]] = members - within
        spent += within * cost
    return best


def _joint(groups: Sequence[Group], taken: list[list[int]], left: list[int], best: Sequence[int], total: int) -> Joint:
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
    return Joint(chosen, frozenset(without), total, 0, proven=False)
