"""LabReady as its definitions say, slowly: a log of imports, replayed for every question."""

from __future__ import annotations

from collections import Counter
from datetime import date

from tests.reference.oracle_import import Account, Store
from tests.reference.oracle_plan import PLANNED, Plan, cheapest
from tests.reference.oracle_verdict import STATUSES, Verdict, verdict
from tests.reference.random_workbooks import File
from tests.reference.words import month_ends


class Oracle:
    """Answers every question by importing everything anew."""

    def __init__(self) -> None:
        self.log: list[tuple[File, date]] = []

    def store(self, known_on: date | None = None) -> Store:
        store = Store()
        for file, today in self.log:
            if known_on is None or today <= known_on:
                store.import_file(file, today)
        return store

    def import_file(self, file: File, today: date) -> list[Account]:
        accounts = self.store().import_file(file, today)
        self.log.append((file, today))
        return accounts

    def undo_last(self) -> None:
        self.log.pop()

    def verdicts(self, as_of: date, known_on: date | None = None) -> list[Verdict]:
        store = self.store(known_on)
        return [
            verdict(store, holding, as_of)
            for holding in store.holdings.values()
            if store.staff[holding.staff_id].employed(as_of)
        ]

    def trend(self, as_of: date, months: int) -> list[tuple[date, Counter[str]]]:
        """Counts by status at each month end, as known then."""
        answer = []
        for day in month_ends(as_of, months):
            begun = [v for v in self.verdicts(day, day) if v.cycle_start is None or v.cycle_start <= day]
            answer.append((day, Counter(v.status for v in begun)))
        return answer

    def plans(self, as_of: date, join: str = "if it pays") -> dict[str, Plan | None]:
        """The cheapest plan of each person with a holding to plan for; None where there is none."""
        store = self.store()
        answer = {}
        verdicts = self.verdicts(as_of)
        for staff_id in store.staff:
            mine = [v for v in verdicts if v.holding.staff_id == staff_id]
            if any(v.status in PLANNED for v in mine):
                answer[staff_id] = cheapest(store, staff_id, mine, as_of, join=join)
        return answer


def worst(statuses: list[str]) -> str:
    return min(statuses, key=STATUSES.index)
