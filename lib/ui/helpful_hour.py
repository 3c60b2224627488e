"""The one act that helps most, in a sentence."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.sentences import area_word
from lib.services.helping import HelpfulHour, most_helpful_hour


def helpful_hour(verdicts: pd.DataFrame, requirements: pd.DataFrame) -> None:
    """Show which one hour would close a gap of most people; nothing where none would."""
    found = most_helpful_hour(verdicts, requirements)
    if found:
        st.markdown(
            sentence_of(found),
            help="Counts people to act on or to watch whom training can still help, and one point for each credential "
            "they hold. Record the hour as a session, and all who attended have it.",
        )


def sentence_of(found: HelpfulHour) -> str:
    """Return the sentence: *31 people lack ethics: one in-house hour closes it for 24*, and who is complete then."""
    lack = "person lacks" if found.lacking == 1 else "people lack"
    begun = (
        f"**{found.lacking:,} {lack} {area_word(found.requirement)}: one in-house hour closes it for {found.closed:,}**"
    )
    if not found.complete:
        return f"{begun}; each of them lacks something else too."
    if found.complete == found.closed == 1:
        return f"{begun}, who then lacks nothing."
    if found.complete == found.closed:
        return f"{begun}, who then lack nothing."
    return f"{begun}; {found.complete:,} of them then {'lacks' if found.complete == 1 else 'lack'} nothing."
