"""How many points are missing: exact max-flow on a tiny graph, for all holdings of a rule at once.

For a subset T of the requirements, ``need(T)`` is the sum of their amounts and ``supply(T)`` the points that at least
one of them accepts, capped activity types limited to their cap. By max-flow/min-cut ``missing(S) = max over T in S of
need(T) - supply(T)`` (domain definition, "The verdict", 4). A subset is a bit mask; bit *k* is requirement *k*, the
rest is the last bit; so the subsets of the first *k* requirements are the numbers below ``2 ** k``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.domain.activities import COUNTS
from lib.rules.book import RuleVersion

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

_CELLS_AT_ONCE = 1 << 22
"""Rows x subsets held at once: bounds memory at 32 MiB an array, whatever the number of requirements."""


@dataclass(frozen=True)
class Requirements:
    """A rule version to the engine: code, amount (hundredths) and accepted areas per requirement, rest last."""

    codes: tuple[str, ...]
    needs: tuple[int, ...]
    accepts: tuple[int, ...]
    caps: dict[str, int]

    @property
    def subsets(self) -> int:
        return 1 << len(self.needs)

    def subset_needs(self) -> IntArray:
        """Return ``need(T)`` for every subset T."""
        subsets = np.arange(self.subsets, dtype=np.int64)
        needs = np.array(self.needs, dtype=np.int64)
        bits = (subsets[:, None] >> np.arange(len(self.needs))) & 1
        return np.asarray(bits @ needs, dtype=np.int64)

    def accepting(self, area_masks: IntArray) -> IntArray:
        """Return for each area mask the subset (bit mask) of requirements that accept at least one of its areas."""
        result = np.zeros(len(area_masks), dtype=np.int64)
        for position, accepted in enumerate(self.accepts):
            result |= ((area_masks & accepted) != 0).astype(np.int64) << position
        return result


def requirements_of(version: RuleVersion) -> Requirements | None:
    """Return the requirements of a version; None where its total is unknown."""
    rest = version.rest
    if rest is None:
        return None
    caps = {cap.activity_type: version.cap_points(cap) for cap in version.caps}
    return Requirements(
        codes=(*(minimum.code for minimum in version.minimums), "rest"),
        needs=(*(minimum.points for minimum in version.minimums), rest),
        accepts=(*(minimum.mask for minimum in version.minimums), version.rest_mask),
        caps={activity_type: points for activity_type, points in caps.items() if points is not None},
    )


def coded(column: pd.Series) -> tuple[IntArray, tuple[str, ...]]:
    """Return texts as places in the names that are returned beside, -1: missing; a categorical keeps its own."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return np.asarray(column.cat.codes, dtype=np.int64), tuple(str(name) for name in column.cat.categories)
    places, names = pd.factorize(column)
    return np.asarray(places, dtype=np.int64), tuple(str(name) for name in names)


@dataclass(frozen=True)
class Supply:
    """Supply rows as plain arrays, one entry per row, so that a team is judged without touching a frame again.

    ``rows``: the holding; ``first_masks`` and ``area_masks``: the areas that the points serve in the sure counting and
    at best; ``points``: hundredths; ``counts``: whether they count now; ``types``: a place in ``type_names``, -1: none.
    """

    rows: IntArray
    first_masks: IntArray
    area_masks: IntArray
    points: IntArray
    counts: BoolArray
    types: IntArray
    type_names: tuple[str, ...]

    @classmethod
    def of(cls, supply: pd.DataFrame) -> Supply:
        """Return the arrays of a supply frame (:func:`lib.compliance.supply.supply`)."""
        types, names = coded(supply["activity_type"])
        return cls(
            rows=supply["holding"].to_numpy(dtype=np.int64),
            first_masks=np.int64(1) << supply["first_area"].to_numpy(dtype=np.int64),
            area_masks=supply["area_mask"].to_numpy(dtype=np.int64),
            points=supply["points"].to_numpy(dtype=np.int64),
            counts=(supply["eligibility"] == COUNTS).to_numpy(dtype=bool),
            types=types,
            type_names=names,
        )

    def taken(self, chosen: IntArray | BoolArray | slice) -> Supply:
        """Return these entries only."""
        return Supply(
            self.rows[chosen],
            self.first_masks[chosen],
            self.area_masks[chosen],
            self.points[chosen],
            self.counts[chosen],
            self.types[chosen],
            self.type_names,
        )

    def at(self, rows: IntArray) -> Supply:
        """Return the same entries, numbered by other rows."""
        return replace(self, rows=rows)

    def of_type(self, name: str) -> BoolArray:
        """Return which entries are of an activity type."""
        number = self.type_names.index(name) if name in self.type_names else -2
        return np.asarray(self.types == number, dtype=bool)


