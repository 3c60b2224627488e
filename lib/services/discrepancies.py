"""Discrepancies: a person's own transcript against our records, and what looks wrong in the whole team's credits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.compliance.transcripts import compared, in_period, looks_wrong
from lib.domain import tables
from lib.domain.activities import NO
from lib.domain.calendar import add_months
from lib.domain.errors import RefusedCommand, RefusedFile
from lib.domain.imports import ImportOptions, ImportOutcome, Known
from lib.ingest.pipeline import prepare
from lib.reports.discrepancies import comparison_csv as written_csv
from lib.reports.discrepancies import comparison_workbook as written
from lib.services.container import LabReady
from lib.services.judging import judge
from lib.services.uploads import Upload, known_to, limits

RECENT_MONTHS: Final = 12
"""Cycles that ended longer ago are not asked about any more."""

_NAMING: Final = frozenset({"name", "last_name", "first_name", "email"})

_KEYS: Final = {
    "staff_id": tables.TEXT,
    "completed_on": tables.DATE,
    "title_key": tables.TEXT,
    "points": tables.HUNDREDTHS,
    "credit_id": tables.WHOLE,
}


@dataclass(frozen=True)
class Comparison:
    """One transcript against our records of one person. Nothing of it is stored.

    ``rows``: ``COMPARED`` of :mod:`lib.domain.discrepancies`; ``wrong_theirs``, ``wrong_ours``: ``LOOKS_WRONG``;
    ``left_out``: a sentence for each row of the file that could not be read; ``outside``: how many of ours and of
    theirs lie outside ``since`` to ``until`` and were not compared; ``other_name``: the name in the file where it does
    not look like this person's.
    """

    staff_id: str
    name: str
    file: str
    since: date | None
    until: date
    rows: pd.DataFrame
    wrong_theirs: pd.DataFrame
    wrong_ours: pd.DataFrame
    read: int
    repeated: int
    left_out: tuple[str, ...]
    outside: tuple[int, int]
    other_name: str | None

    def count(self, finding: str) -> int:
        """Return the number of rows with this finding."""
        return int((self.rows["finding"] == finding).sum())


def compare_transcript(
    app: LabReady,
    principal: Principal,
    staff_id: str,
    upload: Upload,
    *,
    today: date,
    since: date | None = None,
    date_order: str | None = None,
    points: str | None = None,
) -> Comparison:
    """Return what a transcript and our records of one person have, and lack, of each other up to ``today``.

    The file is read as an import reads it, every row taken for this person. ``since``: the first day compared (None:
    the earliest start of the person's cycles, or else the first day in the file). What does not count as continuing
    education on our side is compared, but not asked for. Raises ``RefusedCommand`` where nobody in scope has the ID,
    ``RefusedFile`` where the file cannot be read or leaves open what must be said (``date_order``, ``points``).
    """
    require(principal, "import")
    judged = judge(app, principal.scope, today, None, staff_id)
    if judged.staff.empty:
        raise RefusedCommand(
            f"Nothing was compared: nobody here has the employee ID “{staff_id}”. Choose one of the staff members.",
            code="unknown_person",
        )
    known = _known_alone(app, staff_id)
    given = {"staff_id": staff_id} | ({"points": points} if points else {})
    options = ImportOptions(date_order=date_order, set_fields=given)
    outcome = _read(app, known, upload, options, today)
    theirs, ours = outcome.credits, app.store.credits_of(staff_id, principal.scope)
    first = since or _first_day(judged.verdicts.frame, theirs)
    their_part, our_part = in_period(theirs, first, today), in_period(ours, first, today)
    here, there = ours[our_part].reset_index(drop=True), theirs[their_part].reset_index(drop=True)
    rows = compared(here, there)
    not_education = rows["our_row"].map(here["eligibility"]) == NO
    rows = rows[~((rows["finding"] == "only_ours") & not_education)].reset_index(drop=True)
    cycles = _cycles(app, principal, judged.verdicts.frame, today, staff_id)
    return Comparison(
        staff_id=staff_id,
        name=str(judged.staff["name"].iloc[0]),
        file=upload.name,
        since=first,
        until=today,
        rows=rows,
        wrong_theirs=looks_wrong(there.assign(staff_id=staff_id), cycles),
        wrong_ours=looks_wrong(here, cycles),
        read=sum(sheet.read for sheet in outcome.sheets),
        repeated=sum(sheet.duplicates for sheet in outcome.sheets),
        left_out=tuple(
            f"{sheet.sheet}, row {problem.row}: {problem.message}"
            for sheet in outcome.sheets
            for problem in sheet.problems
        ),
        outside=(int((~our_part).sum()), int((~their_part).sum())),
        other_name=_other_name(app, known, outcome, upload, options, today),
    )


def comparison_workbook(app: LabReady, principal: Principal, comparison: Comparison) -> bytes:
    """Return a comparison as a workbook (.xlsx): what both have or lack, and what looks wrong."""
    require(principal, "report")
    wrong = pd.concat(
        [comparison.wrong_theirs.assign(side="transcript"), comparison.wrong_ours.assign(side="our records")],
        ignore_index=True,
    )
    about = {
        "Person": f"{comparison.name} ({comparison.staff_id})",
        "Transcript": comparison.file,
        "Compared": f"{comparison.since.isoformat() if comparison.since else 'the first day'} to "
        f"{comparison.until.isoformat()}",
        "Prepared by": principal.name,
    }
    return written(about, comparison.rows, wrong, comparison.until)


def comparison_csv(app: LabReady, principal: Principal, comparison: Comparison) -> bytes:
    """Return the rows of a comparison as delimited text (.csv)."""
    require(principal, "report")
    return written_csv(comparison.rows)


def team_looks_wrong(app: LabReady, principal: Principal, as_of: date) -> pd.DataFrame:
    """Return what looks wrong in the credits of everybody employed on ``as_of``, newest first.

    ``LOOKS_WRONG`` of :mod:`lib.domain.discrepancies` with name, site and department. Credits from before somebody's
    current cycles are asked about only where they lie in the last month of a cycle that ended in the last 12 months.
    """
    require(principal, "view")
    judged = judge(app, principal.scope, as_of)
    frame = judged.verdicts.frame
    credits = app.store.course_credits(principal.scope, as_of)
    credits = credits[credits["staff_id"].isin(judged.staff["staff_id"]) & (credits["eligibility"] != NO)]
    starts = credits["staff_id"].map(frame.groupby("staff_id")["cycle_start"].min())
    found = looks_wrong(credits, _cycles(app, principal, frame, as_of))
    current = looks_wrong(credits[starts.isna() | (credits["completed_on"] >= starts)], frame.iloc[:0])
    rows = pd.concat([current, found[found["code"] == "last_month"]], ignore_index=True)
    rows = rows.merge(judged.staff[["staff_id", "name", "site", "department"]], on="staff_id")
    return rows.sort_values(["completed_on", "name", "code"], ascending=[False, True, True], ignore_index=True)


def _known_alone(app: LabReady, staff_id: str) -> Known:
    """Return what an import would know if there were only this person, without any credit."""
    known, _ = known_to(app, app.store)
    return replace(
        known,
        staff=known.staff[known.staff["staff_id"] == staff_id].reset_index(drop=True),
        holdings=known.holdings[known.holdings["staff_id"] == staff_id].reset_index(drop=True),
        credit_keys=tables.empty(_KEYS),
        aliases={key: other for key, other in known.aliases.items() if other == staff_id},
    )


def _read(app: LabReady, known: Known, upload: Upload, options: ImportOptions, today: date) -> ImportOutcome:
    try:
        return prepare(upload.name, upload.data, known, options, today=today, limits=limits(app))
    except RefusedFile as refused:
        if refused.code != "nothing_to_import":
            raise
        # A transcript with bare headings may be recognised only once it is said to be one.
        asked = replace(options, kind="credits")
        return prepare(upload.name, upload.data, known, asked, today=today, limits=limits(app))


def _first_day(verdicts: pd.DataFrame, theirs: pd.DataFrame) -> date | None:
    starts = verdicts["window_from"].dropna()
    days = starts if len(starts) else theirs["completed_on"].dropna()
    return days.min().date() if len(days) else None


def _cycles(
    app: LabReady, principal: Principal, verdicts: pd.DataFrame, as_of: date, staff_id: str | None = None
) -> pd.DataFrame:
    """Return staff_id and cycle_end of the current cycles and of those that ended in the last 12 months."""
    past = app.store.past_cycles(staff_id, principal.scope)
    ends = pd.concat([verdicts[["staff_id", "cycle_end"]], past[["staff_id", "cycle_end"]]], ignore_index=True)
    return ends[ends["cycle_end"] >= pd.Timestamp(add_months(as_of, -RECENT_MONTHS))]


def _other_name(
    app: LabReady, known: Known, outcome: ImportOutcome, upload: Upload, options: ImportOptions, today: date
) -> str | None:
    """Return the person whom the file itself names where an import would not take that for this person."""
    if not any(column.field in _NAMING for sheet in outcome.sheets for column in sheet.columns):
        return None
    given = {name: value for name, value in options.set_fields.items() if name != "staff_id"}
    by_itself = _read(app, known, upload, replace(options, set_fields=given), today)
    named = by_itself.waiting["person_name"].fillna(by_itself.waiting["person_email"]).dropna()
    return str(named.iloc[0]) if len(named) else None
