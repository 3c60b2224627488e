"""The group tiles: how many holdings stand where; each one narrows everything below to itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from lib.charts.behind import finding
from lib.domain.palette import GROUP_SIGNS
from lib.domain.statuses import BY_CODE, GROUPS
from lib.services import laboratory
from lib.services.readiness import Filters, TeamReadiness, on_course_share
from lib.ui import filters, navigation
from lib.ui.format import MARKDOWN_COLOURS, share
from lib.ui.guard import PageContext
from lib.ui.since import MonthEnd, difference
from lib.ui.target import change_of, share_tile, target_sentence

if TYPE_CHECKING:
    import pandas as pd


_SHARE: Final = 220
"""Width in pixels of the share on course beside the tiles."""


def group_tiles(
    context: PageContext, verdicts: pd.DataFrame, chosen: Filters, before: MonthEnd, known_on: date | None = None
) -> None:
    """Show one tile per group and, under them, one per status, each with its number of holdings and its change.

    The change is since the last month end. ``verdicts`` is not narrowed by status, nor is ``before``.
    """
    earlier = before.groups
    counts = verdicts["status_group"].value_counts()
    # A row that wraps: on a tablet a column would be too narrow for its words.
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    for group, words in GROUPS.items():
        column = row.container(width="content", gap="xsmall")
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
    with row.container(width=_SHARE, gap="xsmall"):
        share_tile(context, verdicts, before, known_on)
    _status_tiles(verdicts, chosen, before)


def _status_tiles(verdicts: pd.DataFrame, chosen: Filters, before: MonthEnd) -> None:
    """Show a small tile for each status that occurs, worst first; one narrows to that status alone."""
    counts = verdicts["status"].value_counts()
    earlier = None if before.groups is None else before.holdings["status"].value_counts()
    with st.container(horizontal=True, gap="small"):
        for code in (code for code in BY_CODE if counts.get(code, 0)):
            moved = "" if earlier is None else f" ({difference(int(counts[code]), int(earlier.get(code, 0)))})"
            active = chosen.statuses == (code,)
            st.button(
                f"{BY_CODE[code].sign} {BY_CODE[code].word} **{int(counts[code])}**{moved}",
                key=f"tile.status.{code}",
                type="primary" if active else "tertiary",
                on_click=filters.show_these,
                args=({filters.STATUS_KEY: [code]},),
                help="Narrows to this status; once more widens again. In brackets: the change since the last month end."
                if moved
                else "Narrows to this status; once more widens again.",
            )


def standing(context: PageContext, team: TeamReadiness, before: MonthEnd) -> None:
    """Show in one line how many holdings stand where, what most people behind lack, and the way to the details."""
    counts = team.verdicts["status_group"].value_counts()
    parts = [
        f":{MARKDOWN_COLOURS[group]}[{GROUP_SIGNS[group]} {words}] **{int(counts.get(group, 0)):,}**"
        for group, words in GROUPS.items()
        if counts.get(group, 0)
    ]
    on_course, people = on_course_share(team.verdicts)
    with st.container(border=True):
        aim = target_sentence(on_course, people, laboratory.target(context.app, context.principal))
        st.subheader(f"{share(on_course, people)} on course" + (f" · {aim}" if aim else ""), anchor=False)
        text, go = st.columns([5, 1], vertical_alignment="center")
        moved = change_of(team.verdicts, before)
        since = f" ({moved})" if moved else ""
        text.markdown(
            f"{on_course} of {people} people{since}. Holdings: {' · '.join(parts)}. {finding(team.verdicts)}."
        )
        go.page_link(navigation.READINESS.path, label="All of it ›", query_params=navigation.address())
