"""The program loads while the browser loads the page's own files: what the first page needs, and nothing else.

It takes as long as the browser does and runs beside it; the database is opened, and made where there is none. What only
other pages need is loaded where one of them is opened (tests/architecture/test_first_page.py).
"""

from __future__ import annotations

import importlib
import inspect
import logging
import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from types import ModuleType
from typing import Any, Final

from lib.domain.errors import LabReadyError
from lib.settings import read_settings

FIRST: Final = (
    "lib.ui.frame",
    "lib.ui.guard",
    "lib.ui.needs",
    "lib.ui.tiles",
    "lib.ui.helpful_hour",
    "lib.ui.last_visit",
    "lib.ui.reach",
    "lib.ui.welcome",
    "PIL.Image",
)
"""What the frame and the first page import; the last is what Streamlit reads the icon with."""

_NAME: Final = "labready-loading"
_loading: threading.Thread | None = None


@asynccontextmanager
async def beside_the_browser(_app: Any) -> AsyncIterator[None]:
    """Begin to load as soon as the server is up; it does not wait for the end."""
    global _loading
    _loading = threading.Thread(target=_prepare, name=_NAME, daemon=True)
    _loading.start()
    yield


def frame() -> ModuleType:
    """Return the frame around every page, once all is loaded that was begun.

    It waits, because two threads that import modules which need each other may get one that is half made.
    """
    if _loading is not None:
        _loading.join()
    return importlib.import_module("lib.ui.frame")


def _prepare() -> None:
    _load()
    _open()


def _open() -> None:
    """Open the database for the first page, which is told where it cannot be opened: it tries again and says why."""
    from lib.ui import cached

    # Streamlit says of a thread that is no page's that it is none; an operator can do nothing with that.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").addFilter(_of_others)
    with suppress(LabReadyError):
        cached.application(read_settings(os.environ))


def _of_others(record: logging.LogRecord) -> bool:
    return record.threadName != _NAME


def _load() -> None:
    for name in FIRST:
        importlib.import_module(name)
    # Streamlit looks at the stack before its first element; the files of all modules are looked up once for that.
    inspect.stack()
