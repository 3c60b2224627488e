"""Getting about without a mouse, and by the address, on the sample laboratory."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.keys import narrow_and_open, tab_to
from tests.browser.watching import Watched

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.xdist_group("browser")]


def test_a_filter_and_a_person_by_keyboard_and_the_view_again(laboratory: Watched) -> None:
    page = laboratory.page
    laboratory.visit()
    laboratory.visit("readiness")
    narrowed = narrow_and_open(laboratory)

    # The address alone brings the view that was left.
    laboratory.visit(narrowed.removeprefix(f"{laboratory.address}/"))
    assert page.url == narrowed
    expect(page.get_by_role("button", name="Show everybody")).to_be_visible()


def test_from_the_first_page_to_a_stored_activity_and_a_report_by_keyboard(laboratory: Watched) -> None:
    page = laboratory.page
    laboratory.visit()
    expect(page.get_by_role("heading", name=re.compile(r"^\d+ (people need|person needs) you"))).to_be_visible()

    # The first of those who need somebody, then the form for their records.
    tab_to(page, r"^Open")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Person", level=1)).to_be_visible(timeout=30_000)
    laboratory.settle()
    tab_to(page, "^Change a record", at_most=120)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Change one record", level=1)).to_be_visible(timeout=30_000)
    laboratory.settle()
    for label, words in (("Activity title", "Ethics, typed"), ("year, Completed on", "20261120"), ("Points", "1")):
        tab_to(page, f"^{label}", at_most=120)
        page.keyboard.type(words)
    tab_to(page, "^Add the activity")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Stored as change")).to_be_visible(timeout=30_000)
    laboratory.settle()
    laboratory.picture("keyboard-stored")

    # The report of everybody, from the menu on.
    tab_to(page, "^Readiness$", at_most=120)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Readiness", level=1)).to_be_visible(timeout=30_000)
    laboratory.settle()
    # Names leave after a review alone.
    tab_to(page, "^keyboard_arrow_rightDownload this view", at_most=150)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Report (.xlsx)")).to_be_disabled(timeout=30_000)
    laboratory.settle()
    tab_to(page, "^3 · I have looked at how far our records reach", at_most=40)
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Report (.xlsx)")).to_be_enabled(timeout=30_000)
    laboratory.settle()
    tab_to(page, r"^Report \(\.xlsx\)", at_most=40)
    with page.expect_download(timeout=60_000) as report:
        page.keyboard.press("Enter")
    assert report.value.suggested_filename.endswith(".xlsx")
