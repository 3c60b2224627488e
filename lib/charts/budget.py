"""What the budget's questions come to: how far money reaches, what membership is worth, what points cost by kind."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from lib.charts import theme
from lib.charts.spend import dollars, money_bars

_LINE: Final = "#2C7FB8"


def money_reaches(frontier: pd.DataFrame, *, ceiling_cents: int, dark: bool = False) -> go.Figure:
    """Return the people that each amount completes as steps. ``frontier``: ``cost`` (cents, rising) and ``people``."""
    if len(frontier) < 2:
        return theme.empty("No purchases to show", dark=dark)
    costs = [int(cost) for cost in frontier["cost"]]
    people = [int(n) for n in frontier["people"]]
    within = max(n for cost, n in zip(costs, people, strict=True) if cost <= ceiling_cents)
    figure = go.Figure()
    figure.add_scatter(
        x=[cost / 100 for cost in costs], y=people, mode="lines", line={"color": _LINE, "shape": "hv", "width": 2.5},
        hovertemplate="%{x:$,.2f} completes %{y:,} people.<extra></extra>",
    )  # fmt: skip
    figure.add_vline(
        x=min(ceiling_cents, costs[-1] * 1.05) / 100, line={"color": theme.INK[dark], "dash": "dot", "width": 1}
    )
    framed = theme.framed(
        figure,
        title=f"{dollars(ceiling_cents)} completes {within:,} of {people[-1]:,} people",
        subtitle=f"People complete for each amount; everybody takes {dollars(costs[-1])}",
        unit="US dollars",
        height=300,
        dark=dark,
    )
    framed.update_xaxes(tickprefix="$", rangemode="tozero")
    framed.update_yaxes(title={"text": "people"}, rangemode="tozero")
    return framed


def joining_by_dues(provider: str, worth: list[int], dues: int | None, *, dark: bool = False) -> go.Figure:
    """Return how many people joining pays for, by the dues. ``worth``: what joining is worth to each (cents)."""
    if not worth:
        return theme.empty(f"Membership of {provider} brings nobody anything here", dark=dark)
    ordered = sorted(worth, reverse=True)
    x = [0.0, *[value / 100 for value in reversed(ordered)]]
    y = [len(ordered), *range(len(ordered) - 1, -1, -1)]
    figure = go.Figure()
    figure.add_scatter(
        x=x, y=y, mode="lines", line={"color": _LINE, "shape": "hv", "width": 2.5},
        hovertemplate="At dues of %{x:$,.2f} joining pays for %{y:,} people.<extra></extra>",
    )  # fmt: skip
    if dues is not None:
        figure.add_vline(x=dues / 100, line={"color": theme.INK[dark], "dash": "dot", "width": 1})
        paying = sum(value > dues for value in ordered)
        title = f"{provider}: at dues of {dollars(dues)} joining pays for {counted_people(paying)}"
    else:
        title = f"{provider}: joining pays only below {dollars(ordered[0])}"
    framed = theme.framed(
        figure, title=title, subtitle=f"People for whom joining is cheaper, by dues; none from {dollars(ordered[0])}",
        unit="Dues a year, US dollars", height=280, dark=dark,
    )  # fmt: skip
    framed.update_xaxes(tickprefix="$", rangemode="tozero")
    framed.update_yaxes(title={"text": "people"}, rangemode="tozero")
    return framed


def counted_people(number: int) -> str:
    """Return a number of people with its noun."""
    return f"{number:,} {'person' if number == 1 else 'people'}"


def scenarios_compared(compared: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """Return one bar per scenario. ``compared``: ``scenario``, ``total`` (cents) and ``people``, the first as it is."""
    names = [str(name) for name in compared["scenario"]]
    totals = [int(total) for total in compared["total"]]
    least = min(range(len(totals)), key=lambda n: (totals[n], n))
    title = (
        f"“{theme.plain(names[least])}” costs {dollars(totals[0] - totals[least])} less than now"
        if totals[least] < totals[0]
        else f"No scenario costs less than now: {dollars(totals[0])}"
    )
    labels = [f"{name} ({people} complete)" for name, people in zip(names, compared["people"], strict=True)]
    return theme.framed(
        money_bars(labels, totals, [_LINE] * len(totals), dark=dark), title=title,
        subtitle="What the plan of each scenario costs, and how many people it completes", unit="US dollars",
        height=theme.bar_height(len(totals)), dark=dark,
    )  # fmt: skip
