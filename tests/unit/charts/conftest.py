"""Verdict frames made by hand: points in hundredths, worst first."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from lib.domain import tables
from lib.domain.statuses import BY_CODE


def _verdicts(rows: list[dict[str, object]]) -> pd.DataFrame:
    defaults = {"site": "Main", "department": "Chemistry", "program": "ASCP", "credential": "MLS", "total": 3600}
    full = []
    for number, row in enumerate(rows):
        gaps = {f"gap_{kind}": row.get(f"gap_{kind}", 0) for kind in ("safety", "ethics", "specialty", "rest")}
        missing = sum(gaps.values())  # type: ignore[misc]
        given = {**defaults, "holding": number, "rule_index": 0, **gaps, "missing": missing, **row}
        given["counted"] = 3600 - missing
        given["status_group"] = BY_CODE[str(row["status"])].group
        full.append(given)
    frame = pd.DataFrame(full)
    for name in ("declare_by", "cycle_end"):
        frame[name] = pd.to_datetime(frame[name]) if name in frame else pd.Series(pd.NaT, index=frame.index)
    return tables.typed(frame, tables.VERDICTS)


@pytest.fixture
def verdicts() -> Callable[[list[dict[str, object]]], pd.DataFrame]:
    """A builder of verdict frames: gaps in hundredths, everything else by default."""
    return _verdicts


@pytest.fixture
def laboratory() -> pd.DataFrame:
    """Five holdings of four people: two lack ethics, one safety, one only rest; one is on track with rest open."""
    return _verdicts(
        [
            {
                "staff_id": "E1",
                "name": "Okafor, Dan",
                "status": "late",
                "gap_ethics": 100,
                "gap_rest": 800,
                "declare_by": "2026-11-03",
            },
            {"staff_id": "E1", "name": "Okafor, Dan", "credential": "SBB", "status": "behind", "gap_specialty": 250},
            {
                "staff_id": "E2",
                "name": "Lopez, Maria",
                "site": "North",
                "status": "behind",
                "gap_ethics": 50,
                "gap_safety": 100,
            },
            {"staff_id": "E3", "name": "Shah, Priya", "site": "North", "status": "nothing_on_file", "gap_rest": 3400},
            {"staff_id": "E4", "name": "Berg, Tom", "status": "on_track", "gap_ethics": 100, "gap_rest": 1200},
        ]
    )
