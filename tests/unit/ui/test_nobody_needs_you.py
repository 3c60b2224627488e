"""Where nobody is to act on, in words."""

from __future__ import annotations

import pandas as pd

from lib.ui.needs import nobody_needs_you

WATCHED = pd.DataFrame(
    {
        "staff_id": ["7", "8", "8"],
        "name": ["Tran, Linh", "Ruiz, José", "Ruiz, José"],
        "credential": ["PBT", "MLT", "SBB"],
        "declare_by": pd.to_datetime(["2026-12-01", "2028-05-31", None]),
    }
)


def test_nobody_to_act_on_does_not_hide_whose_date_comes_first() -> None:
    assert nobody_needs_you(WATCHED) == (
        "Nobody needs you today, on our records. 2 people are to watch; the first to file is Tran, Linh (PBT), "
        "by Tue 1 Dec 2026."
    )


def test_without_a_date_or_without_anybody_no_date_is_said() -> None:
    assert nobody_needs_you(WATCHED.tail(1)) == "Nobody needs you today, on our records. 1 person is to watch."
    assert nobody_needs_you(WATCHED.head(0)) == "Nobody needs you today, on our records."
