"""How required credentials stand with their issuers: each has one standing, and the counts add up."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.compliance.standing import standing
from lib.domain.standing import STANDINGS, standing_sentence
from tests.unit.compliance.test_deadlines import verdicts

AS_OF = date(2026, 11, 22)


def given() -> pd.DataFrame:
    def row(end: str | None, verified: str | None, status: str = "on_track", group: str = "fine") -> dict[str, object]:
        start = pd.Timestamp(end) - pd.DateOffset(months=36) + pd.Timedelta(days=1) if end else pd.NaT
        return {
            "cycle_end": end, "verified_on": pd.Timestamp(verified) if verified else pd.NaT,
            "cycle_start": start, "status": status, "status_group": group,
        }  # fmt: skip

    return verdicts(
        row("2028-06-30", "2025-07-01"),  # verified on the first day of its cycle
        row("2028-06-30", "2025-06-30"),  # the day before: of the earlier cycle
        row("2028-06-30", None),
        row("2028-06-30", "2026-11-23"),  # dated after today
        row("2026-11-22", "2026-01-10", "late", "act"),  # valid today for the last time, in its window
        row("2026-11-21", "2026-01-10", "end_passed", "act"),
        row(None, "2026-01-10", "dates_missing", "cannot_say"),
        row("2026-12-31", "2026-01-10", "filed"),  # window open, but filed
        row("2026-12-31", None, "not_required", "not_required"),
        row("2026-11-21", "2026-01-10", "renewed"),  # declared, but the new end is not on record
    )


def test_every_required_credential_has_one_standing() -> None:
    rows = standing(given(), AS_OF)
    found = dict(zip(rows["staff_id"], rows["standing"], strict=True))
    assert found == {
        "E0": "current", "E1": "unverified", "E2": "unverified", "E3": "unverified", "E4": "current",
        "E5": "ended", "E6": "no_end", "E7": "current", "E9": "ended",
    }  # fmt: skip
    assert set(rows.loc[rows["in_window"], "staff_id"]) == {"E4"}
    # exceptions first, worst first: ended, without an end, unverified, then the one current in its window
    assert rows.loc[rows["exception"], "staff_id"].tolist() == ["E5", "E9", "E6", "E1", "E2", "E3", "E4"]


def test_the_sentence_says_every_count_and_they_add_up() -> None:
    rows = standing(given(), AS_OF)
    counts = {code: int((rows["standing"] == code).sum()) for code in STANDINGS}
    assert sum(counts.values()) == len(rows) == 9
    assert standing_sentence(counts, 1, AS_OF) == (
        "3 of 9 required credentials verified current as of Sun 22 Nov 2026; 3 not verified with the issuer in this "
        "cycle; 2 past the valid-to date on our records; 1 without a valid-to date on our records. "
        "1 of the 9 in the filing window, not filed."
    )
    none = dict.fromkeys(STANDINGS, 0)
    assert standing_sentence(none, 0, AS_OF) == "No required credential is on record as of Sun 22 Nov 2026."
    assert standing_sentence({**none, "current": 2}, 0, AS_OF) == (
        "2 of 2 required credentials verified current as of Sun 22 Nov 2026."
    )


def test_nobody_is_empty() -> None:
    assert standing(given().iloc[:0], AS_OF).empty
