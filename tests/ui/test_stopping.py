"""Long planning on a page: its bar has a button that stops it, and what was asked for waits until somebody goes on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import streamlit as st

from lib.services import plans

STOP, GO_ON = "Stop", "Go on after all"


class Slow:
    """Stands for the planning: tells that it begins, and is in the middle of it when a click comes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun = 0
        self.interrupted = True
        self._really = plans.team_plan
        monkeypatch.setattr(plans, "team_plan", self)

    def __call__(self, *asked: Any, **more: Any) -> Any:
        self.begun += 1
        if self.interrupted:
            more["progress"](50, 100)
            st.stop()  # where a click ends the run in the middle of the work: the bar stays on the page until the next
        return self._really(*asked, **more)


def buttons(test: Any) -> list[str]:
    return [each.label for each in test.button if each.label in (STOP, GO_ON)]


def press(dashboard: Any, label: str) -> None:
    next(each for each in dashboard.test.button if each.label == label).click()
    dashboard.run()


@pytest.mark.parametrize("page", ["budget/plan", "budget/questions"])
def test_a_planning_is_stopped_and_goes_on_when_asked(sample: Any, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    slow = Slow(monkeypatch)
    test = sample.open(page)
    assert (buttons(test), slow.begun) == ([STOP], 1)
    press(sample, STOP)
    assert "Stopped, and nothing was changed." in test.info[0].value
    assert (buttons(test), slow.begun) == ([GO_ON], 1)
    # Another look at the page begins nothing; the footer stands under what is there.
    sample.run()
    assert slow.begun == 1
    assert "not a primary-source verification" in sample.texts()
    slow.interrupted = False
    press(sample, GO_ON)
    assert slow.begun >= 2
    assert buttons(test) == []
    assert test.subheader


def test_what_else_is_asked_for_is_not_stopped(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow(monkeypatch)
    test = sample.open("budget/plan")
    press(sample, STOP)
    slow.interrupted = False
    test.number_input(key="budget").set_value(100)
    sample.run()
    assert slow.begun >= 2
    assert "left out" in sample.texts()


def test_what_was_solved_before_the_stop_is_kept(sample: Any) -> None:
    class Stopped(Exception):
        pass

    told: list[tuple[int, int]] = []

    def once(done: int, of: int) -> None:
        told.append((done, of))
        raise Stopped

    day = date(2026, 11, 21)
    sample.app.plans.solved.clear()
    with pytest.raises(Stopped):
        plans.team_plan(sample.app, sample.principal, day, progress=once)
    solved = len(sample.app.plans.solved)
    assert solved == told[0][0] > 0
    plan = plans.team_plan(sample.app, sample.principal, day)
    assert len(sample.app.plans.solved) >= solved
    assert plan.people
