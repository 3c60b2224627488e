"""Spend in dollars, from cents."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.charts.spend import dollars, spend_by_person, spend_by_product, spend_by_scenario


@pytest.mark.parametrize(
    ("cents", "text"), [(0, "$0"), (237500, "$2,375"), (4950, "$49.50"), (-1005, "-$10.05"), (5, "$0.05")]
)
def test_dollars(cents: int, text: str) -> None:
    assert dollars(cents) == text


def test_scenarios_in_order_with_the_saving_as_title() -> None:
    # The cheaper of the two others is nobody joins, 2,500; the mix costs 2,375: 125 saved.
    figure = spend_by_scenario({"best_mix": 237500, "nobody_joins": 250000, "everyone_joins": 900000})
    assert list(figure.layout.yaxis.ticktext) == ["Nobody joins", "Everyone joins", "Cheapest mix"]
    assert list(figure.data[0].x) == [2500, 9000, 2375]
    assert figure.layout.title.text == "The cheapest mix saves $125 against “nobody joins”"


def test_no_saving_is_said() -> None:
    figure = spend_by_scenario({"best_mix": 100, "nobody_joins": 100, "everyone_joins": 300})
    assert figure.layout.title.text == "“Nobody joins” is already the cheapest: $1"


def test_an_unpriced_scenario_is_named_not_drawn() -> None:
    figure = spend_by_scenario({"best_mix": 100, "nobody_joins": 100, "everyone_joins": None})
    assert len(figure.data[0].x) == 2
    assert figure.layout.title.subtitle.text == "Spend to close the gaps, US dollars; no price: Everyone joins"


def test_people_dearest_first_and_free_ones_left_out() -> None:
    people = pd.DataFrame({"name": ["B", "A", "C", "D"], "cost": [5000, 5000, 0, 9900]})
    figure = spend_by_person(people, limit=2)
    assert list(figure.layout.yaxis.ticktext) == ["D", "A"]
    assert figure.layout.title.text == "$199 in all; the dearest person is $99"
    assert figure.layout.title.subtitle.text == "Spend by person, US dollars, the dearest 2 of 3 people"


def test_nothing_to_pay() -> None:
    products = pd.DataFrame({"product": ["Podcast"], "cost": [0]})
    assert spend_by_product(products).layout.title.text == "No purchases to show"
