"""What a keyboard alone does on these pages, where more than one test needs it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watching import Watched

FOCUSED = """() => {
    const at = document.activeElement;
    return [at?.getAttribute('aria-label'), at?.textContent].filter(Boolean).join(' ');
}"""


def tab_to(page: Page, words: str, *, at_most: int = 60) -> None:
    """Press Tab until the element with these words, or its label, has the focus."""
    passed = []
    for _ in range(at_most):
        page.keyboard.press("Tab")
        at = str(page.evaluate(FOCUSED))
        if re.search(words, at):
            return
        passed.append(at[:40])
    pytest.fail(f"{words!r} is not reached by Tab; passed {passed}")


def narrow_and_open(seen: Watched) -> str:
    """Narrow Readiness to the first site and open the first of those who need somebody; return the narrowed address."""
    page = seen.page
    # A filter: opened, its first choice taken. Its help has a stop of its own before it.
    tab_to(page, "^Help for Site")
    tab_to(page, "^Site")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"[?&]site="))
    page.keyboard.press("Escape")
    seen.settle()
    narrowed = page.url

    # A person: the first of those who need somebody.
    tab_to(page, r"^Open")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Person", level=1)).to_be_visible(timeout=seen.patience)
    seen.settle()
    assert "site=" in page.url
    return narrowed
