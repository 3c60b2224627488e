"""The numbers of a card's charts in tables of their own: the bars of the requirements, the days of the filing line."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from lib.charts.requirements import requirement_bars
from lib.domain.sentences import area_label
from lib.ui import choosing, figures
from lib.ui.guard import PageContext


def requirements_shown(
    context: PageContext, requirements: pd.DataFrame, credential: str, name: str, *, beside: bool
) -> None:
    """Show the bars of one holding's requirements with their table; ``beside`` False: the table in an expander."""
    figure = requirement_bars(requirements, dark=context.dark)
    alt = f"Requirements of {credential}: points counted and missing. The table beside it has every number."
    key = f"person.requirements.{name}"
    table = numbers_of(requirements)
    if table.empty:
        figures.show(figure, key, alt=alt)
    elif beside:
        left, right = st.columns([1.2, 1])
        with left:
            figures.show(figure, key, alt=alt)
        with right:
            _table(table, name)
    else:
        figures.show(figure, key, alt=alt)
        with st.expander("The numbers of these bars", key=f"person.asked.open.{name}"):
            _table(table, name)


def numbers_of(requirements: pd.DataFrame) -> pd.DataFrame:
    """Return what the bars show, in rule order: ``requirement``, ``counted``, ``asked``, ``missing`` (points)."""
    rows = requirements[requirements["need"] > 0].sort_values("position", ignore_index=True)
    need, gap = rows["need"].astype("int64"), rows["gap"].astype("int64")
    return pd.DataFrame(
        {
            "requirement": rows["requirement"].map(area_label).astype("str"),
            "counted": (need - gap) / 100,
            "asked": need / 100,
            "missing": gap / 100,
        }
    )


def days_of_line(start: date, opens: date, due: date, end: date, as_of: date, filed_on: date | None) -> pd.DataFrame:
    """Return the days that the filing line draws, by day: ``day`` and ``what``."""
    days = [(start, "Cycle begins"), (opens, "Filing opens"), (due, "File by"), (end, "Cycle ends"), (as_of, "As of")]
    days += [] if filed_on is None else [(filed_on, "Filed")]
    frame = pd.DataFrame(days, columns=["day", "what"])
    return frame.assign(day=pd.to_datetime(frame["day"])).sort_values("day", kind="stable", ignore_index=True)


def days_shown(days: pd.DataFrame, credential: str, name: str) -> None:
    """Show the days of the filing line in an expander under it, where there is little room."""
    with st.expander("The days of this line", key=f"person.filing.open.{name}"):
        st.dataframe(
            days,
            key=f"person.filing.days.{name}",
            hide_index=True,
            height=choosing.height(len(days), 260),
            alt=f"The days of the filing line of {credential}",
            column_config={
                "day": st.column_config.DateColumn("Day", format="ddd D MMM YYYY", width=125),
                "what": st.column_config.TextColumn("What", width=95),
            },
        )


def _table(table: pd.DataFrame, name: str) -> None:
    st.dataframe(
        table,
        key=f"person.asked.{name}",
        hide_index=True,
        height=choosing.height(len(table), 320),
        alt="Each requirement with the points counted, asked and missing",
        column_config={
            "requirement": st.column_config.TextColumn("Requirement", width=190),
            **{
                column: st.column_config.NumberColumn(column.capitalize(), format="localized", width=64)
                for column in ("counted", "asked", "missing")
            },
        },
    )
