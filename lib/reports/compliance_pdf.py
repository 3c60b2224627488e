"""The compliance report on one or two pages: the standing, the exceptions, and a line to sign."""

from __future__ import annotations

from typing import Final

from lib.domain import sentences
from lib.domain.calendar import spoken
from lib.domain.statuses import GROUPS
from lib.reports.document import Blocks, Document, Head, Toned, printed
from lib.reports.holdings import holdings_table
from lib.reports.model import ComplianceReport, counts_by_status

MOST_ROWS: Final = 44
"""So many exceptions fit two pages; the workbook has all."""

EXCEPTIONS: Final = ("act", "watch", "cannot_say")


def compliance_pdf(report: ComplianceReport) -> bytes:
    """Return the report as PDF bytes."""
    return printed(compliance_document(report))


def compliance_document(report: ComplianceReport) -> Document:
    """Return what the printed report says: counts, exceptions only, how far the data reach, lines to sign."""
    on_course, counted = report.on_course
    blocks = Blocks()
    share = f" ({on_course * 100 // counted} %)" if counted else ""
    blocks.text(
        f"{on_course} of {counted} people with a required credential are on course on our records{share}.", strong=True
    )
    blocks.facts(
        [
            ("Known on", spoken(report.known_on) if report.known_on else "everything on record"),
            *report.facts.items(),
            ("Rules", f"digest {report.rules_digest[:16]}, {len(report.rules)} versions in use"),
            ("Prepared by", report.prepared_by),
        ]
    )
    blocks.heading("Where the credentials stand")
    counts = counts_by_status(report.verdicts)
    blocks.table(
        [Head("Status", 4.6), Head("Group", 3.2), Head("Credentials", 2.4, right=True), Head("People", 2, right=True)],
        [
            (Toned(sentences.status_word(str(status)), str(group)), GROUPS[str(group)], str(holdings), str(people))
            for group, status, holdings, people in counts.itertuples(index=False)
        ],
    )
    _exceptions(blocks, report)
    _reach(blocks, report)
    blocks.sign("Laboratory director", "Name", "Date")
    limited = "; ".join(report.limited_to) if report.limited_to else "everybody"
    return Document(
        title="Continuing education readiness",
        subtitle=f"As of {spoken(report.as_of)} · {limited} · {report.people} people",
        author=report.prepared_by,
        as_of=report.as_of,
        blocks=tuple(blocks.made),
    )


def _exceptions(blocks: Blocks, report: ComplianceReport) -> None:
    table = holdings_table(report.verdicts, report.requirements)
    exceptions = table[table["status_group"].isin(EXCEPTIONS)]
    blocks.heading(f"Exceptions ({len(exceptions)})" if len(exceptions) else "No exceptions")
    shown = exceptions.head(MOST_ROWS)
    columns = ["name", "credential", "status_word", "status_group", "reason", "missing_text"]
    blocks.table(
        [Head("Name", 4), Head("Credential", 1.8), Head("Status", 2.9), Head("Why"), Head("Missing", 3.6)],
        [
            (str(name), str(credential), Toned(str(word), str(group)), str(why), str(missing))
            for name, credential, word, group, why, missing in shown[columns].itertuples(index=False)
        ],
    )
    if len(exceptions) > len(shown):
        blocks.small(f"And {len(exceptions) - len(shown)} more; the workbook has every row.")


def _reach(blocks: Blocks, report: ComplianceReport) -> None:
    if report.sources_reach is None or report.sources_reach.empty:
        return
    most = report.sources_reach.sort_values("people", ascending=False, kind="stable").head(6)
    told = [
        f"{source or 'no source named'} through {spoken(last.date())}"
        for source, last in zip(most["source"], most["last_completed_on"], strict=True)
    ]
    blocks.small("The data reach: " + "; ".join(told) + ".")
