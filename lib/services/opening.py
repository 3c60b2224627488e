"""The database opened first, and the application around it once a page asks for more than whether anybody is in it.

A new user's first page says how to begin. It is painted before the packages are loaded that frames, rules and verdicts
need (tests/architecture/test_first_page.py); what is wrong with the database is told on it all the same.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from lib.access.policy import require
from lib.access.principal import Principal
from lib.settings import Settings
from lib.store.opening import DatabaseFile

if TYPE_CHECKING:
    from lib.services.container import LabReady


class Opened:
    """A database that is open; it owns the file. Safe to ask from several threads."""

    def __init__(self, file: DatabaseFile, settings: Settings, today: Callable[[], date]) -> None:
        self.file = file
        self.settings = settings
        self._today = today
        self._making = threading.Lock()
        self._made: LabReady | None = None

    def application(self) -> LabReady:
        """Return the one application on this database, put together where it is asked for first.

        Raises ``RuleFileError`` as :func:`lib.services.container.open_application`; the next call tries again.
        """
        from lib.services.container import application_on

        with self._making:
            if self._made is None:
                self._made = application_on(self.file, self.settings, today=self._today)
            return self._made

    def close(self) -> None:
        """Let go of the database file."""
        self.file.close()


def open_database(settings: Settings, *, today: Callable[[], date]) -> Opened:
    """Open the database, made where there is none.

    Raises ``DatabaseUnavailable`` as :func:`lib.services.container.open_application`.
    """
    return Opened(DatabaseFile.open(settings.database), settings, today)


def anybody(opened: Opened, principal: Principal) -> bool:
    """Return whether anybody was ever stored; where not, there is nothing to judge."""
    require(principal, "view")
    return opened.file.anybody()
