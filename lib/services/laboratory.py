"""What the laboratory sets for itself: the share of people on course that it aims at."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain.errors import RefusedCommand
from lib.services.container import LabReady
from lib.store import laboratory

TARGET: Final = "on_course_target"
"""Name of the setting: whole percent of the people with a required credential who should be on course."""

KIND: Final = "setting"
"""Kind of the change that stores a setting."""


def target(app: LabReady, principal: Principal, *, known_on: date | None = None) -> int | None:
    """Return the share on course that the laboratory aims at, in percent; None until somebody has set one."""
    require(principal, "view")
    with app.store.reading() as cursor:
        found = laboratory.settings(cursor, known_on).get(TARGET)
    return None if found is None else int(found)


def set_target(app: LabReady, principal: Principal, percent: int | None, *, today: date) -> None:
    """Set the share on course to aim at, or take it away (None); who did it and when is kept.

    Raises :class:`RefusedCommand` for what is no whole percent from 1 to 100, and where it is what is set already.
    """
    require(principal, "edit")
    if percent is not None and not 1 <= percent <= 100:
        raise RefusedCommand(
            f"The target was not set: {percent} % is no share of people. Accepted: whole percent from 1 to 100.",
            code="invalid_target",
        )
    if percent == target(app, principal):
        said = "No target is set" if percent is None else f"{percent} % is the target already"
        raise RefusedCommand(f"Nothing was stored: {said}.", code="nothing_changes")
    note = "target for the share on course: " + ("taken away" if percent is None else f"{percent} %")
    with app.store.transaction(KIND, actor=principal.name, at=app.now(), on_date=today, note=note) as change:
        laboratory.save(change, TARGET, None if percent is None else str(percent))


def target_history(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return every target there was, newest first: the columns of ``laboratory.HISTORY``."""
    require(principal, "view")
    with app.store.reading() as cursor:
        return laboratory.history(cursor, TARGET)


def to_target(on_course: int, people: int, percent: int) -> int:
    """Return how many more people must be on course until their share of ``people`` is at least ``percent``."""
    return max(0, -(-people * percent // 100) - on_course)
