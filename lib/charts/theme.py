"""How every chart looks: the shared palette, fonts, margins and the escape for text that comes from files."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape, unescape
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from lib.domain.palette import GAP_COLOURS, GAP_KINDS, GROUP_SIGNS, STATUS_TONES, Tone, contrast

__all__ = [
    "GAP_COLOURS",
    "GAP_KINDS",
    "GAP_PATTERNS",
    "GROUP_SIGNS",
    "INK",
    "STATUS_TONES",
    "bar_height",
    "empty",
    "framed",
    "headed",
    "ink_on",
    "label_from",
    "outline",
    "plain",
    "quarters",
]

GAP_PATTERNS: Final[dict[str, str]] = {"safety": "/", "ethics": "", "specialty": "", "rest": ""}
"""Kind of gap -> fill pattern, so that print in one colour tells the lighter tones apart."""

INK: Final = ("#1B2733", "#E6EAEE")
"""Text on the light and on the dark ground."""

OUTLINES: Final = Tone("#5F6368", "#A8ADB3")
"""Around each part of a bar: at least 3 : 1 against its ground, which not every fill has in both themes."""

_BAR = 27
_FRAME = 104
_TOP = 8
"""Pixels above a chart whose title stands outside it."""


def plain(text: object) -> str:
    """Return text from a file made safe for plotly, which reads a few HTML tags in labels and hover text."""
    return escape(" ".join(str(text).split()), quote=False)


def ink_on(colour: str) -> str:
    """Return black or white ink, whichever reads better on a ``#RRGGBB`` fill."""
    return max(("#000000", "#FFFFFF"), key=lambda ink: contrast(ink, colour))


def outline(*, dark: bool) -> dict[str, object]:
    """Return the line around each part of a bar. A part without length is to be None: 0 would be drawn as a line."""
    return {"color": OUTLINES.on(dark=dark), "width": 1}


def label_from(longest: int) -> int:
    """Return the least value that has room for its label, where the longest bar of the chart is ``longest``."""
    return max(1, longest // 22)


def bar_height(bars: int, *, least: int = 2) -> int:
    """Return the height in pixels of a chart of horizontal bars, each of the same thickness whatever their number."""
    return _FRAME + _BAR * max(bars, least)


def framed(
    figure: go.Figure,
    *,
    title: str,
    subtitle: str = "",
    unit: str = "",
    height: int,
    dark: bool,
    legend_rows: int = 1,
) -> go.Figure:
    """Return the figure with the common frame: finding as title, unit on the value axis, quiet grid.

    The legend stands below, in ``legend_rows`` rows, where more than one series is drawn.
    """
    ink = INK[dark]
    grid = "rgba(230,234,238,.14)" if dark else "rgba(27,39,51,.10)"
    legend = 0 if len(figure.data) < 2 else 24 * legend_rows
    heading: dict[str, object] = {"text": plain(title), "x": 0, "xanchor": "left", "yref": "container", "y": 0.98}
    heading |= {"yanchor": "top", "font": {"size": 16, "color": ink}}
    if subtitle:
        heading["subtitle"] = {"text": plain(subtitle), "font": {"size": 12, "color": ink}}
    figure.update_layout(
        title=heading,
        height=height + legend,
        margin={"l": 4, "r": 14, "t": 62 if subtitle else 44, "b": 44 + legend},
        barmode="stack",
        bargap=0.32,
        showlegend=len(figure.data) > 1,
        legend={
            "orientation": "h",
            "x": 0,
            "xref": "container",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "traceorder": "normal",
        },
        font={"color": ink, "size": 12},
        hoverlabel={"align": "left"},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    # Said here, for the page's theme would draw the words of the axes too pale to read on their ground.
    words = {"color": ink, "size": 12}
    figure.update_xaxes(title={"text": unit, "standoff": 6, "font": words}, gridcolor=grid, zeroline=False)
    figure.update_yaxes(title={"font": words}, automargin=True, gridcolor="rgba(0,0,0,0)", ticks="")
    for update in (figure.update_xaxes, figure.update_yaxes):
        update(tickfont=words, fixedrange=True, separatethousands=True)
    return figure


def headed(figure: go.Figure) -> tuple[str, str, go.Figure]:
    """Return a figure's title, its subtitle (plain text, empty: none) and the figure without them.

    A page writes both above the chart, where they wrap in any width; a chart cuts what does not fit in one line.
    """
    title = figure.layout.title
    said, under = unescape(title.text or ""), unescape(title.subtitle.text or "")
    bare = go.Figure(figure)
    spared = (figure.layout.margin.t or 0) - _TOP
    if said and spared > 0:
        bare.update_layout(height=figure.layout.height - spared, margin={"t": _TOP})
    bare.layout.title = None
    return said, under, bare


def quarters(months: Sequence[pd.Timestamp]) -> tuple[list[int], list[str]]:
    """Return the places and the names of the months to write under an axis of months: each quarter's first.

    The year stands under its January, and under the first name, so that 24 months have room without slanting.
    """
    places = [place for place, month in enumerate(months) if month.month % 3 == 1]
    names = [
        f"{months[place]:%b}<br>{months[place]:%Y}" if months[place].month == 1 or place == places[0]
        else f"{months[place]:%b}"
        for place in places
    ]  # fmt: skip
    return places, names


def empty(title: str, subtitle: str = "", *, dark: bool = False) -> go.Figure:
    """Return a figure that says there is nothing to draw; its title is the finding."""
    figure = framed(go.Figure(), title=title, subtitle=subtitle, height=110, dark=dark)
    return figure.update_xaxes(visible=False).update_yaxes(visible=False)
