"""The program is loaded beside the browser, no page runs on half of it, and the first page waits for what it needs."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lib.domain.errors import DatabaseUnavailable
from lib.services import opening
from lib.services.container import SEED
from lib.settings import Settings, read_settings
from lib.store.opening import DatabaseFile
from lib.ui import cached, frame, preparing


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the database of the settings is; it is let go of after the test."""
    path = tmp_path / "new.duckdb"
    monkeypatch.setenv("LABREADY_DB", str(path))
    yield path
    cached.opened.clear()


def put_somebody_in(path: Path) -> None:
    file = DatabaseFile.open(path)
    file.root.execute("insert into staff (staff_id, added_by, added_on) values ('E1', 1, date '2026-11-22')")
    file.close()


def loads(monkeypatch: pytest.MonkeyPatch, *, anybody: bool) -> list[str]:
    """Replace what is done by its name in a list; return the list."""
    done: list[str] = []
    monkeypatch.setattr(preparing, "_loading", None)
    monkeypatch.setattr(preparing, "_made", threading.Event())
    monkeypatch.setattr(preparing, "sleep", lambda seconds: done.append("the browser paints"))
    monkeypatch.setattr(preparing, "_first", lambda: done.append("first"))
    monkeypatch.setattr(preparing, "first_page_is_enough", lambda: done.append("database") or not anybody)
    monkeypatch.setattr(preparing, "everything", lambda: done.append("rest"))
    return done


async def served() -> threading.Thread:
    """Start and give the thread that loads; the server does not wait for it."""
    async with preparing.beside_the_browser(None):
        assert preparing._loading is not None
        return preparing._loading


def test_without_a_server_the_frame_is_imported_at_once() -> None:
    assert preparing.frame() is frame


def test_where_people_are_all_is_loaded_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    done = loads(monkeypatch, anybody=True)

    asyncio.run(served()).join(10)

    assert done == ["first", "database", "rest"]


def test_where_nobody_is_the_rest_waits_until_the_first_page_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    done = loads(monkeypatch, anybody=False)

    loading = asyncio.run(served())
    loading.join(0.2)

    assert loading.is_alive()
    assert done == ["first", "database"]
    preparing.page_made()
    loading.join(10)
    assert done == ["first", "database", "the browser paints", "rest"]


def test_the_server_is_let_answer_while_it_loads_and_not_for_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    loads(monkeypatch, anybody=True)
    seen: list[float] = []
    for name in ("_first", "everything"):
        monkeypatch.setattr(preparing, name, lambda: seen.append(sys.getswitchinterval()))
    before = sys.getswitchinterval()

    asyncio.run(served()).join(10)

    assert seen == pytest.approx([preparing.HAND_OVER, preparing.HAND_OVER])
    assert sys.getswitchinterval() == before


def test_who_needs_what_is_being_loaded_waits_for_it(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed, begun, order = threading.Event(), threading.Event(), []

    def load(names: tuple[str, ...]) -> None:
        begun.set()
        allowed.wait(10)
        order.append(threading.current_thread().name)

    def ask() -> None:
        preparing.everything()
        order.append(threading.current_thread().name)

    monkeypatch.setattr(preparing, "_whole", threading.Event())
    monkeypatch.setattr(preparing, "_import", load)
    loading = threading.Thread(target=preparing.everything, name="loads")
    loading.start()
    begun.wait(10)
    asking = threading.Thread(target=ask, name="asks")
    asking.start()
    asking.join(0.2)
    assert order == []  # two threads that import what needs each other may get one half made
    allowed.set()
    loading.join(10)
    asking.join(10)

    assert order[0] == "loads"
    assert order[-1] == "asks"


def test_everything_named_is_loaded(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "_whole", threading.Event())
    preparing._first()
    preparing.everything()

    assert all(name in sys.modules for name in (*preparing.FIRST, *preparing.REST))


def test_the_database_is_open_before_the_first_page_asks_for_it(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Settings] = []
    real = cached.open_database

    def open_database(settings: Settings, **kind: Any) -> opening.Opened:
        opened.append(settings)
        return real(settings, **kind)

    monkeypatch.setattr(cached, "open_database", open_database)
    monkeypatch.setattr(preparing, "_whole", threading.Event())

    assert preparing.first_page_is_enough()
    preparing.everything()
    app = cached.application(read_settings(os.environ))

    assert [each.database for each in opened] == [database]
    assert app.store.has_change(SEED)


def test_somebody_in_the_database_is_seen(database: Path) -> None:
    put_somebody_in(database)

    assert not preparing.first_page_is_enough()


def test_own_rules_are_read_for_the_first_page(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABREADY_RULES", str(tmp_path))

    assert not preparing.first_page_is_enough()


def test_a_database_that_cannot_be_opened_is_left_to_the_page_to_tell(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.write_text("this is no database", "utf-8")
    monkeypatch.setattr(preparing, "_whole", threading.Event())

    assert preparing.first_page_is_enough()
    preparing.everything()

    with pytest.raises(DatabaseUnavailable, match="not a LabReady database"):
        cached.application(read_settings(os.environ))


def test_only_the_loading_thread_is_not_told_that_it_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    loads(monkeypatch, anybody=True)
    asyncio.run(served()).join(10)
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
