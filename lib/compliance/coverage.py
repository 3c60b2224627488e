"""How many points are missing: exact max-flow on a tiny graph, for all holdings of a rule at once.

For a subset T of the requirements, ``need(T)`` is the sum of their amounts and ``supply(T)`` the points that at least
one of them accepts, capped activity types limited to their cap. By max-flow/min-cut ``missing(S) = max over T in S of
need(T) - supply(T)`` (domain definition, "The verdict", 4). A subset is a bit mask; bit *k* is requirement *k*, the
rest is the last bit; so the subsets of the first *k* requirements are the numbers below ``2 ** k``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


def shortfalls(
    requirements: Requirements,
    rows: IntArray,
    area_masks: IntArray,
    points: IntArray,
    types: npt.NDArray[np.object_],
    count: int,
) -> Iterator[tuple[int, IntArray]]:
    """Yield ``need(T) - supply(T)`` for ``count`` holdings, in blocks: (first holding, array of holdings x subsets).

    Args:
        requirements: of the rule version that all these holdings are judged by.
        rows: per supply row the holding, 0..count-1.
        area_masks: per supply row the areas that its points may serve.
        points: per supply row hundredths.
        types: per supply row the activity type (for caps); None or missing for none.
        count: number of holdings; those without supply have shortfalls of ``need(T)``.
    """
    subsets = np.arange(requirements.subsets, dtype=np.int64)
    needs = requirements.subset_needs()
    accepting = requirements.accepting(area_masks)
    capped = [types == activity_type for activity_type in requirements.caps]
    free = ~np.logical_or.reduce(capped) if capped else np.ones(len(rows), dtype=bool)
    pools = [_pool(rows[free], accepting[free], points[free], count)]
    pools += [_pool(rows[of_type], accepting[of_type], points[of_type], count) for of_type in capped]
    limits: list[int | None] = [None, *requirements.caps.values()]
    block = max(1, _CELLS_AT_ONCE // requirements.subsets)
    for first in range(0, count, block):
        last = min(count, first + block)
        supply = np.zeros((last - first, requirements.subsets), dtype=np.int64)
        for (amounts, classes), limit in zip(pools, limits, strict=True):
            if not len(classes):
                continue
            touches = ((classes[:, None] & subsets[None, :]) != 0).astype(np.float64)
            # Products of whole numbers far below 2**53: exact in binary floating point, and BLAS is fast on it.
            reached = (amounts[first:last].astype(np.float64) @ touches).astype(np.int64)
            supply += reached if limit is None else np.minimum(reached, limit)
        yield first, needs[None, :] - supply


def _pool(rows: IntArray, accepting: IntArray, points: IntArray, count: int) -> tuple[IntArray, IntArray]:
    """Return (points per holding and class, the classes); a class is a set of requirements that accept the points."""
    classes, class_of = np.unique(accepting, return_inverse=True)
    if not len(classes):
        return np.zeros((count, 0), dtype=np.int64), classes
    amounts = np.zeros(count * len(classes), dtype=np.int64)
    np.add.at(amounts, rows * len(classes) + class_of.reshape(-1), points)
    return amounts.reshape(count, len(classes)), classes


def missing_by_prefix(shortfall: IntArray, requirement_count: int) -> IntArray:
    """Return ``missing({r1..rk})`` for k = 1..n as holdings x n (hundredths), from shortfalls by subset."""
    running = np.maximum.accumulate(shortfall, axis=1)
    return running[:, [(1 << k) - 1 for k in range(1, requirement_count + 1)]]


def prefix_missing(requirements: Requirements, supply: pd.DataFrame, mask_column: str, count: int) -> IntArray:
    """Return ``missing({r1..rk})`` for all holdings of one rule: count x requirements, hundredths.

    ``supply`` has ``row`` (0..count-1), ``points``, ``activity_type`` and the area mask in ``mask_column``.
    """
    result = np.zeros((count, len(requirements.needs)), dtype=np.int64)
    blocks = shortfalls(
        requirements,
        supply["row"].to_numpy(dtype=np.int64),
        supply[mask_column].to_numpy(dtype=np.int64),
        supply["points"].to_numpy(dtype=np.int64),
        supply["activity_type"].to_numpy(dtype=object),
        count,
    )
    for first, shortfall in blocks:
        result[first : first + len(shortfall)] = missing_by_prefix(shortfall, len(requirements.needs))
    return result


def sure(supply: pd.DataFrame) -> pd.DataFrame:
    """Return the supply rows of the sure counting: ``counts``, each wholly in its first-named area (``first_mask``)."""
    counted = supply[supply["eligibility"] == COUNTS]
    return counted.assign(first_mask=np.int64(1) << counted["first_area"].to_numpy(dtype=np.int64))
