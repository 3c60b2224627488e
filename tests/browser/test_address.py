"""The address bar and the back button: a link brings the same view, and so does every step back or forward."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hands import narrow, open_first_row
from tests.browser.watching import Watched, served, watching

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def own_address(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the sample laboratory that nobody has visited before the first test of this module."""
    folder = tmp_path_factory.mktemp("own")
    shutil.copy(sample_store, folder / "labready.duckdb")
    with served(folder) as url:
        yield url


@pytest.fixture
def window(browser: Browser, own_address: str) -> Iterator[Watched]:
    with watching(browser, own_address) as seen:
        yield seen


def chosen(page: Page) -> list[str]:
    """What the filters show: the label of each with what is chosen in it."""
    return [" ".join(text.split()) for text in page.get_by_test_id("stMultiSelect").all_inner_texts()]


def statuses(shown: list[str]) -> str:
    """What the one filter of statuses shows."""
    (found,) = (text for text in shown if text.startswith("Status"))
    return found


def title(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def view(seen: Watched) -> tuple[str, str, list[str]]:
    """The address, the page and its filters, as they are when everything has come to rest."""
    seen.settle()
    return seen.page.url.removeprefix(seen.address), title(seen.page), chosen(seen.page)


def back(seen: Watched, to: str) -> None:
    seen.page.go_back()
    expect(seen.page).to_have_url(f"{seen.address}{to}")


def forward(seen: Watched, to: str) -> None:
    seen.page.go_forward()
    expect(seen.page).to_have_url(f"{seen.address}{to}")


def test_the_first_visit_of_a_new_server_may_be_a_link_to_a_page(window: Watched) -> None:
    window.visit("readiness?site=Main&as_of=2026-11-22")
    assert title(window.page) == "Readiness"
    assert chosen(window.page)[0] == "Site Main"
    expect(window.page.get_by_text("Page not found")).to_have_count(0)
    expect(window.page.get_by_role("dialog")).to_have_count(0)


def test_every_step_back_and_forward_brings_the_view_of_that_step(window: Watched) -> None:
    page = window.page
    window.visit()
    steps = [view(window)]
    window.go("Readiness")
    steps.append(view(window))
    narrow(window, "Site", "Main")
    steps.append(view(window))
    page.get_by_role("button", name=re.compile("watch")).first.click()
    page.wait_for_url(re.compile("status="))
    steps.append(view(window))
    open_first_row(window, "readiness-table")
    person = view(window)
    # One step, as every other: the address of the page that was left now names whom it led to.
    steps[-1] = (person[0].replace("/person?", "/readiness?"), "Readiness", person[2])
    steps.append(person)
    page.get_by_role("button", name=re.compile("Next")).click()
    page.wait_for_url(re.compile(f"^(?!.*{re.escape(person[0])}$)"))
    steps.append(view(window))
    window.go("Deadlines")
    steps.append(view(window))

    # A filter that a step had is chosen in that step; each step is another one than its neighbour.
    assert [step[2][0] for step in steps] == ["Site", "Site", *["Site Main"] * 5]
    assert statuses(steps[3][2]) == statuses(steps[5][2]) == "Status behind nothing on file to confirm"
    assert len({step[0] for step in steps}) == len(steps) == 7
    for step in reversed(steps[:-1]):
        back(window, step[0])
        assert view(window) == step
        last = page.get_by_role("link", name=re.compile("^Last opened"))
        expect(last).to_have_count(1 if step == steps[3] else 0)
    for step in steps[1:]:
        forward(window, step[0])
        assert view(window) == step
    # Steps back leave nothing behind that a choice made then would bring up again.
    back(window, steps[5][0])
    back(window, steps[4][0])
    page.get_by_role("button", name="Show everybody").click()
    page.wait_for_url(re.compile(r"^(?!.*site=)"))
    assert view(window)[2] == ["Site", "Department", "Credential", "Short in", "Status", "Employee ID"]


def test_a_copied_link_brings_the_same_view_in_another_window(window: Watched, browser: Browser) -> None:
    window.visit("readiness")
    narrow(window, "Department", "Chemistry")
    narrow(window, "Credential", "MLS")
    shown = view(window)
    with watching(browser, window.address) as other:
        other.visit(shown[0].removeprefix("/"))
        assert view(other) == shown
        told = re.compile(r"holdings? of [\d,]+ (person|people), worst first")
        assert other.page.get_by_text(told).inner_text() == window.page.get_by_text(told).inner_text()
        # The link with everything a manager may have set: the day, the day of knowledge, and what is no site.
        other.visit("deadlines?as_of=2026-06-30&dates=ends&site=Nowhere&department=Chemistry")
        assert chosen(other.page)[:2] == ["Site", "Department Chemistry"]
        expect(other.page.get_by_test_id("stDateInput").locator("input").first).to_have_value("2026-06-30")


def test_previous_and_next_stay_among_the_people_of_the_filter(window: Watched) -> None:
    page = window.page
    window.visit("person?site=Main&status=behind")
    seen = []
    for _ in range(3):
        assert "Not among those that the filters leave" not in page.inner_text("body")
        seen.append(view(window)[0])
        # By keyboard: the focus stays on the button, so that Enter goes through the people one by one.
        page.get_by_role("button", name=re.compile("Next")).focus()
        page.keyboard.press("Enter")
        page.wait_for_function("before => location.pathname + location.search !== before", arg=seen[-1])
        assert "site=Main&status=behind" in page.url
        expect(page.get_by_text(re.compile("^Employee ID .*Main"))).to_be_visible()
    assert len(set(seen)) == 3
    window.settle()
    page.get_by_role("button", name=re.compile("Previous")).click()
    expect(page).to_have_url(f"{window.address}{seen[2]}")


def test_what_one_window_stores_is_in_the_next_click_of_another(window: Watched, browser: Browser) -> None:
    page = window.page
    window.visit("readiness?site=Main")
    page.get_by_role("link", name=re.compile("^Open")).first.click()
    page.wait_for_url(re.compile("/person"))
    # The line of the card; the side bar has a field of that name.
    expect(page.get_by_text(re.compile(r"^Employee ID \d"))).to_be_visible(timeout=30_000)
    person = view(window)[0]
    back(window, "/readiness?site=Main")
    window.settle()
    with watching(browser, window.address) as other:
        other.visit(person.removeprefix("/").replace("person?", "change?edit.what=Person&", 1))
        other.page.get_by_role("textbox", name="Job title", exact=True).fill("Keeper of two windows")
        other.page.get_by_role("button", name="Store the correction").click()
        expect(other.page.get_by_text("Stored as change")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name=re.compile("^Open")).first.click()
    expect(page.get_by_text("Keeper of two windows")).to_be_visible(timeout=30_000)
    assert view(window)[0] == person


def test_search_and_order_come_with_a_link_and_the_back_button(window: Watched) -> None:
    page = window.page
    window.visit("readiness")
    find = page.get_by_role("textbox", name="Find")
    find.fill("mar")
    find.press("Enter")
    page.wait_for_url(re.compile("find=mar"))
    window.settle()
    found = page.get_by_text(re.compile(r"holdings? of [\d,]+ (person|people), ")).inner_text()
    assert ", worst first" in found
    page.get_by_role("button", name="Sort and columns").click()
    order = page.get_by_role("combobox", name="Sort by")
    order.fill("Declare by")
    page.get_by_role("option", name="Declare by", exact=True).click()
    page.wait_for_url(re.compile("sort=declare_by"))
    window.settle()
    told = page.get_by_text(re.compile("by declare by")).first
    expect(told).to_be_visible(timeout=30_000)
    page.keyboard.press("Escape")
    link = page.url.removeprefix(f"{window.address}/")
    # Back: the order goes, the search stays; one more: nobody is left out. A link brings both.
    page.go_back()
    expect(page.get_by_text(found, exact=True)).to_be_visible(timeout=30_000)
    page.go_back()
    expect(find).to_have_value("", timeout=30_000)
    window.visit(link)
    expect(page.get_by_text(found.replace("worst first", "by declare by"), exact=True)).to_be_visible(timeout=30_000)
    expect(find).to_have_value("mar")
