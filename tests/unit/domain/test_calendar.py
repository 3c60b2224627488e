"""Days of a column moved by whole months: what a table of days says is what each day by itself would be."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from lib.domain import calendar
from lib.domain.calendar import add_months, months_later

FIRST = date(2023, 11, 1)
NO_DAY = np.datetime64("NaT", "D")


@pytest.mark.parametrize("many", [1, 1 << 30])
def test_every_day_moves_as_it_does_by_itself_in_a_table_and_without(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar, "_MANY", many)
    # Each day of 17 months (a leap day among them) three times, with three counts of months, and a missing one.
    days = [FIRST + timedelta(days=number) for number in range(520)] * 3
    months = np.repeat([-36, 6, 13], 520)
    found = months_later(np.append(np.array(days, "datetime64[D]"), NO_DAY), np.append(months, 6))
    assert found[:-1].tolist() == [add_months(day, int(count)) for day, count in zip(days, months, strict=True)]
    assert np.isnat(found[-1])
    one = months_later(np.array(days, "datetime64[D]"), 1)
    assert one.tolist() == [add_months(day, 1) for day in days]


@pytest.mark.parametrize("many", [1, 1 << 30])
def test_days_far_apart_missing_ones_and_none_at_all_move_too(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "_MANY", many)
    far = np.array(["0001-01-31", "9999-01-31", "NaT"], "datetime64[D]")
    assert months_later(far, 1).astype(str).tolist() == ["0001-02-28", "9999-02-28", "NaT"]
    assert np.isnat(months_later(np.array([NO_DAY, NO_DAY]), np.array([1, 2]))).all()
    assert len(months_later(far[:0], np.array([], np.int64))) == 0
    # More counts than there are tables for.
    several = np.arange(12)
    assert months_later(np.full(12, np.datetime64("2024-01-31", "D")), several).tolist() == [
        add_months(date(2024, 1, 31), int(count)) for count in several
    ]
