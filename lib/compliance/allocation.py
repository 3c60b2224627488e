"""One holding's credits allocated one by one, each where it helps most, earlier ones moved only where that fills more.

Used where requirements share areas or an activity type is capped; there a plain sweep could strand points. After every
credit the requirements are as full as they can be in rule order, which is what the verdict's gaps say: a credit goes
straight to what it fits, else along the shortest chain of moves that makes room (augmenting paths on the tiny graph
credit -> requirement -> credit, with what a capped type has left shared by its credits). What is allocated after *k*
credits depends on the first *k* alone, so a later credit, or another day, moves an earlier one only where that fills
more.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import pairwise

from lib.compliance.coverage import Requirements

Node = tuple[str, int]
_CREDIT, _REQUIREMENT = "credit", "requirement"


def allocate(
    points: Sequence[int], masks: Sequence[int], types: Sequence[str | None], requirements: Requirements
) -> tuple[list[dict[int, int]], dict[str, int]]:
    """Return per credit {requirement position: hundredths}, and what is left of each activity type's cap.

    Args:
        points: hundredths per credit, in the order in which credits are to be used.
        masks: the areas (bit mask) that each credit may serve.
        types: activity type per credit.
        requirements: amounts, accepted areas and caps of the rule.
    """
    placing = _Placing(requirements)
    for amount, mask, activity_type in zip(points, masks, types, strict=True):
        placing.add(amount, mask, activity_type if activity_type in requirements.caps else None)
    return placing.shares, placing.cap_left


class _Placing:
    """The allocation so far. Node (credit, n) is the n-th credit, (requirement, p) the requirement at position p."""

    def __init__(self, requirements: Requirements) -> None:
        self.shares: list[dict[int, int]] = []
        self.cap_left = dict(requirements.caps)
        self._accepts = requirements.accepts
        self._open = list(requirements.needs)
        self._masks: list[int] = []
        self._left: list[int] = []
        self._types: list[str | None] = []
        self._takers: list[list[int]] = [[] for _ in requirements.needs]

    def add(self, amount: int, mask: int, capped_type: str | None) -> None:
        """Take one more credit and make the requirements as full as they can be, in rule order."""
        new = len(self.shares)
        self.shares.append({})
        self._masks.append(mask)
        self._left.append(amount)
        self._types.append(capped_type)
        for position, accepted in enumerate(self._accepts):
            if mask & accepted:
                self._takers[position].append(new)
        for position in range(len(self._open)):
            while self._open[position] and self._free(new):
                if not self._push([(_CREDIT, new)], position):
                    break
            # Only where a cap is shared can a new credit take the place of one that filled a later requirement.
            while capped_type is not None and self._open[position] and self._left[new]:
                last = len(self._open) - 1
                if not any(self._push([(_REQUIREMENT, p)], position) for p in range(last, position, -1)):
                    break
        if capped_type is not None:
            self._refill()

    def _refill(self) -> None:
        """Fill what gave way to a capped credit from what earlier credits have left."""
        for position in range(len(self._open)):
            while self._open[position]:
                left = [(_CREDIT, credit) for credit in range(len(self.shares)) if self._free(credit)]
                if not left or not self._push(left, position):
                    break

    def _free(self, credit: int) -> int:
        capped_type = self._types[credit]
        return self._left[credit] if capped_type is None else min(self._left[credit], self.cap_left[capped_type])

    def _push(self, starts: list[Node], target: int) -> bool:
        """Move as much as one shortest path from a start to the target requirement carries; False: there is none."""
        if not any(self._left[credit] or len(self.shares[credit].keys() - {target}) for credit in self._takers[target]):
            return False
        came_from: dict[Node, Node | None] = dict.fromkeys(starts)
        queue = deque(starts)
        end = (_REQUIREMENT, target)
        while queue and end not in came_from:
            node = queue.popleft()
            for head in self._heads(node):
                if head not in came_from:
                    came_from[head] = node
                    queue.append(head)
        if end not in came_from:
            return False
        path: list[Node] = []
        step: Node | None = end
        while step is not None:
            path.append(step)
            step = came_from[step]
        self._move(path[::-1], target)
        return True

    def _heads(self, node: Node) -> list[Node]:
        """Return where points can go from a node: earlier credits and requirements first."""
        kind, number = node
        if kind == _REQUIREMENT:
            return [(_CREDIT, credit) for credit, share in enumerate(self.shares) if share.get(number)]
        heads = [(_REQUIREMENT, p) for p, accepted in enumerate(self._accepts) if self._masks[number] & accepted]
        capped_type = self._types[number]
        if capped_type is not None and self.shares[number]:
            heads += [
                (_CREDIT, other)
                for other, of_type in enumerate(self._types)
                if of_type == capped_type and other != number and self._left[other]
            ]
        return heads

    def _move(self, path: list[Node], target: int) -> None:
        """Shift the points that every step of the path can carry."""
        amount = self._open[target]
        (kind, first), steps = path[0], list(pairwise(path))
        if kind == _CREDIT:
            amount = min(amount, self._free(first))
        for (tail_kind, tail), (head_kind, head) in steps:
            if tail_kind == _REQUIREMENT:
                amount = min(amount, self.shares[head][tail])
            elif head_kind == _CREDIT:
                amount = min(amount, sum(self.shares[tail].values()), self._left[head])
        if kind == _CREDIT:
            self._take(first, amount)
            capped_type = self._types[first]
            if capped_type is not None:
                self.cap_left[capped_type] -= amount
        else:
            self._open[first] += amount
        for (tail_kind, tail), (head_kind, head) in steps:
            if tail_kind == _REQUIREMENT:
                self.shares[head][tail] -= amount
                if not self.shares[head][tail]:
                    del self.shares[head][tail]
            elif head_kind == _CREDIT:
                self._take(tail, -amount)
                self._take(head, amount)
            else:
                self.shares[tail][head] = self.shares[tail].get(head, 0) + amount
        self._open[target] -= amount

    def _take(self, credit: int, amount: int) -> None:
        self._left[credit] -= amount
