"""What tests begin with, made once: a database is filled by the first test that asks, and each opens a copy of its own.

Storing a small workbook takes half a second, a copy of the closed file with it a thirtieth of that.
"""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from lib.access.policy import local_principal
from lib.services.container import LabReady, open_application
from lib.services.sample import load_sample
from lib.settings import Settings

TODAY = date(2026, 11, 22)
"""The day around which the sample laboratory is laid out."""
NOW = datetime(2026, 11, 22, 9, 30)

Filling = Callable[[LabReady], object]
"""A function of a module: what it stores is what each test that names it begins with."""


def nothing(app: LabReady) -> None:
    """Store nothing: the shipped catalogue is there, and nobody."""


def the_sample(app: LabReady) -> None:
    """Store the sample laboratory."""
    load_sample(app, local_principal(), today=TODAY)


@contextmanager
def beginning_with(
    filling: Filling, *, today: Callable[[], date] = lambda: TODAY, now: Callable[[], datetime] = lambda: NOW
) -> Iterator[LabReady]:
    """Open a database of one's own that holds what ``filling`` stores; it is gone at the end."""
    with TemporaryDirectory() as folder:
        own = copied(filling, Path(folder) / "labready.duckdb")
        with open_application(Settings(own), today=today, now=now) as app:
            yield app


def copied(filling: Filling, to: Path) -> Path:
    """Put a database that holds what ``filling`` stores where it is wanted."""
    shutil.copyfile(_filled(filling), to)
    return to


@cache
def _filled(filling: Filling) -> Path:
    """The database that is copied. Nobody opens it again, so no test sees what another one wrote."""
    path = _folder() / f"{filling.__module__}.{filling.__qualname__}.duckdb"
    with open_application(Settings(path), today=lambda: TODAY, now=lambda: NOW) as app:
        filling(app)
    assert not path.with_suffix(".duckdb.wal").exists(), "what was stored is not all in the file to be copied"
    return path


@cache
def _folder() -> Path:
    folder = Path(mkdtemp(prefix="labready-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
