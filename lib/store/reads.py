"""Everything that can be read from the store, with the scope of who asks, as known now or on a past day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, TypeVar

import pandas as pd

from lib.access.principal import Scope
from lib.domain.imports import ImportOutcome
from lib.domain.supplied import Credited
from lib.store import (
    assignments,
    batches,
    budget,
    credits,
    enrolments,
    mappings,
    merging,
    people,
    products,
    supply_rows,
    undoing,
    waiting,
)
from lib.store.credits import Reach
from lib.store.decision_reads import DecisionReads, data_version
from lib.store.frames import value

EVERYBODY: Final = Scope()
Answer = TypeVar("Answer")


class Reads(DecisionReads):
    """The reads of a store, of one moment of it, or of a rehearsal; each says how it comes to a cursor."""

    def data_version(self) -> int:
        """Return the number that every write transaction bumps: the key of every cache."""
        with self.reading() as cursor:
            return data_version(cursor)

    def staff(
        self, scope: Scope = EVERYBODY, known_on: date | None = None, staff_id: str | None = None
    ) -> pd.DataFrame:
        """Return the staff members in scope (or the one of this ID), :data:`tables.STAFF`, by ``staff_id``."""
        with self.reading() as cursor:
            return people.staff(cursor, scope, known_on, staff_id)

    def staff_to_read(self) -> pd.DataFrame:
        """Return the staff as a reader of files needs it, :func:`people.staff_to_read`."""
        with self.reading() as cursor:
            return people.staff_to_read(cursor)

    def holdings(
        self, scope: Scope = EVERYBODY, known_on: date | None = None, staff_id: str | None = None
    ) -> pd.DataFrame:
        """Return the holdings in scope (or one person's), :data:`tables.HOLDINGS`, by person, program, credential."""
        with self.reading() as cursor:
            return people.holdings(cursor, scope, known_on, staff_id)

    def past_cycles(
        self, staff_id: str | None = None, scope: Scope = EVERYBODY, known_on: date | None = None
    ) -> pd.DataFrame:
        """Return earlier cycles (:data:`versioned.PAST_CYCLES`) of one person, or of everybody in scope."""
        with self.reading() as cursor:
            return people.past_cycles(cursor, staff_id, scope, known_on)

    def memberships(self, scope: Scope = EVERYBODY, known_on: date | None = None) -> pd.DataFrame:
        """Return the memberships in scope, :data:`tables.MEMBERSHIPS`, by person and provider."""
        with self.reading() as cursor:
            return people.memberships(cursor, scope, known_on)

    def budget_rows(self, name: str, known_on: date | None = None) -> pd.DataFrame:
        """Return a table of the training budget (:data:`lib.domain.budget_tables.BUDGET_TABLES`), by its key."""
        with self.reading() as cursor:
            return budget.rows(cursor, name, known_on)

    def credits_of_ordered(self, scope: Scope, as_of: date) -> pd.DataFrame:
        """Return the credits of those for whom something was ordered: person, title key, provider, day."""
        with self.reading() as cursor:
            return budget.credits_of_ordered(cursor, scope, as_of)

    def last_completed(self, titles: pd.DataFrame, as_of: date) -> pd.DataFrame:
        """Return the last day on which anybody completed each title key of ``titles``."""
        with self.reading() as cursor:
            return budget.last_completed(cursor, titles, as_of)

    def budget_versions(self, name: str) -> pd.DataFrame:
        """Return every version of every row of a budget table, newest first for each row."""
        with self.reading() as cursor:
            return budget.versions(cursor, name)

    def price_history(self) -> pd.DataFrame:
        """Return every price that a product ever had, newest first."""
        with self.reading() as cursor:
            return budget.price_history(cursor)

    def scenario_history(self) -> pd.DataFrame:
        """Return every version of every scenario of the training budget, newest first."""
        with self.reading() as cursor:
            return budget.scenario_history(cursor)

    def products(self) -> pd.DataFrame:
        """Return the catalogue, :data:`tables.PRODUCTS`, by ``product_id``."""
        with self.reading() as cursor:
            return products.products(cursor)

    def credits_of(self, staff_id: str, scope: Scope = EVERYBODY, known_on: date | None = None) -> pd.DataFrame:
        """Return one person's accepted credits, :data:`credits.CREDITS_OF`, with the effective eligibility."""
        with self.reading() as cursor:
            return credits.credits_of(cursor, self.asked.table(cursor, known_on), staff_id, scope, known_on)

    def credits_in(
        self, staff_ids: Sequence[str] | None = None, scope: Scope = EVERYBODY, known_on: date | None = None
    ) -> pd.DataFrame:
        """Return the accepted credits of these people or of everybody in scope, as :meth:`credits_of`."""
        with self.reading() as cursor:
            return credits.credits_in(cursor, self.asked.table(cursor, known_on), staff_ids, scope, known_on)

    def credit_keys(self, staff_ids: Sequence[str] | None = None) -> pd.DataFrame:
        """Return what makes a credit a duplicate, :data:`credits.CREDIT_KEYS`, of these people or of everybody."""
        with self.reading() as cursor:
            return credits.credit_keys(cursor, staff_ids)

    def supply(self, windows: pd.DataFrame, scope: Scope, as_of: date, known_on: date | None = None) -> pd.DataFrame:
        """Return the points in each window (:data:`credits.WINDOWS`), summed as :data:`credits.SUPPLY`."""
        with self.reading() as cursor:
            return credits.supply(cursor, self.asked.table(cursor, known_on), windows, scope, as_of, known_on)

    def begun(self, ask: Callable[[], Answer]) -> Callable[[], Answer]:
        """Return what gives the answer of a read of this store; where reads can go on side by side it is under way."""
        return ask

    def credited(self, windows: pd.DataFrame, scope: Scope, as_of: date, known_on: date | None = None) -> Credited:
        """Return the credits in each window, not summed, and the facts beside, :func:`supply_rows.credited`."""
        with self.reading() as cursor:
            asked = self.asked.table(cursor, known_on)
            return supply_rows.credited(cursor, asked, windows, scope, as_of, known_on)

    def facts(
        self, scope: Scope, as_of: date, known_on: date | None = None, staff_id: str | None = None
    ) -> pd.DataFrame:
        """Return each person's accepted credits up to ``as_of`` and the last one's day, :data:`credits.FACTS`."""
        with self.reading() as cursor:
            return credits.facts(cursor, scope, as_of, known_on, staff_id)

    def titles_in(self, windows: pd.DataFrame, scope: Scope, as_of: date) -> pd.DataFrame:
        """Return the titles a person has a credit of in one of their windows: ``staff_id``, ``title_key``."""
        with self.reading() as cursor:
            return credits.titles_in(cursor, windows, scope, as_of)

    def reach(self, scope: Scope, as_of: date, known_on: date | None = None) -> Reach:
        """Return how far the data reach up to ``as_of``, by source."""
        with self.reading() as cursor:
            return credits.reach(cursor, self.asked.table(cursor, known_on), scope, as_of, known_on)

    def aliases(self) -> dict[str, str]:
        """Return the matches made by hand: person key -> staff ID."""
        with self.reading() as cursor:
            return people.aliases(cursor)

    def assigned_areas(self) -> dict[str, str]:
        """Return the area texts that a manager assigned: ``words_key`` -> area codes joined by ``;``."""
        with self.reading() as cursor:
            return assignments.assigned_areas(cursor)

    def waiting_rows(self) -> pd.DataFrame:
        """Return the rows that wait for a person, :data:`versioned.WAITING`, by import and place in the file."""
        with self.reading() as cursor:
            return waiting.waiting_rows(cursor)

    def header_mappings(self) -> pd.DataFrame:
        """Return the remembered mappings of headers: ``fingerprint``, ``name``, ``mapping`` (JSON)."""
        with self.reading() as cursor:
            return mappings.header_mappings(cursor)

    def history(self) -> pd.DataFrame:
        """Return the imports, :data:`batches.HISTORY`, oldest first."""
        with self.reading() as cursor:
            return batches.history(cursor)

    def rejected_rows(self, batch: int) -> pd.DataFrame:
        """Return the rejected rows of an import with their raw cells, :data:`batches.REJECTED`, in file order."""
        with self.reading() as cursor:
            return batches.rejected_rows(cursor, batch)

    def problems(self, batch: int) -> pd.DataFrame:
        """Return the problems of an import, :data:`batches.PROBLEMS`, in file order."""
        with self.reading() as cursor:
            return batches.problems(cursor, batch)

    def import_reports(self, batch: int | None = None) -> list[dict[str, Any]]:
        """Return what the sheets of an import (of all, latest first) were taken for, :func:`batches.reports`."""
        with self.reading() as cursor:
            return batches.reports(cursor, batch)

    def to_take_back_first(self, batch: int) -> pd.DataFrame:
        """Return the later imports that build on one, in the order to take them back: ``batch``, ``file``."""
        with self.reading() as cursor:
            return undoing.to_take_back_first(cursor, batch)

    def planned(self, outcome: ImportOutcome) -> merging.Planned:
        """Return the rows that storing an outcome would write, without writing any."""
        with self.reading() as cursor:
            return merging.planned(cursor, outcome)

    def has_change(self, kind: str) -> bool:
        """Return whether a change of this kind was ever made."""
        with self.reading() as cursor:
            return bool(value(cursor, "select count(*) from changes where kind = ?", [kind]))

    def enrolments(self, scope: Scope = EVERYBODY, known_on: date | None = None) -> pd.DataFrame:
        """Return who is enrolled in which certificate program, :data:`versioned.ENROLMENTS`, by person and program."""
        with self.reading() as cursor:
            return enrolments.enrolments(cursor, scope, known_on)

    def course_marks(self, known_on: date | None = None) -> pd.DataFrame:
        """Return the titles marked as courses of a program or as none, :data:`versioned.COURSE_MARKS`."""
        with self.reading() as cursor:
            return enrolments.marks(cursor, known_on)

    def course_credits(
        self, scope: Scope, as_of: date, known_on: date | None = None, staff_id: str | None = None
    ) -> pd.DataFrame:
        """Return the credits of all in scope (or of one person) up to ``as_of``, :data:`enrolments.COURSE_CREDITS`."""
        with self.reading() as cursor:
            asked = self.asked.table(cursor, known_on)
            return enrolments.course_credits(cursor, asked, scope, as_of, known_on, staff_id)
