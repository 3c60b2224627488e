"""The director's page: how the required credentials stand with their issuers, the exceptions, what leaves the house.

A list of named people is written only for a confirmation: somebody reviewed exactly these data, by these rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.compliance.standing import standing
from lib.domain.errors import RefusedCommand
from lib.domain.standing import STANDINGS, standing_sentence
from lib.reports.director import DirectorReport
from lib.reports.director import director_workbook as written
from lib.reports.director_pdf import director_pdf as printed
from lib.reports.director_sheet import director_sheet
from lib.services.container import LabReady
from lib.services.readiness import DataReach, FilterChoices, Filters, team
from lib.services.reports import EVERYBODY
from lib.store import records


@dataclass(frozen=True)
class DirectorView:
    """The required credentials on a day. ``rows``: ``STANDING`` of :mod:`lib.domain.standing`, exceptions first,
    with ``answer`` (what the person last answered, with its day; missing: nothing noted);
    ``departments``: department, required, and the number of each standing and in the filing window."""

    rows: pd.DataFrame
    departments: pd.DataFrame
    reach: DataReach
    choices: FilterChoices
    people: int
    as_of: date
    data_version: int
    rules_digest: str

    @property
    def exceptions(self) -> pd.DataFrame:
        """The rows that need somebody's eye, worst first."""
        return self.rows[self.rows["exception"]].reset_index(drop=True)

    def count(self, code: str) -> int:
        """Return how many required credentials have this standing."""
        return int((self.rows["standing"] == code).sum())

    @property
    def in_window(self) -> int:
        """How many are in their filing window without a declaration, whatever their standing."""
        return int(self.rows["in_window"].sum())

    @property
    def sentence(self) -> str:
        """The counts as one sentence."""
        counts = {code: self.count(code) for code in STANDINGS}
        return standing_sentence(counts, self.in_window, self.as_of)


@dataclass(frozen=True)
class Confirmation:
    """Who reviewed what: a list of names is written only while data, rules and day are the reviewed ones.

    ``people``: the employee IDs on the list that was reviewed; a list of others is another one.
    """

    reviewed_by: str
    reviewed_on: date
    as_of: date
    data_version: int
    rules_digest: str
    people: frozenset[str] = frozenset()


def view(app: LabReady, principal: Principal, as_of: date, *, filters: Filters = EVERYBODY) -> DirectorView:
    """Return how the required credentials of everybody in scope and view stand on ``as_of``."""
    require(principal, "view")
    found = team(app, principal, as_of, filters=filters)
    rows = _with_answers(app, principal, standing(found.verdicts, as_of), as_of)
    return DirectorView(
        rows=rows,
        departments=by_department(rows),
        reach=found.reach,
        choices=found.choices,
        people=rows["staff_id"].nunique(),
        as_of=as_of,
        data_version=found.data_version,
        rules_digest=found.rules_digest,
    )


def by_department(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per department: department, required, current, unverified, ended, no_end, in_window."""
    named = rows.assign(department=rows["department"].fillna("Department not given"))
    table = pd.crosstab(named["department"], named["standing"]).reindex(columns=list(_CODES), fill_value=0)
    table.insert(0, "required", table.sum(axis=1))
    table["in_window"] = named.groupby("department")["in_window"].sum().astype("int64")
    return table.rename_axis(columns=None).reset_index()


_CODES: Final = ("current", "unverified", "ended", "no_end")


def _with_answers(app: LabReady, principal: Principal, rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the rows with ``answer``: what the person last answered up to ``as_of``, with its day."""
    with app.store.reading() as cursor:
        kept = records.notes(cursor, principal.scope)
    said = kept[(kept["kind"] == "answer") & (kept["noted_on"] <= pd.Timestamp(as_of))].drop_duplicates("staff_id")
    text = said["noted_on"].dt.strftime("%Y-%m-%d").astype("str") + ": " + said["note"].astype("str")
    answers = pd.Series(text.to_numpy(), index=said["staff_id"].to_numpy(), dtype="str")
    return rows.assign(answer=rows["staff_id"].map(answers).astype("str"))


def confirm(
    app: LabReady, principal: Principal, found: DirectorView, reviewed_by: str, *, sure: bool, today: date
) -> Confirmation:
    """Return the confirmation that a view was reviewed. Refused without a name, or where the box is not ticked."""
    require(principal, "report")
    if not reviewed_by.strip() or not sure:
        raise RefusedCommand(
            "The list was not released: a list of named people leaves only once somebody has reviewed it. Look through "
            "how far the data reach and the exceptions, write your name and tick the box.",
            code="not_reviewed",
        )
    return Confirmation(
        reviewed_by.strip(), today, found.as_of, found.data_version, found.rules_digest, named_on(found)
    )


def named_on(found: DirectorView) -> frozenset[str]:
    """Return the employee IDs of those whom the list of exceptions names."""
    return frozenset(found.exceptions["staff_id"])


def director_workbook(
    app: LabReady,
    principal: Principal,
    as_of: date,
    confirmation: Confirmation | None,
    *,
    filters: Filters = EVERYBODY,
) -> bytes:
    """Return the director's sheet as a workbook (.xlsx): one page with a line to sign, and every exception.

    Refused without a confirmation, and where data, rules or day are not the reviewed ones any more.
    """
    require(principal, "report")
    found = view(app, principal, as_of, filters=filters)
    return written(report_of(principal, found, checked(found, confirmation)))


def director_pdf(
    app: LabReady,
    principal: Principal,
    as_of: date,
    confirmation: Confirmation | None,
    *,
    filters: Filters = EVERYBODY,
) -> bytes:
    """Return the director's sheet as PDF, one page with a line to sign; refused as :func:`director_workbook` is."""
    require(principal, "report")
    found = view(app, principal, as_of, filters=filters)
    return printed(report_of(principal, found, checked(found, confirmation)))


def checked(found: DirectorView, confirmation: Confirmation | None) -> Confirmation:
    """Return the confirmation where it holds for this view. Raises :class:`RefusedCommand` where it does not."""
    if confirmation is None:
        raise RefusedCommand(
            "The list was not written: nobody has reviewed it. Review it on the director's page first.",
            code="not_reviewed",
        )
    reviewed = (confirmation.as_of, confirmation.data_version, confirmation.rules_digest)
    if reviewed != (found.as_of, found.data_version, found.rules_digest):
        raise RefusedCommand(
            "The list was not written: data, rules or the day have changed since it was reviewed. Review it again.",
            code="review_outdated",
        )
    if not named_on(found) <= confirmation.people:
        raise RefusedCommand(
            "The list was not written: it names people who were not on the list that was reviewed. Review it again.",
            code="review_outdated",
        )
    return confirmation


def director_html(
    app: LabReady,
    principal: Principal,
    as_of: date,
    confirmation: Confirmation | None,
    *,
    filters: Filters = EVERYBODY,
) -> str:
    """Return the director's sheet as HTML that a browser prints on one page; refused as :func:`director_workbook`."""
    require(principal, "report")
    found = view(app, principal, as_of, filters=filters)
    return director_sheet(report_of(principal, found, checked(found, confirmation)))


def report_of(principal: Principal, found: DirectorView, confirmation: Confirmation) -> DirectorReport:
    """Return what the sheet says, apart from its format."""
    return DirectorReport(
        as_of=found.as_of,
        sentence=found.sentence,
        people=found.people,
        departments=found.departments,
        exceptions=found.exceptions,
        reach=found.reach.sources,
        reviewed_by=confirmation.reviewed_by,
        reviewed_on=confirmation.reviewed_on,
        rules_digest=found.rules_digest,
        prepared_by=principal.name,
    )
