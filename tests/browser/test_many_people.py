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
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lib.ui.navigation import BULK, DIRECTOR, HOME, MESSAGES, PAGES, SESSION, UPLOAD
from tests.bench.material import laboratory
from tests.browser.hands import click_mark, narrow, open_first_row
from tests.browser.keys import narrow_and_open
from tests.browser.watching import ARTEFACTS, Watched, served, watching

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


Step = Callable[[str, Callable[[], object]], None]
"""Does one thing under a name, waits until it is done, keeps how long it took and its picture."""


@contextmanager
def walking(browser: Browser, address: str, name: str) -> Iterator[tuple[Watched, Step]]:
    """A window whose steps are timed and written down, to a file of this name beside the pictures."""
    took: list[str] = []
    ARTEFACTS.mkdir(exist_ok=True)
    written = ARTEFACTS / f"{name}.txt"
    with watching(browser, address) as seen:
        page = seen.page
        # Training budget works out an exact plan for thousands, and says so for as long as it takes.
        seen.patience = 300_000

        def step(name: str, act: Callable[[], object]) -> None:
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
        yield seen, step


def test_the_journeys_with_five_thousand_people(browser: Browser, many_people: str) -> None:
    with walking(browser, many_people, "many-people") as (seen, step):
        page = seen.page
        step("this-week", lambda: seen.visit("?as_of=2026-11-22"))
        expect(page.get_by_text("5,000 people")).to_be_visible()
        step("readiness", lambda: seen.go("Readiness"))
        step("tile", page.get_by_role("button", name=re.compile("watch")).first.click)
        page.wait_for_url(re.compile("status="))

        step("filter", lambda: narrow(seen, "Site", "Site 3"))
        assert "site=Site" in page.url
        step("person", lambda: open_first_row(seen, "readiness-table"))
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


def test_a_filter_and_a_person_by_keyboard_with_five_thousand_people(browser: Browser, many_people: str) -> None:
    with walking(browser, many_people, "many-people-by-keyboard") as (seen, step):
        step("keyboard-readiness", lambda: seen.visit("readiness?as_of=2026-11-22"))
        step("keyboard-person", lambda: narrow_and_open(seen))


def test_the_work_with_five_thousand_people(browser: Browser, many_people: str) -> None:
    with walking(browser, many_people, "many-people-work") as (seen, step):
        page = seen.page

        # A part of a bar and a mark of the map narrow the page.
        seen.visit("readiness?as_of=2026-11-22")

        def bar() -> None:
            click_mark(seen, ".st-key-readiness-behind .barlayer .point path")
            page.wait_for_url(re.compile("area="), timeout=60_000)

        step("bar", bar)
        seen.visit("readiness?as_of=2026-11-22")
        step("map", page.get_by_text("People and areas: who lacks what").click)

        def mark() -> None:
            click_mark(seen, ".st-key-readiness-map-1 .scatterlayer .trace:first-child path.point")
            page.wait_for_url(re.compile("who="), timeout=60_000)

        step("map-mark", mark)

        # The director's review and its sheet.
        step("director", lambda: seen.visit(f"{DIRECTOR.url_path}?as_of=2026-11-22"))
        page.get_by_role("textbox", name="Reviewed by").fill("Dr. Walker")
        page.get_by_text("I have looked through the dates above").click()
        step("release", page.get_by_role("button", name="Release the list").click)

        def sheet() -> None:
            with page.expect_download(timeout=120_000) as printed:
                page.get_by_role("button", name="Print: one sheet").click()
            assert Path(printed.value.path()).read_bytes().startswith(b"%PDF")

        step("director-pdf", sheet)

        # One session for everybody of a department: 5,000 / 12 and one of the 8 left over, 417 people.
        step("session", lambda: seen.visit(f"{SESSION.url_path}?as_of=2026-11-22&department=Department%203"))
        step("attendees", page.get_by_role("button", name="Add all 417 of this view").click)
        page.get_by_role("textbox", name="Title", exact=True).fill("An hour for a department")
        step("session-details", page.get_by_role("button", name="Use these details").click)
        step("session-stored", page.get_by_role("button", name="Record it for 417 people").click)
        expect(page.get_by_text("recorded An hour for a department for 417 people")).to_be_visible(timeout=60_000)

        # A table from a mail, through the preview.
        step("import", lambda: seen.visit(f"{UPLOAD.url_path}?as_of=2026-11-22"))
        page.get_by_role("tab", name="Paste a table").click()
        page.get_by_role("textbox", name="Paste a table").fill(
            "Employee ID\tActivity Title\tProvider\tCompleted On\tPoints\n"
            "E000001\tPasted ethics hour\tASCP\t2026-11-20\t1\n"
            "E000002\tPasted ethics hour\tASCP\t2026-11-20\t1\n"
        )
        step("pasted", page.get_by_role("button", name="Read the table").click)

        def keep() -> None:
            # Read and compared with 250,000 credits beside the page, which says so and comes to rest meanwhile.
            page.get_by_role("button", name="Store 1 file").click(timeout=seen.patience)
            expect(page.get_by_text("is stored, import")).to_be_visible(timeout=120_000)

        step("pasted-stored", keep)

        # Many at once, from a pasted list.
        step("bulk", lambda: seen.visit(f"{BULK.url_path}?as_of=2026-11-22"))
        step(
            "bulk-source",
            page.get_by_role("button", name="A pasted list").or_(page.get_by_role("radio", name="A pasted list")).click,
        )
        page.get_by_role("textbox", name="One line each").fill(
            "E000003, PBT, 2029-06-30\nE000009, PBT, 2029-06-30\nE000015, PBT, 2029-06-30"
        )
        step("bulk-look", page.get_by_role("button", name="Show what this changes").click)
        step("bulk-stored", page.get_by_role("button", name="Store it for 3 holdings").click)
        expect(page.get_by_text("3 holdings renewed")).to_be_visible(timeout=60_000)

        # Messages, and the review of their list.
        step("messages", lambda: seen.visit(f"{MESSAGES.url_path}?as_of=2026-11-22"))
        step("messages-review", page.get_by_text("Download them all").click)
        page.get_by_text("I have looked at how far our records reach").click()

        def merge() -> None:
            with page.expect_download(timeout=120_000) as merged:
                page.get_by_role("button", name="Mail merge (.csv)").click()
            assert Path(merged.value.path()).read_text("utf-8-sig").count("our records show") > 1_000

        step("messages-csv", merge)
