"""Status groups by site."""

from __future__ import annotations

import pandas as pd

from lib.charts.sites import statuses_by_site


def _people(*rows: tuple[str | None, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["site", "status_group"])


def test_site_with_the_largest_share_to_do_is_first_and_is_the_title() -> None:
    # Main: 1 of 3 to look at; North: 1 of 2.
    figure = statuses_by_site(
        _people(("Main", "fine"), ("Main", "fine"), ("Main", "watch"), ("North", "act"), ("North", "fine"))
    )
    assert figure.layout.title.text == "North has most to do: 1 of 2"
    assert list(figure.layout.yaxis.ticktext) == ["North", "Main"]
    assert {trace.name: list(trace.x) for trace in figure.data} == {
        "■ act": [1, 0],
        "▲ watch": [0, 1],
        "● fine": [1, 2],
    }


def test_not_required_is_not_counted() -> None:
    assert statuses_by_site(_people(("Main", "not_required"))).layout.title.text == "No site to compare yet"


def test_a_missing_site_has_words() -> None:
    figure = statuses_by_site(_people((None, "act"), ("Main", "fine")))
    assert list(figure.layout.yaxis.ticktext) == ["Main", "Site not given"]


def test_all_on_course() -> None:
    assert statuses_by_site(_people(("Main", "fine"))).layout.title.text == "Main is on course"


def test_dark_colours_differ() -> None:
    rows = _people(("Main", "act"))
    assert statuses_by_site(rows).data[0].marker.color == "#B3261E"
    assert statuses_by_site(rows, dark=True).data[0].marker.color == "#FF8A80"


def test_only_those_without_a_site_have_something_to_do() -> None:
    figure = statuses_by_site(_people((None, "act"), ("Main", "fine")))
    assert figure.layout.title.text == "Every site is on course; without a site: 1 to look at"
