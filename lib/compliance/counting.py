"""Both countings of all holdings at once: one sum over all points, then a maximum over the subsets of each rule.

The plain form is :func:`lib.compliance.coverage.prefix_missing`, rule by rule; a law compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.compliance.coverage import IntArray, Requirements, Supply, coded
from lib.domain.activities import COUNTS

FloatArray = npt.NDArray[np.float64]

_PRODUCTS_AT_ONCE: Final = 1 << 18
"""Subsets x classes x holdings multiplied at once: what stays in a processor's own cache, and below the size at which
OpenBLAS starts threads of its own, which on a busy server wait for each other longer than they work."""
_EXACT_IN_SINGLE: Final = 1 << 24
"""Whole numbers up to here, and their sums below it, are exact in single precision."""


@dataclass(frozen=True)
class Group:
    """The holdings (rows of the frame) that one rule version judges, and its requirements."""

    members: IntArray
    requirements: Requirements


@dataclass(frozen=True)
class Counted:
    """Of a group's holdings: ``missing({r1..rk})`` for k = 1..n, members x n, and what is missing at best (members)."""

    missing: IntArray
    missing_at_best: IntArray


@dataclass(frozen=True)
class _Entries:
    """Supply as (holding, kind, points); a kind is all that decides where points may go, ``kinds`` has one entry each.

    A team has millions of entries and some hundred kinds: what a rule accepts is asked once for each kind.
    """

    rows: IntArray
    kind_of: npt.NDArray[np.intp]
    points: npt.NDArray[np.int64]
    kinds: Supply

    @classmethod
    def of(cls, supply: pd.DataFrame) -> _Entries:
        types, names = coded(supply["activity_type"])
        counts = (supply["eligibility"] == COUNTS).to_numpy(dtype=bool)
        # Type, counting and first area above the mask of areas: one whole number for each entry.
        packed = types.astype(np.int64) + 1
        packed <<= 1
        packed |= counts
        packed <<= 6
        packed |= supply["first_area"].to_numpy()
        packed <<= 32
        packed |= supply["area_mask"].to_numpy()
        kind_of, packed = pd.factorize(packed)
        points = supply["points"].to_numpy(dtype=np.int64)
        kinds = Supply(
            rows=np.zeros(len(packed), dtype=np.int64),
            first_masks=np.int64(1) << (packed >> 32 & 63),
            area_masks=packed & 0xFFFFFFFF,
            points=np.zeros(len(packed), dtype=np.int64),
            counts=np.asarray(packed >> 38 & 1, dtype=bool),
            types=(packed >> 39) - 1,
            type_names=names,
        )
        return cls(supply["holding"].to_numpy(dtype=np.int64), kind_of, points, kinds)


