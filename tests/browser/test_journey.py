"""The five steps of the main job in a real browser on a real server with a database of its own.

Nothing may be asked of another host and nothing may be logged as an error. Screenshots at 1280 x 800 in both themes go
to tests/artefacts/ (not committed), to be looked at.
"""

from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from playwright.sync_api import Browser, ConsoleMessage, Download, Page, Request, expect, sync_playwright

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data" / "laboratory.xlsx"
ARTEFACTS = ROOT / "tests" / "artefacts"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.xdist_group("browser")]


@dataclass
class Watched:
    """A page with what it must not do: requests to other hosts, errors in the console."""

    page: Page
    address: str
    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def on_request(self, request: Request) -> None:
        if not request.url.startswith((self.address, self.address.replace("http", "ws", 1), "data:", "blob:")):
            self.elsewhere.append(request.url)

    def on_console(self, message: ConsoleMessage) -> None:
        # Opened below the root, Streamlit's page first tries its addresses relative to the path: its own 404s.
        probing = "404" in message.text and "/_stcore/" in str(message.location)
        if message.type == "error" and not probing:
            self.errors.append(message.text)

    def visit(self, path: str = "") -> None:
        self.page.goto(f"{self.address}/{path}")
        self.settle()

    def go(self, title: str) -> None:
        """Follow the menu to a page."""
        self.page.get_by_test_id("stTopNavLink").filter(has_text=re.compile(f"^{title}$")).click()
        expect(self.page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=30_000)
        self.settle()

    def settle(self) -> None:
        """Wait until the run has ended and nothing on the page is stale."""
        expect(self.page.get_by_text("not a primary-source verification").first).to_be_attached(timeout=60_000)
        self.page.wait_for_function(
            "() => document.querySelector('[data-test-script-state=\"notRunning\"]')"
            " && !document.querySelector('[data-stale=\"true\"]')"
            " && !document.querySelector('[data-testid=\"stSkeleton\"]')",
            timeout=60_000,
        )
        # The fade of what was stale and the drawing of charts have no event to wait for.
        self.page.wait_for_timeout(700)

    def picture(self, name: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own with an empty database."""
    with _served(tmp_path_factory.mktemp("served")) as url:
        yield url


@pytest.fixture(scope="module")
def laboratory_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own with the sample laboratory, stored by the command line before the server takes the file."""
    folder = tmp_path_factory.mktemp("laboratory")
    command = [sys.executable, "-m", "lib", "--db", str(folder / "labready.duckdb"), "import", str(SAMPLE)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with _served(folder) as url:
        yield url


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    port = _free_port()
    environment = {**os.environ, "LABREADY_DB": str(folder / "labready.duckdb")}
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert server.poll() is None, "the server ended before it answered"
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    pytest.fail("the server did not answer within a minute")


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    """A fresh session; at its end nothing may have gone elsewhere and nothing may have gone wrong."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    seen = Watched(context.new_page(), address)
    seen.page.on("request", seen.on_request)
    seen.page.on("console", seen.on_console)
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    yield seen
    context.close()
    assert seen.elsewhere == []
    assert seen.errors == []


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
    expect(page.get_by_text("Needs you (")).to_be_visible(timeout=60_000)
    watched.settle()
    watched.picture("1-this-week-light")

    # 2. A workbook of one's own: what was read, what would change, stored on confirmation.
    watched.go("Import")
    file = tmp_path / "hospital.xlsx"
    file.write_bytes(hospital_workbook())
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("2 · What was read")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("3 rows read = 2 accepted + 0 known already + 0 skipped + 1 not accepted")).to_be_visible()
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

    # 3. Readiness: a tile narrows, the address follows, a row and a bar open the person.
    watched.go("Readiness")
    watched.picture("3-readiness-light")
    page.get_by_role("button", name=re.compile("watch")).click()
    watched.settle()
    assert "status=behind" in page.url
    narrowed = page.url
    page.get_by_role("button", name=re.compile("watch")).click()
    watched.settle()
    assert "status=" not in page.url
    # The fifth holding's bar of the last kind of gap; the first person would be the default and not in the address.
    bar = page.locator(".st-key-readiness-behind .barlayer .trace").last.locator(".point path").nth(4)
    # Until the chart is drawn anew it may still be the narrowed one, whose fifth bar has no width to click.
    without_width = re.compile(r"^M([\d.]+),[\d.]+V[\d.]+H\1V")
    expect(bar).not_to_have_attribute("d", without_width, timeout=30_000)
    bar.click(force=True)
    expect(page.get_by_role("heading", name="Person", level=1)).to_be_visible(timeout=30_000)
    watched.settle()
    assert "person=" in page.url
    expect(page.get_by_text("Every activity")).to_be_visible()
    watched.picture("3-person-light")
    watched.visit(narrowed.removeprefix(f"{watched.address}/"))
    expect(page.get_by_role("button", name=re.compile("watch"))).to_be_visible()
    assert "status=behind" in page.url
    table = page.locator(".st-key-readiness-table .dvn-scroller").first
    table.evaluate("element => element.scrollIntoView({block: 'center'})")
    watched.settle()
    box = table.bounding_box()
    assert box is not None
    # The box of the first row: the table is one canvas, its cells are no elements.
    page.mouse.click(box["x"] + 18, box["y"] + 52)
    expect(page.get_by_role("heading", name="Person", level=1)).to_be_visible(timeout=30_000)
    watched.settle()
    assert "status=behind" in page.url

    # 4. Training budget: the number first, beside the gaps.
    watched.go("Training budget")
    expect(page.get_by_role("heading", name=re.compile(r"^\$[\d,]+(\.\d\d)? completes \d+ people$"))).to_be_visible(
        timeout=60_000
    )
    watched.picture("4-budget-light")

    # 5. The report, from the page.
    watched.go("Readiness")
    with page.expect_download(timeout=60_000) as report:
        page.get_by_role("button", name="Download report").click()
    book = opened(report.value)
    assert book.sheetnames == ["Summary", "Holdings", "Gaps by requirement", "How it was decided"]
    assert "Nowak, Ewa" in {row[1].value for row in book["Holdings"].iter_rows(min_row=2)}


PAGES = {
    "this-week": "",
    "readiness": "readiness",
    "person": "person",
    "deadlines": "deadlines",
    "bench": "bench",
    "teams": "teams",
    "director": "director",
    "certificates": "certificates",
    "discrepancies": "discrepancies",
    "budget": "budget",
    "import": "import",
    "imports": "imports",
    "confirm": "confirm",
    "catalogue": "catalogue",
    "rules": "rules",
    "words": "words",
}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_in_both_themes(browser: Browser, laboratory_address: str, theme: Literal["light", "dark"]) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=theme)
    seen = Watched(context.new_page(), laboratory_address)
    seen.page.on("request", seen.on_request)
    seen.page.on("console", seen.on_console)
    # The first visit goes to the root: the very first of a server that opens below it is told "Page not found" by
    # Streamlit, which looks for pages in a folder of that name before it has run the menu.
    for name, path in {"": "", **PAGES}.items():
        seen.visit(path)
        if name:
            # The theme is known from the second run on.
            seen.picture(f"page-{name}-{theme}")
        expect(seen.page.get_by_text("Page not found")).to_have_count(0)
        expect(seen.page.get_by_text("There is nobody on record yet")).to_have_count(0)
    context.close()
    assert seen.elsewhere == []
    assert seen.errors == []
