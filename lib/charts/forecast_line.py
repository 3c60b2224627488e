"""One holding's points over time: what was reached, the even pace, the forecast, the filing window, the cycle's end."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from lib.charts import theme
from lib.domain import points
from lib.domain.calendar import spoken
from lib.domain.pace_words import Outlook, explanation, finding
from lib.domain.palette import STATUS_TONES

_HEIGHT = 300


def points_over_time(
    steps: pd.DataFrame,
    outlook: Outlook,
    *,
    window_from: date | None,
    declare_opens: date | None,
    narrow: bool = False,
    dark: bool = False,
) -> go.Figure:
    """Return the line of points that count, with the pace that is asked and the pace that is kept.

    ``steps``: ``day``, ``added``, ``reached`` (hundredths) of one holding, as
    :func:`lib.compliance.progress.progress`. The even pace runs from the cycle's start to the filing date; the forecast
    goes on from today, unless only named points are missing. Neither is drawn for a holding that looks back three
    years. ``narrow``: the title takes two lines.
    """
    if window_from is None or outlook.cycle_end is None:
        return theme.empty("No cycle end is known, so there is nothing to draw over time", dark=dark)
    ink, strong = theme.INK[dark], STATUS_TONES["fine"].on(dark=dark)
    figure = go.Figure()
    _pace(figure, outlook, window_from, ink)
    _reached(figure, steps, outlook, window_from, strong)
    _forecast(figure, outlook, STATUS_TONES["watch"].on(dark=dark))
    _dates(figure, outlook, declare_opens, ink, dark=dark)
    theme.framed(figure, title=finding(outlook), subtitle=explanation(outlook), unit="", height=_HEIGHT, dark=dark)
    top = max(outlook.total or 0, outlook.counted or 0, 100)
    if narrow:
        _in_two_lines(figure, finding(outlook), explanation(outlook))
    figure.update_yaxes(
        range=[0, top * 1.12 / 100], title={"text": "points that count"}, gridcolor="rgba(128,128,128,.18)"
    )
    ends = [outlook.cycle_end, outlook.as_of]
    figure.update_xaxes(range=[window_from, max(ends) + timedelta(days=30)], showgrid=False)
    return figure


def _in_two_lines(figure: go.Figure, title: str, subtitle: str) -> None:
    head, cut, tail = title.partition(", ") if ", " in title else title.partition(": ")
    sub_head, sub_cut, sub_tail = subtitle.partition(". ")
    figure.update_layout(
        title={
            "text": f"{theme.plain(head + cut.rstrip())}<br>{theme.plain(tail)}",
            "font": {"size": 14},
            "subtitle": {"text": f"{theme.plain(sub_head + sub_cut)}<br>{theme.plain(sub_tail)}"},
        },
        margin={"t": 96},
        height=_HEIGHT + 60,
    )


def _reached(figure: go.Figure, steps: pd.DataFrame, outlook: Outlook, window_from: date, colour: str) -> None:
    days = [window_from, *(day.date() for day in steps["day"])]
    sums = [0, *(int(value) for value in steps["reached"])]
    told = ["The window opens; nothing counted yet."]
    told += [
        f"{spoken(day)}: {points.text(int(added))} points more, {points.text(total)} in all."
        for day, added, total in zip(days[1:], steps["added"], sums[1:], strict=True)
    ]
    last = outlook.as_of if outlook.cycle_end is None else min(outlook.as_of, outlook.cycle_end)
    if last > days[-1]:
        days, sums = [*days, last], [*sums, sums[-1]]
        told.append(f"{spoken(last)}: {points.text(sums[-1])} points count.")
    figure.add_scatter(
        name="counted",
        x=days,
        y=[points.number(value) for value in sums],
        mode="lines",
        line={"shape": "hv", "width": 3, "color": colour},
        customdata=told,
        hovertemplate="%{customdata}<extra></extra>",
    )


def _pace(figure: go.Figure, outlook: Outlook, window_from: date, ink: str) -> None:
    if outlook.looks_back or outlook.total is None or outlook.declare_by is None:
        return
    figure.add_scatter(
        name="even pace",
        x=[window_from, outlook.declare_by],
        y=[0, points.number(outlook.total)],
        mode="lines",
        line={"dash": "dot", "width": 1.5, "color": ink},
        hovertemplate=f"An even pace reaches {points.text(outlook.total)} points on {spoken(outlook.declare_by)}."
        "<extra></extra>",
    )


def _forecast(figure: go.Figure, outlook: Outlook, colour: str) -> None:
    missing = outlook.missing
    if not missing or missing == outlook.named_missing or outlook.looks_back or not outlook.recent:
        return
    if outlook.counted is None or outlook.total is None:
        return
    end = outlook.cycle_end or outlook.as_of
    if outlook.as_of >= end:
        return
    if outlook.met_on is not None and outlook.met_on <= end:
        until, reached = outlook.met_on, outlook.total
    else:
        until = end
        reached = min(outlook.total, outlook.counted + outlook.recent * (end - outlook.as_of).days // outlook.pace_days)
    figure.add_scatter(
        name="forecast",
        x=[outlook.as_of, until],
        y=[points.number(outlook.counted), points.number(reached)],
        mode="lines+markers",
        marker={"symbol": "diamond-open", "size": [1, 9]},
        line={"dash": "dash", "width": 2, "color": colour},
        hovertemplate=f"At this pace {points.text(reached)} points on {spoken(until)}.<extra></extra>",
    )


def _dates(figure: go.Figure, outlook: Outlook, declare_opens: date | None, ink: str, *, dark: bool) -> None:
    if outlook.total is not None:
        figure.add_hline(
            y=outlook.total / 100,
            line={"color": ink, "width": 1},
            annotation={"text": f"{points.text(outlook.total)} asked", "font": {"size": 11, "color": ink}},
            annotation_position="top left",
        )
    if declare_opens is not None and outlook.declare_by is not None and not outlook.looks_back:
        fill = STATUS_TONES["cannot_say"].on(dark=dark)
        figure.add_vrect(x0=declare_opens, x1=outlook.declare_by, fillcolor=fill, opacity=0.18, line_width=0)
        _label(figure, declare_opens, "file", ink, 0.06)
    for day, words, height in ((outlook.as_of, "as of", 0.17), (outlook.cycle_end, "cycle ends", 0.28)):
        if day is not None:
            figure.add_vline(x=day, line={"color": ink, "width": 1, "dash": "dot" if words == "as of" else "solid"})
            _label(figure, day, words, ink, height)


def _label(figure: go.Figure, day: date, words: str, ink: str, height: float) -> None:
    figure.add_annotation(
        x=day, y=height, yref="paper", text=words, showarrow=False, xanchor="right", font={"size": 11, "color": ink}
    )
