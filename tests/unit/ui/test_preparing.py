"""The program is loaded beside the browser, and no page runs on half of it."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from lib.domain.errors import DatabaseUnavailable
from lib.services.container import SEED, LabReady
from lib.settings import Settings, read_settings
from lib.ui import cached, frame, preparing


def test_without_a_server_the_frame_is_imported_at_once() -> None:
    assert preparing.frame() is frame


def test_the_frame_is_given_when_all_is_loaded_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed, loaded = threading.Event(), []

    def load() -> None:
        allowed.wait(10)
        loaded.append("all")

    monkeypatch.setattr(preparing, "_load", load)
    monkeypatch.setattr(preparing, "_open", lambda: loaded.append("database"))
    monkeypatch.setattr(preparing, "_loading", None)

    async def served() -> None:
        async with preparing.beside_the_browser(None):
            assert loaded == []  # the server does not wait
            asker = threading.Thread(target=lambda: loaded.append(preparing.frame().__name__))
            asker.start()
            allowed.set()
            asker.join(10)

    asyncio.run(served())

    assert loaded == ["all", "database", "lib.ui.frame"]


def test_everything_named_is_loaded() -> None:
    preparing._load()

    assert all(name in sys.modules for name in preparing.FIRST)


def test_the_database_is_open_before_the_first_page_asks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABREADY_DB", str(tmp_path / "new.duckdb"))
    opened: list[Settings] = []
    real = cached.open_application

    def open_application(settings: Settings, **kind: Any) -> LabReady:
        opened.append(settings)
        return real(settings, **kind)

    monkeypatch.setattr(cached, "open_application", open_application)
    try:
        preparing._open()
        app = cached.application(read_settings(os.environ))

        assert len(opened) == 1
        assert app.store.has_change(SEED)
    finally:
        cached.application.clear()


def test_a_database_that_cannot_be_opened_is_left_to_the_page_to_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "text.duckdb").write_text("this is no database", "utf-8")
    monkeypatch.setenv("LABREADY_DB", str(tmp_path / "text.duckdb"))

    preparing._open()

    with pytest.raises(DatabaseUnavailable, match="not a LabReady database"):
        cached.application(read_settings(os.environ))


def test_only_the_loading_thread_is_not_told_that_it_is_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABREADY_DB", str(tmp_path / "labready.duckdb"))
    monkeypatch.setattr(cached, "application", lambda settings: None)
    preparing._open()
    logger = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    told: list[str] = []
    handler = logging.Handler()
    monkeypatch.setattr(handler, "emit", lambda record: told.append(record.getMessage()))
    monkeypatch.setattr(logger, "handlers", [handler])
    for name in (preparing._NAME, "another"):
        thread = threading.Thread(target=logger.warning, args=(f"{name} is no page",), name=name)
        thread.start()
        thread.join()
    assert told == ["another is no page"]
