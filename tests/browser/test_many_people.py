"""The journeys of a manager with 5,000 people on a real server: no page fails, none asks another host for anything.

How long each step took is written beside the pictures, to tests/artefacts/many-people.txt, and for how long it worked
without a sign of it: words where it computes, or Streamlit's own at the top. Times are for a person to read on a quiet
machine, not judged here.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from lib.ui.navigation import HOME, PAGES
from tests.bench.material import laboratory
from tests.browser.watching import ARTEFACTS, served, watching

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(1500), pytest.mark.xdist_group("browser")]

PEOPLE = 5_000

SILENT = """() => {
    window.silent = 0;
    let since = null, title = '';
    setInterval(() => {
        const running = document.querySelector('[data-test-script-state="running"]');
        const says = document.querySelector(
            '[data-testid="stStatusWidget"], [data-testid="stSpinner"], [data-testid="stProgress"],'
            + '[data-testid="stSkeleton"]');
        if (!running || says) { since = null; return; }
        since ??= performance.now();
        window.silent = Math.max(window.silent, performance.now() - since);
    }, 50);
}"""
"""Remembers for how many milliseconds the page worked without a sign of it."""


@pytest.fixture(scope="session")
def many_people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a laboratory of 5,000 people, 6,000 holdings and 250,000 credits."""
    folder = tmp_path_factory.mktemp("many")
    shutil.move(laboratory(folder, PEOPLE), folder / "labready.duckdb")
    with served(folder) as url:
        yield url


def test_the_journeys_with_five_thousand_people(browser: Browser, many_people: str) -> None:
    took: list[str] = []
    ARTEFACTS.mkdir(exist_ok=True)
    written = ARTEFACTS / "many-people.txt"
    with watching(browser, many_people) as seen:
        page = seen.page
        # Training budget works out an exact plan for thousands, and says so for as long as it takes.
        seen.patience = 300_000

        def step(name: str, act: Callable[[], object]) -> None:
            """Do one thing, wait until it is done, keep how long it took and its picture."""
            started = time.monotonic()
            act()
            # What the act asks for is on its way to the server.
            page.wait_for_timeout(200)
            seen.settle()
            seconds = time.monotonic() - started
            took.append(f"{name}: {seconds:.1f} s, {page.evaluate('() => window.silent ?? 0'):.0f} ms without a sign")
            page.evaluate("() => { window.silent = 0; }")
            written.write_text("\n".join(took) + "\n", "utf-8")
            seen.picture(f"many-{name}")
            assert not page.get_by_test_id("stException").count(), name

        page.add_init_script(f"({SILENT})()")
        step("this-week", lambda: seen.visit("?as_of=2026-11-22"))
        expect(page.get_by_text("5,000 people")).to_be_visible()
        step("readiness", lambda: seen.go("Readiness"))
        step("tile", page.get_by_role("button", name=re.compile("watch")).first.click)
        page.wait_for_url(re.compile("status="))

        def site() -> None:
            page.get_by_role("combobox", name="Site").fill("Site 3")
            page.get_by_role("option", name="Site 3", exact=True).click()
            page.wait_for_url(re.compile("site=Site"))
            page.keyboard.press("Escape")

        step("filter", site)

        def row() -> None:
            table = page.locator(".st-key-readiness-table .dvn-scroller").first
            table.evaluate("element => element.scrollIntoView({block: 'center'})")
            seen.settle()
            box = table.bounding_box()
            assert box is not None
            page.mouse.click(box["x"] + 18, box["y"] + 52)
            expect(page.get_by_role("heading", name="Person", level=1)).to_be_visible(timeout=60_000)

        step("person", row)
        step("next-person", page.get_by_role("button", name=re.compile("Next")).click)
        before = page.url
        step("back", lambda: page.go_back())
        assert page.url != before
        step("change-a-record", page.get_by_role("link", name="Change a record").click)
        page.get_by_role("textbox", name="Activity title", exact=True).fill("Walked through with five thousand")
        page.get_by_role("textbox", name="Points", exact=True).fill("1")
        page.get_by_role("spinbutton", name="year, Completed on").click()
        page.keyboard.type("20261120")
        step("stored", page.get_by_role("button", name="Add the activity").click)
        expect(page.get_by_text("Stored as change")).to_be_visible(timeout=60_000)
        for entry in PAGES:
            if entry is not HOME:
                step(entry.url_path, lambda url=entry.url_path: seen.visit(f"{url}?as_of=2026-11-22"))  # type: ignore[misc]
                expect(page.get_by_role("heading", level=1).first).to_have_text(entry.title)
