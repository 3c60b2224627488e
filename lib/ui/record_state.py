"""What a session remembers while something is recorded: which form is on screen, and what is to be looked at first.

Their keys begin with ``kept.``; no widget's does.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.services.recordings import Recording

_ROUND: Final = "kept.record.round"
_LOOKED_AT: Final = "kept.record.looked_at"


def form_round() -> int:
    """Return the number of the form in preparation; its widgets carry it, so that a stored one begins empty again."""
    return int(st.session_state.get(_ROUND, 0))


def begin_again() -> None:
    """Begin the next form."""
    st.session_state[_ROUND] = form_round() + 1
    st.session_state.pop(_LOOKED_AT, None)


def look_at(recording: Recording | None) -> None:
    """Keep the recording whose effect is asked for; None puts it away."""
    st.session_state[_LOOKED_AT] = recording


def looked_at() -> Recording | None:
    """Return the recording whose effect was asked for."""
    found: Recording | None = st.session_state.get(_LOOKED_AT)
    return found
