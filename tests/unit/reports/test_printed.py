"""The printed reports: their text read back, hostile text inert, the same bytes each time."""

from __future__ import annotations

import dataclasses
import io
import os
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from pypdf import PdfReader

from lib.domain.pace_words import Outlook
from lib.domain.sentences import DISCLAIMER, LEDGER_REASONS
from lib.reports.compliance_pdf import MOST_ROWS, compliance_pdf
from lib.reports.model import ComplianceReport
from lib.reports.packet import PersonPacket, packet_pdf
from lib.reports.packet_workbook import packet_workbook

HERE = Path(__file__).parent
MARKUP = '#panic("no") *bold* $x$ \\ #read("/etc/hosts") <label> @ref [a]'


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def same_as_golden(found: str, name: str) -> None:
    if os.environ.get("LABREADY_UPDATE_GOLDEN") == "1":
        (HERE / name).write_text(found, encoding="utf-8")
    assert found == (HERE / name).read_text(encoding="utf-8")


@pytest.fixture
def packet(report: ComplianceReport) -> PersonPacket:
    """The packet of the first person of the report: 0.5 counted and 1 before the cycle, 1.5 accepted."""
    own = report.verdicts["staff_id"] == "00017"
    totals = dict.fromkeys(LEDGER_REASONS, 0) | {"accepted": 150, "counted": 50, "before_cycle": 100}
    assert report.ledger is not None
    return PersonPacket(
        report=dataclasses.replace(
            report,
            verdicts=report.verdicts[own],
            requirements=report.requirements[report.requirements["holding"] == 0],
            rules=report.rules[:1],
            ledger=report.ledger.assign(holding=0),
        ),
        name="Okafor, Dan",
        staff_id="00017",
        who={"Department": "Chemistry", "Supervisor": MARKUP},
        totals=pd.DataFrame([{"holding": 0, **totals}]),
        outlooks={
            0: Outlook(
                total=3600, counted=2750, recent=900, pace_days=365, met_on=date(2027, 11, 2), missing_then=850,
                reached_on=None, declare_by=date(2026, 12, 4), cycle_end=date(2027, 1, 3), as_of=date(2026, 11, 22),
                looks_back=False, named_missing=50, named_words="ethics 0.5",
            )
        },
    )  # fmt: skip


def test_the_compliance_report(report: ComplianceReport) -> None:
    same_as_golden("\n--\n".join(pages(compliance_pdf(report))) + "\n", "golden_compliance_pdf.txt")


def test_a_person_packet(packet: PersonPacket) -> None:
    same_as_golden("\n--\n".join(pages(packet_pdf(packet))) + "\n", "golden_packet_pdf.txt")


def test_what_looks_like_markup_is_text(packet: PersonPacket, report: ComplianceReport) -> None:
    flat = " ".join(" ".join(pages(packet_pdf(packet))).split())
    assert MARKUP.replace("\\ ", "\\ ") in flat
    names = report.verdicts.assign(name=MARKUP, status="late", status_group="act")
    told = " ".join(" ".join(pages(compliance_pdf(dataclasses.replace(report, verdicts=names)))).split())
    assert '#panic("no")' in told


def test_every_page_says_what_it_is_not_and_there_is_a_line_to_sign(report: ComplianceReport) -> None:
    many = pd.concat([report.verdicts[report.verdicts["status"] == "late"]] * (MOST_ROWS + 6), ignore_index=True)
    made = pages(compliance_pdf(dataclasses.replace(report, verdicts=many.assign(holding=range(len(many))))))
    assert len(made) <= 3
    assert all(DISCLAIMER in text for text in made)
    assert "And 6 more; the workbook has every row." in " ".join(made)
    assert "Laboratory director" in made[-1]


def test_the_same_report_gives_the_same_bytes(report: ComplianceReport, packet: PersonPacket) -> None:
    assert compliance_pdf(report) == compliance_pdf(report)
    assert packet_pdf(packet) == packet_pdf(packet)


def test_the_packet_as_a_workbook_has_the_same_numbers(packet: PersonPacket) -> None:
    book = openpyxl.load_workbook(io.BytesIO(packet_workbook(packet)))
    assert book.sheetnames == ["Summary", "Requirements", "Credits ledger", "How it was decided"]
    told = {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True) if row[0]}
    assert told["Points"] == "1.5 points accepted = 0.5 counted + 1 earned before the cycle, lost to it"
    assert told["Supervisor"] is not None
    rows = list(book["Requirements"].iter_rows(min_row=2, values_only=True))
    assert [row[2:] for row in rows] == [
        ("Laboratory or patient safety", 1, 1, 0),
        ("Medical ethics", 1, 0.5, 0.5),
        ("Rest (any area)", 34, 26, 8),
    ]
    assert [cell.data_type for row in book["Credits ledger"].iter_rows() for cell in row].count("f") == 0
