"""How many holdings stood where at past month ends: a stacked column per month, a colour and a word per group."""

from __future__ import annotations

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from lib.charts import theme
from lib.domain.statuses import GROUPS

_ORDER = ("fine", "watch", "act", "cannot_say", "not_required")
_PATTERNS = {"watch": "/", "act": "x", "cannot_say": "."}


def finding(counts: pd.DataFrame) -> str:
    """Return the title: how many are fine at the last month end, and how many more or fewer than at the first known.

    ``counts`` has ``end`` and one column per status group, oldest first.
    """
    totals = counts[list(_ORDER)].sum(axis=1)
    known = counts[totals > 0]
    if known.empty:
        return "Nothing was known at these month ends"
    last = known.iloc[-1]
    share = f"{int(last['fine']):,} of {int(totals[known.index[-1]]):,} credentials"
    told = f"{share} fine at the end of {_month(last['end'])}"
    if len(known) == 1:
        return told
    change = int(last["fine"]) - int(known.iloc[0]["fine"])
    words = "as many as" if change == 0 else f"{abs(change):,} {'more' if change > 0 else 'fewer'} than"
    return f"{told}, {words} at the end of {_month(known.iloc[0]['end'])}"


def status_trend(counts: pd.DataFrame, *, subtitle: str, dark: bool = False) -> go.Figure:
    """Return stacked columns, one per month end; ``counts`` as for :func:`finding`."""
    title = finding(counts)
    if not counts[list(_ORDER)].to_numpy().sum():
        return theme.empty(title, subtitle, dark=dark)
    figure = go.Figure()
    months = [_month(end) for end in counts["end"]]
    for group in _ORDER:
        colour = theme.STATUS_TONES[group].on(dark=dark)
        values = [int(value) for value in counts[group]]
        if not any(values):
            continue
        figure.add_bar(
            name=f"{theme.GROUP_SIGNS[group]} {GROUPS[group]}",
            x=months,
            y=values,
            text=[f"{value:,}" if value else "" for value in values],
            textposition="inside",
            constraintext="none",
            textangle=0,
            textfont={"color": theme.ink_on(colour), "size": 11},
            customdata=[
                f"End of {month}: {value:,} {GROUPS[group]}." for month, value in zip(months, values, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
            marker={
                "color": colour,
                "pattern": {"shape": _PATTERNS.get(group, ""), "fillmode": "overlay", "fgopacity": 0.3, "size": 6},
            },
        )
    theme.framed(figure, title=title, subtitle=subtitle, unit="", height=330, dark=dark)
    figure.update_yaxes(title={"text": "credentials"}, gridcolor="rgba(128,128,128,.18)")
    figure.update_xaxes(type="category", showgrid=False)
    return figure


def _month(end: date) -> str:
    return f"{end:%b %Y}"
