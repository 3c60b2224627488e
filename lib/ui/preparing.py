"""The program loads while the browser loads the page's own files: what the first page needs, and nothing else.

First what any page needs, and the database, opened and made where there is none. Where nobody is in it, the first page
says how to begin and needs no more: it is painted, and then the rest is loaded while it is read. Where people are, the
rest follows at once. What only other pages need is loaded where one of them is opened
(tests/architecture/test_first_page.py).
"""

from __future__ import annotations

import importlib
import inspect
import logging
import os
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from time import sleep
from types import ModuleType
from typing import Any, Final

from lib.domain.errors import LabReadyError
from lib.settings import read_settings

FIRST: Final = (
    "lib.ui.frame",
    "lib.ui.guard",
    "lib.ui.welcome",
    "numpy",
    "PIL.Image",
)
"""What the frame and the first page of an empty database import; the last two are what Streamlit reads icons with."""

REST: Final = (
    "lib.services.container",
    "lib.ui.this_week",
)
"""What every other page imports, and what the first page of a laboratory does."""

PAINTING: Final = 1.0
"""Seconds that the browser has to paint the first page before the rest is loaded beside it."""

HAND_OVER: Final = 0.0005
"""Seconds after which this thread lets the server answer; Python's own are ten times as many, for each step of it."""

_NAME: Final = "labready-loading"
_LOADING: Final = threading.Lock()
"""Held while modules are imported: two threads that import modules which need each other may get one half made."""
_made: Final = threading.Event()
_whole: Final = threading.Event()
_loading: threading.Thread | None = None


@asynccontextmanager
async def beside_the_browser(_app: Any) -> AsyncIterator[None]:
    """Begin to load as soon as the server is up; it does not wait for the end."""
    global _loading
    _loading = threading.Thread(target=_prepare, name=_NAME, daemon=True)
    _loading.start()
    yield


def frame() -> ModuleType:
    """Return the frame around every page, once what was begun for it is loaded."""
    with _LOADING:
        _import(FIRST)
    return importlib.import_module("lib.ui.frame")


def everything() -> None:
    """Load what the pages need, put the application together on the database, or wait for whoever does.

    What is wrong with the database or the rules is left to the page, which asks again and says why.
    """
    if _whole.is_set():
        return
    from lib.ui import cached

    with _LOADING:
        _import(REST)
        with suppress(LabReadyError):
            cached.application(read_settings(os.environ))
        _whole.set()


def page_made() -> None:
    """Say that a page was made: what it did not need may be loaded now."""
    _made.set()


def _prepare() -> None:
    # Streamlit says of a thread that is no page's that it is none; an operator can do nothing with that.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").addFilter(_of_others)
    with _answering():
        _first()
        enough = first_page_is_enough()
    if enough:
        _made.wait()
        sleep(PAINTING)
    with _answering():
        everything()


@contextmanager
def _answering() -> Iterator[None]:
    """Have the interpreter handed over sooner inside the block: the browser's questions do not wait for this thread."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(HAND_OVER)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _first() -> None:
    with _LOADING:
        _import(FIRST)
    # Streamlit looks at the stack before its first element; the files of all modules are looked up once for that.
    inspect.stack()


def _import(names: tuple[str, ...]) -> None:
    for name in names:
        importlib.import_module(name)


def first_page_is_enough() -> bool:
    """Open the database for the first page; return whether that page needs no more: nobody is in it.

    Nor does it where the database cannot be opened: it tries again and says why. A laboratory's own rules are read for
    it: what is wrong with them is told on it, too.
    """
    from lib.services import opening
    from lib.ui import cached, identity

    with suppress(LabReadyError):
        settings = read_settings(os.environ)
        return settings.rules is None and not opening.anybody(cached.opened(settings), identity.principal())
    return True


def _of_others(record: logging.LogRecord) -> bool:
    return record.threadName != _NAME
