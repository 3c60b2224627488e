"""Decisions: what one would change, making it, the list of those made, and taking one back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import decisions as kinds
from lib.domain.errors import RefusedCommand
from lib.ingest.assigned import readings_without
from lib.services.container import LabReady
from lib.services.judging import judge
from lib.store.decisions import Decision

_HOLDING: Final = ["staff_id", "program", "credential"]
PERMISSION: Final[dict[str, str]] = {kinds.MATCH: "import", kinds.NOBODY: "import"}
"""Kind -> the permission that deciding asks for; every other kind asks for ``edit``."""


@dataclass(frozen=True)
class Proposal:
    """A decision prepared and checked, not yet made: one change, whatever number of rows it settles."""

    decided: tuple[Decision, ...]
    note: str


@dataclass(frozen=True)
class Moves:
    """Whom a decision moves: everybody whose credits it touches, judged before and after.

    ``newly_complete`` and ``no_longer_complete``: holdings as *Last, First (MLS)*; ``holdings``: every holding that
    comes out otherwise, with ``name``, ``credential``, ``status_before``, ``status_after``, ``missing_before``,
    ``missing_after`` (hundredths).
    """

    people: int
    newly_complete: tuple[str, ...]
    no_longer_complete: tuple[str, ...]
    holdings: pd.DataFrame

    def sentence(self) -> str:
        """Return the moves in a sentence."""
        if not self.people:
            return "It changes nobody's points."
        parts = []
        for names, one, many in (
            (self.newly_complete, "holding becomes complete", "holdings become complete"),
            (self.no_longer_complete, "holding is no longer complete", "holdings are no longer complete"),
        ):
            if names:
                shown = "; ".join(names[:5]) + (f"; and {len(names) - 5} more" if len(names) > 5 else "")
                parts.append(f"{len(names)} {one if len(names) == 1 else many}: {shown}")
        other = len(self.holdings) - len(self.newly_complete) - len(self.no_longer_complete)
        if other:
            parts.append(f"{other} {'other holding comes' if other == 1 else 'other holdings come'} out otherwise")
        told = ". ".join(parts) or "nobody becomes complete by it, and nobody stops being so"
        return f"It touches {self.people} {'person' if self.people == 1 else 'people'}: {told}."


def foresee(app: LabReady, principal: Principal, proposal: Proposal, *, today: date) -> Moves:
    """Return whom a decision would move; nothing is stored."""
    _require(principal, proposal.decided)

    def made(stage: LabReady) -> None:
        decide(stage, principal, proposal, today=today)

    return _rehearsed(app, principal, made, today)


def foresee_taking_back(app: LabReady, principal: Principal, kind: str, subjects: list[str], *, today: date) -> Moves:
    """Return whom taking decisions back would move; nothing is stored."""
    require(principal, PERMISSION.get(kind, "edit"))

    def undone(stage: LabReady) -> None:
        _take_back(stage, principal, kind, subjects, today)

    return _rehearsed(app, principal, undone, today)


def _rehearsed(app: LabReady, principal: Principal, change: Callable[[LabReady], None], today: date) -> Moves:
    """Return whom a change moves: it is made for a moment, and those whose rows it touches are judged on both sides."""
    with app.store.rehearsal(past=True) as stage:
        rehearsing = replace(app, store=stage)
        effective, owners, holdings = stage.effective(), stage.credit_owners(), stage.holdings()
        change(rehearsing)
        touched = {
            *stage.people_between(effective),
            *_differing(owners, stage.credit_owners()),
            *_differing(holdings, stage.holdings()),
        }
        after = _judged(rehearsing, principal, today, sorted(touched))
    return _moves(_judged(app, principal, today, sorted(touched)), after, len(touched))


def _differing(before: pd.DataFrame, after: pd.DataFrame) -> set[str]:
    """Return whose rows stand in one of two frames only."""
    rows = pd.concat([before, after], ignore_index=True)
    return set(rows.loc[~rows.duplicated(keep=False), "staff_id"])


def decide(app: LabReady, principal: Principal, proposal: Proposal, *, today: date) -> int:
    """Make a decision; returns how many of its parts are new or other than what was decided before."""
    _require(principal, proposal.decided)
    return app.store.decide(
        list(proposal.decided), actor=principal.name, at=app.now(), on_date=today, note=proposal.note
    )


def decisions_made(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return every decision, newest first, for people.

    Columns: kind, subject, what (the kind in words), about, answer, before (both in words), actor, at, on_date,
    in_force, taken_back_by, taken_back_on, change_id.
    """
    require(principal, "view")
    found = app.store.decisions()

    def worded(column: str) -> list[str]:
        pairs = zip(found["kind"], found[column], strict=True)
        return [kinds.answer_words(kind, None if pd.isna(answer) else answer) for kind, answer in pairs]

    return found.assign(
        what=found["kind"].map(kinds.KIND_WORDS),
        about=found["words"],
        answer=worded("answer"),
        before=worded("before"),
    )[
        [
            "kind", "subject", "what", "about", "answer", "before", "actor", "at", "on_date", "in_force",
            "taken_back_by", "taken_back_on", "change_id",
        ]
    ]  # fmt: skip


