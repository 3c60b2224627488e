"""Every page of the menu in both themes: no fault that axe-core calls serious, no error, nothing asked elsewhere.

Pictures of the window and of the whole page go to tests/artefacts/, to be looked at.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from lib.ui.navigation import HOME, PAGES
from tests.browser.watching import Theme, Watched, watching

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600), pytest.mark.xdist_group("browser")]

WIDE = {"width": 1280, "height": 800}
WHOLE = {"width": 1280, "height": 2600}


def looked_at(seen: Watched, url_path: str, theme: Theme, *, empty: bool = False) -> list[str]:
    """The faults of the page as it is shown now, and its picture; the whole one in light. ``empty``: of nobody."""
    name = f"{'empty' if empty else 'page'}-{url_path}-{theme}"
    seen.picture(name)
    page = seen.page
    said = [f"{name}: {line}" for line in seen.faults()]
    for words in ("Page not found",) if empty else ("Page not found", "There is nobody on record yet"):
        if page.get_by_text(words).count():
            said.append(f"{name}: says {words!r}")
    for box in ("stException", "stErrorElementContent"):
        if page.get_by_test_id(box).count():
            said.append(f"{name}: an exception is on the page")
    if theme == "light" and not empty:
        page.set_viewport_size(WHOLE)
        seen.settle()
        seen.picture(f"whole-{url_path}-light")
        page.set_viewport_size(WIDE)
    return said


@pytest.mark.parametrize("database", ["laboratory_address", "address"])
def test_every_page_in_both_themes(browser: Browser, database: str, request: pytest.FixtureRequest) -> None:
    faults: list[str] = []
    empty = database == "address"
    with watching(browser, request.getfixturevalue(database)) as seen:
        # The first visit goes to the root: the very first of a server that opens below it is told "Page not found" by
        # Streamlit, which looks for pages in a folder of that name before it has run the menu.
        seen.visit()
        themes: list[Theme] = ["light", "dark"]
        for entry in PAGES:
            seen.visit("" if entry is HOME else entry.url_path)
            expect(seen.page.get_by_role("heading", level=1).first).to_be_visible()
            faults += looked_at(seen, entry.url_path, themes[0], empty=empty)
            seen.theme(themes[1])
            faults += looked_at(seen, entry.url_path, themes[1], empty=empty)
            themes.reverse()  # the next page begins in the theme that this one ends in
    assert faults == [], "\n".join(faults)
