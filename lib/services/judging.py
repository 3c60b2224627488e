"""From the store to the verdicts: the one way in which every page, report and command gets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.access.principal import Scope
from lib.compliance.verdict import Verdicts, evaluate
from lib.compliance.windows import windows
from lib.rules.book import RuleBook
from lib.services.container import LabReady


@dataclass(frozen=True)
class Judged:
    """Verdicts and what they were made of: ``windows`` and ``supply`` (not summed) join by ``holding``.

    ``staff``: those counted.
    """

    staff: pd.DataFrame
    windows: pd.DataFrame
    supply: pd.DataFrame
    verdicts: Verdicts
    book: RuleBook
    """The rules they were made with: ``rule_index`` is a place in its ``versions``."""


def judge(
    app: LabReady,
    scope: Scope,
    as_of: date,
    known_on: date | None = None,
    staff_id: str | None = None,
    *,
    only: Sequence[str] | None = None,
) -> Judged:
    """Return the verdicts of everybody in scope who is employed on ``as_of``, or of one person whether employed or not.

    ``only``: of those employed just these. ``known_on``: only what had been imported or entered by that day
    counts (None: all that is known now). The rules are those stored by then; what ships with the program carries no
    day (:meth:`RuleShelf.on`).
    """
    book = app.book_on(known_on)
    people = app.store.staff(scope, known_on, staff_id)
    counted = people if staff_id is not None else people[employed(people, as_of)]
    if only is not None:
        counted = counted[counted["staff_id"].isin(only)]
    counted = counted.assign(name=display_names(counted))
    holdings = app.store.holdings(scope, known_on, staff_id)
    of_counted = holdings.merge(counted[["staff_id", "name", "site", "department"]], on="staff_id")
    frame = windows(of_counted, book, as_of)
    supply = app.store.supply_rows(frame, scope, as_of, known_on)
    facts = app.store.facts(scope, as_of, known_on, staff_id)
    return Judged(counted, frame, supply, evaluate(frame, supply, facts, book, as_of), book)


def employed(staff: pd.DataFrame, day: date) -> pd.Series:
    """Return who is counted on ``day``: hired by then, not left before it; *not active* without a date has left."""
    today = pd.Timestamp(day)
    hired = staff["hired_on"].isna() | (staff["hired_on"] <= today)
    left = staff["left_on"].notna() & (staff["left_on"] < today)
    inactive = (staff["active"] == False).fillna(value=False) & staff["left_on"].isna()  # noqa: E712 - three-valued column
    return hired & ~left & ~inactive.astype(bool)


def display_names(staff: pd.DataFrame) -> pd.Series:
    """Return ``Last, First``, or the one part that is known, or the employee ID."""
    last = staff["last_name"].fillna("").astype("str")
    first = staff["first_name"].fillna("").astype("str")
    comma = pd.Series(", ", index=staff.index, dtype="str").where((last != "") & (first != ""), "")
    names = last + comma + first
    return names.where(names != "", staff["staff_id"])
