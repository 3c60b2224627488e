"""What the Rules page remembers between runs: the part that is shown, the version to correct, the file to store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from lib.ui import address

VIEW_KEY: Final = "rules_view"
VERIFY: Final = "in-use"
ALL: Final = "all"
CHANGE: Final = "change"
HISTORY: Final = "history"
CALIBRATE: Final = "calibrate"
TASK_KEY: Final = "rules.task"
VERSION_KEY: Final = "rules.form.version"
CORRECT: Final = "Correct or fill in a version"
_PROPOSED: Final = "kept.rules.proposed"


@dataclass(frozen=True)
class Proposed:
    """A rule file that was made with the form or uploaded, and what is wrong with it."""

    name: str
    text: str
    note: str | None
    problems: tuple[str, ...]


def proposed() -> Proposed | None:
    """Return the rule file that waits to be stored."""
    found: Proposed | None = st.session_state.get(_PROPOSED)
    return found


def propose(file: Proposed | None) -> None:
    """Keep a rule file to be stored; None puts it away."""
    st.session_state[_PROPOSED] = file


def correct(version: str) -> None:
    """Go to the form with a version in it; to be called by a button before the page runs."""
    address.put({VIEW_KEY: [CHANGE]})
    st.session_state[TASK_KEY] = CORRECT
    st.session_state[VERSION_KEY] = version
    propose(None)
