"""The compliance report as a workbook that a director can open, filter and print."""

from __future__ import annotations

from typing import Final

import pandas as pd

from lib.domain import sentences
from lib.domain.calendar import spoken
from lib.domain.statuses import GROUPS
from lib.reports.decided import DEFINITIONS, RULE_COLUMNS, rules_table
from lib.reports.holdings import HOLDING_COLUMNS, holdings_table
from lib.reports.model import ComplianceReport, counts_by_status, gaps_by_requirement
from lib.reports.sheets import Column
from lib.reports.streamed import StreamedSheet, StreamedWorkbook, sheets_needed

_NEEDS = (
    Column("status_word", "Status", "status", 30),
    Column("name", "Name", width=26),
    Column("site", "Site", width=16),
    Column("credential", "Credential", width=12),
    Column("declare_by", "Declare by", "date", 17),
    Column("cycle_end", "Cycle end", "date", 17),
    Column("reason", "Why", width=52),
    Column("step", "Next step", width=44),
)
_COUNTS = (
    Column("status_word", "Status", "status", 30),
    Column("group_word", "Group", width=26),
    Column("holdings", "Holdings", "whole", 11),
    Column("people", "People", "whole", 11),
)
_REACH = (
    Column("source", "Source", width=30),
    Column("last_completed_on", "Last activity", "date", 17),
    Column("last_imported_on", "Last import", "date", 17),
    Column("people", "People", "whole", 11),
)
_GAPS = (
    Column("requirement_word", "Requirement", width=40),
    Column("program", "Program", width=11),
    Column("credential", "Credential", width=12),
    Column("people", "People who lack it", "whole", 12),
    Column("holdings", "Holdings", "whole", 11),
    Column("missing", "Points missing", "points", 11),
)
_LEDGER = (
    Column("staff_id", "Employee ID", width=12),
    Column("name", "Name", width=24),
    Column("program", "Program", width=11),
    Column("credential", "Credential", width=11),
    Column("completed_on", "Completed on", "date", 17),
    Column("title", "Activity", width=46),
    Column("provider", "Provider", width=18),
    Column("points", "Points", "points", 9),
    Column("areas", "Areas", width=22),
    Column("where", "Counted for", width=24),
    Column("allocated", "Points there", "points", 9),
    Column("reason_word", "Why not counted", width=26),
    Column("file", "File", width=22),
    Column("sheet", "Sheet", width=14),
    Column("row", "Row", "whole", 8),
    Column("rule_version", "Rule version", width=22),
)

LEDGER_TITLE: Final = "Credits ledger"
_NEEDS_LISTED: Final = 500_000
"""Half of what a sheet holds: the other tables of the summary stand below."""


def compliance_workbook(report: ComplianceReport) -> bytes:
    """Return .xlsx bytes: Summary, Holdings, Gaps by requirement, Credits ledger (if given) and how decided.

    A table longer than a sheet continues on a further one (``Credits ledger 2``), and the Summary says so.

    Rows come in the report's order. Text from files is written as text, never as a formula; points and dates as numbers
    and dates. The workbook's own dates are the report's ``as_of``.
    """
    title = f"Continuing education readiness as of {spoken(report.as_of)}"
    book = StreamedWorkbook(title=title, creator=report.prepared_by, as_of=report.as_of)
    holdings = holdings_table(report.verdicts, report.requirements)
    _summary(book.sheet("Summary"), report, holdings)
    book.put_table_sheets("Holdings", holdings, HOLDING_COLUMNS, frozen_columns=2)
    gaps = gaps_by_requirement(report.verdicts, report.requirements)
    gaps = gaps.assign(requirement_word=[sentences.area_label(str(code)) for code in gaps["requirement"]])
    book.put_table_sheets("Gaps by requirement", gaps, _GAPS)
    if report.ledger is not None:
        put_ledger(book, report.ledger)
    put_decided(book.sheet("How it was decided"), report)
    return book.finished()


