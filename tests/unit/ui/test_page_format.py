"""Text, dates and numbers as pages show them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lib.ui.format import as_day, counted, day, in_ones, literal, money, share, whole


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lopez, Maria", r"Lopez\, Maria"),
        ("*bold* [x](http://y)", "\\*bold\\* \\[x\\]\\(http\\:\u2060\\/\\/y\\)"),
        ("<b>", r"\<b\>"),
        (":red[x] :smile:", "\\:\u2060red\\[x\\] \\:\u2060smile\\:\u2060"),
        ("two\nlines", "two lines"),
        ("$5 ~a~ `c`", r"\$5 \~a\~ \`c\`"),
    ],
)
def test_text_from_files_stays_text(text: str, shown: str) -> None:
    assert literal(text) == shown


def test_days() -> None:
    assert day(date(2026, 12, 4)) == day(pd.Timestamp("2026-12-04")) == "Fri 4 Dec 2026"
    assert day(pd.NaT) == day(None) == "—"
    assert as_day(pd.NaT) is None


def test_numbers() -> None:
    assert (whole(pd.NA), whole(5)) == (None, 5)
    assert (money(None), money(pd.NA), money(237500), money(0)) == ("price not set", "price not set", "$2,375", "$0")
    assert (counted(1, "person", "people"), counted(1200, "person", "people")) == ("1 person", "1,200 people")
    # 79 of 98 is 80.6 percent: cut, never rounded up.
    assert (share(79, 98), share(0, 0)) == ("80 %", "—")


def test_tables_show_dollars_and_points_not_hundredths() -> None:
    shown = in_ones(pd.Series([250, pd.NA, 0, 1], dtype="Int64"))
    assert str(shown.dtype) == "float64"
    assert shown.isna().tolist() == [False, True, False, False]
    assert shown.dropna().tolist() == [2.5, 0.0, 0.01]
