"""Bench risk on the page: who would be left in each department, and who would lapse."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.charts.bench import bench_by_month, row_name
from lib.domain import sentences
from lib.services.deadlines import BenchRisk
from lib.ui import choosing, figures, people
from lib.ui.format import counted
from lib.ui.guard import PageContext

_AHEAD = (6, 12, 24)


def assumption(found: BenchRisk) -> None:
    """Say what the numbers assume and what they leave out."""
    told = (
        "What if everybody who is **not on course today** let their credential lapse at the end of its cycle? Who is "
        "on course is taken to renew in time; who takes part voluntarily stays."
    )
    if found.unknown:
        told += f" {counted(found.unknown, 'holding')} without an end date: not counted."
    st.markdown(told)


def risk_chart(context: PageContext, found: BenchRisk) -> str | None:
    """Show the squares; return the name of the row clicked."""
    return figures.clicked(
        bench_by_month(found.table, dark=context.dark),
        "bench.chart",
        alt="Certified people who remain by department, credential and month end; the table below has the numbers",
    )


def numbers(found: BenchRisk) -> None:
    """Show every department and credential with the numbers now and in 6, 12 and 24 months."""
    if found.table.empty:
        return
    st.markdown("**Certified people by department and credential, those that lose most first**")
    rows = numbers_of(found.table)
    st.dataframe(
        rows,
        key="bench.numbers",
        hide_index=True,
        height=choosing.height(len(rows), 420),
        alt="Certified people by department and credential now and in 6, 12 and 24 months",
        column_config={
            "row": st.column_config.TextColumn("Department · credential", width=260, pinned=True),
            "certified": st.column_config.NumberColumn("Now", width=60),
            **{
                f"in_{ahead}": st.column_config.NumberColumn(f"In {ahead} months", width=105, help="At the month's end")
                for ahead in _AHEAD
            },
            "lost": st.column_config.NumberColumn("Would lapse", width=95),
        },
    )


def numbers_of(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row per department and credential, those that lose most first."""
    ends = sorted(table["month_end"].unique())
    keys = ["department", "program", "credential"]
    rows = table.groupby(keys, as_index=False).agg(certified=("certified", "first"), lowest=("remain", "min"))
    for ahead in _AHEAD:
        at = table[table["month_end"] == ends[min(ahead, len(ends)) - 1]]
        rows = rows.merge(at[[*keys, "remain"]].rename(columns={"remain": f"in_{ahead}"}), on=keys)
    rows["lost"] = rows["certified"] - rows["lowest"]
    rows["row"] = _names(rows)
    rows = rows.sort_values(["lost", "row"], ascending=[False, True], kind="stable", ignore_index=True)
    return rows[["row", "certified", *[f"in_{ahead}" for ahead in _AHEAD], "lost"]]


def who_lapses(found: BenchRisk, row: str | None) -> None:
    """Show who would lapse, of one row where one was clicked; a selected one opens the person."""
    rows = found.lapsing.assign(row=_names(found.lapsing))
    if row:
        rows = rows[rows["row"] == row]
    rows = rows.reset_index(drop=True)
    of = f" of {row}" if row else ""
    st.caption(f"{counted(len(rows), 'holding')}{of} would lapse, the first first. Select a row to open the person.")
    if rows.empty:
        return
    selected = choosing.one_of(
        pd.DataFrame(
            {
                "cycle_end": rows["cycle_end"],
                "name": rows["name"],
                "row": rows["row"],
                "status": sentences.status_words(rows),
                "missing": rows["missing"].astype("Float64") / 100,
                "declare_by": rows["declare_by"],
            }
        ),
        "bench.table",
        alt="Those who would lapse, with their status and dates, the first first",
        columns={
            "cycle_end": st.column_config.DateColumn("Cycle ends", format="ddd D MMM YYYY", width=120, pinned=True),
            "name": st.column_config.TextColumn("Name", width=150),
            "row": st.column_config.TextColumn("Department · credential", width=230),
            "status": st.column_config.TextColumn("Status", width=130),
            "missing": st.column_config.NumberColumn("Points missing", format="localized", width=105),
            "declare_by": st.column_config.DateColumn("File by", format="D MMM YYYY", width=100),
        },
        most=420,
    )
    people.open_selected(rows, selected)


def _names(rows: pd.DataFrame) -> pd.Series:
    names = [row_name(d, c, p) for d, c, p in zip(rows["department"], rows["credential"], rows["program"], strict=True)]
    return pd.Series(names, index=rows.index, dtype="str")
