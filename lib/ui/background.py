"""Long work beside the page: it shows how far it is, can be stopped, and goes on where the page is left.

The work runs in a thread of its own, which calls services and nothing of Streamlit; the page looks in on it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, Final, Generic, TypeVar, cast

import streamlit as st

from lib.ui import turns
from lib.ui.format import literal

PATIENCE: Final = 0.8
"""So many seconds a page waits before it shows progress: most files are read by then."""
_EVERY: Final = 0.5
_KEY: Final = "kept.work."

Result = TypeVar("Result")
Progress = Callable[[float, str], None]


class Stopped(Exception):
    """Raised inside the work, at its next step, once somebody stopped it."""


class Work(Generic[Result]):
    """One task in its thread: how far it is, and its result or what it raised."""

    def __init__(self, key: Hashable, task: Callable[[Progress], Result]) -> None:
        self.key = key
        self.share = 0.0
        self.words = ""
        self.stopped = False
        self.began = time.monotonic()
        self.error: BaseException | None = None
        self.result: Result | None = None
        self._task = task
        self._thread = threading.Thread(target=self._run, daemon=True, name="labready-work")
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether it ended, or was stopped: then its end is not waited for."""
        return self.stopped or not self._thread.is_alive()

    def stop(self) -> None:
        """End it at its next step; what it gives is not wanted any more."""
        self.stopped = True

    def wait(self, seconds: float) -> None:
        """Wait for its end, at most so long."""
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            self.result = self._task(self._told)
        except Stopped:
            return
        except BaseException as error:  # noqa: BLE001 - raised again where the page asks for the result
            self.error = error

    def _told(self, share: float, words: str) -> None:
        if self.stopped:
            raise Stopped
        self.share, self.words = share, words


def done(
    name: str,
    key: Hashable,
    task: Callable[[Progress], Result],
    *,
    stop: str,
    on_stop: Callable[[], None] | None = None,
) -> Result | None:
    """Return what the task of this name gave for this key; None while it runs: then its progress is on the page.

    Another key stops what runs and starts anew. ``stop`` is the label of the button that stops it. With ``on_stop`` the
    button calls that instead, and what the task then gives is waited for: of a task that may have done part of it.
    """
    work = cast("Work[Result] | None", st.session_state.get(_KEY + name))
    if work is None or work.key != key:
        forget(name)
        work = Work(key, task)
        st.session_state[_KEY + name] = work
    if not work.done:
        turns.step_aside()
        work.wait(PATIENCE)
    if not work.done:
        _progress(name, work, stop, on_stop or work.stop)
        return None
    if work.stopped:
        st.info("Stopped. Nothing was stored.")
        st.button("Go on after all", key=f"{name}.again", on_click=forget, args=(name,))
        return None
    if work.error is not None:
        forget(name)
        raise work.error
    return work.result


def forget(name: str) -> None:
    """Stop what runs under this name and let go of what it gave."""
    work: Work[Any] | None = st.session_state.pop(_KEY + name, None)
    if work is not None:
        work.stop()


@st.fragment(run_every=_EVERY)
def _progress(name: str, work: Work[Any], stop: str, on_stop: Callable[[], None]) -> None:
    if work.done:
        st.rerun()
    seconds = int(time.monotonic() - work.began)
    st.progress(min(max(work.share, 0.0), 1.0), text=f"{literal(work.words or 'Beginning')} … {seconds} s")
    st.button(stop, key=f"{name}.stop", on_click=on_stop)
