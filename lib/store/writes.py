"""Everything that can be written: each one transaction, all or nothing, and one data version more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

import pandas as pd

from lib.domain.imports import ImportOutcome
from lib.store import batches, budget, enrolments, mappings, products, undoing
from lib.store.batches import Stored
from lib.store.decision_writes import DecisionWrites
from lib.store.reads import Reads
from lib.store.undoing import TakenBack


class Writes(DecisionWrites, Reads):
    """The writes of a store or a rehearsal; ``at`` is the moment by the clock, ``on_date`` the day it is made for."""

    def import_outcome(
        self,
        outcome: ImportOutcome,
        *,
        actor: str,
        at: datetime,
        on_date: date,
        remember: dict[str, dict[int, str]] | None = None,
        expected_version: int | None = None,
        go_on: Callable[[], None] = batches.on,
    ) -> Stored:
        """Store all that a file gives, in one transaction; what ``go_on`` raises between its steps takes it all back.

        ``remember`` maps a header fingerprint to the mapping a person chose. Raises ``StaleData`` where the data
        version is not the expected one or the outcome repeats stored credits: it was worked out against older data.
        """
        with self.transaction(
            "import", actor=actor, at=at, on_date=on_date, expected_version=expected_version
        ) as change:
            for fingerprint, mapping in (remember or {}).items():
                mappings.remember(change, fingerprint, outcome.file, mapping)
            return batches.store_outcome(change, outcome, go_on)

    def undo(self, batch: int, *, actor: str, at: datetime, on_date: date) -> TakenBack:
        """Take an import back whole; see :func:`undoing.undo` for when that is refused."""
        with self.transaction("undo", actor=actor, at=at, on_date=on_date) as change:
            return undoing.undo(change, batch)

    def save_products(
        self, frame: pd.DataFrame, *, actor: str, at: datetime, on_date: date, kind: str = "edit"
    ) -> None:
        """Make the catalogue exactly this frame, :data:`tables.PRODUCTS`."""
        with self.transaction(kind, actor=actor, at=at, on_date=on_date, note="catalogue") as change:
            products.save(change, frame)

    def rename_mapping(self, fingerprint: str, name: str, *, actor: str, at: datetime, on_date: date) -> None:
        """Give the mapping remembered for a header fingerprint another name."""
        with self.transaction("edit", actor=actor, at=at, on_date=on_date, note="header mapping renamed") as change:
            mappings.rename(change, fingerprint, name)

    def save_budget_rows(
        self, name: str, frame: pd.DataFrame, *, whole: bool, actor: str, at: datetime, on_date: date
    ) -> None:
        """Make these rows of a table of the training budget current; ``whole``: the table is exactly these."""
        with self.transaction("edit", actor=actor, at=at, on_date=on_date, note=name.replace("_", " ")) as change:
            budget.save(change, name, frame, whole=whole)

    def forget_mapping(self, fingerprint: str, *, actor: str, at: datetime, on_date: date) -> None:
        """Forget the mapping remembered for a header fingerprint."""
        with self.transaction("edit", actor=actor, at=at, on_date=on_date, note="header mapping deleted") as change:
            mappings.forget(change, fingerprint)

    def enrol(self, rows: pd.DataFrame, *, actor: str, at: datetime, on_date: date, note: str) -> int:
        """Make these enrolments (:data:`versioned.ENROLMENTS`) current; returns how many are new or changed."""
        with self.transaction("enrol", actor=actor, at=at, on_date=on_date, note=note) as change:
            return enrolments.enrol(change, rows)

    def end_enrolments(self, keys: pd.DataFrame, *, actor: str, at: datetime, on_date: date, note: str) -> None:
        """End the enrolments of these keys (``staff_id``, ``program``)."""
        with self.transaction("enrol", actor=actor, at=at, on_date=on_date, note=note) as change:
            enrolments.end_enrolments(change, keys)

    def mark_courses(
        self, program: str, titles: Sequence[tuple[str, str]], is_course: bool | None,
        *, actor: str, at: datetime, on_date: date,
    ) -> None:  # fmt: skip
        """Mark titles (key, as written) as courses of a program or as none; None takes the marks back."""
        words = {True: "courses", False: "no courses", None: "unmarked"}[is_course]
        note = f"{program}: {words}: {'; '.join(title for _, title in titles)}"
        with self.transaction("mark", actor=actor, at=at, on_date=on_date, note=note) as change:
            if is_course is None:
                enrolments.unmark(change, program, [key for key, _ in titles])
            else:
                enrolments.mark(change, program, titles, is_course=is_course)
