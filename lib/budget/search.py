"""The exact search of many situations at once: the same answers as the solver's, a situation in a fraction of the time.

A situation with its memberships decided (a case) is searched offer by offer: bought or not, how often. What a
relaxation proves of the cost (:mod:`lib.budget.relaxation`), and the best answer known, leave few offers open and few
combinations of them; those of all cases are carried side by side in arrays. What would take too many is left to the
solver (:mod:`lib.budget.programme`). ``tests/properties/test_plan_search.py`` holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lib.budget.cases import MOST_CASES, Cases, Truth, Whole, cases_of, memberships
from lib.budget.programme import Solution
from lib.budget.relaxation import PARTS, Relaxed, relax
from lib.budget.situations import Situation

MOST_STATES = 20_000
"""So many open combinations are carried for one case; one that needs more is left to the solver."""

BEAM = 24
"""So many combinations of a case are carried where only a good answer is looked for, not the best."""

LARGEST_KEY = 1 << 60

NEVER = np.iinfo(np.int64).max


def search_many(situations: Sequence[Situation]) -> list[Solution | None]:
    """Return the best plan of each situation, ties broken as :func:`lib.budget.programme.solve` breaks them.

    None where this search does not settle it: there may be a plan or none.
    """
    found: list[Solution | None] = [None] * len(situations)
    suited = [n for n, situation in enumerate(situations) if _suits(situation)]
    if not suited:
        return found
    cases = cases_of([situations[n] for n in suited])
    scale = _scale(cases, len(suited))
    if scale is None or not len(cases):
        return found
    best = _Best(len(suited), scale)
    relaxed = relax(cases)
    alive = _rounded_answers(cases, relaxed, best)
    cases, relaxed = cases.only(alive), relaxed.only(alive)
    _Search(cases, relaxed, best).run(beam=True)
    alive = -(-relaxed.base // PARTS) * scale.cost <= best.key[cases.situation]
    cases, relaxed = cases.only(alive), relaxed.only(alive)
    best.forget()
    _Search(cases, relaxed, best).run(beam=False)
    for n, solution in enumerate(best.solutions([situations[n] for n in suited])):
        found[suited[n]] = solution
    return found


def _suits(situation: Situation) -> bool:
    return bool(situation.covers) and len(memberships(situation)) <= MOST_CASES


@dataclass(frozen=True)
class _Scale:
    """Cost, hours and the number of products as one number that orders as the three do in turn."""

    cost: int
    hours: int

    def key(self, cost: Whole, hours: Whole, count: Whole) -> Whole:
        return cost * self.cost + hours * self.hours + count


def _scale(cases: Cases, situations: int) -> _Scale | None:
    """Return the scale in which every key of these cases is exact; None where there is none."""
    if not situations or not len(cases):
        return None
    count = cases.limit.shape[1] + 1
    hours = int(((cases.hours * cases.limit).sum(axis=1) + cases.dues_hours).max()) + 1
    cost = int(((cases.price * cases.limit).sum(axis=1) + cases.dues).max()) + 1
    fits = cost * hours * count < LARGEST_KEY and cost * PARTS * count < LARGEST_KEY
    return _Scale(hours * count, count) if fits else None


class _Best:
    """The best answers known of each situation, and those equally good by cost, hours and number of products."""

    def __init__(self, situations: int, scale: _Scale) -> None:
        self.scale = scale
        self.key: Whole = np.full(situations, NEVER, dtype=np.int64)
        self.left: Truth = np.zeros(situations, dtype=bool)
        self._answers: list[tuple[Whole, Whole, list[tuple[int, ...]], Whole]] = []

    def forget(self) -> None:
        """Keep what is known of the keys; the answers themselves are found again by the full search."""
        self._answers = []

    def take(self, cases: Cases, rows: Whole, keys: Whole, quantities: Whole) -> None:
        """Take complete combinations: ``rows`` of the cases, with their quantities per offer."""
        situation = cases.situation[rows]
        np.minimum.at(self.key, situation, keys)
        good = keys <= self.key[situation]
        joined = [cases.joined[row] for row in rows[good].tolist()]
        self._answers.append((situation[good], keys[good], joined, quantities[good]))

    def solutions(self, situations: Sequence[Situation]) -> list[Solution | None]:
        """Return the first of the equally good answers of each situation by product IDs, units and units of each."""
        best: dict[int, tuple[tuple[object, ...], tuple[int, ...]]] = {}
        for situation, keys, joined, quantities in self._answers:
            good = keys <= self.key[situation]
            rows = np.flatnonzero(good).tolist()
            for row, n, bought in zip(rows, situation[good].tolist(), quantities[good].tolist(), strict=True):
                if self.left[n]:
                    continue
                offers = situations[n].offers
                amounts = bought[: len(offers)]
                for position in joined[row]:
                    amounts[position] = 1
                by_id = sorted((offer.product_id, q) for offer, q in zip(offers, amounts, strict=True) if q)
                order = ([product_id for product_id, _ in by_id], sum(amounts), [-q for _, q in by_id])
                if n not in best or order < best[n][0]:
                    best[n] = (order, tuple(amounts))
        return [
            _solution(situation, best[n][1], int(self.key[n]) // self.scale.cost) if n in best else None
            for n, situation in enumerate(situations)
        ]


def _solution(situation: Situation, quantities: tuple[int, ...], cost: int) -> Solution:
    joined = frozenset(
        offer.joins for offer, quantity in zip(situation.offers, quantities, strict=True) if offer.joins and quantity
    )
    return Solution(quantities, joined, cost, bound=cost, ties_broken=True)


def _rounded_answers(cases: Cases, relaxed: Relaxed, best: _Best) -> Truth:
    """Take the relaxed answers rounded up, without what they do not need; return which cases may hold a better one."""
    quantities = relaxed.rounded.copy()
    spare = np.einsum("kcj,kj->kc", cases.gives, quantities) - cases.need
    # What is short after rounding up (no answer of the relaxation) is bought whole, then taken back where superfluous.
    short = (spare < 0).any(axis=1)
    quantities[short] = cases.limit[short]
    spare[short] = np.einsum("kcj,kj->kc", cases.gives[short], quantities[short]) - cases.need[short]
    order = np.argsort(-cases.price, axis=1, kind="stable")
    every = np.arange(len(cases))
    for rank in range(order.shape[1]):
        offer = order[:, rank]
        gives = cases.gives[every, :, offer]
        possible = np.where(gives > 0, spare // np.maximum(gives, 1), NEVER).min(axis=1)
        back = np.minimum(possible, quantities[every, offer])
        quantities[every, offer] -= back
        spare -= back[:, None] * gives
    cost = (quantities * cases.price).sum(axis=1) + cases.dues
    hours = (quantities * cases.hours).sum(axis=1) + cases.dues_hours
    keys = best.scale.key(cost, hours, (quantities > 0).sum(axis=1) + cases.dues_count)
    best.take(cases, every, keys, quantities)
    return np.asarray(-(-relaxed.base // PARTS) * best.scale.cost <= best.key[cases.situation])


class _Search:
    """The open combinations of all cases, offer by offer."""

    def __init__(self, cases: Cases, relaxed: Relaxed, best: _Best) -> None:
        self.cases, self.best = cases, best
        self.base = relaxed.base
        every = np.arange(len(cases))[:, None]
        room = np.maximum(best.key[cases.situation] // best.scale.cost * PARTS + (PARTS - 1) - relaxed.base, -1)
        # An offer whose reduced cost is above the room is in no answer that is as good as the best one known.
        open_still = (cases.limit > 0) & (relaxed.reduced <= room[:, None])
        strength = np.where(open_still, np.abs(relaxed.reduced), -1)
        self.levels = int(open_still.sum(axis=1).max(initial=0))
        self.order = np.argsort(-strength, axis=1, kind="stable")[:, : self.levels]
        counts = np.where(open_still, cases.limit, 0)
        self.limit = counts[every, self.order]
        self.price = cases.price[every, self.order]
        self.hours = cases.hours[every, self.order]
        self.reduced = relaxed.reduced[every, self.order]
        self.counted = np.minimum(self.reduced, 0) * self.limit
        self.gives = np.ascontiguousarray(cases.gives.transpose(0, 2, 1)[every, self.order])
        reach = self.gives * self.limit[:, :, None]
        self.later = np.zeros((len(cases), self.levels + 1, cases.need.shape[1]), dtype=np.int64)
        self.later[:, :-1] = np.cumsum(reach[:, ::-1], axis=1)[:, ::-1]

    def run(self, *, beam: bool) -> None:
        """Search all cases; with ``beam`` only the most promising combinations of each are carried on."""
        cases = self.cases
        if not len(cases):
            return
        row = np.arange(len(cases))
        need, bound = cases.need, self.base
        cost, hours, count = cases.dues, cases.dues_hours, cases.dues_count
        chosen = np.zeros((len(cases), self.levels), dtype=np.int64)
        self._finish(np.asarray((need <= 0).all(axis=1)), row, cost, hours, count, chosen)
        open_still = (need > 0).any(axis=1)
        row, need, bound, cost, hours, count, chosen = (
            array[open_still] for array in (row, need, bound, cost, hours, count, chosen)
        )
        for level in range(self.levels):
            if not len(row):
                return
            children = []
            gives = self.gives[row, level]
            limit, later = self.limit[row, level], self.later[row, level + 1]
            useful = ((gives > 0) & (need > 0)).any(axis=1)
            for quantity in range(int(limit.max()) + 1):
                may = (limit >= quantity) & (useful | (quantity == 0))
                rest = need[may] - quantity * gives[may]
                at = row[may]
                higher = bound[may] + quantity * self.reduced[at, level] - self.counted[at, level]
                more = chosen[may]
                more[:, level] = quantity
                child = (
                    at, rest, higher, cost[may] + quantity * self.price[at, level],
                    hours[may] + quantity * self.hours[at, level], count[may] + (quantity > 0), more,
                )  # fmt: skip
                done = (rest <= 0).all(axis=1)
                self._finish(done, at, child[3], child[4], child[5], more)
                keys = self.best.scale.key(-(-higher // PARTS), child[4], child[5] + 1)
                open_still = ~done & (rest <= later[may]).all(axis=1) & (keys <= self.best.key[cases.situation[at]])
                children.append(tuple(array[open_still] for array in child))
            row, need, bound, cost, hours, count, chosen = (
                np.concatenate(parts) for parts in zip(*children, strict=True)
            )
            kept = self._kept(row, bound, beam=beam)
            row, need, bound, cost, hours, count, chosen = (
                array[kept] for array in (row, need, bound, cost, hours, count, chosen)
            )

    def _kept(self, row: Whole, bound: Whole, *, beam: bool) -> Truth:
        """Return which combinations are carried on: all, but where they are too many."""
        if beam:
            by_bound = np.lexsort((bound, row))
            ordered = row[by_bound]
            first = np.searchsorted(ordered, ordered, side="left")
            kept = np.zeros(len(row), dtype=bool)
            kept[by_bound] = np.arange(len(row)) - first < BEAM
            return kept
        too_many = np.bincount(row, minlength=len(self.cases)) > MOST_STATES
        self.best.left[self.cases.situation[too_many]] = True
        return np.asarray(~self.best.left[self.cases.situation[row]])

    def _finish(self, done: Truth, row: Whole, cost: Whole, hours: Whole, count: Whole, chosen: Whole) -> None:
        """Take the combinations that are complete."""
        keys = self.best.scale.key(cost[done], hours[done], count[done])
        at = row[done]
        good = keys <= self.best.key[self.cases.situation[at]]
        at = at[good]
        quantities = np.zeros((len(at), self.cases.limit.shape[1]), dtype=np.int64)
        if len(at):
            np.put_along_axis(quantities, self.order[at], chosen[done][good], axis=1)
            self.best.take(self.cases, at, keys[good], quantities)
