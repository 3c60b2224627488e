"""Everything that can be decided: each one transaction, all or nothing, and one data version more."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime

from lib.domain import decisions as kinds
from lib.store import assignments, decisions, merged_people, waiting
from lib.store.decisions import Decision
from lib.store.versioned import Change


class DecisionWrites:
    """The decisions of a store or a rehearsal; ``at``: the moment by the clock, ``on_date``: the day it is made for."""

    def transaction(
        self,
        kind: str,
        *,
        actor: str,
        at: datetime,
        on_date: date,
        note: str | None = None,
        expected_version: int | None = None,
    ) -> AbstractContextManager[Change]:
        """Give a change to write with; all of it is stored at the end of the block, or nothing if the block raises."""
        raise NotImplementedError

    def decide(self, decided: list[Decision], *, actor: str, at: datetime, on_date: date, note: str) -> int:
        """Make decisions in one change; returns how many are new or different."""
        with self.transaction("decide", actor=actor, at=at, on_date=on_date, note=note) as change:
            written = decisions.decide(change, decided)
            for each in decided:
                if each.kind == kinds.MATCH:
                    waiting.match(change, each.subject, each.answer)
            if any(each.kind == kinds.MERGE for each in decided):
                merged_people.follow(change)
            return written

    def take_back(
        self,
        kind: str,
        subjects: list[str],
        *,
        actor: str,
        at: datetime,
        on_date: date,
        note: str,
        readings: dict[str, tuple[str, ...]] | None = None,
    ) -> int:
        """Take decisions of a kind back, so that all is as before them; returns how many there were.

        ``readings``: what area texts say without the manager's help (``words_key`` -> areas), to be stored for rows
        that were read with it.
        """
        with self.transaction("take back", actor=actor, at=at, on_date=on_date, note=note) as change:
            if kind == kinds.MATCH:
                for subject in subjects:
                    waiting.unmatch(change, subject)
            found = decisions.take_back(change, kind, subjects)
            assignments.read_again(change, readings or {})
            if kind == kinds.MERGE:
                merged_people.follow(change)
            return found
