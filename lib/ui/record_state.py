"""What a session remembers while something is recorded: which form is on screen, and what is to be looked at first.

Their keys begin with ``kept.``; no widget's does.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.services.recordings import Recording

_ROUND: Final = "kept.record.round"
_LOOKED_AT: Final = "kept.record.looked_at"
_CHOSEN: Final = "kept.record.chosen"


def form_round() -> int:
    """Return the number of the form in preparation; its widgets carry it, so that a stored one begins empty again."""
    return int(st.session_state.get(_ROUND, 0))


def begin_again() -> None:
    """Begin the next form."""
    st.session_state[_ROUND] = form_round() + 1
    for key in (_LOOKED_AT, _CHOSEN):
        st.session_state.pop(key, None)


def choose(keys: list[tuple[str, str, str]]) -> None:
    """Begin the next form with these holdings (employee ID, program, credential) selected in its table."""
    begin_again()
    st.session_state[_CHOSEN] = keys


def chosen() -> list[tuple[str, str, str]]:
    """Return the holdings that were selected elsewhere for the form in preparation."""
    found: list[tuple[str, str, str]] = st.session_state.get(_CHOSEN, [])
    return found


def look_at(recording: Recording | None) -> None:
    """Keep the recording whose effect is asked for; None puts it away."""
    st.session_state[_LOOKED_AT] = recording


def looked_at() -> Recording | None:
    """Return the recording whose effect was asked for."""
    found: Recording | None = st.session_state.get(_LOOKED_AT)
    return found
