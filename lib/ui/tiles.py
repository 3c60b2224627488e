"""The group tiles: how many holdings stand where; each one narrows everything below to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.charts.behind import finding
from lib.domain.palette import GROUP_SIGNS
from lib.domain.statuses import BY_CODE, GROUPS
from lib.services.readiness import Filters, TeamReadiness, on_course_share
from lib.ui import filters, navigation
from lib.ui.format import MARKDOWN_COLOURS, share
from lib.ui.helpful_hour import helpful_hour
from lib.ui.since import MonthEnd, difference

if TYPE_CHECKING:
    import pandas as pd


def group_tiles(verdicts: pd.DataFrame, chosen: Filters, before: MonthEnd) -> None:
    """Show one tile per group with its number of holdings and how many more or less than at the last month end.

    ``verdicts`` is not narrowed by status, nor is ``before``.
    """
    earlier = before.groups
    counts = verdicts["status_group"].value_counts()
    columns = st.columns([*[1] * len(GROUPS), 1.5], vertical_alignment="center", gap="small")
    for column, (group, words) in zip(columns, GROUPS.items(), strict=False):
        codes = set(filters.group_statuses(group))
        active = set(chosen.statuses) == codes
        sign = f":{MARKDOWN_COLOURS[group]}[{GROUP_SIGNS[group]}]"
        column.button(
            f"{GROUP_SIGNS[group] if active else sign} {words} **{int(counts.get(group, 0)):,}**",
            key=f"tile.{group}",
            type="primary" if active else "secondary",
            on_click=filters.toggle_group,
            args=(group,),
            help="Holdings that are: " + ", ".join(status.word for status in BY_CODE.values() if status.group == group),
            width="stretch",
        )
        if earlier is not None:
            moved = difference(int(counts.get(group, 0)), earlier.get(group, 0))
            column.caption(f"{moved} since {before.end.day} {before.end:%b}")
    on_course, people = on_course_share(verdicts)
    columns[-1].markdown(f"**{share(on_course, people)}** on course · {on_course} of {people} people")


def standing(team: TeamReadiness) -> None:
    """Show in one line how many holdings stand where, what most people behind lack, and the way to the details."""
    counts = team.verdicts["status_group"].value_counts()
    parts = [
        f":{MARKDOWN_COLOURS[group]}[{GROUP_SIGNS[group]} {words}] **{int(counts.get(group, 0)):,}**"
        for group, words in GROUPS.items()
        if counts.get(group, 0)
    ]
    on_course, people = on_course_share(team.verdicts)
    with st.container(border=True):
        st.subheader(f"{share(on_course, people)} on course", anchor=False)
        text, go = st.columns([5, 1], vertical_alignment="center")
        text.markdown(f"{on_course} of {people} people. Holdings: {' · '.join(parts)}. {finding(team.verdicts)}.")
        helpful_hour(team.verdicts, team.requirements)
        go.page_link(navigation.READINESS.path, label="All of it ›", query_params=navigation.address())
