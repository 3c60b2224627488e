"""Pages in turn: first come, first served, one at a time, and nobody waits for ever, whatever happens to the others."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from streamlit.runtime.scriptrunner import RerunData, RerunException, StopException

from lib.ui.turns import Turns

LONG = 1000.0
"""Seconds of a lease that no test waits for."""
SOON = 30.0
"""Seconds after which something never happens."""


class Visitor:
    """A page being made in a thread of its own: it begins when its turn comes and ends when it is told to."""

    def __init__(self, turns: Turns, session: str, *, ends_by: BaseException | None = None) -> None:
        self.began, self.end = threading.Event(), threading.Event()
        self._turns, self._session, self._ends_by = turns, session, ends_by
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            with self._turns.taken(self._session):
                self.began.set()
                self.end.wait(SOON)
                if self._ends_by is not None:
                    raise self._ends_by
        except (RerunException, StopException, ValueError):
            return

    def leaves(self) -> None:
        self.end.set()
        self._thread.join(SOON)
        assert not self._thread.is_alive()


def waiting(turns: Turns, *sessions: str) -> list[Visitor]:
    """Let these sessions stand in the line, in this order."""
    visitors = []
    for session in sessions:
        before = len(turns._waiting)
        visitors.append(Visitor(turns, session))
        until(lambda before=before: len(turns._waiting) == before + 1)  # type: ignore[misc]
    return visitors


def until(true: Callable[[], bool]) -> None:
    for _ in range(int(SOON / 0.005)):
        if true():
            return
        threading.Event().wait(0.005)
    raise AssertionError("It did not come to that.")


@contextmanager
def occupied(turns: Turns) -> Iterator[Visitor]:
    """The turn is somebody's."""
    first = Visitor(turns, "first")
    assert first.began.wait(SOON)
    yield first
    first.leaves()


def test_one_at_a_time_in_the_order_they_came() -> None:
    turns = Turns(1, LONG)
    with occupied(turns) as first:
        second, third = waiting(turns, "second", "third")
        assert not second.began.is_set()
        first.leaves()
        assert second.began.wait(SOON)
        assert not third.began.is_set()
        second.leaves()
        assert third.began.wait(SOON)
        third.leaves()
    assert not turns._called


@pytest.mark.parametrize("error", [StopException(), ValueError("the page failed")])
def test_a_page_that_ends_early_gives_its_turn_back(error: Exception) -> None:
    turns = Turns(1, LONG)
    first = Visitor(turns, "first", ends_by=error)
    assert first.began.wait(SOON)
    (second,) = waiting(turns, "second")

    first.leaves()

    assert second.began.wait(SOON)
    second.leaves()


def test_a_page_that_is_run_again_goes_on_with_its_turn() -> None:
    turns = Turns(1, LONG)
    first = Visitor(turns, "first", ends_by=RerunException(RerunData()))
    assert first.began.wait(SOON)
    (second,) = waiting(turns, "second")

    first.leaves()
    again = Visitor(turns, "first")

    assert again.began.wait(SOON)
    assert not second.began.is_set()
    again.leaves()
    assert second.began.wait(SOON)
    second.leaves()


def test_a_page_that_is_not_run_again_after_all_holds_nobody_up() -> None:
    turns = Turns(1, 0.05)
    first = Visitor(turns, "first", ends_by=RerunException(RerunData()))
    assert first.began.wait(SOON)
    (second,) = waiting(turns, "second")

    first.leaves()

    assert second.began.wait(SOON)
    second.leaves()


def test_what_lasts_longer_than_its_lease_holds_nobody_up() -> None:
    turns = Turns(1, 0.05)
    with occupied(turns):
        others = [Visitor(turns, f"other {number}") for number in range(5)]
        assert all(other.began.wait(SOON) for other in others)
        for other in others:
            other.leaves()


def test_who_steps_aside_lets_the_next_one_in_and_goes_on() -> None:
    turns = Turns(1, LONG)
    with occupied(turns) as first:
        (second,) = waiting(turns, "second")
        turns.step_aside("first")
        assert second.began.wait(SOON)
        first.leaves()
        (third,) = waiting(turns, "third")  # who stepped aside gives no turn back that is another's
        assert not third.began.is_set()
        second.leaves()
        assert third.began.wait(SOON)
        third.leaves()


def test_who_clicks_again_while_waiting_keeps_the_place_and_the_first_run_is_let_go() -> None:
    turns = Turns(1, LONG)
    with occupied(turns) as first:
        second, third = waiting(turns, "second", "third")
        again = Visitor(turns, "second")
        assert second.began.wait(SOON)  # without a turn: Streamlit stops it at its first element
        second.leaves()
        assert not again.began.is_set()
        assert not third.began.is_set()
        first.leaves()
        assert again.began.wait(SOON)
        assert not third.began.is_set()
        again.leaves()
        assert third.began.wait(SOON)
        third.leaves()


def test_who_clicks_again_during_the_turn_has_what_is_left_of_it() -> None:
    turns = Turns(1, LONG)
    with occupied(turns) as first:
        (second,) = waiting(turns, "second")
        again = Visitor(turns, "first")
        assert again.began.wait(SOON)
        first.leaves()
        assert not second.began.is_set()  # the turn is of the second run now
        again.leaves()
        assert second.began.wait(SOON)
        second.leaves()


def test_nobody_waits_for_ever() -> None:
    """Sixty sessions that click, fail, run again or not, last long, and click again while they wait."""
    chance = random.Random(7)
    turns = Turns(1, 0.02)
    done: list[int] = []

    def visit(session: str, plan: list[str]) -> None:
        for what in plan:
            try:
                with turns.taken(session):
                    if what == "long":
                        threading.Event().wait(0.06)
                    if what == "aside":
                        turns.step_aside(session)
                    if what == "again":
                        raise RerunException(RerunData())
                    if what == "stop":
                        raise StopException
                    if what == "fail":
                        raise ValueError
            except (RerunException, StopException, ValueError):
                continue
        done.append(1)

    threads = [
        threading.Thread(
            target=visit,
            # Two threads to a session now and then: a click while the one before is waited for.
            args=(f"session {number % 45}", chance.choices(["page", "long", "aside", "again", "stop", "fail"], k=6)),
            daemon=True,
        )
        for number in range(60)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * SOON)

    assert len(done) == 60
    assert not turns._waiting
