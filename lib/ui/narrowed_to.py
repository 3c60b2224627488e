"""What a page is narrowed to, said where it is looked at, each with a button that takes it away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from lib.domain.sentences import area_word, status_word
from lib.services.readiness import Filters
from lib.ui import filters
from lib.ui.format import literal

MOST = 3
"""So many values of one filter are named."""


def narrowed_to(chosen: Filters, names: Mapping[str, str]) -> None:
    """Show one button for each filter in force; ``names``: employee ID -> name. Nothing where nothing narrows."""
    parts = [
        (filters.FIND_KEY, "found by ", (chosen.find,) if chosen.find else ()),
        ("site", "", chosen.sites),
        ("department", "", chosen.departments),
        ("credential", "", chosen.credentials),
        (filters.AREA_KEY, "short in ", tuple(area_word(code) for code in chosen.areas)),
        (filters.STATUS_KEY, "", tuple(status_word(code) for code in chosen.statuses)),
        (filters.PEOPLE_KEY, "", tuple(names.get(staff_id, staff_id) for staff_id in chosen.people)),
    ]
    if not any(values for _, _, values in parts):
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown("**Narrowed to**", width="content")
        for key, words, values in parts:
            if values:
                st.button(
                    f"{words}{literal(listed(values))} ✕",
                    key=f"narrowed.{key}",
                    on_click=filters.widen,
                    args=(key,),
                    help="Takes this filter away",
                )


def listed(values: Sequence[str]) -> str:
    """Return values in words: *ethics or safety*, *A, B, C or 4 more*."""
    if len(values) > MOST + 1:
        return f"{', '.join(values[:MOST])} or {len(values) - MOST} more"
    return " or ".join([*([", ".join(values[:-1])] if len(values) > 1 else []), values[-1]])


def narrow_to_kind(values: Sequence[object], areas: Sequence[str]) -> None:
    """Narrow to the areas of the kind of gap that a part of a bar stands for (ethics, safety, specialty, rest).

    ``areas``: those that the rules name; specialty is all of them but ethics, safety and the rest.
    """
    kind = str(values[2])
    named = [area for area in areas if area not in ("ethics", "safety", "rest")] if kind == "specialty" else [kind]
    filters.show_these({filters.AREA_KEY: named})
