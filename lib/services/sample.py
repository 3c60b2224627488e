"""The sample laboratory, its dates moved so that it looks the same on any day."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain.errors import RefusedCommand
from lib.domain.imports import ImportOptions, ImportOutcome, Known
from lib.ingest.pipeline import prepare
from lib.services.container import LabReady
from lib.services.uploads import Imported, known_to, limits

FOLDER: Final = Path(__file__).parents[2] / "sample_data"
WORKBOOK: Final = "laboratory.xlsx"
ANCHOR: Final = "anchor.json"
"""Holds ``as_of``: the day on which the sample looks as it is meant to, without its dates being moved."""

_Frames = TypeVar("_Frames", Known, ImportOutcome)


def load_sample(app: LabReady, principal: Principal, *, today: date) -> list[Imported]:
    """Import the sample laboratory with every date moved by the days from its own day to ``today``.

    Loaded a second time on the same day it changes nothing. Raises :class:`RefusedCommand` where the files are missing.
    """
    require(principal, "import")
    try:
        data = (FOLDER / WORKBOOK).read_bytes()
        anchor = date.fromisoformat(json.loads((FOLDER / ANCHOR).read_text(encoding="utf-8"))["as_of"])
    except OSError as error:
        raise RefusedCommand(
            f"The sample laboratory was not loaded: {error.filename} cannot be read. It comes with LabReady's source; "
            "get that file again, or upload your own export.",
            code="no_sample",
        ) from error
    days = (today - anchor).days
    known, version = known_to(app, app.store)
    outcome = prepare(WORKBOOK, data, _moved(known, -days), ImportOptions(), today=anchor, limits=limits(app))
    outcome = _moved(outcome, days)
    stored = app.store.import_outcome(
        outcome, actor=principal.name, at=app.now(), on_date=today, expected_version=version
    )
    return [Imported(WORKBOOK, stored.batch, outcome)]


def _moved(frames: _Frames, days: int) -> _Frames:
    """Return a copy with every date column of every frame moved by whole days."""
    changed: dict[str, Any] = {}
    for each in fields(frames):
        frame = getattr(frames, each.name)
        if isinstance(frame, pd.DataFrame):
            dates = frame.select_dtypes("datetime").columns
            changed[each.name] = frame.assign(**{name: frame[name] + pd.Timedelta(days=days) for name in dates})
    return replace(frames, **changed)
