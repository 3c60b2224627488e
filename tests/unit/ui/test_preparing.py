"""The program is loaded beside the browser, and no page runs on half of it."""

from __future__ import annotations

import asyncio
import sys
import threading

import pytest

from lib.ui import frame, preparing


def test_without_a_server_the_frame_is_imported_at_once() -> None:
    assert preparing.frame() is frame


def test_the_frame_is_given_when_all_is_loaded_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed, loaded = threading.Event(), []

    def load() -> None:
        allowed.wait(10)
        loaded.append("all")

    monkeypatch.setattr(preparing, "_load", load)
    monkeypatch.setattr(preparing, "_loading", None)

    async def served() -> None:
        async with preparing.beside_the_browser(None):
            assert loaded == []  # the server does not wait
            asker = threading.Thread(target=lambda: loaded.append(preparing.frame().__name__))
            asker.start()
            allowed.set()
            asker.join(10)

    asyncio.run(served())

    assert loaded == ["all", "lib.ui.frame"]


def test_everything_named_is_loaded() -> None:
    preparing._load()

    assert all(name in sys.modules for name in preparing.FIRST)
