"""Deadlines on the page: by month, by person, and the list; a click on a month or a bar narrows or opens."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.charts.deadlines import deadlines_by_month, month_name, windows_by_person
from lib.domain import sentences
from lib.domain.deadlines import KINDS
from lib.services.deadlines import Deadlines
from lib.ui import address, choosing, figures, people
from lib.ui.format import counted
from lib.ui.guard import PageContext


def kind_of_date() -> str:
    """Show the choice between the three kinds of dates and return the one chosen; it stays in the address."""
    chosen = st.segmented_control(
        "Which dates",
        list(KINDS),
        format_func=lambda code: KINDS[code].capitalize(),
        required=True,
        help="Declarations open before the cycle ends and are due before it, too; at ASCP 90 and 30 days before.",
        **address.bound("dates", address.one(list(KINDS), "due")),
    )
    return str(chosen or "due")


def headline(found: Deadlines) -> None:
    """Say in one line what lies ahead, what has passed and what cannot be placed."""
    ahead = found.events["kind"].value_counts()
    parts = [
        f"**{int(ahead.get('due', 0)):,}** to file and **{int(ahead.get('ends', 0)):,}** cycle ends in 24 months",
        *([f"{len(found.passed):,} late or ended already: see Readiness"] if len(found.passed) else []),
        *([f"{counted(found.undated, 'holding has', 'holdings have')} no end date"] if found.undated else []),
    ]
    st.markdown(" · ".join(parts))


def by_month(context: PageContext, found: Deadlines, kind: str) -> str | None:
    """Show the months as bars; return the month of the bar clicked, as an ISO day."""
    return figures.clicked(
        deadlines_by_month(found.events, found.months, kind, dark=context.dark),
        "deadlines.months",
        alt="Required holdings by month and status group; the table beside has the numbers",
    )


def months_table(found: Deadlines) -> None:
    """Show the numbers of every month that has any."""
    rows = found.months[found.months[list(KINDS)].sum(axis=1) > 0]
    if rows.empty:
        return
    st.dataframe(
        rows.assign(month=[month_name(month) for month in rows["month"]]),
        key="deadlines.numbers",
        hide_index=True,
        height=choosing.height(len(rows), 370),
        alt="Filing windows that open, declarations due and cycle ends by month",
        column_config={
            "month": st.column_config.TextColumn("Month", width=70),
            "opens": st.column_config.NumberColumn("Opens", width=55, help="Filing windows that open"),
            "due": st.column_config.NumberColumn("File by", width=55, help="Declarations due"),
            "ends": st.column_config.NumberColumn("Ends", width=50, help="Cycles that end"),
        },
    )


def by_person(context: PageContext, found: Deadlines) -> None:
    """Show the filing windows of those due first as a time line; a clicked bar opens the person."""
    person = figures.clicked(
        windows_by_person(found.events, context.as_of, dark=context.dark),
        "deadlines.windows",
        alt="Filing window and cycle end of the holdings that are due first; the table below lists them",
    )
    if person:
        people.open_person(person)


def dates_table(found: Deadlines, kind: str, month: str | None) -> None:
    """Show every date of a kind, of one month where one was clicked; a selected row opens the person."""
    rows = found.events[found.events["kind"] == kind]
    if month:
        rows = rows[rows["month"] == pd.Timestamp(month)]
    rows = rows.reset_index(drop=True)
    if rows.empty:
        return
    where = f" in {month_name(pd.Timestamp(month))}; click the bar again for all" if month else ""
    st.caption(f"{counted(len(rows), 'holding')}, {KINDS[kind]}{where}. Select a row to open the person.")
    selected = choosing.one_of(
        dates_of(rows),
        "deadlines.table",
        alt="Holdings with their filing window, filing date and end, in the order of their dates",
        columns={
            "day": st.column_config.DateColumn("Date", format="ddd D MMM YYYY", width=120, pinned=True),
            "name": st.column_config.TextColumn("Name", width=150),
            "credential": st.column_config.TextColumn("Credential", width=80),
            "status": st.column_config.TextColumn("Status", width=125),
            "missing": st.column_config.NumberColumn("Points missing", format="localized", width=100),
            "declare_opens": st.column_config.DateColumn("Window opens", format="D MMM YYYY", width=105),
            "declare_by": st.column_config.DateColumn("File by", format="D MMM YYYY", width=100),
            "cycle_end": st.column_config.DateColumn("Cycle ends", format="D MMM YYYY", width=100),
            "site": st.column_config.TextColumn("Site"),
            "department": st.column_config.TextColumn("Department"),
        },
        most=480,
    )
    people.open_selected(rows, selected)


def dates_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the columns shown of events."""
    return pd.DataFrame(
        {
            "day": rows["day"],
            "name": rows["name"],
            "credential": rows["credential"],
            "status": sentences.status_words(rows),
            "missing": rows["missing"].astype("Float64") / 100,
            "declare_opens": rows["declare_opens"],
            "declare_by": rows["declare_by"],
            "cycle_end": rows["cycle_end"],
            "site": rows["site"],
            "department": rows["department"],
        }
    )
