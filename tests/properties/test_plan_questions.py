"""The questions a manager asks, against exhaustive search: costs by any cut, worth of membership, reach, next step."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.budget import PersonNeed, plan_team
from lib.budget.questions import activity_purchases, cost_by, frontier, membership_worth, next_activity, person_costs
from lib.domain.text import title_key, words_key
from tests.properties.examples import laws
from tests.properties.test_plan_exact import (
    DAY,
    PERSON,
    Team,
    catalogues,
    completes,
    frame,
    hours_of,
    people,
    price_of,
    provider_of,
    search,
)

Rows = list[dict[str, Any]]


def cost(person: PersonNeed, rows: Rows) -> int | None:
    """Return the least that completes a person, over every combination of purchases."""
    found = search(person, rows, "best_mix")
    return None if found is None else int(found[0][0])  # type: ignore[call-overload]


def short(team: Team) -> list[PersonNeed]:
    return [person for person in people(team) if person.short_holdings]


def on_sale(row: dict[str, Any]) -> bool:
    return row["last_day_of_sale"] is None or row["last_day_of_sale"] >= DAY


@laws(40)
@given(st.lists(PERSON, min_size=1, max_size=2), catalogues())
def test_membership_pays_below_its_break_even_and_not_from_it_on(team: Team, rows: Rows) -> None:
    needs = short(team)
    found = {words_key(one.provider): one for one in membership_worth(needs, frame(rows), as_of=DAY)}
    cards = [row for row in rows if row["kind"] == "membership"]
    assert set(found) == {provider_of(row) for row in cards}
    for provider, answer in found.items():
        without = [row for row in rows if row not in cards or provider_of(row) != provider]
        told = {staff_id: worth for staff_id, _, worth in answer.people}
        for person in needs:
            alone = cost(person, without)
            if alone is None:
                assert person.staff_id not in told
                continue
            worth = told.get(person.staff_id, 0)
            # From the break-even on nothing is saved; a cent below it, joining is cheaper.
            assert cost(person, at_dues(rows, provider, worth)) == alone
            if worth:
                below = cost(person, at_dues(rows, provider, worth - 1))
                assert below is not None
                assert below < alone
        known = [r["non_member_price"] for r in cards if provider_of(r) == provider and on_sale(r)]
        assert answer.dues == min((dues for dues in known if dues is not None), default=None)


def at_dues(rows: Rows, provider: str, dues: int) -> Rows:
    return [
        {**row, "non_member_price": dues} if row["kind"] == "membership" and provider_of(row) == provider else row
        for row in rows
    ]


@laws(40)
@given(st.lists(PERSON, min_size=1, max_size=4), catalogues())
def test_every_cut_adds_up_and_the_frontier_is_the_most_people_for_every_amount(team: Team, rows: Rows) -> None:
    needs = short(team)
    expected = {person.staff_id: each for person in needs if (each := cost(person, rows)) is not None}
    plan = plan_team(needs, frame(rows), as_of=DAY, time_limit_seconds=None)
    staff = pd.DataFrame([(p.staff_id, f"Site {n % 2}", None) for n, p in enumerate(needs)],
                         columns=["staff_id", "site", "department"])  # fmt: skip
    costs = person_costs(plan, needs, staff)
    assert dict(zip(costs["staff_id"], costs["cost"], strict=True)) == expected
    for column in ("name", "site", "department", "credential", "quarter"):
        assert int(cost_by(costs, column)["cost"].sum()) == sum(expected.values())
    by_site = {f"Site {n}": [p for p in needs[n::2] if p.staff_id in expected] for n in range(2)}
    told = cost_by(costs, "site")
    assert {
        label: (count, cents) for label, count, cents in zip(told["label"], told["people"], told["cost"], strict=True)
    } == {site: (len(there), sum(expected[p.staff_id] for p in there)) for site, there in by_site.items() if there}
    steps = frontier(plan)
    subsets = [some for size in range(len(expected) + 1) for some in combinations(expected.values(), size)]
    for amount in {0, *(sum(some) for some in subsets), *(max(0, sum(some) - 1) for some in subsets)}:
        most = max(len(some) for some in subsets if sum(some) <= amount)
        assert int(steps.loc[steps["cost"] <= amount, "people"].max()) == most


@laws(80)
@given(st.lists(PERSON, min_size=1, max_size=3), catalogues())
def test_the_next_activity_completes_whom_one_of_it_alone_completes(team: Team, rows: Rows) -> None:
    needs = short(team)
    found = next_activity(needs, frame(rows), as_of=DAY).set_index("product_id")
    ordered = sorted(rows, key=lambda row: str(row["product_id"]))
    for place, row in enumerate(ordered):
        endless = row["kind"] == "unlimited" and row["credits"] is None
        known = row["kind"] != "membership" and row["areas"] is not None and (endless or row["credits"])
        if not known or not on_sale(row):
            assert row["product_id"] not in found.index
            continue
        one = tuple(int(n == place) for n in range(len(ordered)))
        done = [
            person
            for person in needs
            if completes(person, ordered, one) and (row["repeatable"] or title_key(row["product"]) not in person.titles)
        ]
        told = found.loc[row["product_id"]]
        assert told["people"] == len(done)
        prices = [price_of(row, provider_of(row) in {words_key(m) for m in person.member_of}) for person in done]
        # What has no price for one of them has none for all: nothing unknown is counted as zero.
        unset = row["non_member_price"] is None and row["member_price"] is None and row["kind"] != "free"
        if unset or None in prices:
            assert pd.isna(told["cost"])
        else:
            assert told["cost"] == sum(price for price in prices if price is not None)
            made = activity_purchases(needs, frame(rows), row["product_id"], as_of=DAY)
            assert list(made["unit_price"]) == prices
        assert told["hours"] == sum(hours_of(row, person) for person in done)
