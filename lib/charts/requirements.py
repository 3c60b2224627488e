"""One holding's requirements: what is there and what is missing, in points."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from lib.charts import theme
from lib.domain import points
from lib.domain.palette import gap_kind
from lib.domain.sentences import area_label


def requirement_bars(requirements: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """Return one bar per requirement in rule order: counted in full colour, missing as an outline.

    ``requirements`` is one holding's rows as :data:`lib.domain.tables.REQUIREMENTS` (hundredths).
    """
    rows = requirements[requirements["need"] > 0].sort_values("position").reset_index(drop=True)
    if rows.empty:
        return theme.empty("No requirement is known for this holding", dark=dark)
    need, gap = rows["need"].astype("int64"), rows["gap"].astype("int64")
    colours = [theme.GAP_COLOURS[gap_kind(code)] for code in rows["requirement"]]
    labels = [area_label(code) for code in rows["requirement"]]
    position = list(range(len(rows)))
    hover = [
        f"<b>{theme.plain(label)}</b>: {points.text(n - g)} of {points.text(n)} points counted"
        + (f", {points.text(g)} missing." if g else ", nothing missing.")
        for label, n, g in zip(labels, need, gap, strict=True)
    ]
    ink = theme.INK[dark]
    figure = go.Figure()
    figure.add_bar(
        name="counted",
        orientation="h",
        y=position,
        x=[points.number(int(n - g)) for n, g in zip(need, gap, strict=True)],
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
        marker={"color": colours, "line": {"color": ink, "width": 0.6}},
    )
    figure.add_bar(
        name="missing",
        orientation="h",
        y=position,
        x=[points.number(int(g)) for g in gap],
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
        text=[f"{points.text(int(g))} missing" if g else "" for g in gap],
        textposition="outside",
        cliponaxis=False,
        textfont={"color": ink, "size": 11},
        marker={
            "color": "rgba(0,0,0,0)",
            "line": {"color": ink, "width": 1.2},
            "pattern": {"shape": "/", "fgcolor": ink, "fgopacity": 0.25, "size": 6},
        },
    )
    open_count = int((gap > 0).sum())
    lacking = int(gap.sum())
    noun = "point" if lacking == 100 else "points"
    title = (
        f"{points.text(lacking)} {noun} missing in {open_count} of {len(rows)} requirements"
        if open_count
        else "Every requirement is met on our records"
    )
    theme.framed(figure, title=title, unit="points", height=theme.bar_height(len(rows), least=1) - 18, dark=dark)
    figure.update_layout(showlegend=False)
    # Two fifths more than the longest bar, for the words written behind it.
    figure.update_xaxes(range=[0, int(need.max()) / 100 * 7 / 5])
    ticks = [
        f"{theme.plain(label)}  {points.text(n - g)} / {points.text(n)}"
        for label, n, g in zip(labels, need, gap, strict=True)
    ]
    figure.update_yaxes(tickvals=position, ticktext=ticks, autorange="reversed")
    return figure
