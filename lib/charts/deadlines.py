"""Deadlines: how many declarations fall due in each coming month, and each holding's filing window on a time line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.charts import theme
from lib.domain.calendar import spoken
from lib.domain.deadlines import KINDS
from lib.domain.sentences import status_word
from lib.domain.statuses import GROUPS

_VERBS = {"opens": "filing windows open", "due": "declarations are due", "ends": "cycles end"}


def month_name(month: pd.Timestamp) -> str:
    """Return a month for people: ``Mar 2027``."""
    return f"{month:%b %Y}"


def month_finding(months: pd.DataFrame, kind: str) -> str:
    """Return the title: which month has most of one kind of date. ``months`` as ``by_month`` gives them."""
    most = int(months[kind].max()) if len(months) else 0
    if not most:
        return {"opens": "No filing window opens", "due": "No declaration is due", "ends": "No cycle ends"}[
            kind
        ] + " in these 24 months"
    month = months["month"].iloc[int(months[kind].to_numpy().argmax())]
    of = int(months[kind].sum())
    if most == 1 and of == 1:
        return f"One date in these 24 months, in {month_name(month)}"
    return f"{month_name(month)} is the fullest: {most:,} of {of:,} {_VERBS[kind]} then"


def deadlines_by_month(events: pd.DataFrame, months: pd.DataFrame, kind: str, *, dark: bool = False) -> go.Figure:
    """Return one stacked bar per month, split by status group; the first custom value of a bar is its month (ISO).

    ``events`` and ``months`` are frames of :mod:`lib.domain.deadlines`; ``kind`` is one of its kinds.
    """
    title = month_finding(months, kind)
    rows = events[events["kind"] == kind]
    if rows.empty:
        return theme.empty(title, dark=dark)
    table = pd.crosstab(rows["month"], rows["status_group"]).reindex(months["month"], fill_value=0)
    labels = [month_name(month) for month in table.index]
    # A label needs a ninth of the height of the tallest bar.
    labelled = max(1, -(-int(months[kind].max()) // 9))
    figure = go.Figure()
    for group in [group for group in GROUPS if group in table]:
        colour = theme.STATUS_TONES[group].on(dark=dark)
        hover = [
            f"<b>{label}</b>: {KINDS[kind]} for {count:,}, now in “{GROUPS[group]}”. Click to list them."
            for label, count in zip(labels, table[group], strict=True)
        ]
        figure.add_bar(
            name=f"{theme.GROUP_SIGNS[group]} {GROUPS[group]}",
            x=labels,
            y=[int(count) for count in table[group]],
            text=[f"{count:,}" if count >= labelled else "" for count in table[group]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="inside",
            textfont={"color": theme.ink_on(colour), "size": 11},
            customdata=[[f"{month:%Y-%m-%d}", text] for month, text in zip(table.index, hover, strict=True)],
            hovertemplate="%{customdata[1]}<extra></extra>",
            marker={"color": colour},
        )
    theme.framed(
        figure, title=title, subtitle=f"Required holdings by month: {KINDS[kind]}", unit="", height=330, dark=dark
    )
    grid = "rgba(230,234,238,.14)" if dark else "rgba(27,39,51,.10)"
    places, names = theme.quarters(list(table.index))
    figure.update_xaxes(gridcolor="rgba(0,0,0,0)", categoryorder="array", categoryarray=labels, tickangle=0)
    figure.update_xaxes(tickvals=[labels[place] for place in places], ticktext=names)
    figure.update_yaxes(title={"text": "holdings"}, gridcolor=grid, rangemode="tozero", tickformat="d")
    if int(table.sum(axis=1).max()) <= 5:
        # Plotly would put halves between, and write them as the same whole number twice.
        figure.update_yaxes(dtick=1)
    return figure


def windows_by_person(events: pd.DataFrame, as_of: date, *, limit: int = 20, dark: bool = False) -> go.Figure:
    """Return one bar per holding from the opening of its window to its filing date, and a mark at the cycle's end.

    The holdings that are due first, at most ``limit``; ``events`` is a frame of :mod:`lib.domain.deadlines`. The
    first custom value of a bar is the ``staff_id``; a line stands at ``as_of``.
    """
    rows = events[events["kind"] == "due"].sort_values(["declare_by", "name"], kind="stable")
    if rows.empty:
        return theme.empty("Nobody has a filing date in these 24 months", dark=dark)
    shown = rows.head(limit).reset_index(drop=True)
    first = shown.iloc[0]
    figure = go.Figure()
    for group in [group for group in GROUPS if group in set(shown["status_group"])]:
        part = shown[shown["status_group"] == group]
        colour = theme.STATUS_TONES[group].on(dark=dark)
        figure.add_bar(
            name=f"{theme.GROUP_SIGNS[group]} {GROUPS[group]}",
            orientation="h",
            y=part.index.tolist(),
            base=[f"{day:%Y-%m-%d}" for day in part["declare_opens"]],
            x=[_milliseconds(row) for row in part.to_dict("records")],
            customdata=[[row["staff_id"], _sentence(row)] for row in part.to_dict("records")],
            hovertemplate="%{customdata[1]}<extra></extra>",
            marker={"color": colour},
        )
    figure.add_scatter(
        name="cycle ends",
        mode="markers",
        x=[f"{day:%Y-%m-%d}" for day in shown["cycle_end"]],
        y=shown.index.tolist(),
        customdata=[[row["staff_id"], _sentence(row)] for row in shown.to_dict("records")],
        hovertemplate="%{customdata[1]}<extra></extra>",
        marker={"color": theme.INK[dark], "symbol": "line-ns-open", "size": 14, "line": {"width": 2}},
    )
    part_of = f"the next {len(shown)} of {len(rows):,}" if len(rows) > len(shown) else f"{len(rows)}"
    theme.framed(
        figure,
        title=f"Next to file: {theme.plain(first['name'])}, by {spoken(first['declare_by'].date())}",
        subtitle=f"Filing window of each holding, {part_of}, and the end of its cycle; dotted: as of",
        height=theme.bar_height(len(shown)),
        dark=dark,
    )
    grid = "rgba(230,234,238,.14)" if dark else "rgba(27,39,51,.10)"
    # A mark a month: plotly would put more on a short stretch, and write the same month several times.
    months = (shown["cycle_end"].max() - shown["declare_opens"].min()).days // 30
    every = max(1, -(-months // 9))
    figure.update_xaxes(type="date", gridcolor=grid, tickformat="%b %Y", dtick=f"M{every}", tick0="2000-01-01")
    figure.add_vline(x=f"{as_of:%Y-%m-%d}", line={"color": theme.INK[dark], "width": 1, "dash": "dot"})
    labels = [f"{theme.plain(n)} · {theme.plain(c)}" for n, c in zip(shown["name"], shown["credential"], strict=True)]
    figure.update_yaxes(tickvals=shown.index.tolist(), ticktext=labels, autorange="reversed")
    return figure


def _milliseconds(row: dict[Any, Any]) -> float:
    """Return the length of a filing window: a bar on a date axis is that many milliseconds long."""
    return float((row["declare_by"] - row["declare_opens"]).total_seconds() * 1000)


def _sentence(row: dict[Any, Any]) -> str:
    who = f"<b>{theme.plain(row['name'])}</b> · {theme.plain(row['credential'])}: {status_word(str(row['status']))}"
    window = f"File from {spoken(row['declare_opens'].date())} to {spoken(row['declare_by'].date())}."
    return f"{who}<br>{window}<br>The cycle ends {spoken(row['cycle_end'].date())}."
