"""What a hand does on these pages, where more than one test needs it: a row of a table, a filter, a mark of a chart."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.watching import Watched

MIDDLE = """marks => {
    const area = mark => { const box = mark.getBoundingClientRect(); return box.width > 6 && box.height > 6; };
    const mark = marks.find(area);
    mark.scrollIntoView({block: 'center'});
    const box = mark.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
}"""
"""The middle of the first mark that is large enough to be hit."""


def first_row(seen: Watched, table: str) -> None:
    """Select the first row of the table with this key: it is one canvas, its cells are no elements."""
    canvas = seen.page.locator(f".st-key-{table} .dvn-scroller").first
    canvas.evaluate("element => element.scrollIntoView({block: 'center'})")
    seen.settle()
    box = canvas.bounding_box()
    assert box is not None
    seen.page.mouse.click(box["x"] + 18, box["y"] + 52)


def open_first_row(seen: Watched, table: str) -> None:
    """Select the first row of a table of people, which opens the person."""
    first_row(seen, table)
    expect(seen.page.get_by_role("heading", name="Person", level=1)).to_be_visible(timeout=seen.patience)


def narrow(seen: Watched, label: str, option: str) -> None:
    """Choose one more option of a filter."""
    seen.page.get_by_role("combobox", name=label).fill(option)
    seen.page.get_by_role("option", name=option, exact=True).click()
    seen.page.keyboard.press("Escape")
    seen.settle()


def click_mark(seen: Watched, marks: str) -> None:
    """Click on the first mark of a chart, as a hand does: the marks lie under the chart's own layer for the mouse."""
    expect(seen.page.locator(marks).first).to_be_attached(timeout=seen.patience)
    x, y = seen.page.locator(marks).evaluate_all(MIDDLE)
    seen.page.mouse.click(x, y)