def take_back(app: LabReady, principal: Principal, kind: str, subjects: list[str], *, today: date) -> int:
    """Take decisions of one kind back: the answer before each is in force again; returns how many there were.

    Refused where none of them is in force any more.
    """
    require(principal, PERMISSION.get(kind, "edit"))
    found = _take_back(app, principal, kind, subjects, today)
    if not found:
        raise RefusedCommand(
            "Nothing was taken back: this decision is not in force any more. Somebody may have taken it back already.",
            code="not_in_force",
        )
    return found


def _take_back(app: LabReady, principal: Principal, kind: str, subjects: list[str], today: date) -> int:
    readings = None
    if kind == kinds.AREA:
        assigned = app.store.assigned_areas()
        readings = readings_without(app.store.area_texts(), assigned, set(subjects))
    return app.store.take_back(
        kind,
        subjects,
        actor=principal.name,
        at=app.now(),
        on_date=today,
        note=f"{kinds.KIND_WORDS[kind]}: {len(subjects)} taken back",
        readings=readings,
    )


def _require(principal: Principal, decided: tuple[Decision, ...]) -> None:
    for permission in sorted({PERMISSION.get(each.kind, "edit") for each in decided}):
        require(principal, permission)


def _judged(app: LabReady, principal: Principal, today: date, people: list[str]) -> pd.DataFrame:
    return judge(app, principal.scope, today, only=people).verdicts.frame


def _moves(before: pd.DataFrame, after: pd.DataFrame, people: int) -> Moves:
    kept = [*_HOLDING, "name", "status", "missing", "counted"]
    both = before[kept].merge(after[kept], on=_HOLDING, how="outer", suffixes=("_before", "_after"))
    both["name"] = both["name_after"].fillna(both["name_before"])
    status = both["status_before"].fillna("") != both["status_after"].fillna("")
    missing = both["missing_before"].fillna(-1) != both["missing_after"].fillna(-1)
    moved = both[status | missing].sort_values(["name", "credential", "program"], ignore_index=True)

    def named(rows: pd.Series) -> tuple[str, ...]:
        chosen = moved[rows.fillna(value=False).astype(bool)]
        return tuple(f"{name} ({code})" for name, code in zip(chosen["name"], chosen["credential"], strict=True))

    complete, was = moved["missing_after"] == 0, moved["missing_before"] == 0
    return Moves(
        people=people,
        newly_complete=named(complete & ~was.fillna(value=False)),
        no_longer_complete=named(was & ~complete.fillna(value=False)),
        holdings=moved[["name", *_HOLDING, "status_before", "status_after", "missing_before", "missing_after"]],
    )