def _summary(sheet: StreamedSheet, report: ComplianceReport, holdings: pd.DataFrame) -> None:
    sheet.put_heading(1, "Continuing education readiness", size=16)
    on_course, counted = report.on_course
    share = f"{on_course} of {counted} people" + (f" ({on_course * 100 // counted} %)" if counted else "")
    lines = [
        ("As of", spoken(report.as_of)),
        ("Known on", spoken(report.known_on) if report.known_on else "everything on record"),
        ("Who is in it", "; ".join(report.limited_to) if report.limited_to else "everybody"),
        ("People", str(report.people)),
        ("On course", share),
        *report.facts.items(),
        *_continued(("Holdings", report.verdicts), (LEDGER_TITLE, report.ledger)),
        ("Rules", f"digest {report.rules_digest[:16]}"),
        ("Prepared by", report.prepared_by),
        ("Please note", sentences.DISCLAIMER),
    ]
    row = sheet.put_lines(lines, first_row=2) + 2
    needs = holdings[holdings["status_group"] == "act"]
    sheet.put_heading(row, f"Needs you ({len(needs)})" if len(needs) else "Nobody needs you today")
    if len(needs):
        needs = needs.assign(step=needs["status"].map(sentences.STEPS))
        row = sheet.put_table(needs.head(_NEEDS_LISTED), _NEEDS, first_row=row + 1)
    if len(needs) > _NEEDS_LISTED:
        row += 1
        sheet.put_text(row, 1, f"The first {_NEEDS_LISTED:,} are listed here; all are on the sheet Holdings.")
    row += 2
    sheet.put_heading(row, "Counts by status")
    counts = counts_by_status(report.verdicts)
    counts = counts.assign(
        status_word=sentences.status_words(counts), group_word=counts["group"].map(GROUPS), status_group=counts["group"]
    )
    row = sheet.put_table(counts, _COUNTS, first_row=row + 1) + 2
    if report.sources_reach is not None and len(report.sources_reach):
        sheet.put_heading(row, "How far the data reach")
        sheet.put_table(report.sources_reach, _REACH, first_row=row + 1)
    sheet.for_printing(header_row=None)


def _continued(*tables: tuple[str, pd.DataFrame | None]) -> list[tuple[str, str]]:
    """Return what to say of tables that one sheet does not hold."""
    needed = {title: sheets_needed(frame) for title, frame in tables if frame is not None}
    words = "continues on {}: a sheet ends at row 1,048,576, so filter and add up each sheet"
    return [
        (f"Sheet {title}", words.format(", ".join(f"{title} {number}" for number in range(2, count + 1))))
        for title, count in needed.items()
        if count > 1
    ]


def put_decided(sheet: StreamedSheet, report: ComplianceReport) -> None:
    """Write the rule versions with their sources, and what the words mean."""
    sheet.put_heading(1, "How it was decided", size=16)
    sheet.put_lines([("Rules", f"digest {report.rules_digest}"), ("Please note", sentences.DISCLAIMER)], first_row=2)
    header = 6
    sheet.put_heading(header - 1, "Rule versions that these verdicts rest on")
    last = sheet.put_table(rules_table(report), RULE_COLUMNS, first_row=header)
    sheet.put_heading(last + 2, "What the words mean")
    sheet.put_paragraphs(DEFINITIONS, first_row=last + 3, last_column=len(RULE_COLUMNS))
    sheet.for_printing(header_row=None)


def put_ledger(book: StreamedWorkbook, ledger: pd.DataFrame) -> None:
    """Add the sheet with every credit, part by part: where its points were counted or why not."""
    book.put_table_sheets(LEDGER_TITLE, _ledger(ledger), _LEDGER, frozen_columns=2)


def _ledger(ledger: pd.DataFrame) -> pd.DataFrame:
    areas = ledger["areas"].str.replace(";", "; ", regex=False)
    where = ledger["requirement"].map(lambda code: sentences.area_label(code) if code else None, na_action="ignore")
    return ledger.assign(where=where, reason_word=ledger["reason"].map(sentences.LEDGER_REASONS), areas=areas)
