"""The running sum of the points that count."""

from __future__ import annotations

from datetime import date

from lib.compliance.ledger import ledger
from lib.compliance.progress import progress
from lib.compliance.reconciling import totals
from lib.compliance.windows import windows

AS_OF = date(2026, 6, 1)


def test_the_sum_runs_over_what_counts_and_ends_at_the_points_counted(book, holdings, credits):
    # PBT, 9 asked: safety 1, ethics 1, rest 7. Of safety 2 one fills the rest; six of chemistry 3 + 4 do, 1 is over.
    team = holdings({"credential": "PBT", "cycle_end": "2027-12-31"})
    own = credits(
        ("2025-03-01", 2, "safety"), ("2025-03-01", 3, "chemistry"), ("2026-01-10", 4, "chemistry"),
        ("2024-01-01", 5, "chemistry"), ("2026-02-01", 1, "", "ask"),
    )  # fmt: skip
    frame = windows(team, book, AS_OF)
    parts = ledger(frame, own, book, AS_OF)
    steps = progress(parts)
    assert [f"{day:%Y-%m-%d}" for day in steps["day"]] == ["2025-03-01", "2026-01-10"]
    assert steps["added"].tolist() == [500, 300]
    assert steps["reached"].tolist() == [500, 800]
    sums = totals(parts).iloc[0]
    assert {name: sums[name] for name in ("accepted", "counted", "surplus", "to_confirm", "outside_window")} == {
        "accepted": 1500, "counted": 800, "surplus": 100, "to_confirm": 100, "outside_window": 500,
    }  # fmt: skip
