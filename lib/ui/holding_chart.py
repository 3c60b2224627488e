"""A holding's points over time: the chart, and the same numbers in a table beside it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.forecast_line import points_over_time
from lib.domain.pace_words import Outlook, finding
from lib.services.person import PersonRecord
from lib.ui import choosing, figures
from lib.ui.format import as_day
from lib.ui.guard import PageContext


def over_time(context: PageContext, record: PersonRecord, row: dict[Any, Any], *, beside: bool) -> None:
    """Show the chart with its table; ``beside`` False: the table in an expander under it, where there is less room."""
    outlook = record.outlooks[int(row["holding"])]
    steps = record.progress[record.progress["holding"] == row["holding"]]
    name = f"{row['program']}.{row['credential']}"
    figure = points_over_time(
        steps,
        outlook,
        window_from=as_day(row["window_from"]),
        declare_opens=as_day(row["declare_opens"]),
        narrow=not beside,
        dark=context.dark,
    )
    numbers = days_of(steps, outlook, row)
    alt = f"{finding(outlook)}. The table beside it has every day and number."
    if beside:
        left, right = st.columns([1.7, 1])
        with left:
            figures.show(figure, f"person.over_time.{name}", alt=alt)
        with right:
            _table(numbers, name)
    else:
        figures.show(figure, f"person.over_time.{name}", alt=alt)
        with st.expander("The numbers of this chart", key=f"person.numbers.{name}"):
            _table(numbers, name)


def days_of(steps: pd.DataFrame, outlook: Outlook, row: dict[Any, Any]) -> pd.DataFrame:
    """Return what the chart draws as rows: ``day``, ``what``, ``points`` (as shown), by day."""
    rows: list[tuple[Any, str, float | None]] = [(row["window_from"], "Window opens", 0.0)]
    rows += [
        (day, f"+ {added / 100:g}", reached / 100)
        for day, added, reached in zip(steps["day"], steps["added"], steps["reached"], strict=True)
    ]
    counted = None if outlook.counted is None else outlook.counted / 100
    rows.append((pd.Timestamp(outlook.as_of), "As of", counted))
    drawn = outlook.missing not in (None, 0, outlook.named_missing) and not outlook.looks_back
    if outlook.met_on is not None and drawn and outlook.total is not None:
        rows.append((pd.Timestamp(outlook.met_on), "Reached at this pace", outlook.total / 100))
    if not outlook.looks_back:
        rows.append((row["declare_opens"], "Filing opens", None))
        then = None
        if outlook.total is not None and outlook.missing_then is not None and outlook.declare_by is not None:
            then = (outlook.total - outlook.missing_then) / 100 if outlook.declare_by >= outlook.as_of else None
        rows.append((row["declare_by"], "File by; at this pace" if then is not None else "File by", then))
    rows.append((row["cycle_end"], "Cycle ends", None))
    known = [each for each in rows if not pd.isna(each[0])]
    frame = pd.DataFrame(known, columns=["day", "what", "points"])
    return frame.sort_values("day", kind="stable", ignore_index=True)


def _table(numbers: pd.DataFrame, name: str) -> None:
    st.dataframe(
        numbers,
        key=f"person.days.{name}",
        hide_index=True,
        height=choosing.height(len(numbers), 290),
        placeholder="",
        alt="The days of the chart with the points that counted then",
        column_config={
            "day": st.column_config.DateColumn("Day", format="D MMM YYYY", width=90),
            "what": st.column_config.TextColumn("What", width=130),
            "points": st.column_config.NumberColumn("Points", format="%.2f", width=62),
        },
    )
