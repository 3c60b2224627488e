"""The compliance report as a workbook that a director can open, filter and print."""

from __future__ import annotations

import io
from datetime import datetime, time

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from lib.domain import sentences
from lib.domain.calendar import spoken
from lib.domain.statuses import GROUPS
from lib.reports.decided import DEFINITIONS, RULE_COLUMNS, rules_table
from lib.reports.holdings import HOLDING_COLUMNS, holdings_table
from lib.reports.model import ComplianceReport, counts_by_status, gaps_by_requirement
from lib.reports.sheets import Column, for_printing, for_reading, put_heading, put_lines, put_table

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


def compliance_workbook(report: ComplianceReport) -> bytes:
    """Return .xlsx bytes: Summary, Holdings, Gaps by requirement, Credits ledger (if given) and how decided.

    Rows come in the report's order. Text from files is written as text, never as a formula; points and dates as numbers
    and dates. The workbook's own dates are the report's ``as_of``.
    """
    book = Workbook()
    summary = book.active
    assert isinstance(summary, Worksheet), "a new workbook opens with a worksheet"
    summary.title = "Summary"
    holdings = holdings_table(report.verdicts, report.requirements)
    _summary(summary, report, holdings)
    put_sheet(book, "Holdings", holdings, HOLDING_COLUMNS, frozen_columns=2)
    gaps = gaps_by_requirement(report.verdicts, report.requirements)
    gaps = gaps.assign(requirement_word=[sentences.area_label(str(code)) for code in gaps["requirement"]])
    put_sheet(book, "Gaps by requirement", gaps, _GAPS)
    if report.ledger is not None:
        put_ledger(book, report.ledger)
    put_decided(book.create_sheet("How it was decided"), report)
    book.properties.title = f"Continuing education readiness as of {spoken(report.as_of)}"
    book.properties.creator = report.prepared_by
    book.properties.created = datetime.combine(report.as_of, time())
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _summary(sheet: Worksheet, report: ComplianceReport, holdings: pd.DataFrame) -> None:
    put_heading(sheet, 1, "Continuing education readiness", size=16)
    on_course, counted = report.on_course
    share = f"{on_course} of {counted} people" + (f" ({on_course * 100 // counted} %)" if counted else "")
    lines = [
        ("As of", spoken(report.as_of)),
        ("Known on", spoken(report.known_on) if report.known_on else "everything on record"),
        ("Who is in it", "; ".join(report.limited_to) if report.limited_to else "everybody"),
        ("People", str(report.people)),
        ("On course", share),
        *report.facts.items(),
        ("Rules", f"digest {report.rules_digest[:16]}"),
        ("Prepared by", report.prepared_by),
        ("Please note", sentences.DISCLAIMER),
    ]
    row = put_lines(sheet, lines, first_row=2) + 2
    needs = holdings[holdings["status_group"] == "act"]
    put_heading(sheet, row, f"Needs you ({len(needs)})" if len(needs) else "Nobody needs you today")
    if len(needs):
        needs = needs.assign(step=needs["status"].map(sentences.STEPS))
        row = put_table(sheet, needs, _NEEDS, first_row=row + 1)
    row += 2
    put_heading(sheet, row, "Counts by status")
    counts = counts_by_status(report.verdicts)
    counts = counts.assign(
        status_word=sentences.status_words(counts), group_word=counts["group"].map(GROUPS), status_group=counts["group"]
    )
    row = put_table(sheet, counts, _COUNTS, first_row=row + 1) + 2
    if report.sources_reach is not None and len(report.sources_reach):
        put_heading(sheet, row, "How far the data reach")
        put_table(sheet, report.sources_reach, _REACH, first_row=row + 1)
    for_printing(sheet, header_row=None)


def put_decided(sheet: Worksheet, report: ComplianceReport) -> None:
    """Write the rule versions with their sources, and what the words mean."""
    put_heading(sheet, 1, "How it was decided", size=16)
    put_lines(sheet, [("Rules", f"digest {report.rules_digest}"), ("Please note", sentences.DISCLAIMER)], first_row=2)
    header = 6
    put_heading(sheet, header - 1, "Rule versions that these verdicts rest on")
    last = put_table(sheet, rules_table(report), RULE_COLUMNS, first_row=header)
    put_heading(sheet, last + 2, "What the words mean")
    put_lines(sheet, DEFINITIONS, first_row=last + 3)
    for line in range(last + 3, last + 3 + len(DEFINITIONS)):
        sheet.merge_cells(start_row=line, start_column=2, end_row=line, end_column=len(RULE_COLUMNS))
        sheet.cell(line, 2).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(line, 1).alignment = Alignment(vertical="top")
        # About 150 characters fit the merged cells' width on one line of 15 points.
        sheet.row_dimensions[line].height = 15.0 * (1 + len(DEFINITIONS[line - last - 3][1]) // 150)
    for_printing(sheet, header_row=None)


def put_ledger(book: Workbook, ledger: pd.DataFrame) -> None:
    """Add the sheet with every credit, part by part: where its points were counted or why not."""
    put_sheet(book, "Credits ledger", _ledger(ledger), _LEDGER, frozen_columns=2)


def _ledger(ledger: pd.DataFrame) -> pd.DataFrame:
    areas = ledger["areas"].str.replace(";", "; ", regex=False)
    where = ledger["requirement"].map(lambda code: sentences.area_label(code) if code else None, na_action="ignore")
    return ledger.assign(where=where, reason_word=ledger["reason"].map(sentences.LEDGER_REASONS), areas=areas)


def put_sheet(
    book: Workbook, title: str, frame: pd.DataFrame, columns: tuple[Column, ...], *, frozen_columns: int = 0
) -> None:
    """Add a sheet that is one table, with filter, frozen heading and print settings."""
    sheet = book.create_sheet(title)
    last = put_table(sheet, frame, columns)
    if frame.empty:
        sheet.cell(2, 1).value = "Nothing to list."
        sheet.cell(2, 1).font = Font(italic=True)
    for_reading(sheet, header_row=1, last_row=last, columns=len(columns), frozen_columns=frozen_columns)
    for_printing(sheet, header_row=1)
