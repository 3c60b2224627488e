"""LabReady as its definitions say, slowly: a log of imports, replayed whole after every import."""

from __future__ import annotations

from collections import Counter
from datetime import date

from tests.reference.oracle_import import Account, Store
from tests.reference.oracle_plan import PLANNED, Plan, cheapest
from tests.reference.oracle_verdict import STATUSES, Verdict, verdict
from tests.reference.words import month_ends
from tests.reference.written_files import File


class Oracle:
    """Answers from a store into which everything was imported anew; a store that is asked is changed no more."""

    def __init__(self) -> None:
        self.log: list[tuple[File, date]] = []
        self._replayed: dict[tuple[int, ...], Store] = {}
        self._planned: dict[tuple[int, date, str], dict[str, Plan | None]] = {}

    def store(self, known_on: date | None = None) -> Store:
        """Everything imported so far, or by a day."""
        known = tuple(n for n, (_, today) in enumerate(self.log) if known_on is None or today <= known_on)
        if known not in self._replayed:
            self._replayed[known] = self._replay(known)
        return self._replayed[known]

    def _replay(self, known: tuple[int, ...]) -> Store:
        store = Store()
        for number in known:
            store.import_file(*self.log[number])
        return store

    def import_file(self, file: File, today: date) -> list[Account]:
        accounts = self._replay(tuple(range(len(self.log)))).import_file(file, today)
        self.log.append((file, today))
        return accounts

    def undo_last(self) -> None:
        self.log.pop()
        self._replayed.clear()
        self._planned.clear()

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
        asked = (len(self.log), as_of, join)
        if asked not in self._planned:
            self._planned[asked] = self._plans(as_of, join)
        return self._planned[asked]

    def _plans(self, as_of: date, join: str) -> dict[str, Plan | None]:
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
