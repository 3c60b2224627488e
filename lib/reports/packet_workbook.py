"""One person's packet as a workbook: summary, requirements, every activity, what to type in, and how it was decided."""

from __future__ import annotations

from typing import Final

import pandas as pd

from lib.domain import sentences
from lib.domain.calendar import spoken
from lib.domain.pace_words import explanation, finding
from lib.reports.holdings import holdings_table
from lib.reports.packet import PersonPacket, added_up, facts_apart, rule_text
from lib.reports.sheets import Column
from lib.reports.streamed import StreamedSheet, StreamedWorkbook
from lib.reports.workbook import put_decided, put_ledger

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
    title = f"{packet.name}: continuing education as of {spoken(report.as_of)}"
    book = StreamedWorkbook(title=title, creator=report.prepared_by, as_of=report.as_of)
    _summary(book.sheet("Summary"), packet)
    book.put_table_sheets("Requirements", requirements_table(packet), _REQUIREMENTS)
    if report.ledger is not None:
        put_ledger(book, report.ledger)
    put_decided(book.sheet("How it was decided"), report)
    return book.finished()


def requirements_table(packet: PersonPacket) -> pd.DataFrame:
    """Return every requirement of every holding with what is counted and missing (hundredths), in rule order."""
    needs = packet.report.requirements
    names = packet.report.verdicts[["holding", "program", "credential"]]
    joined = names.merge(needs, on="holding")
    words = [sentences.area_label(str(code)) for code in joined["requirement"]]
    return joined.assign(requirement_word=words, counted=joined["need"] - joined["gap"])


def _summary(sheet: StreamedSheet, packet: PersonPacket) -> None:
    report = packet.report
    sheet.put_heading(1, packet.name, size=16)
    lines = [
        ("Employee ID", packet.staff_id),
        ("As of", spoken(report.as_of)),
        ("Known on", spoken(report.known_on) if report.known_on else "everything on record"),
        *packet.who.items(),
        ("Rules", f"digest {report.rules_digest[:16]}"),
        ("Prepared by", report.prepared_by),
        ("Please note", sentences.DISCLAIMER),
    ]
    row = sheet.put_lines(lines, first_row=2) + 2
    for holding in holdings_table(report.verdicts, report.requirements).to_dict("records"):
        sheet.put_heading(row, f"{holding['credential']} ({holding['program']}): {holding['status_word']}")
        outlook = packet.outlooks.get(int(holding["holding"]))
        told = [("Why", str(holding["reason"]))]
        told += [(title, "; ".join(words)) for title, words in facts_apart(holding)]
        if outlook is not None:
            told.append(("Heading", " ".join(part for part in (finding(outlook) + ".", explanation(outlook)) if part)))
        told += [("Points", added_up(packet, int(holding["holding"]))), ("Rule", rule_text(report, holding))]
        row = sheet.put_lines(told, first_row=row + 1) + 2
    sheet.put_lines([("Staff member", "_" * 40), ("Supervisor", "_" * 40), ("Date", "_" * 20)], first_row=row)
    sheet.widen(1, 24)
    sheet.widen(2, 110)
    sheet.for_printing(header_row=None)
