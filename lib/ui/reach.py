"""The trust strip: how far the data reach, who has nothing on file, what waits, which rules nobody verified."""

from __future__ import annotations

import streamlit as st

from lib.services.readiness import DataReach
from lib.ui import navigation
from lib.ui.format import counted, day, literal


def reach_strip(reach: DataReach) -> None:
    """Show the strip with the one link that mends each doubt."""
    with st.container(border=True):
        st.subheader("How far the data reach", anchor=False)
        st.markdown(_sources(reach))
        doubts, mend = st.columns([3, 1.2], vertical_alignment="center")
        doubts.markdown(" · ".join(_doubts(reach)))
        with mend:
            if reach.waiting_rows or reach.to_confirm:
                st.page_link(navigation.HISTORY.path, label="Match and assign", query_params=navigation.address())
            if reach.unverified_rules:
                st.page_link(navigation.RULES.path, label="Look at the rules", query_params=navigation.address())


def _sources(reach: DataReach) -> str:
    if reach.sources.empty:
        return "No credit has been imported yet."
    parts = [
        f"**{literal(row['source'])}** through {day(row['last_completed_on'])} "
        f"({counted(int(row['people']), 'person', 'people')}, imported {day(row['last_imported_on'])})"
        for row in reach.sources.head(4).to_dict("records")
    ]
    more = len(reach.sources) - 4
    return " · ".join([*parts, *([f"{counted(more, 'more source')}"] if more > 0 else [])])


def _doubts(reach: DataReach) -> list[str]:
    unverified = len(reach.unverified_rules)
    return [
        f"{counted(reach.nothing_on_file, 'person', 'people')} with nothing on file",
        f"{counted(reach.waiting_rows, 'row waits', 'rows wait')} for a person",
        f"{counted(reach.to_confirm, 'credit waits', 'credits wait')} to be confirmed",
        f"{counted(unverified, 'rule', 'rules')} by our reading only",
    ]
