"""The one act that helps most, in a sentence."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.sentences import area_word
from lib.services.helping import HelpfulHour, most_helpful_hour
from lib.ui import filters, navigation
from lib.ui.guard import PageContext


def helpful_hour(context: PageContext, verdicts: pd.DataFrame, requirements: pd.DataFrame) -> None:
    """Show which one hour would close a gap of most people, and the way to plan it; nothing where none would."""
    found = most_helpful_hour(verdicts, requirements)
    if not found:
        return
    told, go = st.columns([5, 1.2], vertical_alignment="center")
    told.markdown(
        sentence_of(found),
        help="Counts people to act on or to watch, and one point for each credential they hold. In a cycle that has "
        "ended an hour helps nobody: verify or reinstate it. Record the hour as a session, and all who attended have "
        "it.",
    )
    if "edit" in context.principal.permissions:
        go.page_link(
            navigation.SESSION.path,
            label="Plan a session ›",
            query_params=navigation.address(filters.STATUS_KEY, filters.PEOPLE_KEY)
            | {filters.AREA_KEY: found.requirement.split("+")},
            help="The side bar there shows who is short in it: “Add all of this view” lists them.",
        )


def sentence_of(found: HelpfulHour) -> str:
    """Return the sentence: *31 people lack ethics: one in-house hour closes it for 24*, and who is complete then.

    The number is that of the charts, which count everybody behind: *19 people lack ethics, 1 of them in an ended cycle:
    one in-house hour closes it for 15 of the other 18*.
    """
    lack = "person lacks" if found.lacking + found.ended == 1 else "people lack"
    for_whom = f"{found.closed:,}"
    ended = ""
    if found.ended:
        ended = f", {found.ended:,} of them in {'an ended cycle' if found.ended == 1 else 'ended cycles'}"
        whole = "the other one" if found.lacking == 1 else f"the other {found.lacking:,}"
        for_whom = whole if found.closed == found.lacking else f"{found.closed:,} of {whole}"
    begun = (
        f"**{found.lacking + found.ended:,} {lack} {area_word(found.requirement)}{ended}: "
        f"one in-house hour closes it for {for_whom}**"
    )
    if not found.complete:
        return f"{begun}; each of them lacks something else too."
    if found.complete == found.closed == 1:
        return f"{begun}, who then lacks nothing."
    if found.complete == found.closed:
        return f"{begun}, who then lack nothing."
    return f"{begun}; {found.complete:,} of them then {'lacks' if found.complete == 1 else 'lack'} nothing."
