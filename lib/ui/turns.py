"""Pages are made in turn, first come, first served, so that of many people clicking at once each gets the page early.

One Python process runs the code of one page at a time, whoever shares it out: fifty pages begun together hand the
interpreter to each other some thousand times a second, and all of them are ready at the end of all the work, which the
handing over makes longer. One after the other, the first is ready after one page's time and the last no later.

A turn is a lease. What lasts longer than it goes on beside the next one's page, and what waits for other threads gives
its turn back at once (:func:`step_aside`). A page without a turn is as right as one with it, only later.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

from streamlit.runtime.scriptrunner import RerunException, get_script_run_ctx

AT_ONCE: Final = 1
"""Pages made at the same time. Two took as much processor time and gave the first pages and half of all later."""
LEASE: Final = 2.0
"""Seconds of a turn: some times what a page takes that is not asked for the first time."""


class Turn:
    """One person's turn: waited for until it is called, and over at the end of its lease, or where it is given back."""

    def __init__(self) -> None:
        self.called = threading.Event()
        self.ends = 0.0


class Turns:
    """The people waiting and those whose pages are being made, by session: nobody stands in the line twice."""

    def __init__(self, at_once: int, lease: float) -> None:
        self._at_once = at_once
        self._lease = lease
        self._lock = threading.Lock()
        self._waiting: dict[str, Turn] = {}
        self._called: dict[str, Turn] = {}

    @contextmanager
    def taken(self, session: str) -> Iterator[None]:
        """Wait for the turn of this session and have it inside the block.

        A run that ends because the page is to be run again leaves its turn to that run: the second half of one click
        does not wait behind others' clicks. Where that run does not come, the lease ends.
        """
        turn = self._wait(session)
        goes_on = False
        try:
            yield
        except RerunException:
            goes_on = True
            raise
        finally:
            if not goes_on:
                self._give_back(session, turn)

    def step_aside(self, session: str) -> None:
        """Let the next one in: this session's page waits for something, or lasts. It goes on without a turn."""
        with self._lock:
            self._called.pop(session, None)
            self._call()

    def _wait(self, session: str) -> Turn:
        with self._lock:
            turn = self._stand_in_line(session)
            self._call()
        while not turn.called.wait(self._seconds()):
            with self._lock:
                self._call()
        return turn

    def _stand_in_line(self, session: str) -> Turn:
        """Take the place in the line, or what is left of the turn, that an earlier run of this session has."""
        turn = Turn()
        before = self._waiting.get(session)
        if before is not None:
            # Clicked again while waiting: that run is to be stopped, and is as soon as it goes on.
            self._waiting[session] = turn
            before.called.set()
            return turn
        running = self._called.get(session)
        if running is not None and running.ends > monotonic():
            turn.ends = running.ends
            self._called[session] = turn
            turn.called.set()
            return turn
        self._waiting[session] = turn
        return turn

    def _call(self) -> None:
        """Call the first in the line for every place that is free; a lease that ended makes its place free."""
        now = monotonic()
        self._called = {session: turn for session, turn in self._called.items() if turn.ends > now}
        while self._waiting and len(self._called) < self._at_once:
            session = next(iter(self._waiting))
            turn = self._waiting.pop(session)
            turn.ends = now + self._lease
            self._called[session] = turn
            turn.called.set()

    def _seconds(self) -> float:
        """Return how long to wait before looking whether a lease has ended."""
        with self._lock:
            ends = min((turn.ends for turn in self._called.values()), default=0.0)
        return max(ends - monotonic(), 0.001)

    def _give_back(self, session: str, turn: Turn) -> None:
        with self._lock:
            # Another run of this session may have it by now.
            if self._called.get(session) is turn:
                del self._called[session]
            self._call()


_TURNS: Final = Turns(AT_ONCE, LEASE)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for this session's turn and have it inside the block."""
    with _TURNS.taken(_session()):
        yield


def step_aside() -> None:
    """Let others' pages be made while this one waits for other threads, or for what lasts long."""
    _TURNS.step_aside(_session())


def _session() -> str:
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context is not None else f"thread {threading.get_ident()}"
