"""The terms of the trade as these pages use them, and the signs."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.domain.palette import GROUP_SIGNS
from lib.domain.sentences import LEDGER_REASONS
from lib.domain.statuses import GROUPS, STATUSES
from lib.ui.format import MARKDOWN_COLOURS

TERMS: Final[dict[str, str]] = {
    "Holding": "One person holding one credential, with its cycle dates. A person may have several.",
    "Cycle": "The dates between which points must be earned, both ends included. For ASCP three years.",
    "Points": "What certification maintenance counts. One contact hour is 1 point, one CEU 10, one semester hour 15. "
    "Exact to the hundredth; what would need a third decimal is cut, never rounded up.",
    "Area": "What a point can be allocated to: safety, ethics, chemistry and so on.",
    "Requirement": "A minimum of points in one area (or one of several) that a rule names.",
    "Rest": "What remains of the total after the named minimums. Any area fills it, surplus of a named area too.",
    "Counted": "Points that fill a requirement for sure. Each point counts once in a holding.",
    "Missing": "Points asked less points counted.",
    "Missing at best": "What would be missing if all that waits were confirmed.",
    "Declaration": "The form that is filed with the program at the end of a cycle. Points alone renew nothing.",
    "Declare by": "The day by which to file; for ASCP 30 days before the cycle ends. Filing opens 90 days before.",
    "Valid to": "The end of the cycle. Only a look-up with the issuer proves that a credential is current.",
    "On course": "In the group fine, or complete and to be filed now.",
    "Expected": "The share of the points that goes with the share of the time that has passed.",
    "By our reading": "The rule was read from a source that leaves doubt, and nobody here has verified it. Confirm it.",
}


def terms() -> None:
    """Show the terms."""
    for term, meaning in TERMS.items():
        st.markdown(f"**{term}.** {meaning}")


def signs() -> None:
    """Show groups and statuses with their signs, and the reasons why points are not counted."""
    st.subheader("Statuses", anchor=False)
    for group, words in GROUPS.items():
        members = ", ".join(f"{status.sign} {status.word}" for status in STATUSES if status.group == group)
        st.markdown(f":{MARKDOWN_COLOURS[group]}[{GROUP_SIGNS[group]} **{words}**]: {members}")
    st.subheader("Why points are not counted", anchor=False)
    st.markdown(", ".join(LEDGER_REASONS.values()) + ".")