def shortfalls(
    requirements: Requirements, supply: Supply, count: int, *, at_best: bool = False
) -> Iterator[tuple[int, IntArray]]:
    """Yield ``need(T) - supply(T)`` for ``count`` holdings, in blocks: (first holding, array of holdings x subsets).

    Args:
        requirements: of the rule version that all these holdings are judged by.
        supply: their points, ``rows`` 0..count-1; a holding without any has shortfalls of ``need(T)``.
        count: number of holdings.
        at_best: count what may count too, in any of its areas; else only what counts, in its first-named area.
    """
    subsets = np.arange(requirements.subsets, dtype=np.int64)
    needs = requirements.subset_needs()
    if not at_best and not supply.counts.all():
        supply = supply.taken(supply.counts)
    accepting = requirements.accepting(supply.area_masks if at_best else supply.first_masks)
    capped = [supply.of_type(activity_type) for activity_type in requirements.caps]
    free: BoolArray | slice = ~np.logical_or.reduce(capped) if capped else slice(None)
    pools = [
        _pool(supply.rows[part], accepting[part], supply.points[part], count, requirements.subsets)
        for part in (free, *capped)
    ]
    limits: list[int | None] = [None, *requirements.caps.values()]
    block = max(1, _CELLS_AT_ONCE // requirements.subsets)
    for first in range(0, count, block):
        last = min(count, first + block)
        supplied = np.zeros((last - first, requirements.subsets), dtype=np.int64)
        for (amounts, classes), limit in zip(pools, limits, strict=True):
            if not len(classes):
                continue
            touches = ((classes[:, None] & subsets[None, :]) != 0).astype(np.float64)
            # Sums and products of whole numbers far below 2**53: exact in floating point, and BLAS is fast on it.
            reached = (amounts[first:last] @ touches).astype(np.int64)
            supplied += reached if limit is None else np.minimum(reached, limit)
        yield first, needs[None, :] - supplied


def _pool(
    rows: IntArray, accepting: IntArray, points: IntArray, count: int, subsets: int
) -> tuple[npt.NDArray[np.float64], IntArray]:
    """Return (points per holding and class, the classes); a class is a set of requirements that accept the points."""
    classes = np.flatnonzero(np.bincount(accepting, minlength=subsets)).astype(np.int64)
    if not len(classes):
        return np.zeros((count, 0)), classes
    class_of = np.zeros(subsets, dtype=np.int64)
    class_of[classes] = np.arange(len(classes))
    amounts = np.bincount(rows * len(classes) + class_of[accepting], weights=points, minlength=count * len(classes))
    return np.asarray(amounts, dtype=np.float64).reshape(count, len(classes)), classes


def missing_by_prefix(shortfall: IntArray, requirement_count: int) -> IntArray:
    """Return ``missing({r1..rk})`` for k = 1..n as holdings x n (hundredths), from shortfalls by subset."""
    # The subsets of the first k requirements are the first 2**k columns: the maximum of each new half, then running.
    halves = [shortfall[:, :2].max(axis=1)]
    halves += [shortfall[:, 1 << k : 1 << (k + 1)].max(axis=1) for k in range(1, requirement_count)]
    return np.asarray(np.maximum.accumulate(np.stack(halves, axis=1), axis=1))


def prefix_missing(requirements: Requirements, supply: Supply, count: int, *, at_best: bool = False) -> IntArray:
    """Return ``missing({r1..rk})`` for all holdings of one rule: count x requirements, hundredths.

    ``supply`` and ``at_best`` as in :func:`shortfalls`.
    """
    result = np.zeros((count, len(requirements.needs)), dtype=np.int64)
    for first, shortfall in shortfalls(requirements, supply, count, at_best=at_best):
        result[first : first + len(shortfall)] = missing_by_prefix(shortfall, len(requirements.needs))
    return result
