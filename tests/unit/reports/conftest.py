"""One small report made by hand: three holdings, one of them with hostile text."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lib.domain import tables
from lib.domain.statuses import BY_CODE
from lib.reports.model import ComplianceReport
from lib.rules.book import Requirement, RuleVersion, Source

HOSTILE = '=HYPERLINK("http://example.test","pay")'


def _verdicts() -> pd.DataFrame:
    common = {
        "site": "Main",
        "department": "Chemistry",
        "program": "ASCP",
        "required": True,
        "participation": "mandatory",
    }
    rows = [
        # 36 asked: 27.5 counted, 8.5 missing (ethics 0.5, rest 8).
        {
            "holding": 0,
            "staff_id": "00017",
            "name": "Okafor, Dan",
            "credential": "MLS",
            "status": "late",
            "cycle_start": "2024-01-04",
            "cycle_end": "2027-01-03",
            "declare_by": "2026-12-04",
            "days_left": -5,
            "total": 3600,
            "earned": 2800,
            "counted": 2750,
            "missing": 850,
            "missing_at_best": 800,
            "gap_safety": 0,
            "gap_ethics": 50,
            "gap_specialty": 0,
            "gap_rest": 800,
            "data_through": "2026-11-18",
            "rule_index": 0,
            "rule_version": "ascp-mls-2020",
            "rule_confidence": "HIGH",
        },
        {
            "holding": 1,
            "staff_id": "E2",
            "name": HOSTILE,
            "site": "@North\x07",
            "credential": "PBT",
            "status": "complete",
            "cycle_start": "2025-01-01",
            "cycle_end": "2027-12-31",
            "declare_by": "2027-12-01",
            "days_left": 374,
            "total": 900,
            "earned": 1025,
            "counted": 900,
            "missing": 0,
            "missing_at_best": 0,
            "gap_safety": 0,
            "gap_ethics": 0,
            "gap_specialty": 0,
            "gap_rest": 0,
            "rule_index": 1,
            "rule_version": "ascp-pbt",
            "rule_confidence": "MED",
        },
        {
            "holding": 2,
            "staff_id": "E3",
            "name": "Shah, Priya",
            "credential": "AT",
            "status": "dates_missing",
            "rule_index": -1,
        },
    ]
    frame = pd.DataFrame([{**common, **row, "status_group": BY_CODE[str(row["status"])].group} for row in rows])
    for name, dtype in tables.VERDICTS.items():
        if dtype == tables.DATE:
            frame[name] = pd.to_datetime(frame[name]) if name in frame else pd.Series(pd.NaT, index=frame.index)
    return tables.typed(frame, tables.VERDICTS)


def _requirements() -> pd.DataFrame:
    rows = [(0, 0, "safety", 100, 0), (0, 1, "ethics", 100, 50), (0, 2, "rest", 3400, 800), (1, 0, "rest", 900, 0)]
    return tables.typed(pd.DataFrame(rows, columns=list(tables.REQUIREMENTS)), tables.REQUIREMENTS)


def _ledger() -> pd.DataFrame:
    who = ("00017", "Okafor, Dan", "ASCP", "MLS")
    first = (1, "+Ethics hour", "LabCE", "2026-02-03", 50, "ethics", "Ethics", "counts", "ethics", 50, None)
    second = (2, "Old course", None, "2023-12-30", 100, "chemistry", "Chem", "counts", None, 100, "before_cycle")
    rows = [
        (*who, *first, "a.xlsx", "Credits", 7, "ascp-mls-2020"),
        (*who, *second, "a.xlsx", "Credits", 8, "ascp-mls-2020"),
    ]
    columns = {"staff_id": tables.TEXT, "name": tables.TEXT, **tables.LEDGER, "rule_version": tables.TEXT}
    frame = pd.DataFrame(rows, columns=list(columns))
    frame["completed_on"] = pd.to_datetime(frame["completed_on"])
    return tables.typed(frame, columns)


@pytest.fixture
def report() -> ComplianceReport:
    """As of 22 Nov 2026: one late, one complete with hostile text, one without dates."""
    mls = RuleVersion(
        "ascp-mls-2020", "ASCP", "MLS", date(2020, 1, 1), None, 36, 3600,
        (Requirement(100, ("safety",)), Requirement(100, ("ethics",))), ("*",), (), ("S1",), "HIGH",
    )  # fmt: skip
    pbt = RuleVersion("ascp-pbt", "ASCP", "PBT", None, None, 36, 900, (), ("*",), (), ("S2",), "MED")
    return ComplianceReport(
        as_of=date(2026, 11, 22),
        known_on=None,
        rules_digest="0123456789abcdef" * 4,
        people=3,
        prepared_by="local",
        verdicts=_verdicts(),
        requirements=_requirements(),
        on_course=(1, 3),
        rules=(mls, pbt),
        sources={"S1": Source("S1", "CMP booklet", "https://example.test/cmp", "2024-01")},
        sources_reach=pd.DataFrame(
            {
                "source": ["LabCE"],
                "last_completed_on": [pd.Timestamp("2026-11-18")],
                "last_imported_on": [pd.Timestamp("2026-11-20")],
                "people": [1],
            }
        ),
        ledger=_ledger(),
        limited_to=("site Main",),
        facts={"Nothing on file": "1 person"},
    )
