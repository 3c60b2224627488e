"""The search of many situations at once equals the solver, situation by situation, ties included."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.budget import search
from lib.budget.programme import Deadline, solve
from lib.budget.search import search_many
from lib.budget.situations import Cover, Offer, Situation


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Programmes as of a team, and stranger ones: prices that tie, members who pay more, dues with points."""
    providers = ("a", "b", "c")[: draw(st.integers(0, 3))]
    offers = []
    for number in range(draw(st.integers(1, 9))):
        price = draw(st.sampled_from((0, 500, 500, 1000, 1500, 1999, 16500)))
        provider = draw(st.sampled_from((*providers, "")))
        joined = draw(st.sampled_from((None, 0, 250, 500, 1200))) if provider else None
        alone = None if joined is not None and draw(st.booleans()) else price
        offers.append(
            Offer(
                f"P{number}",
                alone,
                None if joined == alone else joined,
                draw(st.sampled_from((1, 1, 1, 2, 3))),
                draw(st.sampled_from((0, 50, 100, 100, 200))),
                provider=provider if joined is not None and joined != alone else "",
            )
        )
    for number, provider in enumerate(providers):
        for copy in range(draw(st.sampled_from((1, 1, 2)))):
            offers.append(Offer(f"M{number}{copy}", draw(st.sampled_from((0, 300, 900))), None, 1, 0, joins=provider))
    covers = []
    for _ in range(draw(st.integers(1, 5))):
        need = draw(st.integers(1, 9))
        gives = tuple(min(need, draw(st.sampled_from((0, 0, 1, 2, 3, 9)))) for _ in offers)
        covers.append(Cover(gives, need))
    must_join = tuple(provider for provider in providers if draw(st.integers(0, 3)) == 0)
    return Situation(tuple(sorted(offers, key=lambda offer: offer.product_id)), tuple(covers), must_join)


def compare(asked: list[Situation]) -> None:
    for situation, found in zip(asked, search_many(asked), strict=True):
        expected = solve(situation, Deadline(None))
        if expected is None:
            assert found is None
        else:
            assert found == expected


def examples(fewest: int) -> settings:
    return settings(
        max_examples=fewest if settings().max_examples <= 100 else max(fewest, settings().max_examples),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@examples(60)
@given(st.lists(situations(), min_size=1, max_size=6))
def test_the_search_equals_the_solver(asked: list[Situation]) -> None:
    compare(asked)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@examples(1500)
@given(st.lists(situations(), min_size=1, max_size=6))
def test_the_search_equals_the_solver_on_thousands(asked: list[Situation]) -> None:
    compare(asked)


@examples(30)
@given(st.lists(situations(), min_size=1, max_size=6))
def test_what_is_too_much_for_the_search_is_left_to_the_solver(asked: list[Situation]) -> None:
    """With room for three combinations only, what it answers is right all the same, and the rest it leaves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "MOST_STATES", 3)
        found = search_many(asked)
    for situation, solution in zip(asked, found, strict=True):
        assert solution is None or solution == solve(situation, Deadline(None))


def test_of_plans_alike_in_cost_hours_and_number_the_first_ids_are_taken() -> None:
    """P1 or P2 (free, one hour), with P3: nothing but the ID tells them apart. The solver once took P2."""
    offers = (Offer("P1", 0, None, 1, 100), Offer("P2", 0, None, 1, 100), Offer("P3", 2150, None, 1, 150))
    situation = Situation(offers, (Cover((1, 1, 0), 1), Cover((0, 0, 1), 1)))
    for solution in (search_many([situation])[0], solve(situation, Deadline(None))):
        assert solution is not None
        assert solution.quantities == (1, 0, 1)
