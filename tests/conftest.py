"""What every test may use. Fixtures of one part of the tree stand beside its tests."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# The same commit is tried on the same examples everywhere, so that nobody's change is refused for what chance found in
# another's code. Chance searches with `make search`; what it finds becomes a test of its own.
settings.register_profile("quick", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=300, deadline=None, derandomize=True)
settings.register_profile("search", max_examples=300, deadline=None)
settings.load_profile("quick")

COLLECTED = pytest.StashKey[set[Path]]()
"""The files of which this run collected a test, those left out by a marker too."""


def pytest_itemcollected(item: pytest.Item) -> None:
    item.session.stash.setdefault(COLLECTED, set()).add(item.path)


CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
CHROMIUM_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The Chromium to drive; without one, skip with the reason, or fail where LABREADY_REQUIRE_BROWSER=1."""
    on_path = (shutil.which(name) for name in CHROMIUM_NAMES)
    in_place = (place for place in CHROMIUM_PLACES if Path(place).exists())
    for found in (*filter(None, on_path), *in_place):
        return Path(found)
    reason = "No Chromium was found on the PATH. Install Chromium or Chrome to run the browser tests."
    if os.environ.get("LABREADY_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{reason} They must run here: LABREADY_REQUIRE_BROWSER=1.")
    pytest.skip(reason)
