"""The verdict for one holding on one day, with a plain max-flow, step by step."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tests.reference.oracle_import import Credit, Holding, Store
from tests.reference.oracle_rules import Version
from tests.reference.words import AREAS, add_months

STATUSES = [
    "expired", "end_passed", "late", "file_now", "behind", "nothing_on_file", "to_confirm", "dates_missing",
    "rule_unknown", "on_track", "complete", "filed", "renewed", "not_required",
]  # fmt: skip

Edges = dict[str, dict[str, int]]
UNBOUNDED = 10**9


def max_flow(edges: Edges) -> int:
    """The largest flow from `source` to `sink`: one shortest augmenting path after the other."""
    left: Edges = {}
    for tail, heads in edges.items():
        for head, capacity in heads.items():
            left.setdefault(tail, {})
            left[tail][head] = left[tail].get(head, 0) + capacity
            left.setdefault(head, {}).setdefault(tail, 0)
    total = 0
    while True:
        came_from = {"source": ""}
        queue = deque(["source"])
        while queue and "sink" not in came_from:
            tail = queue.popleft()
            for head, capacity in left.get(tail, {}).items():
                if capacity > 0 and head not in came_from:
                    came_from[head] = tail
                    queue.append(head)
        if "sink" not in came_from:
            return total
        path, head = [], "sink"
        while came_from[head]:
            path.append((came_from[head], head))
            head = came_from[head]
        amount = min(left[a][b] for a, b in path)
        for a, b in path:
            left[a][b] -= amount
            left[b][a] += amount
        total += amount


@dataclass(frozen=True)
class Supply:
    """Points that fit some areas; those of no area fit the rest only."""

    points: int
    areas: frozenset[str]
    college: bool = False


def requirements(version: Version) -> list[tuple[str, int, frozenset[str]]]:
    """Name, amount and accepted areas, in rule order; the rest last."""
    assert version.total is not None
    named = [("/".join(sorted(areas)), amount, areas) for amount, areas in version.minimums]
    rest = version.total - sum(amount for _, amount, _ in named)
    return [*named, ("rest", rest, frozenset(AREAS))]


def missing_in(version: Version, names: list[str], supplies: list[Supply]) -> int:
    """The points missing for the named requirements together."""
    edges: Edges = {"source": {}}
    need = 0
    for name, amount, areas in requirements(version):
        if name not in names:
            continue
        need += amount
        edges[f"requirement {name}"] = {"sink": amount}
        for index, supply in enumerate(supplies):
            if name == "rest" or supply.areas & areas:
                edges.setdefault(f"supply {index}", {})[f"requirement {name}"] = supply.points
    for index, supply in enumerate(supplies):
        if f"supply {index}" in edges:
            if supply.college and version.college_cap is not None:
                edges["source"]["college"] = version.college_cap
                edges.setdefault("college", {})[f"supply {index}"] = supply.points
            else:
                edges["source"][f"supply {index}"] = supply.points
    return need - max_flow(edges)


def sure_supplies(credits: list[Credit]) -> list[Supply]:
    return [
        Supply(c.points, frozenset(c.areas[:1]), c.activity_type == "college")
        for c in credits
        if c.eligibility == "counts"
    ]


def best_supplies(credits: list[Credit]) -> list[Supply]:
    return [
        Supply(c.points, frozenset(c.areas), c.activity_type == "college")
        for c in credits
        if c.eligibility in {"counts", "ask"}
    ]


@dataclass
class Verdict:
    holding: Holding
    as_of: date
    required: bool
    participation: str
    status: str
    version: Version | None
    cycle_start: date | None
    cycle_end: date | None
    window: tuple[date, date] | None
    declare_by: date | None
    days_left: int | None
    earned: int | None
    total: int | None
    missing: int | None
    missing_at_best: int | None
    gaps: dict[str, int]
    expected: Fraction | None
    filed_on: date | None
    accepted_on: date | None
    data_through: date | None
    in_window: list[Credit]

    @property
    def counted(self) -> int | None:
        return None if self.total is None or self.missing is None else self.total - self.missing


def participation_of(holding: Holding) -> str:
    if holding.participation:
        return holding.participation
    since = holding.credential.mandatory_since
    if holding.certified_on is None or not isinstance(since, date):
        return "mandatory"
    return "mandatory" if holding.certified_on >= since else "voluntary"


def verdict(store: Store, holding: Holding, as_of: date) -> Verdict:
    credential = holding.credential
    participation = participation_of(holding)
    required = holding.required is not False
    mine = [c for c in store.credits if c.staff_id == holding.staff_id and c.completed_on <= as_of]
    data_through = max((c.completed_on for c in mine), default=None)
    end = holding.end
    version = None if end is None else credential.version_for(end)
    known = Verdict(
        holding, as_of, required, participation, "", version, None, end, None, None, None, None, None, None, None, {},
        None, None, None, data_through, [],
    )  # fmt: skip
    if end is None:
        known.status = "not_required" if participation == "voluntary" or not required else "dates_missing"
        return known

    months = version.months if version else credential.months
    cycle = holding.cycles[end]
    start = cycle.start or add_months(end, -months) + timedelta(days=1)
    opening = end - timedelta(days=credential.opens_days)
    declare_by = end - timedelta(days=credential.due_days)
    known.cycle_start, known.declare_by, known.days_left = start, declare_by, (declare_by - as_of).days
    known.filed_on, known.accepted_on = cycle.filed_on, cycle.accepted_on
    window = (start, end)
    if as_of > end or participation == "voluntary":
        window = (add_months(as_of, -36) + timedelta(days=1), as_of)
    known.window = window
    known.in_window = [c for c in mine if window[0] <= c.completed_on <= window[1]]
    known.earned = sum(c.points for c in known.in_window if c.eligibility in {"counts", "ask"})

    if version is not None and version.total is not None:
        names = [name for name, _, _ in requirements(version)]
        sure, best = sure_supplies(known.in_window), best_supplies(known.in_window)
        before = 0
        for count, name in enumerate(names, start=1):
            here = missing_in(version, names[:count], sure)
            known.gaps[name] = here - before
            before = here
        known.total, known.missing = version.total, before
        known.missing_at_best = missing_in(version, names, best)
        share = Fraction((as_of - start).days, (declare_by - start).days) if declare_by > start else Fraction(1)
        known.expected = version.total * min(max(share, Fraction(0)), Fraction(1))

    def belongs(day: date | None) -> bool:
        return day is not None and opening <= day <= as_of

    known.status = _status(
        known, start, end, opening, months, belongs(cycle.filed_on), belongs(cycle.accepted_on), bool(mine)
    )
    return known


def _status(
    v: Verdict, start: date, end: date, opening: date, months: int, filed: bool, accepted: bool, anything: bool
) -> str:
    as_of, verified_on = v.as_of, v.holding.verified_on
    if v.participation == "voluntary" or not v.required:
        return "not_required"
    if accepted and as_of <= add_months(end, months):
        return "renewed"
    if v.total is None:
        return "rule_unknown"
    assert v.missing is not None
    assert v.expected is not None
    assert v.counted is not None
    assert v.days_left is not None
    if as_of > end:
        return "expired" if verified_on is not None and end < verified_on <= as_of else "end_passed"
    if filed:
        return "filed"
    if v.missing == 0:
        return "file_now" if as_of >= opening else "complete"
    if v.days_left < 0:
        return "late"
    if v.missing_at_best == 0:
        return "to_confirm"
    if not anything:
        return "nothing_on_file"
    far_behind = as_of >= add_months(start, 12) and v.counted < v.expected - Fraction(v.total, 6)
    minimum_unmet = any(gap > 0 for name, gap in v.gaps.items() if name != "rest")
    if far_behind or (minimum_unmet and v.days_left <= 180) or v.days_left <= 90:
        return "behind"
    return "on_track"
