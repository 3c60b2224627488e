"""What is said of the difference from the last month end, and of the hour that helps most."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.services.helping import HelpfulHour
from lib.ui import helpful_hour, since


def test_differences_have_their_sign() -> None:
    assert [since.difference(5, 2), since.difference(2, 5), since.difference(2, 2)] == ["+3", "−3", "±0"]


def test_worse_better_new_and_gone_are_counted_apart() -> None:
    moved = pd.DataFrame(
        [("behind", "late"), ("on_track", "behind"), ("late", "complete"), (None, "behind"), ("filed", None)],
        columns=["status_then", "status_now"],
        dtype="str",
    )
    # On track to behind and behind to late are worse: 2; late to complete is better: 1; one came, one went.
    assert (
        since.sentence_of(moved)
        == "**2 credentials stand worse** · 1 better · 1 new · 1 no longer counted, as known then."
    )
    assert since.sentence_of(moved.head(0)) == "No credential stands otherwise, as known then."


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((31, 24, 9), "**31 people lack ethics: one in-house hour closes it for 24**; 9 of them then lack nothing."),
        (
            (3, 2, 0),
            "**3 people lack ethics: one in-house hour closes it for 2**; each of them lacks something else too.",
        ),
        (
            (18, 15, 5, 1),
            ("**19 people lack ethics, 1 of them in an ended cycle: one in-house hour closes it for 15 of the other "
            "18**; 5 of them then lack nothing."),
        ),
        (
            (1, 1, 1, 2),
            ("**3 people lack ethics, 2 of them in ended cycles: one in-house hour closes it for the other one**, "
            "who then lacks nothing."),
        ),
        ((1, 1, 1), "**1 person lacks ethics: one in-house hour closes it for 1**, who then lacks nothing."),
    ],
)  # fmt: skip
def test_the_hour_in_a_sentence(found: tuple[int, ...], said: str) -> None:
    assert helpful_hour.sentence_of(HelpfulHour("ethics", *found)) == said
