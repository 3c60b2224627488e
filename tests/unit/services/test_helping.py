"""The hour that helps most, on a handful of holdings counted by hand."""

from __future__ import annotations

import pandas as pd

from lib.charts.behind import finding
from lib.services.helping import HelpfulHour, most_helpful_hour


def view(*rows: tuple[int, str, str, int]) -> pd.DataFrame:
    """Holdings: number, person, status, points missing in hundredths."""
    frame = pd.DataFrame(rows, columns=["holding", "staff_id", "status", "missing"])
    groups = {"late": "act", "expired": "act", "behind": "watch", "on_track": "fine"}
    return frame.assign(status_group=frame["status"].map(groups), missing=frame["missing"].astype("Int64"))


def gaps(*rows: tuple[int, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["holding", "requirement", "gap"])


def test_the_area_that_one_hour_closes_for_most() -> None:
    verdicts = view(
        (0, "A", "behind", 100), (1, "B", "late", 900), (2, "C", "behind", 300), (3, "D", "expired", 100),
        (4, "E", "on_track", 100),
    )  # fmt: skip
    # Ethics: A, B and C lack it; A (1) and B (1) are closed, C (3) is not; A lacks nothing else, B lacks 8 of the rest.
    # Safety: only B. D's cycle has ended, no hour helps there, E is on course.
    requirements = gaps(
        (0, "ethics", 100), (1, "ethics", 100), (1, "rest", 800), (2, "ethics", 300), (3, "ethics", 100),
        (4, "ethics", 100), (1, "safety", 50),
    )  # fmt: skip
    assert most_helpful_hour(verdicts, requirements) == HelpfulHour("ethics", lacking=3, closed=2, complete=1, ended=1)


def test_a_person_is_closed_only_where_each_of_their_credentials_is() -> None:
    # A's second credential lacks 2 points of ethics, so one hour of ethics closes nobody; safety closes A.
    verdicts = view((0, "A", "behind", 100), (1, "A", "behind", 250))
    requirements = gaps((0, "ethics", 100), (1, "ethics", 200), (1, "safety", 50))
    assert most_helpful_hour(verdicts, requirements) == HelpfulHour("safety", lacking=1, closed=1, complete=0)


def test_of_two_that_close_as_many_the_one_that_completes_more() -> None:
    verdicts = view((0, "A", "behind", 100), (1, "B", "behind", 900))
    requirements = gaps((0, "ethics", 100), (1, "safety", 100), (1, "rest", 800))
    assert most_helpful_hour(verdicts, requirements) == HelpfulHour("ethics", lacking=1, closed=1, complete=1)


def test_where_an_hour_closes_nothing_there_is_none() -> None:
    verdicts = view((0, "A", "behind", 900))
    assert most_helpful_hour(verdicts, gaps((0, "rest", 900))) is None
    assert most_helpful_hour(verdicts, gaps((0, "ethics", 101))) is None


def test_who_is_helped_and_whose_cycle_has_ended_are_all_whom_the_charts_count() -> None:
    # A lacks ethics in a cycle that has ended and in one that goes on: an hour still helps, A is counted once.
    # B lacks it only in an ended one.
    verdicts = view((0, "A", "expired", 100), (1, "A", "behind", 100), (2, "B", "expired", 100))
    requirements = gaps((0, "ethics", 100), (1, "ethics", 100), (2, "ethics", 100))
    found = most_helpful_hour(verdicts, requirements)
    assert found is not None
    assert found == HelpfulHour("ethics", lacking=1, closed=1, complete=1, ended=1)
    kinds = verdicts.assign(gap_ethics=100, gap_safety=0, gap_specialty=0, gap_rest=0)
    assert finding(kinds) == "Ethics is what most people behind lack: 2 of 2"
    assert found.lacking + found.ended == 2
