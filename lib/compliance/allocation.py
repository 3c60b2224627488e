"""One holding's credits allocated by augmenting paths (Ford-Fulkerson) on the tiny graph cap -> credit -> requirement.

Used where requirements share areas or an activity type is capped; there a plain sweep could strand points. Requirements
are opened to the sink one after another in rule order: an augmenting path never empties an earlier one, so each ends as
full as the earlier ones allow, which is what the verdict's gaps say.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from lib.compliance.coverage import Requirements

Node = tuple[str, object]
_SOURCE: Node = ("source", None)
_SINK: Node = ("sink", None)


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
    residual: dict[Node, dict[Node, int]] = {_SOURCE: {}, _SINK: {}}

    def connect(tail: Node, head: Node, capacity: int) -> None:
        residual.setdefault(tail, {})[head] = residual.setdefault(tail, {}).get(head, 0) + capacity
        residual.setdefault(head, {}).setdefault(tail, 0)

    for index, (amount, mask, activity_type) in enumerate(zip(points, masks, types, strict=True)):
        credit: Node = ("credit", index)
        if activity_type is not None and activity_type in requirements.caps:
            pool: Node = ("cap", activity_type)
            if pool not in residual[_SOURCE]:
                connect(_SOURCE, pool, requirements.caps[activity_type])
            connect(pool, credit, amount)
        else:
            connect(_SOURCE, credit, amount)
        for position, accepted in enumerate(requirements.accepts):
            if mask & accepted:
                connect(credit, ("requirement", position), amount)
    for position, need in enumerate(requirements.needs):
        connect(("requirement", position), _SINK, need)
        while path := _path(residual):
            amount = min(residual[tail][head] for tail, head in path)
            for tail, head in path:
                residual[tail][head] -= amount
                residual[head][tail] += amount
    shares = [
        {
            position: residual[("requirement", position)].get(("credit", index), 0)
            for position in range(len(requirements.needs))
            if residual.get(("requirement", position), {}).get(("credit", index), 0)
        }
        for index in range(len(points))
    ]
    cap_left = {
        activity_type: residual[_SOURCE].get(("cap", activity_type), cap)
        for activity_type, cap in requirements.caps.items()
    }
    return shares, cap_left


def _path(residual: dict[Node, dict[Node, int]]) -> list[tuple[Node, Node]]:
    """Return the shortest augmenting path as edges, the first inserted among equals; empty where there is none."""
    came_from: dict[Node, Node] = {_SOURCE: _SOURCE}
    queue = deque([_SOURCE])
    while queue:
        node = queue.popleft()
        for head, capacity in residual[node].items():
            if capacity > 0 and head not in came_from:
                came_from[head] = node
                if head == _SINK:
                    path = []
                    while head != _SOURCE:
                        path.append((came_from[head], head))
                        head = came_from[head]
                    return path[::-1]
                queue.append(head)
    return []
