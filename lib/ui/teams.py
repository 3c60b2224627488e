"""Teams on the page: sites, departments or supervisors side by side, and the people of the one chosen."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from lib.charts.sites import statuses_by_site
from lib.domain.sentences import status_words
from lib.services.teams import GROUPINGS, TeamComparison
from lib.ui import address, choosing, figures, people
from lib.ui.format import counted, literal
from lib.ui.guard import PageContext

MOST_BARS: Final = 25
"""So many teams are drawn; the table has all."""


def grouping() -> str:
    """Show the choice of what teams are made by and return it; it stays in the address."""
    chosen = st.segmented_control(
        "Compare",
        list(GROUPINGS),
        format_func=lambda code: f"{GROUPINGS[code].capitalize()}s",
        required=True,
        help="Teams of people with at least one required credential, each counted by their worst one.",
        **address.bound("compare", address.one(list(GROUPINGS), "site")),
    )
    return str(chosen or "site")


def team_bars(context: PageContext, found: TeamComparison) -> str | None:
    """Show one bar per team; return the name of the team clicked."""
    drawn = found.teams["team"].head(MOST_BARS)
    people = found.people[found.people["team"].isin(drawn)]
    return figures.clicked(
        statuses_by_site(people.assign(site=people["team"]), what=found.by, dark=context.dark),
        "teams.chart",
        alt=f"People by status group for each {found.by}; the table below has the numbers",
    )


def teams_table(found: TeamComparison) -> str | None:
    """Show every team with its numbers, least on course first; return the name of the row selected."""
    rows = found.teams
    selected = choosing.one_of(
        teams_of(rows),
        "teams.table",
        alt=f"Each {found.by}: people by status, credentials verified current, points missing, next filing date",
        columns={
            "team": st.column_config.TextColumn(found.by.capitalize(), width=142, pinned=True),
            "people": st.column_config.NumberColumn(
                "People", width=60, format="localized", help="With at least one required credential"
            ),
            "share": st.column_config.ProgressColumn(
                "On course", min_value=0, max_value=100, format="%d %%", width=95, color="blue"
            ),
            "act": st.column_config.NumberColumn("■ act", width=52),
            "watch": st.column_config.NumberColumn("▲ watch", width=66),
            "fine": st.column_config.NumberColumn("● fine", width=55),
            "cannot_say": st.column_config.NumberColumn("? cannot say", width=90, help="No dates or no rule"),
            "verified": st.column_config.TextColumn(
                "Verified",
                width=70,
                alignment="right",
                help="Verified current, of the required credentials; see Director's page",
            ),
            "missing": st.column_config.NumberColumn("Points missing", format="accounting", width=100),
            "next_due": st.column_config.DateColumn("Next to file by", format="D MMM YYYY", width=102),
        },
        most=420,
    )
    return None if selected is None else str(rows.iloc[selected]["team"])


def teams_of(teams: pd.DataFrame) -> pd.DataFrame:
    """Return the columns shown of the teams."""
    verified = teams["current"].astype("str") + " / " + teams["holdings"].astype("str")
    shown = teams.assign(verified=verified, missing=teams["missing"].astype("Float64") / 100)
    return shown[["team", "people", "share", "act", "watch", "fine", "cannot_say", "verified", "missing", "next_due"]]


def people_of(found: TeamComparison, team: str) -> None:
    """Show the people of one team, worst first; a selected row opens the person."""
    rows = found.people[found.people["team"] == team].reset_index(drop=True)
    st.markdown(f"**{literal(team)}**: {counted(len(rows), 'person', 'people')}, worst first")
    selected = choosing.one_of(
        pd.DataFrame(
            {
                "name": rows["name"],
                "status": status_words(rows),
                "missing": rows["missing"].astype("Float64") / 100,
                "site": rows["site"],
                "department": rows["department"],
                "staff_id": rows["staff_id"],
            }
        ),
        f"teams.people.{team}",
        alt="The people of the team with their status and points missing",
        columns={
            "name": st.column_config.TextColumn("Name", width=170, pinned=True),
            "status": st.column_config.TextColumn("Worst status", width=140),
            "missing": st.column_config.NumberColumn("Points missing", format="localized", width=110),
            "site": st.column_config.TextColumn("Site"),
            "department": st.column_config.TextColumn("Department"),
            "staff_id": st.column_config.TextColumn("Employee ID"),
        },
        most=420,
    )
    people.open_selected(rows, selected)
