"""One person's record: every holding's verdict, every requirement, and where each activity was counted or why not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget import TeamPlan, plan_together
from lib.compliance.forecast import forecast
from lib.compliance.ledger import ledger
from lib.compliance.progress import progress
from lib.domain import tables
from lib.domain.errors import RefusedCommand
from lib.domain.pace_words import Outlook
from lib.domain.sentences import missing_texts
from lib.rules.book import RuleVersion
from lib.services import budget_data, buying
from lib.services.container import LabReady
from lib.services.judging import Judged, display_names, employed, judge
from lib.services.ledgers import reconciled
from lib.services.orders import never_used
from lib.services.plan_needs import person_needs
from lib.store import records

PLANNED: Final[dict[str, str]] = {
    "what": tables.TEXT,
    "day": tables.DATE,
    "provider": tables.TEXT,
    "points": tables.MAYBE_WHOLE,
    "state": tables.TEXT,
}
"""What is planned for a person; ``day``: of the session, or of the order."""


@dataclass(frozen=True)
class PersonRecord:
    """Everything about one person.

    ``staff``: the person's row with ``name``; ``verdicts``, ``requirements``: tables of the same names, joined by
    ``holding``; ``ledger``: tables.LEDGER with ``holding``; ``totals``: its sums by holding, hundredths; ``progress``:
    points that count by day; ``outlooks``: holding -> where it is heading; ``credits``: every accepted credit once;
    ``rules``: rule_index -> version.
    """

    staff: dict[str, object]
    verdicts: pd.DataFrame
    requirements: pd.DataFrame
    ledger: pd.DataFrame
    totals: pd.DataFrame
    progress: pd.DataFrame
    outlooks: dict[int, Outlook]
    credits: pd.DataFrame
    past_cycles: pd.DataFrame
    rules: dict[int, RuleVersion]
    as_of: date
    known_on: date | None
    rules_digest: str


def record(
    app: LabReady, principal: Principal, staff_id: str, as_of: date, *, known_on: date | None = None
) -> PersonRecord:
    """Return the record of one staff member, leavers included.

    Raises :class:`RefusedCommand` where nobody in the principal's scope has this employee ID.
    """
    require(principal, "view")
    credits = app.store.credits_of(staff_id, principal.scope, known_on)
    judged = judge(app, principal.scope, as_of, known_on, staff_id, read=credits)
    if judged.staff.empty:
        known = f" as known on {known_on.isoformat()}" if known_on else ""
        raise RefusedCommand(
            f"No record shown: nobody here has the employee ID “{staff_id}”{known}. "
            "Check the ID on the Readiness page or with the status command; IDs are compared letter by letter.",
            code="unknown_person",
        )
    frame = judged.verdicts.frame
    parts = ledger(judged.windows, credits, judged.book, as_of)
    steps = progress(parts)
    in_use = [int(index) for index in frame["rule_index"].unique() if index >= 0]
    return PersonRecord(
        staff={str(key): value for key, value in judged.staff.iloc[0].items()},
        verdicts=frame,
        requirements=judged.verdicts.requirements,
        ledger=parts,
        totals=reconciled(frame, parts),
        progress=steps,
        outlooks=outlooks(judged, steps, as_of),
        credits=credits,
        past_cycles=app.store.past_cycles(staff_id, principal.scope, known_on),
        rules={index: judged.book.versions[index] for index in in_use},
        as_of=as_of,
        known_on=known_on,
        rules_digest=judged.book.digest,
    )


def outlooks(judged: Judged, steps: pd.DataFrame, as_of: date) -> dict[int, Outlook]:
    """Return where each holding is heading, by ``holding``; ``steps`` as :func:`lib.compliance.progress.progress`."""
    frame = judged.verdicts.frame
    needs = judged.verdicts.requirements
    named = needs[needs["requirement"] != "rest"]
    named_gaps: Counter[int] = Counter()
    for holding, gap in zip(named["holding"].tolist(), named["gap"].tolist(), strict=True):
        named_gaps[holding] += gap
    last = dict(zip(steps["holding"].tolist(), steps["day"].tolist(), strict=True))
    told = ("total", "counted", "declare_by", "cycle_end", "cycle_start", "window_from")
    heading = forecast(frame, judged.supplied, as_of)
    columns = {name: frame[name].tolist() for name in told} | {name: heading[name].tolist() for name in heading}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return {
        row["holding"]: Outlook(
            total=_whole(row["total"]),
            counted=_whole(row["counted"]),
            recent=row["recent"],
            pace_days=row["pace_days"],
            met_on=_day(row["met_on"]),
            missing_then=_whole(row["missing_at_declare_by"]),
            reached_on=_day(last.get(row["holding"])),
            declare_by=_day(row["declare_by"]),
            cycle_end=_day(row["cycle_end"]),
            as_of=as_of,
            looks_back=row["window_from"] != row["cycle_start"],
            named_missing=named_gaps[row["holding"]],
            named_words=words,
        )
        for row, words in zip(rows, missing_texts(frame, named).tolist(), strict=True)
    }


def people(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return everybody in scope, whether employed or not, with a credential or not: ``staff_id``, ``name``, ``mark``.

    ``mark`` is ``left`` for somebody who left or is not active, ``no credential`` for somebody without a holding, else
    empty; it says what is on record, whatever the day of the view, so that a person's label never changes with it.
    """
    require(principal, "view")
    staff = app.store.staff(principal.scope)
    holders = app.store.holdings(principal.scope)["staff_id"].unique()
    left = staff["left_on"].notna() | (staff["active"] == False).fillna(value=False)  # noqa: E712 - three-valued column
    marks = pd.Series("", index=staff.index, dtype="str").mask(~staff["staff_id"].isin(holders), "no credential")
    frame = pd.DataFrame(
        {"staff_id": staff["staff_id"], "name": display_names(staff), "mark": marks.mask(left.astype(bool), "left")}
    )
    return frame.sort_values(["name", "staff_id"], kind="stable", ignore_index=True)


