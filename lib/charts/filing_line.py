"""The declaration's window on a small time line: the cycle, the days in which to file, today, and what was filed."""

from __future__ import annotations

from datetime import date

import plotly.graph_objects as go

from lib.charts import theme
from lib.domain.calendar import spoken
from lib.domain.palette import STATUS_TONES


def filing_line(
    cycle_start: date,
    opens: date,
    due: date,
    cycle_end: date,
    as_of: date,
    *,
    filed_on: date | None = None,
    dark: bool = False,
) -> go.Figure:
    """Return the line from the cycle's start to its end, the filing window on it thick, marks for today and filed."""
    ink = theme.INK[dark]
    figure = go.Figure()
    window = f"File from {spoken(opens)} to {spoken(due)}; the cycle ends {spoken(cycle_end)}."
    for name, days, width, colour in (
        ("cycle", [cycle_start, cycle_end], 3, ink),
        ("filing window", [opens, due], 11, STATUS_TONES["cannot_say"].on(dark=dark)),
    ):
        figure.add_scatter(
            name=name, x=days, y=[0, 0], mode="lines", line={"width": width, "color": colour},
            hovertemplate=f"{window}<extra></extra>",
        )  # fmt: skip
    marks = [("today", as_of, "triangle-down", STATUS_TONES["act"].on(dark=dark))]
    if filed_on is not None:
        marks.append(("filed", filed_on, "star", STATUS_TONES["fine"].on(dark=dark)))
    for name, day, symbol, colour in marks:
        figure.add_scatter(
            name=name, x=[day], y=[0.32], mode="markers+text", text=[name], textposition="top center",
            marker={"symbol": symbol, "size": 11, "color": colour}, textfont={"size": 11, "color": ink},
            cliponaxis=False, hovertemplate=f"{name}: {spoken(day)}.<extra></extra>",
        )  # fmt: skip
    theme.framed(figure, title="", height=84, dark=dark)
    figure.update_layout(showlegend=False, height=84, margin={"l": 4, "r": 14, "t": 4, "b": 22}, title=None)
    margin = (cycle_end - cycle_start) / 20
    figure.update_xaxes(
        range=[min(cycle_start, as_of) - margin, max(cycle_end, as_of) + margin], showgrid=False, nticks=4
    )
    figure.update_yaxes(range=[-0.6, 1.7], visible=False)
    return figure
