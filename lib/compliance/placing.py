"""The credits that count, allocated to the requirements of their holding: rule by rule, on arrays.

In one sweep where the rule allows it (no area serves two requirements that are named, and no activity type is capped),
else by flow, holding by holding.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.compliance.allocation import allocate
from lib.compliance.coverage import IntArray, Requirements, requirements_of
from lib.rules.book import RuleBook

SURPLUS = "surplus"
OVER_CAP = "over_cap"


class Counted(NamedTuple):
    """Credits (or parts of split ones) that count, by holding and then in the order in which they are used.

    ``pair`` says what each is a part of; ``types`` are the activity types, ``mask`` the areas it counts in.
    """

    pair: IntArray
    holding: IntArray
    rule_index: IntArray
    points: IntArray
    mask: IntArray
    types: npt.NDArray[np.object_]

    def of(self, which: npt.NDArray[np.bool_] | slice) -> Counted:
        """Return some of them."""
        return Counted(
            self.pair[which],
            self.holding[which],
            self.rule_index[which],
            self.points[which],
            self.mask[which],
            self.types[which],
        )


class Places(NamedTuple):
    """Where points end: ``allocated`` of ``pair``, in ``requirement`` (its number in ``words``) or with a ``reason``
    (likewise); -1 is none."""

    pair: IntArray
    requirement: IntArray
    allocated: IntArray
    reason: IntArray


def placed(counted: Counted, book: RuleBook, words: list[str]) -> list[Places]:
    """Return where the points of counted credits end; the codes that are met are added to ``words``."""
    found: list[Places] = []
    for rule_index in np.unique(counted.rule_index).tolist():
        requirements = requirements_of(book.versions[rule_index])
        if requirements is None:
            continue
        of_rule = counted.of(counted.rule_index == rule_index)
        codes = np.array([_number(code, words) for code in requirements.codes], dtype=np.int64)
        odd = np.full(len(of_rule.pair), not _disjoint(requirements))
        if requirements.caps and not odd.all():
            capped = of_rule.holding[np.isin(of_rule.types, list(requirements.caps))]
            odd |= np.isin(of_rule.holding, capped)
        if not odd.all():
            found += _swept(of_rule.of(~odd), requirements, codes, _number(SURPLUS, words))
        if odd.any():
            rest = of_rule.of(odd)
            starts = np.flatnonzero(np.diff(rest.holding, prepend=-1))
            for start, end in zip(starts, [*starts[1:], len(rest.pair)], strict=True):
                found.append(_flowed(rest.of(slice(start, end)), requirements, codes, words))
    return found


def _number(word: str, words: list[str]) -> int:
    if word not in words:
        words.append(word)
    return words.index(word)


def _disjoint(requirements: Requirements) -> bool:
    """Whether no area serves two named minimums and the rest takes every area: then no choice is left to make."""
    seen = 0
    for accepted in requirements.accepts[:-1]:
        if seen & accepted:
            return False
        seen |= accepted
    return seen & ~requirements.accepts[-1] == 0


def _swept(counted: Counted, requirements: Requirements, codes: IntArray, surplus: int) -> list[Places]:
    """Allocate by running sums: each named minimum from its own areas in order, what is over goes to the rest."""
    points = counted.points
    last = len(requirements.needs) - 1
    named = np.full(len(points), last, dtype=np.int64)
    for position, accepted in enumerate(requirements.accepts[:-1]):
        named[(counted.mask & accepted) != 0] = position
    needs = np.array([*requirements.needs[:-1], 0], dtype=np.int64)
    before = _before(points, counted.holding * (last + 1) + named)
    to_named = np.clip(needs[named] - before, 0, points)
    over = np.where((counted.mask & requirements.accepts[-1]) != 0, points - to_named, 0)
    to_rest = np.clip(requirements.needs[-1] - _before(over, counted.holding), 0, over)
    none = np.full(len(points), -1, dtype=np.int64)
    ways = [
        Places(counted.pair, codes[named], to_named, none),
        Places(counted.pair, np.full_like(none, codes[last]), to_rest, none),
        Places(counted.pair, none, points - to_named - to_rest, np.full_like(none, surplus)),
    ]
    return [Places(*(column[way.allocated > 0] for column in way)) for way in ways]


def _before(values: IntArray, group: IntArray) -> IntArray:
    """Return the sum of what stands before each value in its group."""
    order = np.argsort(group, kind="stable")
    running = np.cumsum(values[order]) - values[order]
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    found = np.empty(len(values), dtype=np.int64)
    found[order] = running - np.repeat(running[starts], np.diff(starts, append=len(values)))
    return found


def _flowed(counted: Counted, requirements: Requirements, codes: IntArray, words: list[str]) -> Places:
    """Allocate one holding's credits by augmenting paths: for overlapping areas and capped activity types."""
    types = [None if pd.isna(value) else str(value) for value in counted.types]
    points = counted.points.tolist()
    shares, cap_left = allocate(points, counted.mask.tolist(), types, requirements)
    rows: list[tuple[int, int, int, int]] = []
    for pair, amount, activity_type, share in zip(counted.pair.tolist(), points, types, shares, strict=True):
        rows += [(pair, int(codes[position]), part, -1) for position, part in sorted(share.items())]
        over = amount - sum(share.values())
        if over:
            capped_out = activity_type is not None and cap_left.get(activity_type) == 0
            rows.append((pair, -1, over, _number(OVER_CAP if capped_out else SURPLUS, words)))
    return Places(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)
