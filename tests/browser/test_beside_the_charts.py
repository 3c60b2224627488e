"""What stands beside a chart: its table with its numbers, words that explain theirs, and no rows that are not there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.watching import Watched

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.xdist_group("browser")]

AS_OF = "as_of=2026-11-22"
"""The day around which the sample laboratory is laid out."""
ROW = 33
"""Pixels of a row of a table, and of its headings."""


def cells(place: Page | Locator, named: str) -> list[list[str]]:
    """The rows of the table of this name as a screen reader gets them, headings first: what is seen is one canvas."""
    rows = place.get_by_role("region", name=named).locator("table[role=grid] tr")
    expect(rows.nth(1)).to_be_attached()
    found: list[list[str]] = rows.evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('th,td')].map(cell => cell.textContent.trim()))"
    )
    return found


def test_both_numbers_of_those_who_lack_ethics_are_explained_where_they_stand(laboratory: Watched) -> None:
    laboratory.visit(f"?{AS_OF}")
    # 19 lack ethics: 18 who can still earn it, and Travis Simmons, whose cycle ended on 20 September.
    expect(
        laboratory.page.get_by_text(re.compile(r"ethics is what most people behind lack:\W+19 of 36"))
    ).to_be_visible()
    told = laboratory.page.get_by_text(re.compile("^19 people lack ethics, 1 of them in an ended cycle: "))
    expect(told).to_have_text(re.compile("one in-house hour closes it for the other 18$"))
    laboratory.picture("beside-this-week")
    laboratory.visit(f"readiness?{AS_OF}")
    expect(
        laboratory.page.get_by_text(re.compile(r"ethics is what most people behind lack:\W+19 of 36"))
    ).to_be_visible()
    expect(told).to_be_visible()
    kinds = cells(laboratory.page, "Points missing and people who lack them, by kind of points")
    assert ["Ethics", "19"] in [row[:2] for row in kinds], kinds


def test_no_table_of_the_deadlines_shows_rows_that_are_not_there(laboratory: Watched) -> None:
    for who in ("credential=MLS&department=Chemistry", "credential=SBB", "who=005614"):
        laboratory.visit(f"deadlines?{AS_OF}&{who}")
        tables = laboratory.page.get_by_test_id("stDataFrame")
        # Travis Simmons has no date ahead: words, and no empty table.
        assert tables.count() == (0 if who == "who=005614" else 2), who
        for table in tables.all():
            rows = int(table.locator("table[role=grid]").get_attribute("aria-rowcount") or 0)
            box = table.bounding_box()
            assert box is not None
            assert box["height"] <= rows * ROW + 6, (who, rows, box)
    laboratory.picture("beside-nothing-ahead")


@pytest.mark.parametrize("wide", [True, False])
def test_the_bars_and_the_line_of_a_card_have_their_tables(laboratory: Watched, wide: bool) -> None:
    page = laboratory.page
    # Travis Simmons has one credential: the table is beside the bars. Who has two has less room: it opens under them.
    laboratory.visit(f"person?{AS_OF}&person=005614")
    if not wide:
        page.get_by_role("combobox", name="Person").fill("Okafor")
        page.get_by_role("option", name=re.compile("Okafor")).first.click()
        laboratory.settle()
    card = page.locator("[class*='st-key-person-holding-']").first
    if not wide and card.get_by_text("The numbers of these bars").count():
        card.get_by_text("The numbers of these bars").click()
    card.get_by_text("The days of this line").click()
    laboratory.settle()
    asked = cells(card, "Each requirement with the points counted, asked and missing")
    assert asked[0] == ["Requirement", "Counted", "Asked", "Missing"]
    # Each bar is named with its own numbers: "Medical ethics  0 / 1".
    bars = card.locator("[class*='st-key-person-requirements-'] .yaxislayer-above text").all_text_contents()
    drawn = [re.sub(r"\s+", " ", text) for text in bars]
    assert drawn == [f"{name} {counted} / {of}" for name, counted, of, _ in asked[1:]]
    days = cells(card, "The days of the filing line of")
    assert {"Cycle begins", "Filing opens", "File by", "Cycle ends", "As of"} <= {row[1] for row in days[1:]}
    laboratory.picture(f"beside-card-{'wide' if wide else 'narrow'}")


def test_the_words_of_a_chart_turn_with_the_theme(laboratory: Watched) -> None:
    """Black or nearly so on the light ground, white or nearly so on the dark one, without a click."""
    laboratory.visit()
    laboratory.visit("teams")
    words = laboratory.page.locator(".js-plotly-plot .ytick text").first
    expect(words).to_have_css("fill", "rgb(27, 39, 51)")
    laboratory.theme("dark")
    expect(words).to_have_css("fill", "rgb(230, 234, 238)")
    laboratory.theme("light")
    expect(words).to_have_css("fill", "rgb(27, 39, 51)")
