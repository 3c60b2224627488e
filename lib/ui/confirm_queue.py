"""The queue on the page “To confirm”: what waits, grouped, with the number beside each group."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.ui import cached
from lib.ui.confirm_areas import areas, education
from lib.ui.confirm_doubles import doubles
from lib.ui.confirm_people import people
from lib.ui.confirm_records import two_records
from lib.ui.confirm_splits import splits
from lib.ui.decisions_made import decisions_made
from lib.ui.empty import nobody_here
from lib.ui.format import counted
from lib.ui.guard import PageContext

_GROUPS: Final[dict[str, str]] = {
    "people": "People",
    "areas": "Areas",
    "duplicates": "Duplicates",
    "splits": "Several areas",
    "education": "Education or not",
    "records": "Two records",
    "decided": "Decisions made",
}


def confirm_queue(context: PageContext) -> None:
    """Show the groups with their numbers, and the one that is chosen; the choice stands in the address."""
    queue = cached.confirm_queue(context.app, context.principal, context.key)
    matching = "import" in context.principal.permissions
    waiting = cached.people_waiting(context.app, context.principal, context.key) if matching else None
    numbers = {
        "people": 0 if waiting is None else int((~waiting["set_aside"]).sum()),
        "areas": len(queue.areas),
        "duplicates": int(queue.doubles["subject"].nunique()),
        "education": len(queue.titles),
    }
    total = sum(numbers.values())
    if total:
        told = ", ".join(f"{_GROUPS[group].lower()} {number}" for group, number in numbers.items() if number)
        st.markdown(f"**{counted(total, 'question waits', 'questions wait')}**: {told}.")
        st.caption(
            "What waits counts in what is missing at best only; titles that may be no education count until you say "
            "otherwise."
        )
    elif cached.people(context.app, context.principal, context.key).empty:
        nobody_here()
    else:
        st.success("Nothing waits to be confirmed: every verdict rests on what is sure.")
    shown = [group for group in _GROUPS if matching or group != "people"]
    first = next((group for group in shown if numbers.get(group)), "decided")
    chosen = st.segmented_control(
        "Show",
        shown,
        default=first,
        format_func=lambda group: f"{_GROUPS[group]} {numbers[group]}" if numbers.get(group) else _GROUPS[group],
        key="queue",
        required=True,
        label_visibility="collapsed",
        help="One kind of question at a time; the number behind it waits.",
    )
    if chosen == "people":
        people(context)
    elif chosen == "areas":
        areas(context, queue)
    elif chosen == "duplicates":
        doubles(context, queue)
    elif chosen == "splits":
        splits(context)
    elif chosen == "education":
        education(context, queue)
    elif chosen == "records":
        two_records(context)
    else:
        decisions_made(context)
