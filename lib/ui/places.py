"""Status by site or by department: the choice, which stays in the address, and the chart that narrows to a place."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from lib.charts.sites import statuses_by_site
from lib.services.readiness import TeamReadiness
from lib.ui import address, figures, filters

PLACES: Final[dict[str, str]] = {"site": "Site", "department": "Department"}
"""Column and filter -> its word."""

MOST_BARS: Final = 20
"""So many places are drawn, those with most people; the page Teams compared has all."""


def by_place(team: TeamReadiness, *, dark: bool) -> None:
    """Show people by status group in each site or department; a click narrows to it, once more widens again."""
    place = str(
        st.segmented_control(
            "By",
            list(PLACES),
            format_func=PLACES.__getitem__,
            required=True,
            label_visibility="collapsed",
            help="Where people stand by site or by department",
            **address.bound("by", address.one(list(PLACES), "site", PLACES.__getitem__)),
        )
        or "site"
    )
    staff = team.staff
    most = staff[place].value_counts().head(MOST_BARS).index
    drawn = staff[staff[place].isin(most) | staff[place].isna()]
    figures.narrowing(
        statuses_by_site(drawn.assign(site=drawn[place]), what=place, dark=dark),
        f"readiness.{place}s",
        partial(filters.show_only, place, team.choices.sites if place == "site" else team.choices.departments),
        alt=f"People by status group in each {place}; a click narrows to it; the table below has every holding",
    )
    if staff[place].nunique() > MOST_BARS:
        st.caption(f"The {MOST_BARS} largest; “Teams compared” has every {place}.")
