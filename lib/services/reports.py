"""Reports: one model gathered from the verdicts of the pages, written in the format asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain.sentences import area_word
from lib.domain.statuses import BY_CODE
from lib.reports.compliance_pdf import compliance_pdf
from lib.reports.delimited import compliance_csv
from lib.reports.model import ComplianceReport
from lib.reports.workbook import compliance_workbook as written
from lib.services.container import LabReady
from lib.services.holdings_list import AS_IT_COMES, ListView, arranged
from lib.services.ledgers import team_ledger
from lib.services.readiness import DataReach, Filters, on_course_share, team

EVERYBODY: Final = Filters()
"""A view that is not narrowed."""


def compliance_report(
    app: LabReady, principal: Principal, as_of: date, *, known_on: date | None = None, filters: Filters = EVERYBODY
) -> ComplianceReport:
    """Return the compliance report of a view: the same verdicts as the Readiness page shows under these filters."""
    require(principal, "report")
    found = team(app, principal, as_of, known_on=known_on, filters=filters)
    book = app.book_on(known_on)
    in_use = sorted(int(index) for index in found.verdicts["rule_index"].unique() if index >= 0)
    return ComplianceReport(
        as_of=as_of,
        known_on=known_on,
        rules_digest=found.rules_digest,
        people=found.verdicts["staff_id"].nunique(),
        prepared_by=principal.name,
        verdicts=found.verdicts,
        requirements=found.requirements,
        on_course=on_course_share(found.verdicts),
        rules=tuple(book.versions[index] for index in in_use),
        sources=book.sources,
        sources_reach=found.reach.sources,
        ledger=team_ledger(app, principal, found.verdicts, as_of, known_on=known_on),
        limited_to=_words(filters),
        facts=_facts(found.reach),
    )


def compliance_workbook(
    app: LabReady,
    principal: Principal,
    as_of: date,
    *,
    known_on: date | None = None,
    filters: Filters = EVERYBODY,
    view: ListView = AS_IT_COMES,
) -> bytes:
    """Return the compliance report as a workbook (.xlsx); its lists of holdings stand in the order of ``view``."""
    report = compliance_report(app, principal, as_of, known_on=known_on, filters=filters)
    if view.words != AS_IT_COMES.words:
        ordered = arranged(report.verdicts, view)
        report = replace(report, verdicts=ordered, facts={"Order of the lists": view.words, **report.facts})
    return written(report)


def compliance_print(
    app: LabReady, principal: Principal, as_of: date, *, known_on: date | None = None, filters: Filters = EVERYBODY
) -> bytes:
    """Return the compliance report on one or two pages (.pdf): counts, exceptions, a line to sign."""
    return compliance_pdf(compliance_report(app, principal, as_of, known_on=known_on, filters=filters))


def compliance_text(
    app: LabReady, principal: Principal, as_of: date, *, known_on: date | None = None, filters: Filters = EVERYBODY
) -> bytes:
    """Return the holdings of the compliance report as delimited text (.csv, UTF-8 with a byte order mark)."""
    return compliance_csv(compliance_report(app, principal, as_of, known_on=known_on, filters=filters))


def _words(filters: Filters) -> tuple[str, ...]:
    statuses = tuple(BY_CODE[code].word if code in BY_CODE else code for code in filters.statuses)
    named = (
        ("site", filters.sites),
        ("department", filters.departments),
        ("credential", filters.credentials),
        ("status", statuses),
        ("short in", tuple(area_word(code) for code in filters.areas)),
        ("employee ID", filters.people),
        ("name or ID with", (f"“{filters.find}”",) if filters.find else ()),
    )
    return tuple(f"{name} {' or '.join(values)}" for name, values in named if values)


def _facts(reach: DataReach) -> dict[str, str]:
    """Return the doubts of the trust strip for the summary; they are about everybody in scope, not about the view."""
    return {
        "Nothing on file": f"{reach.nothing_on_file} people of all in scope",
        "Waiting": f"{reach.waiting_rows} rows for a person, {reach.to_confirm} credits to be confirmed",
        "Rules to verify": f"{len(reach.unverified_rules)} of the rule versions in use",
    }
