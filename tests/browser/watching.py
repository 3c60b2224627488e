"""A server of its own for browser tests, and a page that remembers what it must not do."""

from __future__ import annotations

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
from importlib.resources import files
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

Theme = Literal["light", "dark"]

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data" / "laboratory.xlsx"
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
"""The scanner itself; the package is wanted for nothing else."""

OF_STREAMLIT = {
    # Streamlit 1.67: what is chosen in a segmented control is written in the primary colour on a tint of it, and a
    # primary button always in white. On a dark ground no primary colour reaches 4.5 : 1 in both: 3.6 and 4.5 here.
    r'^color-contrast: button\[data-selected="true"\].*foreground color: #3a7cab',
}
"""Faults (rule, element, what is wrong) that only Streamlit can mend, with the release they were seen in."""

ARTEFACTS = ROOT / "tests" / "artefacts"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Watched:
    """A page with what it must not do: requests to other hosts, errors in the console."""

    page: Page
    address: str
    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    patience: int = 60_000
    """Milliseconds until a page that has not come to rest is given up."""

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
        expect(self.page.get_by_text("not a primary-source verification").first).to_be_attached(timeout=self.patience)
        self.page.wait_for_function(
            "() => document.querySelector('[data-test-script-state=\"notRunning\"]')"
            " && !document.querySelector('[data-stale=\"true\"]')"
            " && !document.querySelector('[data-testid=\"stSkeleton\"]')",
            timeout=self.patience,
        )
        # The fade of what was stale and the drawing of charts have no event to wait for.
        self.page.wait_for_timeout(700)

    def theme(self, scheme: Theme) -> None:
        """Turn the theme as the operating system does; the run that follows within a second draws the charts anew."""
        self.page.emulate_media(color_scheme=scheme)
        self.page.wait_for_timeout(900)
        self.settle()

    def faults(self) -> list[str]:
        """What axe-core finds serious or critical, one line for each element, without what only Streamlit can mend."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate("() => axe.run({resultTypes: ['violations']})")
        lines = [
            f"{fault['id']}: {' '.join(str(part) for part in node['target'])} | {node['html'][:160]}"
            f" | {' '.join(node['failureSummary'].split())[:200]}"
            for fault in found["violations"]
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"]
        ]
        return [line for line in lines if not any(re.search(known, line) for known in OF_STREAMLIT)]

    def picture(self, name: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def served(folder: Path) -> Iterator[str]:
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


@contextmanager
def watching(browser: Browser, address: str, width: int = 1280) -> Iterator[Watched]:
    """A fresh session in a window of its own; at its end nothing may have gone elsewhere and nothing wrong."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="light")
    seen = Watched(context.new_page(), address)
    seen.page.on("request", seen.on_request)
    seen.page.on("console", seen.on_console)
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    try:
        yield seen
    finally:
        context.close()
    assert seen.elsewhere == []
    assert seen.errors == []
