"""Choosing a person: one label everywhere, a picker kept in the address, previous and next in the current view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    import pandas as pd

PERSON_KEY: Final = "person"


def person_label(name: str, staff_id: str) -> str:
    """Return how a person is named where one is chosen; the employee ID keeps two of one name apart."""
    return name if name == staff_id else f"{name} · {staff_id}"


def picker(staff: pd.DataFrame) -> str:
    """Show the picker with previous and next; return the employee ID chosen. ``staff`` has a row at least."""
    labels = {
        staff_id: person_label(name, staff_id) for staff_id, name in zip(staff["staff_id"], staff["name"], strict=True)
    }
    order = list(labels)
    choose, back, forth = st.columns([6, 1, 1], vertical_alignment="bottom")
    chosen = choose.selectbox(
        "Person",
        order,
        format_func=lambda staff_id: labels[staff_id],
        key=PERSON_KEY,
        bind="query-params",
        help="Type a part of the name. The list is what the filters leave, worst first.",
    )
    here = order.index(chosen)
    back.button(
        "‹ Previous", key="person.previous", disabled=here == 0, on_click=_go, args=(order[here - 1],), width="stretch"
    )
    forth.button(
        "Next ›",
        key="person.next",
        disabled=here == len(order) - 1,
        on_click=_go,
        args=(order[(here + 1) % len(order)],),
        width="stretch",
    )
    return str(chosen)


def _go(staff_id: str) -> None:
    st.session_state[PERSON_KEY] = staff_id
