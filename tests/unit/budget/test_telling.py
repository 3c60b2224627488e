"""A planning tells how far it is within a long search, too, and ends where the telling raises."""

from __future__ import annotations

import numpy as np
import pytest

from lib.budget import telling
from lib.budget.programme import Deadline, Model, minimise
from lib.budget.telling import Telling, telling_of


class Stopped(BaseException):
    """What ends a run of a page is no Exception either."""


def market_split(rows: int = 6, columns: int = 40) -> Model:
    """Markets to be split in two halves at once: small, and out of reach of branch and bound."""
    weights = np.random.default_rng(1).integers(0, 100, (rows, columns))
    model = Model()
    for _ in range(columns):
        model.column(1)
    for row in weights:
        half = int(row.sum()) // 2
        model.row({column: int(weight) for column, weight in enumerate(row)}, half, half)
    return model


def test_a_search_ends_when_it_is_not_wanted_any_more() -> None:
    asked: list[int] = []

    def wanted() -> None:
        asked.append(1)
        if len(asked) == 3:
            raise Stopped

    # Without it the search would go on for all of these seconds.
    with pytest.raises(Stopped):
        minimise(market_split(), [0] * 40, Deadline(600, wanted))
    assert len(asked) == 3


def test_what_is_wanted_changes_nothing_of_the_answer() -> None:
    model = Model()
    first, second = model.column(5, 3), model.column(5, 2)
    model.row({first: 2, second: 1}, 5, 10)
    # 2 a + b >= 5 at 3 a + 2 b: a = 2, b = 1 costs 8; a = 3 costs 9; a = 1, b = 3 costs 9.
    for deadline in (Deadline(60), Deadline(60, lambda: None)):
        assert minimise(model, [3, 2], deadline).columns == [2, 1]


def test_the_same_is_told_again_at_most_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(telling, "monotonic", lambda: now[0])
    heard: list[tuple[int, int]] = []
    tells = Telling(lambda done, of: heard.append((done, of)))
    tells(3, 9)
    tells.again()
    now[0] = 0.4
    tells.again()
    tells.again()
    assert heard == [(3, 9), (3, 9)]
    assert telling_of(tells) is tells
    assert telling_of(None) is None
