"""What storing files would change: stored one after the other for a moment, judged, and thrown away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from lib.access.principal import Principal
from lib.domain import tables
from lib.domain.imports import ImportOutcome
from lib.services.container import LabReady
from lib.services.differences import DIFFERENCES, differences
from lib.services.judging import judge
from lib.services.uploads import Changes, Preview
from lib.store.database import Rehearsal

_HOLDING = ["staff_id", "program", "credential"]


class Stage:
    """A rehearsal in progress: files are stored in it in turn, each compared with the state before it."""

    def __init__(self, app: LabReady, rehearsal: Rehearsal, principal: Principal, today: date) -> None:
        self.rehearsal = rehearsal
        self._app = replace(app, store=rehearsal)
        self._principal = principal
        self._today = today
        self._stored = 0
        self._verdicts: pd.DataFrame | None = None

    def stored(self, file: Preview) -> Preview:
        """Store a file in the rehearsal and return it with its place and what it changed."""
        if file.refused is not None or file.outcome is None:
            return file
        changes = self._changes(file.outcome)
        placed = replace(file, changes=changes, place=self._stored, version=None if self._stored else file.version)
        self._stored += 1
        return placed

    def _changes(self, outcome: ImportOutcome) -> Changes:
        before = self._judged() if len(outcome.credits) else None
        people, holdings = self.rehearsal.staff(), self.rehearsal.holdings()
        done = self.rehearsal.import_outcome(
            outcome, actor=self._principal.name, at=self._app.now(), on_date=self._today
        )
        self._verdicts = None
        keyed = done.new_staff + done.changed_staff + done.new_holdings + done.changed_holdings
        staff = self.rehearsal.staff() if keyed else people
        held = self.rehearsal.holdings() if keyed else holdings
        return Changes(
            new_staff=done.new_staff,
            changed_staff=done.changed_staff,
            new_holdings=done.new_holdings,
            changed_holdings=done.changed_holdings,
            new_credits=done.new_credits,
            duplicates=done.duplicates,
            new_products=done.new_products,
            changed_products=done.changed_products,
            newly_complete=() if before is None else _newly_complete(before, self._judged()),
            details=differences((people, staff), (holdings, held)) if keyed else tables.empty(DIFFERENCES),
        )

    def _judged(self) -> pd.DataFrame:
        if self._verdicts is None:
            self._verdicts = judge(self._app, self._principal.scope, self._today).verdicts.frame
        return self._verdicts


def _newly_complete(before: pd.DataFrame, after: pd.DataFrame) -> tuple[str, ...]:
    """Return who lacked something and lacks nothing any more, each holding as *Last, First (MLS)*."""
    lacked = before.loc[(before["missing"] > 0).fillna(value=False), _HOLDING]
    complete = after.loc[(after["missing"] == 0).fillna(value=False), [*_HOLDING, "name"]]
    found = complete.merge(lacked, on=_HOLDING).sort_values(["name", "credential"])
    return tuple(f"{name} ({credential})" for name, credential in zip(found["name"], found["credential"], strict=True))
