"""The plan equals exhaustive search, and a plan really completes the holding by a plain maximum flow.

Both judges are written here alone: the search tries every combination of purchases, the flow sends points along areas.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from itertools import product as combinations
from unittest.mock import patch

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.budget import HoldingNeed, PersonNeed, TeamPlan, plan_team, reductions
from lib.budget.made_of import made_of
from lib.domain import tables
from lib.domain.areas import ALL_MASK, EVERYTHING_MASK, mask_of
from lib.domain.text import title_key, words_key

DAY = date(2026, 11, 22)
AREAS = ("safety", "ethics", "chemistry", "hematology")


# --- Random small teams and catalogues


@dataclass(frozen=True)
class Rule:
    """A holding before it is a need: amounts and areas per requirement (rest last), and the credits on file."""

    needs: tuple[int, ...]
    accepts: tuple[int, ...]
    credits: tuple[tuple[int, int], ...]  # (area mask, points)

    @property
    def deficits(self) -> tuple[int, ...]:
        return tuple(
            sum(need for k, need in enumerate(self.needs) if subset >> k & 1)
            - sum(
                points
                for mask, points in self.credits
                if any(subset >> k & 1 and accepted & mask for k, accepted in enumerate(self.accepts))
            )
            for subset in range(1 << len(self.needs))
        )

    def need(self) -> HoldingNeed:
        return HoldingNeed("ASCP", "X", self.accepts, self.deficits, date(2027, 1, 1), date(2024, 1, 1))


POINTS = st.sampled_from((25, 50, 100, 150, 200, 300))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    named = draw(st.lists(st.sets(st.sampled_from(AREAS), min_size=1, max_size=2), max_size=3))
    rest_areas = draw(st.sampled_from((EVERYTHING_MASK, EVERYTHING_MASK, mask_of(("chemistry", "ethics")))))
    accepts = (*(mask_of(areas) for areas in named), rest_areas)
    needs = (*(draw(POINTS) for _ in named), draw(st.sampled_from((0, 75, 200, 425))))
    credits = tuple((mask_of((draw(st.sampled_from(AREAS)),)), draw(POINTS)) for _ in range(draw(st.integers(0, 3))))
    return Rule(needs, accepts, credits)


FULL_PRICES = st.sampled_from((500, 1000, 1000, 1500, 2000, 0, None))
MEMBER_PRICES = st.sampled_from((None, None, 500, 500, 1000, 0))
ROW = st.fixed_dictionaries(
    {
        "provider": st.sampled_from(("ASCP", "ascp ", "LabCE", None)),
        "product": st.sampled_from(("Safety set", "QC", "Cases", "Ethics hour", "Library")),
        "kind": st.sampled_from(("course", "course", "pack", "unlimited", "membership", "membership", "free")),
        "credits": st.sampled_from((100, 100, 200, 300, 50, 225, None, 0)),
        "areas": st.sampled_from(
            ("*", "*", "*", "safety;ethics;chemistry", "hematology;chemistry", "ethics", "safety", "histology", None)
        ),
        "member_price": MEMBER_PRICES,
        "non_member_price": FULL_PRICES,
        "hours": st.sampled_from((None, None, 100, 150, 0)),
        "last_day_of_sale": st.sampled_from((None, None, None, None, DAY, date(2026, 11, 21))),
        "repeatable": st.sampled_from((False, True, None)),
    }
)


@st.composite
def catalogues(draw: st.DrawFn) -> list[dict[str, object]]:
    rows = draw(st.lists(ROW, min_size=draw(st.sampled_from((5, 4, 3, 0))), max_size=6))
    ids = draw(st.permutations([f"P{n}" for n in range(len(rows))]))
    for row, product_id in zip(rows, ids, strict=True):
        row["product_id"] = product_id
        if row["kind"] == "membership" and row["provider"] is None:
            row["provider"] = "ASCP"
    return rows


PERSON = st.tuples(
    st.lists(rules(), min_size=1, max_size=2),
    st.sampled_from((frozenset[str](), frozenset({"ASCP "}), frozenset({"labce"}))),
    st.sampled_from((frozenset[str](), frozenset[str](), frozenset({"ethics HOUR", "Library"}))),
)


Team = list[tuple[list[Rule], frozenset[str], frozenset[str]]]
"""Holdings, memberships and titles of each person."""


def frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    return tables.typed(pd.DataFrame(rows, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)


def people(team: Team) -> list[PersonNeed]:
    return [
        PersonNeed(
            f"S{n}", f"Name {n}", tuple(rule.need() for rule in held), member_of, frozenset(map(title_key, titles))
        )
        for n, (held, member_of, titles) in enumerate(team)
    ]


# --- Judge 1: exhaustive search

Purchase = tuple[str, int, int, bool]  # product ID, quantity, unit price, as member


def area_bits(row: dict[str, object]) -> int:
    if row["areas"] is None:
        return 0
    return ALL_MASK if row["areas"] == "*" else mask_of(str(row["areas"]).split(";"))


def provider_of(row: dict[str, object]) -> str:
    return words_key(str(row["provider"])) if row["provider"] is not None else ""


def price_of(row: dict[str, object], member: bool) -> int | None:
    full = 0 if row["kind"] == "free" and row["non_member_price"] is None else row["non_member_price"]
    if row["kind"] != "membership" and member and row["member_price"] is not None:
        return int(str(row["member_price"]))
    return None if full is None else int(str(full))


def largest_touched(row: dict[str, object], person: PersonNeed) -> int:
    """The largest deficit of any set of requirements that the product could give to."""
    return max(
        (
            deficit
            for holding in person.holdings
            for subset, deficit in enumerate(holding.deficits)
            if any(subset >> k & 1 and accepted & area_bits(row) for k, accepted in enumerate(holding.accepts))
        ),
        default=0,
    )


def hours_of(row: dict[str, object], person: PersonNeed) -> int:
    if row["hours"] is not None:
        return int(str(row["hours"]))
    credits = row["credits"]
    if row["kind"] == "unlimited":
        largest = max(0, largest_touched(row, person))
        used = largest if credits is None else min(int(str(credits)), largest)
        return (used + 99) // 100 * 100
    return 0 if credits is None else int(str(credits))


def completes(person: PersonNeed, rows: list[dict[str, object]], quantities: tuple[int, ...]) -> bool:
    for holding in person.holdings:
        for subset, deficit in enumerate(holding.deficits):
            given = 0
            for row, quantity in zip(rows, quantities, strict=True):
                if quantity and any(
                    subset >> k & 1 and accepted & area_bits(row) for k, accepted in enumerate(holding.accepts)
                ):
                    endless = row["kind"] == "unlimited" and row["credits"] is None
                    given += 10**9 if endless else quantity * int(str(row["credits"] or 0))
            if given < deficit:
                return False
    return True


def search(
    person: PersonNeed, rows: list[dict[str, object]], scenario: str
) -> tuple[tuple[object, ...], list[Purchase]] | None:
    """Return the best key and its purchases over every combination; None where none completes the person."""
    members = {words_key(provider) for provider in person.member_of}
    rows = sorted(rows, key=lambda row: str(row["product_id"]))
    choices: list[range] = []
    for row in rows:
        endless = row["kind"] == "unlimited" and row["credits"] is None
        known = row["kind"] == "membership" or (row["areas"] is not None and (endless or row["credits"] is not None))
        gone = row["last_day_of_sale"] is not None and row["last_day_of_sale"] < DAY  # type: ignore[operator]
        done = not row["repeatable"] and title_key(str(row["product"])) in person.titles
        owned = row["kind"] == "membership" and (provider_of(row) in members or scenario == "nobody_joins")
        if not known or gone or done or owned:
            choices.append(range(1))
        elif row["repeatable"] and row["kind"] != "membership" and row["credits"]:
            # One more than fills the largest deficit alone, so that the search itself shows it is too many.
            choices.append(range(max(0, -(-largest_touched(row, person) // int(str(row["credits"])))) + 2))
        else:
            choices.append(range(2))
    sold = {
        provider_of(row)
        for row, choice in zip(rows, choices, strict=True)
        if row["kind"] == "membership" and len(choice) > 1 and row["non_member_price"] is not None
    }
    best: tuple[tuple[object, ...], list[Purchase]] | None = None
    for quantities in combinations(*choices):
        joined = [
            provider_of(row) for row, n in zip(rows, quantities, strict=True) if n and row["kind"] == "membership"
        ]
        if len(set(joined)) != len(joined) or (scenario == "everyone_joins" and set(joined) != sold):
            continue
        bought: list[Purchase] = []
        priced = True
        for row, quantity in zip(rows, quantities, strict=True):
            if quantity:
                member = provider_of(row) in members | set(joined)
                price = price_of(row, member)
                if price is None:
                    priced = False
                    break
                as_member = member and row["kind"] != "membership" and row["member_price"] is not None
                bought.append((str(row["product_id"]), quantity, price, as_member))
        if not priced:
            continue
        key = (
            sum(n * price for _, n, price, _ in bought),
            sum(n * hours_of(row, person) for row, n in zip(rows, quantities, strict=True)),
            len(bought),
            [product_id for product_id, *_ in bought],
            sum(quantities),
            [-n for n in quantities],
        )
        if (best is None or key < best[0]) and completes(person, rows, quantities):
            best = (key, bought)
    return best


def examples(fewest: int) -> settings:
    """Return settings for at least this many examples; a slow profile that asks for more gets them."""
    return settings(
        max_examples=fewest if settings().max_examples <= 100 else max(fewest, settings().max_examples),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


@examples(120)
@given(st.lists(PERSON, min_size=1, max_size=3), catalogues())
def test_the_plan_equals_exhaustive_search(team: Team, rows: list[dict[str, object]]) -> None:
    compare_with_search(team, rows)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@examples(1000)
@given(st.lists(PERSON, min_size=1, max_size=3), catalogues())
def test_the_plan_equals_exhaustive_search_on_a_thousand_lists_of_teams(
    team: Team, rows: list[dict[str, object]]
) -> None:
    compare_with_search(team, rows)


def compare_with_search(team: Team, rows: list[dict[str, object]]) -> None:
    """Purchases, ties and hours of the plan shown, the totals of all scenarios, and who cannot be completed."""
    needs = people(team)
    plan = plan_team(needs, frame(rows), as_of=DAY, time_limit_seconds=None)
    assert plan.proven_optimal
    short = [person for person in needs if any(max(h.deficits) > 0 for h in person.holdings)]
    expected = {person.staff_id: search(person, rows, "best_mix") for person in short}
    assert {
        found.staff_id: (
            found.cost_cents,
            found.hours_hundredths,
            [(i.product_id, i.quantity, i.unit_price_cents, i.as_member) for i in found.items],
        )
        for found in plan.people
    } == {staff_id: (best[0][0], best[0][1], best[1]) for staff_id, best in expected.items() if best is not None}
    assert [u.staff_id for u in plan.unplannable] == [s for s, best in expected.items() if best is None]
    assert all(u.reason for u in plan.unplannable)
    sells = any(
        row["kind"] == "membership"
        and row["non_member_price"] is not None
        and (row["last_day_of_sale"] is None or row["last_day_of_sale"] >= DAY)  # type: ignore[operator]
        for row in rows
    )
    for total in plan.scenario_totals:
        if total.name == "everyone_joins" and not sells:
            assert total.total_cents is None
            continue
        bests = {person.staff_id: search(person, rows, total.name) for person in short}
        assert int(made_of(total.plans)["cost"].sum()) == total.total_cents
        assert total.total_cents == sum(best[0][0] for best in bests.values() if best is not None)  # type: ignore[misc]
        assert list(total.not_completed) == [s for s, best in bests.items() if best is None]


# --- The reductions, on catalogues too large to search: without them the programme comes to the same plan


@examples(25)
@given(st.lists(PERSON, min_size=1, max_size=2), st.lists(ROW, min_size=8, max_size=20))
def test_the_reductions_keep_the_plan(team: Team, rows: list[dict[str, object]]) -> None:
    numbered = [{**row, "product_id": f"P{n:02}", "provider": row["provider"] or "ASCP"} for n, row in enumerate(rows)]
    reduced = plan_team(people(team), frame(numbered), as_of=DAY, time_limit_seconds=None)
    with (
        patch.object(reductions, "without_never_bought", lambda draft, must_join: draft),
        patch.object(reductions, "without_implied", lambda gives, need: (gives, need)),
    ):
        plain = plan_team(people(team), frame(numbered), as_of=DAY, time_limit_seconds=None)
    assert (reduced.people, reduced.scenarios) == (plain.people, plain.scenarios)


# --- Judge 2: maximum flow


def flow(sources: list[tuple[int, int]], needs: tuple[int, ...], accepts: tuple[int, ...]) -> int:
    """Return how many points of (area mask, points) sources reach requirements that accept one of their areas."""
    size = len(sources) + len(needs) + 2
    sink = size - 1
    capacity = [[0] * size for _ in range(size)]
    for s, (mask, points) in enumerate(sources):
        capacity[0][1 + s] = points
        for k, accepted in enumerate(accepts):
            if accepted & mask:
                capacity[1 + s][1 + len(sources) + k] = points
    for k, need in enumerate(needs):
        capacity[1 + len(sources) + k][sink] = need
    total = 0
    while True:
        came_from = {0: 0}
        queue = deque([0])
        while queue and sink not in came_from:
            node = queue.popleft()
            for other in range(size):
                if other not in came_from and capacity[node][other] > 0:
                    came_from[other] = node
                    queue.append(other)
        if sink not in came_from:
            return total
        path = [sink]
        while path[-1]:
            path.append(came_from[path[-1]])
        pushed = min(capacity[b][a] for a, b in pairwise(path))
        for a, b in pairwise(path):
            capacity[b][a] -= pushed
            capacity[a][b] += pushed
        total += pushed


@examples(60)
@given(st.lists(PERSON, min_size=1, max_size=4), catalogues())
def test_what_is_bought_completes_every_holding(team: Team, rows: list[dict[str, object]]) -> None:
    plan: TeamPlan = plan_team(people(team), frame(rows), as_of=DAY, time_limit_seconds=None)
    by_id = {str(row["product_id"]): row for row in rows}
    for found in plan.people:
        held = team[int(found.staff_id[1:])][0]
        for rule in held:
            bought = []
            for item in found.items:
                row = by_id[item.product_id]
                if row["credits"] is not None:
                    points = int(str(row["credits"])) * item.quantity
                else:
                    points = sum(rule.needs) if row["kind"] == "unlimited" else 0
                bought.append((area_bits(row), points))
            assert flow([*rule.credits, *bought], rule.needs, rule.accepts) == sum(rule.needs)
