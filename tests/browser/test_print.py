"""What the browser prints: the director's sheet on one page with the line to sign; charts no wider than the paper."""

from __future__ import annotations

import io
from typing import Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.watching import Watched

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.xdist_group("browser")]

SIGN = "Laboratory director: ___"
A4_WIDTH = 794
"""Pixels of the narrower of the two papers that are printed on: 210 mm at 96 to the inch."""


def printed(seen: Watched, paper: str) -> list[str]:
    """The text of each page that the browser prints, by the page's own wish for its direction."""
    data = seen.page.pdf(format=paper, prefer_css_page_size=False)
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def widest(seen: Watched, what: str) -> float:
    """How far to the right the elements of this kind reach, in pixels."""
    found: Any = seen.page.evaluate(
        "what => Math.max(0, ...[...document.querySelectorAll(what)].map(e => e.getBoundingClientRect().right"
        " - document.querySelector('[data-testid=\"stMainBlockContainer\"]').getBoundingClientRect().left))",
        what,
    )
    return float(found)


def test_the_directors_sheet_prints_on_one_page_with_the_line_to_sign(laboratory: Watched) -> None:
    page = laboratory.page
    laboratory.visit("director?as_of=2026-11-22")
    page.get_by_role("textbox", name="Reviewed by").fill("Dr. Test")
    page.get_by_text("I have looked through the dates above").click()
    page.get_by_role("button", name="Release the list").click()
    page.get_by_role("button", name="The sheet alone").click()
    expect(page.locator(".director-sheet")).to_be_visible(timeout=30_000)
    laboratory.settle()
    laboratory.picture("director-sheet-alone")
    for paper in ("A4", "Letter"):
        pages = printed(laboratory, paper)
        assert len(pages) == 1, paper
        assert SIGN in pages[0]
        assert "Reviewed by Dr. Test" in pages[0]
    # The address keeps the sheet, the back button the page; a window without the review gets neither.
    assert "print=sheet" in page.url
    page.go_back()
    expect(page.get_by_role("button", name="The sheet alone")).to_be_visible(timeout=30_000)
    laboratory.visit("director?as_of=2026-11-22&print=sheet")
    expect(page.get_by_text("Review before names leave the building")).to_be_visible(timeout=30_000)
    expect(page.locator(".director-sheet")).to_have_count(0)


@pytest.mark.parametrize("path", ["readiness", "person", "deadlines"])
def test_no_chart_is_wider_than_the_paper_in_the_view_for_printing(laboratory: Watched, path: str) -> None:
    page = laboratory.page
    laboratory.visit(f"{path}?as_of=2026-11-22")
    charts = ".stPlotlyChart .main-svg"
    assert page.locator(charts).count()
    page.get_by_role("button", name="View for printing").click()
    page.wait_for_url("**print=page*")
    laboratory.settle()
    expect(page.locator(charts).first).to_be_visible(timeout=30_000)
    assert 0 < widest(laboratory, charts) <= A4_WIDTH
    laboratory.picture(f"print-{path}")
    page.go_back()
    expect(page.get_by_role("button", name="View for printing")).to_be_visible(timeout=30_000)
    laboratory.settle()
