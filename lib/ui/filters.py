"""The side bar's filters: the same four on every page, kept in the address, so that a link brings the same view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from lib.domain.statuses import BY_CODE, STATUSES
from lib.services.readiness import FilterChoices, Filters
from lib.ui import address

STATUS_KEY: Final = "status"
_KEYS: Final = ("site", "department", "credential", STATUS_KEY)


def shown(choices: FilterChoices, *, statuses: bool = True) -> Filters:
    """Show the filters at the top of the side bar and return what they narrow to."""
    with st.sidebar:
        st.subheader("Show")
        sites = _filter("Site", choices.sites, "site")
        departments = _filter("Department", choices.departments, "department")
        credentials = _filter("Credential", choices.credentials, "credential")
        chosen = _statuses() if statuses else ()
        if sites or departments or credentials or chosen:
            st.button("Show everybody", key="filters.clear", on_click=clear, width="stretch")
    return Filters(sites, departments, credentials, chosen)


def clear() -> None:
    """Widen the view to everybody again."""
    address.put({key: [] for key in _KEYS})


def toggle_group(group: str) -> None:
    """Narrow the view to one group of statuses, or widen it again where it is narrowed to just that group."""
    codes = group_statuses(group)
    current = st.session_state.get(STATUS_KEY, [])
    address.put({STATUS_KEY: [] if set(current) == set(codes) else codes})


def show_only(key: str, options: Sequence[str], value: str) -> None:
    """Narrow one filter to one value, or widen it again where it is narrowed to just that; other values do nothing."""
    if value in options:
        address.put({key: [] if st.session_state.get(key) == [value] else [value]})


def group_statuses(group: str) -> list[str]:
    """Return the status codes of a group, worst first."""
    return [status.code for status in STATUSES if status.group == group]


def _filter(label: str, options: Sequence[str], key: str) -> tuple[str, ...]:
    return tuple(st.multiselect(label, options, placeholder="All", **address.bound(key, address.many(options))))


def _statuses() -> tuple[str, ...]:
    codes = [status.code for status in STATUSES]
    return tuple(
        st.multiselect(
            "Status",
            codes,
            format_func=_word,
            placeholder="All",
            **address.bound(STATUS_KEY, address.many(codes, _word)),
        )
    )


def _word(code: str) -> str:
    return BY_CODE[code].word
