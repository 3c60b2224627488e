"""What a session remembers beside its widgets: small choices and results, each with its key and default here.

Their keys begin with ``kept.``; no widget's does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

_NONCE: Final = "kept.import.nonce"
_RESULTS: Final = "kept.import.results"
_DATE_ORDER: Final = "kept.import.date_order"
_POINTS: Final = "kept.import.points"
_UNDO: Final = "kept.history.undo"
_SAID: Final = "kept.said"
_CONFIRMATION: Final = "kept.director.confirmation"


@dataclass(frozen=True)
class FileResult:
    """What became of one file: its batch number, or the sentences of the refusal."""

    file: str
    batch: int | None
    accepted: int
    rejected: int
    duplicates: int
    skipped: int
    refused: str | None


def import_nonce() -> int:
    """Return the number of the import in preparation; a commit carries it and ends it."""
    return int(st.session_state.get(_NONCE, 0))


def finish_import(nonce: int, results: tuple[FileResult, ...]) -> None:
    """Keep the results and begin the next import; the upload field and the answers start empty."""
    st.session_state[_RESULTS] = results
    st.session_state[_NONCE] = nonce + 1
    for key in (_DATE_ORDER, _POINTS):
        st.session_state.pop(key, None)


def import_results() -> tuple[FileResult, ...]:
    """Return the results of the import just finished; empty before the first."""
    found: tuple[FileResult, ...] = st.session_state.get(_RESULTS, ())
    return found


def forget_results() -> None:
    """Put the last import's results away."""
    st.session_state.pop(_RESULTS, None)


def answers() -> tuple[str | None, str | None]:
    """Return what was answered for the files in preparation: the order of dates, the points for every row."""
    return st.session_state.get(_DATE_ORDER), st.session_state.get(_POINTS)


def answer(*, date_order: str | None = None, points: str | None = None) -> None:
    """Keep an answer to what the files leave open; None leaves the earlier one."""
    if date_order is not None:
        st.session_state[_DATE_ORDER] = date_order
    if points is not None:
        st.session_state[_POINTS] = points


def batch_to_undo() -> int | None:
    """Return the import that waits for the confirmation of its undoing."""
    found: int | None = st.session_state.get(_UNDO)
    return found


def ask_undo(batch: int | None) -> None:
    """Ask before an import is undone; None puts the question away."""
    st.session_state[_UNDO] = batch


def say_next(message: str) -> None:
    """Say this once, on the next run."""
    st.session_state[_SAID] = message


def said_before() -> str | None:
    """Return what the last run left to be said, once."""
    found: str | None = st.session_state.pop(_SAID, None)
    return found


def keep_confirmation(confirmation: object | None) -> None:
    """Keep that a list of names was reviewed in this session; None puts it away."""
    st.session_state[_CONFIRMATION] = confirmation


def confirmation() -> object | None:
    """Return the confirmation of this session; the page checks what it was for."""
    found: object | None = st.session_state.get(_CONFIRMATION)
    return found
