"""Where one shape of purchase becomes cheaper than the next, as steps over points, and over people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from lib.charts import theme
from lib.charts.spend import dollars
from lib.domain import points as point_words

_SHAPES: Final[dict[str, tuple[str, tuple[str, str], str]]] = {
    "single": ("Single courses", ("#B3631A", "#E08E45"), "dot"),
    "pack": ("Packs", ("#7B3294", "#C79BDB"), "dash"),
    "bundle": ("Bundles", ("#1B6E5A", "#53B399"), "dashdot"),
    "unlimited": ("Unlimited seat", ("#2C7FB8", "#5BA6DB"), "solid"),
    "mixed": ("Several together", ("#5F6368", "#A8ADB3"), "longdash"),
}
"""Shape -> its words, its colours (light, dark) and its dash, so that lines are told apart in one colour too."""


def points_by_shape(
    curve: pd.DataFrame, changes: Sequence[int], *, place: str, most: int, dark: bool = False
) -> go.Figure:
    """Return what each need costs by shape, as steps, with a line at each break-even.

    ``curve``: ``above``, ``up_to`` (hundredths, missing: any need), ``shape``, ``cost`` (cents) and ``purchases`` in
    words, by shape and need; ``changes``: above so many hundredths another shape is the cheapest.
    """
    if curve.empty:
        return theme.empty("Nothing here has a price, credits and areas that are set", dark=dark)
    figure = go.Figure()
    for shape, (words, colour, dash) in _SHAPES.items():
        rows = curve[curve["shape"] == shape]
        if rows.empty:
            continue
        x: list[float | None] = []
        y: list[float | None] = []
        bought: list[str] = []
        for above, up_to, cost, purchases in rows[["above", "up_to", "cost", "purchases"]].itertuples(
            index=False, name=None
        ):
            if x and x[-1] != above / 100:  # nothing of this shape in between: the line is broken
                x, y, bought = [*x, None], [*y, None], [*bought, ""]
            end = most if pd.isna(up_to) else min(int(up_to), most)
            x, y = [*x, above / 100, end / 100], [*y, cost / 100, cost / 100]
            bought += [str(purchases)] * 2
        figure.add_scatter(
            x=x, y=y, mode="lines", name=words, customdata=[theme.plain(text) for text in bought],
            line={"color": colour[dark], "dash": dash, "width": 2.5},
            hovertemplate=f"{words}, up to %{{x}} points: %{{y:$,.2f}}<br>%{{customdata}}<extra></extra>",
        )  # fmt: skip
    for above in changes:
        figure.add_vline(x=above / 100, line={"color": theme.INK[dark], "dash": "dot", "width": 1})
    title = (
        f"{theme.plain(place)}: the cheapest way changes above "
        + " and ".join(point_words.text(above) for above in changes)
        + " points"
        if changes
        else f"{theme.plain(place)}: one way is the cheapest throughout"
    )
    framed = theme.framed(
        figure, title=title, subtitle="What so many missing points cost one person in whole purchases, US dollars",
        unit="Points missing", height=320, dark=dark,
    )  # fmt: skip
    framed.update_yaxes(tickprefix="$", rangemode="tozero", title={"text": "US dollars"})
    framed.update_xaxes(range=[0, most / 100])
    return framed


def shared_price(
    people: Sequence[int], shared: Sequence[int | None], seats: int | None, *, name: str, dark: bool = False
) -> go.Figure:
    """Return what so many people cost at a shared price beside seats one by one (cents each; None: not set)."""
    known = [(count, cost) for count, cost in zip(people, shared, strict=True) if cost is not None]
    if not known:
        return theme.empty("No price holds for so many people", dark=dark)
    figure = go.Figure()
    figure.add_scatter(
        x=[count for count, _ in known], y=[cost / 100 for _, cost in known], mode="lines", name="Together",
        line={"color": _SHAPES["unlimited"][1][dark], "width": 2.5, "shape": "hv"},
        hovertemplate="%{x} people together: %{y:$,.2f}<extra></extra>",
    )  # fmt: skip
    cheaper = [count for count, cost in known if seats is not None and cost < seats * count]
    if seats is not None:
        figure.add_scatter(
            x=list(people), y=[seats * count / 100 for count in people], mode="lines", name="Seats one by one",
            line={"color": _SHAPES["single"][1][dark], "dash": "dot", "width": 2.5},
            hovertemplate="%{x} seats: %{y:$,.2f}<extra></extra>",
        )  # fmt: skip
        title = f"cheaper from {cheaper[0]:,} people on" if cheaper else f"never cheaper up to {people[-1]:,} people"
    else:
        title = "the price of one seat is not set"
    each = "" if seats is None else f"; a seat costs {dollars(seats)}"
    framed = theme.framed(
        figure, title=f"{theme.plain(name)}: {title}", subtitle=f"What so many people cost, US dollars{each}",
        unit="People", height=300, dark=dark,
    )  # fmt: skip
    framed.update_yaxes(tickprefix="$", rangemode="tozero", title={"text": "US dollars"})
    return framed
