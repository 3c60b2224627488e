"""The five steps of the main job in a real browser on a real server with a database of its own.

Nothing may be asked of another host and nothing may be logged as an error. Screenshots at 1280 x 800 in both themes go
to tests/artefacts/ (not committed), to be looked at.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from playwright.sync_api import Download, expect

from tests.browser.hands import open_first_row
from tests.browser.watching import Watched

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.xdist_group("browser")]


def hospital_workbook() -> bytes:
    """One flat sheet as a hospital makes it: title rows, its own headings, a row that cannot be right."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["St. Example Hospital, laboratory education record"])
    sheet.append([])
    headings = "Emp #,Employee Name,Dept,Credential,Cycle End,Course,Date Completed,Contact Hours,Category"
    sheet.append(headings.split(","))
    person = ["900001", "Nowak, Ewa", "Chemistry", "MLS", "2027-06-30"]
    sheet.append([*person, "Ethics for laboratorians", "2026-03-14", 1, "Ethics"])
    sheet.append([*person, "Safety update", "2026-04-15", 1, "Safety"])
    sheet.append([*person, "No such day", "2026-02-31", 1, "Safety"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def opened(download: Download) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(Path(download.path()).read_bytes()))


def test_the_main_job(watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    # 1. The welcome page of an empty database.
    watched.visit()
    expect(page.get_by_text("Try the sample laboratory")).to_be_visible()
    expect(page.get_by_text("Upload your export")).to_be_visible()
    with page.expect_download() as template:
        page.get_by_role("button", name="Download the template").click()
    assert opened(template.value).sheetnames[:3] == ["Staff", "Credentials", "Credits"]
    watched.picture("1-welcome-light")
    page.get_by_role("button", name="Load the sample").click()
    expect(page.get_by_text("people need you")).to_be_visible(timeout=60_000)
    watched.settle()
    watched.picture("1-this-week-light")

    # 2. A workbook of one's own: what was read, what would change, stored on confirmation.
    watched.go("Import")
    file = tmp_path / "hospital.xlsx"
    file.write_bytes(hospital_workbook())
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("2 · What was read")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("3 rows read = 2 accepted + 0 duplicates + 0 skipped + 1 rejected")).to_be_visible()
    watched.settle()
    watched.picture("2-import-preview-light")
    page.get_by_role("button", name="Store 1 file").click()
    expect(page.get_by_text("is stored, import 2")).to_be_visible(timeout=60_000)
    with page.expect_download() as rejected:
        page.get_by_role("button", name="Download the rows to correct").click()
    cells = [cell.value for row in opened(rejected.value).worksheets[0] for cell in row]
    assert "No such day" in cells
    watched.settle()
    watched.picture("2-import-done-light")

    # 3. Readiness: a tile narrows, the address follows, a bar narrows too, a row opens the person.
    watched.go("Readiness")
    watched.picture("3-readiness-light")
    page.get_by_role("button", name=re.compile("watch")).click()
    watched.settle()
    assert "status=behind" in page.url
    narrowed = page.url
    page.get_by_role("button", name=re.compile("watch")).click()
    watched.settle()
    assert "status=" not in page.url
    # A part of a bar narrows to its kind of gap; the last kind is the rest, and the fifth holding lacks some.
    bar = page.locator(".st-key-readiness-behind .barlayer .trace").last.locator(".point path").nth(4)
    # Until the chart is drawn anew it may still be the narrowed one, whose fifth bar has no width to click.
    without_width = re.compile(r"^(M0,0Z|M([\d.]+),[\d.]+V[\d.]+H\2V)")
    expect(bar).not_to_have_attribute("d", without_width, timeout=30_000)
    bar.click(force=True)
    expect(page.get_by_role("button", name="short in rest")).to_be_visible(timeout=30_000)
    watched.settle()
    assert "area=rest" in page.url
    page.get_by_role("button", name="short in rest").click()
    expect(page.get_by_role("button", name="short in rest")).to_have_count(0, timeout=30_000)
    assert "area=" not in page.url
    watched.visit(narrowed.removeprefix(f"{watched.address}/"))
    expect(page.get_by_role("button", name=re.compile("watch"))).to_be_visible()
    assert "status=behind" in page.url
    open_first_row(watched, "readiness-table")
    watched.settle()
    assert "status=behind" in page.url
    expect(page.get_by_role("heading", name="Every activity")).to_be_visible()
    watched.picture("3-person-light")

    # 4. Training budget: the number first, beside the gaps.
    watched.go("Training budget")
    expect(page.get_by_role("heading", name=re.compile(r"^\$[\d,]+(\.\d\d)? completes \d+ people$"))).to_be_visible(
        timeout=60_000
    )
    watched.picture("4-budget-light")

    # 5. The report, from the page.
    watched.go("Readiness")
    # Names leave only after a review: how far the data reach, who is on the list, the manager's confirmation.
    page.get_by_text("Download this view: review before names leave the building").click()
    expect(page.get_by_role("button", name="Report (.xlsx)")).to_be_disabled(timeout=30_000)
    watched.settle()
    watched.picture("5-review-light")
    page.get_by_text("I have looked at how far our records reach").click()
    expect(page.get_by_role("button", name="Report (.xlsx)")).to_be_enabled(timeout=30_000)
    with page.expect_download(timeout=60_000) as report:
        page.get_by_role("button", name="Report (.xlsx)").click()
    book = opened(report.value)
    assert book.sheetnames == ["Summary", "Holdings", "Gaps by requirement", "Credits ledger", "How it was decided"]
    assert "Nowak, Ewa" in {row[1].value for row in book["Holdings"].iter_rows(min_row=2)}