@dataclass(frozen=True)
class _Layout:
    """Where a group's sums stand: a column for each pool (0: free, then the caps in order) and class of requirements.

    ``column_of_kind``: the column for each kind of entry, 0 for those that serve nothing here.
    """

    column_of_kind: IntArray
    pools: IntArray
    classes: IntArray

    @classmethod
    def of(cls, requirements: Requirements, kinds: Supply, *, at_best: bool) -> _Layout:
        accepting = requirements.accepting(kinds.area_masks if at_best else kinds.first_masks)
        if not at_best:
            accepting = np.where(kinds.counts, accepting, 0)
        pools = np.zeros(len(accepting), dtype=np.int64)
        for number, activity_type in enumerate(requirements.caps, start=1):
            pools[kinds.of_type(activity_type)] = number
        placed = np.where(accepting > 0, pools * requirements.subsets + accepting, 0)
        columns, column_of_kind = np.unique(np.append(placed, 0), return_inverse=True)
        return cls(column_of_kind[:-1], columns[1:] // requirements.subsets, columns[1:] % requirements.subsets)

    @property
    def width(self) -> int:
        return len(self.classes) + 1


def counted(groups: Sequence[Group], supply: pd.DataFrame, holdings: int) -> tuple[IntArray, list[Counted]]:
    """Return the points (hundredths) that each of ``holdings`` rows holds, and both countings of each group.

    ``supply``: points by holding, as :func:`lib.compliance.supply.supply` gives; several rows may be alike.
    """
    entries = _Entries.of(supply)
    weights = entries.points.astype(np.float64)
    earned = np.bincount(entries.rows, weights=weights, minlength=holdings).astype(np.int64)
    group_of = np.full(holdings, len(groups), dtype=np.int64)
    for number, group in enumerate(groups):
        group_of[group.members] = number
    kinds = len(entries.kinds.points)
    pair = group_of[entries.rows]
    pair *= kinds
    pair += entries.kind_of
    sums = [_sums(groups, entries, pair, weights, holdings, at_best=at_best) for at_best in (False, True)]
    return earned, [
        Counted(_missing(group.requirements, *sure), _missing(group.requirements, *best, last_only=True)[:, -1])
        for group, sure, best in zip(groups, *sums, strict=True)
    ]


def _sums(
    groups: Sequence[Group],
    entries: _Entries,
    pair: IntArray,
    weights: FloatArray,
    holdings: int,
    *,
    at_best: bool,
) -> list[tuple[_Layout, FloatArray]]:
    """Return for each group its layout and the points of its members, members x columns. One pass over all entries.

    ``pair`` is group and kind of each entry as one number.
    """
    layouts = [_Layout.of(group.requirements, entries.kinds, at_best=at_best) for group in groups]
    sizes = [layout.width * len(group.members) for group, layout in zip(groups, layouts, strict=True)]
    ends = np.cumsum([0, *sizes])
    # What no group judges is summed in one cell after all others.
    base = np.full(holdings, ends[-1], dtype=np.int64)
    for first, group, layout in zip(ends, groups, layouts, strict=False):
        base[group.members] = first + np.arange(len(group.members)) * layout.width
    columns = np.concatenate([*(layout.column_of_kind for layout in layouts), np.zeros(len(entries.kinds.points), int)])
    cells = base[entries.rows]
    cells += columns[pair]
    amounts = np.bincount(cells, weights=weights, minlength=int(ends[-1]) + 1).astype(np.float64, copy=False)
    return [
        (layout, amounts[first:last].reshape(-1, layout.width)[:, 1:])
        for layout, first, last in zip(layouts, ends[:-1], ends[1:], strict=True)
    ]


def _missing(requirements: Requirements, layout: _Layout, amounts: FloatArray, *, last_only: bool = False) -> IntArray:
    """Return ``missing({r1..rk})``, members x requirements (hundredths); ``last_only``: only the last column is right.

    Where everything serves the last requirement (the rest), a subset that has it is supplied by all there is, and the
    greatest such subset is that of all requirements: only subsets of the others are gone through. Where nothing serves
    two of these, each lacks what it lacks by itself.
    """
    count = len(requirements.needs)
    limits = [None, *requirements.caps.values()]
    needs = np.array(requirements.needs, dtype=np.int64)
    has_rest = (layout.classes >> (count - 1) & 1).astype(bool)
    others = count - 1 if has_rest.all() else count
    within = layout.classes & ((1 << others) - 1)
    result = np.zeros((len(amounts), count), dtype=np.int64)
    if others:
        touching = within > 0
        single = (within & (within - 1)) == 0
        if single.all() and not layout.pools[touching].any():
            supplied = np.zeros((len(amounts), others), dtype=np.int64)
            for position in range(others):
                supplied[:, position] = amounts[:, within == 1 << position].sum(axis=1)
            np.cumsum(np.maximum(needs[:others] - supplied, 0), axis=1, out=result[:, :others])
        else:
            subset_needs = requirements.subset_needs()[: 1 << others]
            _by_subset(result[:, :others], subset_needs, within, layout.pools, limits, amounts, last_only=last_only)
    if others < count:
        supply = np.zeros(len(amounts), dtype=np.int64)
        for number, limit in enumerate(limits):
            held = amounts[:, layout.pools == number].sum(axis=1).astype(np.int64)
            supply += held if limit is None else np.minimum(held, limit)
        before = result[:, others - 1] if others else 0
        result[:, others] = np.maximum(before, needs.sum() - supply)
    return result


def _by_subset(
    result: IntArray,
    subset_needs: IntArray,
    classes: IntArray,
    pools: IntArray,
    limits: Sequence[int | None],
    amounts: FloatArray,
    *,
    last_only: bool,
) -> None:
    """Fill ``result`` with the greatest ``need(T) - supply(T)`` over the subsets of the first k requirements."""
    most = float(amounts.sum(axis=1).max(initial=0)) + float(subset_needs.max())
    number_type = np.float32 if most < _EXACT_IN_SINGLE else np.float64
    subsets = np.arange(len(subset_needs), dtype=np.int64)
    needs = subset_needs.astype(number_type)[:, None]
    parts: list[tuple[npt.NDArray[np.floating], npt.NDArray[np.floating], int | None]] = []
    for number, limit in enumerate(limits):
        own = np.flatnonzero((pools == number) & (classes > 0))
        if len(own):
            touches = ((subsets[:, None] & classes[None, own]) != 0).astype(number_type)
            parts.append((touches, amounts[:, own].astype(number_type), limit))
    block = max(1, _PRODUCTS_AT_ONCE // (len(subsets) * max(1, len(classes))))
    for first in range(0, len(amounts), block):
        rows = result[first : first + block]
        shortfall = np.broadcast_to(needs, (len(subsets), len(rows)))
        for touches, points, limit in parts:
            reached = touches @ points[first : first + block].T
            shortfall = shortfall - (reached if limit is None else np.minimum(reached, limit))
        if last_only:
            rows[:, -1] = shortfall.max(axis=0)
            continue
        running = shortfall[:2].max(axis=0)
        rows[:, 0] = running
        for position in range(1, result.shape[1]):
            running = np.maximum(running, shortfall[1 << position : 1 << (position + 1)].max(axis=0))
            rows[:, position] = running
