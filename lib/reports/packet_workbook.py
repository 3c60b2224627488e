"""One person's packet as a workbook: summary, requirements, every activity, what to type in, and how it was decided."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from lib.domain import sentences
from lib.domain.calendar import spoken
from lib.domain.pace_words import explanation, finding
from lib.reports.holdings import holdings_table
from lib.reports.packet import PersonPacket, added_up, facts_apart, rule_text
from lib.reports.sheets import Column, for_printing, put_heading, put_lines
from lib.reports.workbook import put_decided, put_ledger, put_sheet

_REQUIREMENTS: Final = (
    Column("program", "Program", width=11),
    Column("credential", "Credential", width=12),
    Column("requirement_word", "Requirement", width=46),
    Column("need", "Points asked", "points", 10),
    Column("counted", "Points counted", "points", 10),
    Column("gap", "Points missing", "points", 10),
)


def packet_workbook(packet: PersonPacket) -> bytes:
    """Return .xlsx bytes: Summary, Requirements, Credits ledger, How it was decided. Text from files stays text."""
    report = packet.report
    book = Workbook()
    summary = book.active
    assert isinstance(summary, Worksheet), "a new workbook opens with a worksheet"
    summary.title = "Summary"
    _summary(summary, packet)
    put_sheet(book, "Requirements", requirements_table(packet), _REQUIREMENTS)
    if report.ledger is not None:
        put_ledger(book, report.ledger)
    put_decided(book.create_sheet("How it was decided"), report)
    book.properties.title = f"{packet.name}: continuing education as of {spoken(report.as_of)}"
    book.properties.creator = report.prepared_by
    book.properties.created = datetime.combine(report.as_of, time())
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def requirements_table(packet: PersonPacket) -> pd.DataFrame:
    """Return every requirement of every holding with what is counted and missing (hundredths), in rule order."""
    needs = packet.report.requirements
    names = packet.report.verdicts[["holding", "program", "credential"]]
    joined = names.merge(needs, on="holding")
    words = [sentences.area_label(str(code)) for code in joined["requirement"]]
    return joined.assign(requirement_word=words, counted=joined["need"] - joined["gap"])


def _summary(sheet: Worksheet, packet: PersonPacket) -> None:
    report = packet.report
    put_heading(sheet, 1, packet.name, size=16)
    lines = [
        ("Employee ID", packet.staff_id),
        ("As of", spoken(report.as_of)),
        ("Known on", spoken(report.known_on) if report.known_on else "everything on record"),
        *packet.who.items(),
        ("Rules", f"digest {report.rules_digest[:16]}"),
        ("Prepared by", report.prepared_by),
        ("Please note", sentences.DISCLAIMER),
    ]
    row = put_lines(sheet, lines, first_row=2) + 2
    for holding in holdings_table(report.verdicts, report.requirements).to_dict("records"):
        put_heading(sheet, row, f"{holding['credential']} ({holding['program']}): {holding['status_word']}")
        outlook = packet.outlooks.get(int(holding["holding"]))
        told = [("Why", str(holding["reason"]))]
        told += [(title, "; ".join(words)) for title, words in facts_apart(holding)]
        if outlook is not None:
            told.append(("Heading", " ".join(part for part in (finding(outlook) + ".", explanation(outlook)) if part)))
        told += [("Points", added_up(packet, int(holding["holding"]))), ("Rule", rule_text(report, holding))]
        row = put_lines(sheet, told, first_row=row + 1) + 2
    put_lines(sheet, [("Staff member", "_" * 40), ("Supervisor", "_" * 40), ("Date", "_" * 20)], first_row=row)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 110
    for_printing(sheet, header_row=None)
