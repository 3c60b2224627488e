"""Charts of single steps: whom one activity completes, what free sources and a session save, what a lapse costs."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from lib.charts import theme
from lib.charts.spend import money_bars

_BAR_COLOUR = "#2C7FB8"


def people_by_activity(steps: pd.DataFrame, *, limit: int = 10, dark: bool = False) -> go.Figure:
    """Return one bar per product: the people it alone completes. ``steps``: ``product``, ``people``, most first."""
    shown = steps[steps["people"] > 0].head(limit)
    if shown.empty:
        return theme.empty("No single activity completes anybody", dark=dark)
    names = [str(name) for name in shown["product"]]
    people = [int(number) for number in shown["people"]]
    figure = go.Figure()
    figure.add_bar(
        orientation="h",
        y=list(range(len(names))),
        x=people,
        text=[f"{number:,}" for number in people],
        textposition="outside",
        textangle=0,
        customdata=[f"<b>{theme.plain(name)}</b>: {n:,} complete." for name, n in zip(names, people, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
        marker={"color": _BAR_COLOUR},
        textfont={"color": theme.INK[dark]},
        cliponaxis=False,
    )
    figure.update_xaxes(range=[0, max(people) * 5 / 4], nticks=4, tickangle=0)
    short = [theme.plain(name if len(name) <= 42 else name[:41].rstrip() + "…") for name in names]
    figure.update_yaxes(tickvals=list(range(len(names))), ticktext=short, autorange="reversed")
    return theme.framed(
        figure,
        title=f"{short[0]} alone completes {people[0]:,}",
        subtitle=f"People whom one activity completes by itself, the first {len(names)}",
        unit="people",
        height=theme.bar_height(len(names)),
        dark=dark,
    )


def amounts_compared(amounts: dict[str, int], *, title: str, subtitle: str, dark: bool = False) -> go.Figure:
    """Return one bar per amount in cents, in the order given."""
    if not amounts:
        return theme.empty("No amount is known", dark=dark)
    figure = money_bars(list(amounts), list(amounts.values()), [_BAR_COLOUR] * len(amounts), dark=dark)
    return theme.framed(
        figure, title=title, subtitle=subtitle, unit="US dollars", height=theme.bar_height(len(amounts)), dark=dark
    )