def purchases(app: LabReady, principal: Principal, staff_id: str, as_of: date) -> TeamPlan:
    """Return the cheapest purchases that close this person's gaps beside what is owned, nothing shared with others."""
    require(principal, "plan")
    judged = judge(app, principal.scope, as_of, None, staff_id)
    needs = person_needs(app, principal, judged, as_of)
    everybody = app.store.staff(principal.scope)
    shared = budget_data.sources(app, principal, as_of, everybody[employed(everybody, as_of)])
    # What the team would pay for together is no purchase of one person; what is paid already is used first here too.
    paid = [source for source in shared if source.given or source.owned]
    return plan_together(needs, buying.offered(app, as_of), paid, as_of=as_of, solved=app.plans.solved)


def planned(app: LabReady, principal: Principal, staff_id: str, as_of: date) -> pd.DataFrame:
    """Return what is planned for a person, by day: ``what``, ``day``, ``provider``, ``points`` (hundredths), ``state``.

    Sessions that list them and are not recorded, and what was ordered for them and not cancelled, of which no credit
    came yet (only for whom may plan). Nothing of it counts.
    """
    require(principal, "view")
    with app.store.reading() as cursor:
        sessions = records.sessions_of(cursor, staff_id, principal.scope)
    parts = [sessions.rename(columns={"title": "what", "held_on": "day"}).assign(state="session planned")]
    if "plan" in principal.permissions and not app.store.staff(principal.scope, None, staff_id).empty:
        open_lines = never_used(app, principal, as_of)
        mine = open_lines[open_lines["staff_id"] == staff_id]
        parts.append(
            mine.rename(columns={"product": "what", "committed_on": "day"}).assign(
                state=mine["paid_on"].notna().map({True: "paid, not used yet", False: "ordered, not used yet"})
            )
        )
    found = pd.concat([tables.typed(part, PLANNED) for part in parts], ignore_index=True)
    return found.sort_values(["day", "what"], kind="stable", ignore_index=True)


def _whole(value: Any) -> int | None:
    return None if value is None or pd.isna(value) else int(value)


def _day(value: Any) -> date | None:
    return None if value is None or pd.isna(value) else value.date()
