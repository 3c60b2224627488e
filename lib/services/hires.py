"""Who may be hired: what people who start on a day with a new credential would need, by the rules in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import pandas as pd

from lib.budget import HoldingNeed, PersonNeed
from lib.compliance.deficits import deficits
from lib.compliance.windows import windows
from lib.domain import tables
from lib.domain.calendar import add_months
from lib.rules.book import RuleBook

MOST_HIRES: Final = 500
"""More of one kind is a slip of the keyboard."""

NO_CREDITS: Final[dict[str, str]] = {
    "holding": tables.WHOLE,
    "area_mask": tables.WHOLE,
    "first_area": tables.WHOLE,
    "points": tables.WHOLE,
    "activity_type": tables.TEXT,
    "eligibility": tables.TEXT,
}


@dataclass(frozen=True)
class Hire:
    """So many people who start on a day in a department (at a site) with one credential.

    ``cycle_end``: where it is known; otherwise their cycle begins on the day they start, as that of a person who is
    certified then. Nothing of earlier education is counted: it has not been seen. No rule lowers the total for part of
    a cycle, so the whole of it is needed by its end.
    """

    count: int
    program: str
    credential: str
    starts_on: date
    department: str = ""
    site: str = ""
    cycle_end: date | None = None

    def label(self, number: int) -> str:
        """Return the name of one of them: *New MLS 2 (Chemistry)*."""
        place = f" ({self.department})" if self.department else ""
        return f"New {self.credential} {number}{place}"


@dataclass(frozen=True)
class Hired:
    """``needs`` and ``staff`` of the hires; ``unknown``: those of which no rule says what they need."""

    needs: tuple[PersonNeed, ...]
    staff: pd.DataFrame
    unknown: tuple[str, ...] = ()


def hired(book: RuleBook, hires: Sequence[Hire], as_of: date) -> Hired:
    """Return what the hires would need if nothing of theirs is on file. Whoever starts later needs it all the same."""
    columns = ["staff_id", "name", "site", "department", "job_title"]
    rows: list[dict[str, object]] = []
    people: list[dict[str, object]] = []
    for place, hire in enumerate(hires, start=1):
        end = hire.cycle_end or _cycle_end(book, hire)
        for number in range(1, hire.count + 1):
            staff_id = f"hire {place}-{number}"
            people.append(
                {"staff_id": staff_id, "name": hire.label(number), "site": hire.site or None,
                 "department": hire.department or None, "job_title": None}
            )  # fmt: skip
            rows.append(
                {"staff_id": staff_id, "program": hire.program, "credential": hire.credential,
                 "certified_on": pd.Timestamp(hire.starts_on), "participation": "mandatory", "required": True,
                 "cycle_end": pd.NaT if end is None else pd.Timestamp(end)}
            )  # fmt: skip
    staff = pd.DataFrame(people, columns=columns).astype(dict.fromkeys(columns, tables.TEXT))
    if not rows:
        return Hired((), staff)
    held = tables.typed(pd.DataFrame(rows), tables.HOLDINGS)
    frame = windows(held, book, as_of)
    names = dict(zip(staff["staff_id"], staff["name"], strict=True))
    owners = frame.set_index("holding")[["staff_id", "program", "credential", "declare_by", "cycle_end", "window_from"]]
    needs: dict[str, PersonNeed] = {}
    for group in deficits(frame[frame["rule_index"] >= 0], tables.empty(NO_CREDITS), book):
        for holding, table in zip(group.holdings.tolist(), group.deficits, strict=True):
            of = owners.loc[holding]
            staff_id = str(of["staff_id"])
            last = of["declare_by"].date() if of["declare_by"].date() >= as_of else of["cycle_end"].date()
            held_by = HoldingNeed(
                str(of["program"]), str(of["credential"]), group.accepts, tuple(table.tolist()), last,
                of["window_from"].date(),
            )  # fmt: skip
            needs[staff_id] = PersonNeed(staff_id, names[staff_id], (held_by,))
    unknown = tuple(dict.fromkeys(
        f"{hire.program} {hire.credential}" for place, hire in enumerate(hires, start=1)
        if hire.count and f"hire {place}-1" not in needs
    ))  # fmt: skip
    return Hired(tuple(needs[one] for one in sorted(needs)), staff, unknown)


def problems_of(book: RuleBook, hires: Sequence[Hire]) -> list[str]:
    """Return one sentence per thing wrong with the hires of a scenario."""
    told = []
    for hire in hires:
        if (hire.program, hire.credential) not in book.credentials:
            told.append(f"No program knows the credential “{hire.program} {hire.credential}” of a hire. Choose one.")
        if not 1 <= hire.count <= MOST_HIRES:
            told.append(f"{hire.count} people are hired at once. Accepted: 1 to {MOST_HIRES}.")
        if hire.cycle_end is not None and hire.cycle_end < hire.starts_on:
            told.append("The credential of a hire ends before they start. Correct one of the two dates.")
    return told


def _cycle_end(book: RuleBook, hire: Hire) -> date | None:
    """Return the last day of the cycle that begins on the first day of work; None where all cycles end together."""
    program = next((each for each in book.programs if each.code == hire.program), None)
    if program is None or program.ends_on is not None:
        return None
    return add_months(hire.starts_on, program.cycle_months) - timedelta(days=1)
