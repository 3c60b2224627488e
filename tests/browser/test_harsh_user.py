"""A user who trusts nothing: back after every click, the same thing stored in two windows, every page of nobody."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lib.ui.navigation import HOME, PAGES, SESSION
from tests.browser.hands import open_first_row
from tests.browser.watching import Watched, served, watching

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600), pytest.mark.xdist_group("browser")]

AS_OF = "as_of=2026-11-22"
"""The day around which the sample laboratory is laid out."""


@pytest.fixture(scope="module")
def own_address(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the sample laboratory that may be written to."""
    folder = tmp_path_factory.mktemp("harsh")
    shutil.copy(sample_store, folder / "labready.duckdb")
    with served(folder) as url:
        yield url


@pytest.mark.parametrize(("page", "table"), [("readiness", "readiness-table"), ("deadlines", "deadlines-table")])
def test_one_step_back_from_a_person_is_the_page_they_were_opened_on(
    laboratory: Watched, page: str, table: str
) -> None:
    laboratory.visit(f"?{AS_OF}")
    laboratory.visit(f"{page}?{AS_OF}&site=Main")
    title = laboratory.page.get_by_role("heading", level=1).inner_text()
    steps = laboratory.page.evaluate("() => history.length")
    open_first_row(laboratory, table)
    laboratory.settle()
    assert laboratory.page.evaluate("() => history.length") == steps + 1
    laboratory.page.go_back()
    expect(laboratory.page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=60_000)
    laboratory.settle()
    # The row is not selected any more: nothing leads away again.
    assert f"/{page}?" in laboratory.page.url
    laboratory.page.go_back()
    expect(laboratory.page.get_by_role("heading", name=HOME.title, level=1)).to_be_visible(timeout=60_000)


def test_a_session_recorded_in_two_windows_is_there_once_and_the_second_is_told(
    browser: Browser, own_address: str
) -> None:
    def filled(seen: Watched) -> None:
        page = seen.page
        seen.visit(f"{SESSION.url_path}?{AS_OF}&site=Main&department=Chemistry")
        page.get_by_role("button", name=re.compile("^Add all")).click()
        seen.settle()
        page.get_by_role("textbox", name="Title", exact=True).fill("Told twice")
        page.get_by_role("button", name="Use these details").click()
        expect(page.get_by_role("button", name=re.compile("^Record it for"))).to_be_visible(timeout=60_000)
        seen.settle()

    with watching(browser, own_address) as one, watching(browser, own_address) as other:
        filled(one)
        filled(other)
        one.page.get_by_role("button", name=re.compile("^Record it for")).click()
        expect(one.page.get_by_text("recorded Told twice for")).to_be_visible(timeout=60_000)
        other.page.get_by_role("button", name=re.compile("^Record it for")).click()
        told = other.page.get_by_text("everybody who is listed has this activity already").first
        expect(told).to_be_visible(timeout=60_000)
        other.picture("harsh-told-twice")


def test_every_page_of_nobody_leads_somewhere_and_back(watched: Watched) -> None:
    page = watched.page
    watched.visit()
    for entry in PAGES:
        if entry is HOME:
            continue
        watched.visit(entry.url_path)
        begin = page.get_by_role("link", name="Begin on “This week”")
        if not begin.count():
            # What stands there without anybody: rules, prices, words, and the ways to bring data in.
            assert page.get_by_test_id("stMain").inner_text().strip(), entry.url_path
            continue
        here = page.url
        begin.first.click()
        expect(page.get_by_role("heading", name=HOME.title, level=1)).to_be_visible(timeout=60_000)
        watched.settle()
        page.go_back()
        expect(page).to_have_url(here)
        expect(page.get_by_role("heading", name=entry.title, level=1)).to_be_visible(timeout=60_000)
        watched.settle()
