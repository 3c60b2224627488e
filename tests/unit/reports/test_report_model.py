"""Counts and gaps of a report."""

from __future__ import annotations

from lib.reports.model import ComplianceReport, counts_by_status, gaps_by_requirement


def test_counts_worst_first(report: ComplianceReport) -> None:
    assert counts_by_status(report.verdicts).to_dict("split")["data"] == [
        ["act", "late", 1, 1],
        ["cannot_say", "dates_missing", 1, 1],
        ["fine", "complete", 1, 1],
    ]


def test_gaps_most_people_first(report: ComplianceReport) -> None:
    # One holding lacks ethics 0.5 and rest 8: equal in people, so the larger gap leads.
    assert gaps_by_requirement(report.verdicts, report.requirements).to_dict("split")["data"] == [
        ["ASCP", "MLS", "rest", 1, 1, 800],
        ["ASCP", "MLS", "ethics", 1, 1, 50],
    ]


def test_needs_you_is_the_group_act(report: ComplianceReport) -> None:
    assert list(report.needs_you["staff_id"]) == ["00017"]
