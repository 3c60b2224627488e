"""Choosing a person: everybody can be chosen, one label everywhere, previous and next in the current view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from lib.ui import address, navigation

if TYPE_CHECKING:
    import pandas as pd

PERSON_KEY: Final = "person"


def person_label(name: str, staff_id: str) -> str:
    """Return how a person is named where one is chosen; the employee ID keeps two of one name apart."""
    return name if name == staff_id else f"{name} · {staff_id}"


def marked_label(name: str, staff_id: str, mark: str) -> str:
    """Return the label with the mark behind it: *left*, *no credential*."""
    return person_label(name, staff_id) + (f" ({mark})" if mark else "")


def open_person(staff_id: str) -> None:
    """Leave for the person's page; the filters come along."""
    navigation.go(navigation.PERSON, person=staff_id)


def open_selected(rows: pd.DataFrame, selected: int | None) -> None:
    """Open the person of the row selected in a table of people, where one is."""
    if selected is not None:
        open_person(str(rows["staff_id"].iloc[selected]))


def picker(staff: pd.DataFrame, everybody: pd.DataFrame) -> str:
    """Show the picker with previous and next; return the employee ID chosen.

    ``staff`` is the view, worst first, and may be empty; ``everybody`` has every person on record with their ``mark``
    (*left*, *no credential*), at least one row. Those outside the view come after it.
    """
    names = dict(zip(everybody["staff_id"], everybody["name"], strict=True))
    marks = dict(zip(everybody["staff_id"], everybody["mark"], strict=True))
    view = [staff_id for staff_id in staff["staff_id"] if staff_id in names]
    order = [*view, *sorted(set(names) - set(view), key=lambda staff_id: (marks[staff_id], names[staff_id], staff_id))]

    def label(staff_id: str) -> str:
        return marked_label(names[staff_id], staff_id, marks[staff_id])

    choose, back, forth = st.columns([4, 1, 1], vertical_alignment="bottom")
    chosen = str(
        choose.selectbox(
            "Person",
            order,
            format_func=label,
            help="Type a part of the name. First what the filters leave, worst first; then everybody else on record, "
            "those who left and those without a credential too.",
            **address.bound(PERSON_KEY, address.one(order, order[0], label, always=True)),
        )
    )
    here = view.index(chosen) if chosen in view else -1
    before = view[here - 1] if here > 0 else None
    after = view[here + 1] if here + 1 < len(view) else None
    _step(back, "‹ Previous", "person.previous", before)
    _step(forth, "Next ›", "person.next", after)
    if here < 0 and view:
        choose.caption("Not among those that the filters leave; “Next” goes to the first of them.")
    return chosen


def _step(place: st.delta_generator.DeltaGenerator, label: str, key: str, staff_id: str | None) -> None:
    place.button(label, key=key, disabled=staff_id is None, on_click=_go, args=(staff_id,), width="stretch")


def _go(staff_id: str) -> None:
    address.put({PERSON_KEY: [staff_id]})
