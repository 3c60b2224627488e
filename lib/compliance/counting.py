"""Both countings of all holdings at once: one sum over all points, then a maximum over the subsets of each rule.

The plain form is :func:`lib.compliance.coverage.prefix_missing`, rule by rule; a law compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lib.compliance.coverage import BoolArray, IntArray, Requirements
from lib.domain.activities import COUNTS
from lib.domain.supplied import Supplied

FloatArray = npt.NDArray[np.float64]

_PRODUCTS_AT_ONCE: Final = 1 << 18
"""Subsets x classes x holdings multiplied at once: what stays in a processor's own cache, and below the size at which
OpenBLAS starts threads of its own, which on a busy server wait for each other longer than they work."""
_ENTRIES_AT_ONCE: Final = 1 << 17
"""Credits added at once: their columns stay in that cache too."""
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


class _Kinds(NamedTuple):
    """The kinds of points, one entry each: the areas they serve when sure and at best, whether they count now."""

    first_masks: IntArray
    area_masks: IntArray
    counts: BoolArray
    types: npt.NDArray[np.object_]

    @classmethod
    def of(cls, supplied: Supplied) -> _Kinds:
        kinds = supplied.kinds
        return cls(
            np.int64(1) << kinds["first_area"].to_numpy(dtype=np.int64),
            kinds["area_mask"].to_numpy(dtype=np.int64),
            (kinds["eligibility"] == COUNTS).to_numpy(dtype=bool),
            kinds["activity_type"].to_numpy(dtype=object),
        )


class _View(NamedTuple):
    """Of each column of sums its pool (0: free, then the caps in order) and its class: the requirements it serves."""

    pools: IntArray
    classes: IntArray


class _Layout(NamedTuple):
    """Where a group's sums stand: a column for each pool and class in both countings; ``column_of_kind`` says which."""

    column_of_kind: IntArray
    sure: _View
    at_best: _View

    @classmethod
    def of(cls, requirements: Requirements, kinds: _Kinds) -> _Layout:
        sure = np.where(kinds.counts, requirements.accepting(kinds.first_masks), 0)
        at_best = requirements.accepting(kinds.area_masks)
        pools = np.zeros(len(sure), dtype=np.int64)
        for number, activity_type in enumerate(requirements.caps, start=1):
            pools[kinds.types == activity_type] = number
        subsets = requirements.subsets
        columns, column_of_kind = np.unique((pools * subsets + sure) * subsets + at_best, return_inverse=True)
        pool = columns // (subsets * subsets)
        return cls(
            column_of_kind, _View(pool, columns // subsets % subsets), _View(pool, columns % subsets)
        )  # fmt: skip

    @property
    def width(self) -> int:
        return len(self.sure.classes)


def counted(groups: Sequence[Group], supplied: Supplied, holdings: int) -> tuple[IntArray, list[Counted]]:
    """Return the points (hundredths) that each of ``holdings`` rows holds, and both countings of each group."""
    kinds = _Kinds.of(supplied)
    layouts = [_Layout.of(group.requirements, kinds) for group in groups]
    earned, amounts = _sums(groups, layouts, supplied, holdings)
    return earned, [
        _both(group.requirements, layout, held) for group, layout, held in zip(groups, layouts, amounts, strict=True)
    ]


def _both(requirements: Requirements, layout: _Layout, amounts: FloatArray) -> Counted:
    missing = _missing(requirements, layout.sure, amounts)
    if np.array_equal(layout.sure.classes, layout.at_best.classes):
        # Nothing waits and nothing names several areas: at best is what is sure.
        return Counted(missing, missing[:, -1])
    return Counted(missing, _missing(requirements, layout.at_best, amounts, last_only=True)[:, -1])


def _sums(
    groups: Sequence[Group], layouts: Sequence[_Layout], supplied: Supplied, holdings: int
) -> tuple[IntArray, list[FloatArray]]:
    """Return the points of each holding, and for each group those of its members, columns of its layout x members.

    One pass over all entries, in blocks, each added at once: columns of all of them would be new memory, which costs
    more than the sums. What no group judges has one column.
    """
    kinds = len(supplied.kinds)
    alone = np.ones(holdings, dtype=bool)
    for group in groups:
        alone[group.members] = False
    members = [*(group.members for group in groups), np.flatnonzero(alone)]
    widths = [*(layout.width for layout in layouts), 1]
    ends = np.cumsum([0, *(width * len(own) for width, own in zip(widths, members, strict=True))])
    base, group_of = np.zeros(holdings, dtype=np.int64), np.zeros(holdings, dtype=np.int64)
    columns = np.zeros((len(members), kinds), dtype=np.int64)
    for number, (first, own) in enumerate(zip(ends, members, strict=False)):
        base[own] = first + np.arange(len(own))
        group_of[own] = number * kinds
        if number < len(layouts):
            columns[number] = layouts[number].column_of_kind * len(own)
    offsets = columns.ravel()
    # Sums of whole numbers far below 2^53 are exact in floating point.
    sums = np.zeros(int(ends[-1]))
    for holding, kind, points, _ in supplied.blocks(_ENTRIES_AT_ONCE):
        cells = base.take(holding)
        cells += offsets.take(group_of.take(holding) + kind)
        np.add.at(sums, cells, points.astype(np.float64))
    earned = np.zeros(holdings, dtype=np.int64)
    amounts = []
    for first, last, own, width in zip(ends[:-1], ends[1:], members, widths, strict=True):
        amounts.append(sums[first:last].reshape(width, len(own)))
        earned[own] = amounts[-1].sum(axis=0).astype(np.int64)
    return earned, amounts[:-1]


def _missing(requirements: Requirements, view: _View, amounts: FloatArray, *, last_only: bool = False) -> IntArray:
    """Return ``missing({r1..rk})``, members x requirements (hundredths); ``last_only``: only the last column is right.

    Where everything serves the last requirement (the rest), a subset that has it is supplied by all there is, and the
    greatest such subset is that of all requirements: only subsets of the others are gone through. Where nothing serves
    two of these, each lacks what it lacks by itself.
    """
    count, members = len(requirements.needs), amounts.shape[1]
    limits = [None, *requirements.caps.values()]
    needs = np.array(requirements.needs, dtype=np.int64)
    has_rest = bool((view.classes[view.classes > 0] >> (count - 1) & 1).all())
    others = count - 1 if has_rest else count
    within = view.classes & ((1 << others) - 1)
    result = np.zeros((count, members), dtype=np.int64)
    if others:
        touching = within > 0
        single = (within & (within - 1)) == 0
        if single.all() and not view.pools[touching].any():
            running = np.zeros(members, dtype=np.int64)
            for position in range(others):
                supplied = _added(amounts, within == 1 << position)
                running = running + np.maximum(needs[position] - supplied, 0)
                result[position] = running
        else:
            subset_needs = requirements.subset_needs()[: 1 << others]
            _by_subset(result[:others], subset_needs, within, view.pools, limits, amounts, last_only=last_only)
    if has_rest:
        supply = np.zeros(members, dtype=np.int64)
        for number, limit in enumerate(limits):
            held = _added(amounts, (view.pools == number) & (view.classes > 0))
            supply += held if limit is None else np.minimum(held, limit)
        before = result[others - 1] if others else 0
        result[others] = np.maximum(before, needs.sum() - supply)
    return result.T


def _added(amounts: FloatArray, columns: BoolArray) -> IntArray:
    """Return the sum of some columns for each member."""
    total = np.zeros(amounts.shape[1])
    for column in np.flatnonzero(columns):
        total += amounts[column]
    return total.astype(np.int64)


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
    most = float(amounts.sum(axis=0).max(initial=0)) + float(subset_needs.max())
    number_type = np.float32 if most < _EXACT_IN_SINGLE else np.float64
    subsets = np.arange(len(subset_needs), dtype=np.int64)
    needs = subset_needs.astype(number_type)[:, None]
    parts: list[tuple[npt.NDArray[np.floating], npt.NDArray[np.floating], int | None]] = []
    for number, limit in enumerate(limits):
        own = (pools == number) & (classes > 0)
        served = np.unique(classes[own])
        if len(served):
            touches = ((subsets[:, None] & served[None, :]) != 0).astype(number_type)
            points = np.stack([_added(amounts, own & (classes == each)).astype(number_type) for each in served])
            parts.append((touches, points, limit))
    widest = max((points.shape[0] for _, points, _ in parts), default=1)
    block = max(1, _PRODUCTS_AT_ONCE // (len(subsets) * widest))
    for first in range(0, amounts.shape[1], block):
        rows = result[:, first : first + block]
        shortfall = np.broadcast_to(needs, (len(subsets), rows.shape[1]))
        for touches, points, limit in parts:
            reached = touches @ points[:, first : first + block]
            shortfall = shortfall - (reached if limit is None else np.minimum(reached, limit))
        if last_only:
            rows[-1] = shortfall.max(axis=0)
            continue
        running = shortfall[:2].max(axis=0)
        rows[0] = running
        for position in range(1, result.shape[0]):
            running = np.maximum(running, shortfall[1 << position : 1 << (position + 1)].max(axis=0))
            rows[position] = running
