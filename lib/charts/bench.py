"""Bench risk: how many certified people remain in each department, month by month, if those not on course lapse."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from lib.charts import theme
from lib.domain.calendar import spoken

KEYS: Final = ("department", "program", "credential")
SIGN: Final = " · "


def rows_at_risk(bench: pd.DataFrame) -> pd.DataFrame:
    """Return the department and credential rows that lose anybody: the keys, certified, lowest, lost; worst first."""
    lowest = bench.groupby(list(KEYS), as_index=False).agg(certified=("certified", "first"), lowest=("remain", "min"))
    lowest["lost"] = lowest["certified"] - lowest["lowest"]
    share = lowest["lowest"] / lowest["certified"]
    losing = lowest.assign(share=share)[lowest["lost"] > 0]
    return losing.sort_values(["share", "lost", *KEYS], ascending=[True, False, True, True, True], ignore_index=True)


def row_name(department: str, credential: str, program: str) -> str:
    """Return how a row is named: ``Blood Bank · SBB``, with the program where it is not ASCP."""
    return f"{department}{SIGN}{credential}" + ("" if program == "ASCP" else f" ({program})")


def bench_finding(bench: pd.DataFrame) -> str:
    """Return the title: where the fewest would remain, of how many, and from when on."""
    risky = rows_at_risk(bench)
    if bench.empty:
        return "Nobody certified is on record"
    if risky.empty:
        return "Nobody lapses in these 24 months if all stay on course"
    worst = risky.iloc[0]
    rows = bench[(bench[list(KEYS)] == worst[list(KEYS)]).all(axis=1)]
    day = rows.loc[rows["remain"] == worst["lowest"], "month_end"].min()
    left = "nobody" if not worst["lowest"] else str(int(worst["lowest"]))
    return (
        f"{worst['department']} would have {left} of {int(worst['certified'])} "
        f"{worst['credential']} left by {spoken(day.date())}"
    )


def bench_by_month(bench: pd.DataFrame, *, limit: int = 14, dark: bool = False) -> go.Figure:
    """Return one row of squares per department and credential that loses anybody: the number who remain, by month end.

    ``bench`` is ``BENCH`` of :mod:`lib.domain.deadlines`. The first custom value of a square is the row's name.
    """
    title = bench_finding(bench)
    risky = rows_at_risk(bench)
    if risky.empty:
        return theme.empty(title, dark=dark)
    shown = risky.head(limit)
    names = [
        row_name(d, c, p) for d, c, p in zip(shown["department"], shown["credential"], shown["program"], strict=True)
    ]
    rows = bench.merge(shown[list(KEYS)].assign(place=range(len(shown)), row=names), on=list(KEYS))
    share = rows["remain"] / rows["certified"]
    figure = go.Figure()
    act, watch, fine = (theme.STATUS_TONES[group].on(dark=dark) for group in ("act", "watch", "fine"))
    tones = [act, watch, theme.GAP_COLOURS["specialty"], fine]
    words = ("nobody left", "half or fewer", "fewer", "all")
    bands = [share == 0, (share > 0) & (share <= 0.5), (share > 0.5) & (share < 1), share == 1]
    for word, tone, band in zip(words, tones, bands, strict=True):
        part = rows[band]
        if part.empty:
            continue
        figure.add_scatter(
            name=word,
            mode="markers+text",
            x=[f"{day:%Y-%m}" for day in part["month_end"]],
            y=part["place"].tolist(),
            text=[str(count) for count in part["remain"]],
            textfont={"color": theme.ink_on(tone), "size": 11},
            customdata=[
                [name, _sentence(name, int(remain), int(certified), day.date())]
                for name, remain, certified, day in zip(
                    part["row"], part["remain"], part["certified"], part["month_end"], strict=True
                )
            ],
            hovertemplate="%{customdata[1]}<extra></extra>",
            marker={"color": tone, "symbol": "square", "size": 24, "opacity": 1},
        )
    part_of = f"the {len(shown)} most at risk of {len(risky)}" if len(risky) > len(shown) else f"{len(risky)} rows"
    theme.framed(
        figure,
        title=title,
        subtitle=f"Certified people who remain at each month end if those not on course lapse, {part_of}",
        height=theme.bar_height(len(shown)) + 30,
        dark=dark,
    )
    months = sorted({f"{day:%Y-%m}" for day in rows["month_end"]})
    places, names_below = theme.quarters([pd.Timestamp(month) for month in months])
    figure.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=months,
        tickvals=[months[place] for place in places],
        ticktext=names_below,
        tickangle=0,
        gridcolor="rgba(0,0,0,0)",
    )
    figure.update_yaxes(
        tickvals=list(range(len(shown))),
        ticktext=[theme.plain(name) for name in names],
        range=[len(shown) - 0.4, -0.6],
        zeroline=False,
    )
    return figure


def _sentence(name: str, remain: int, certified: int, day: date) -> str:
    who = f"<b>{theme.plain(name)}</b>: {remain} of {certified} remain at the end of {spoken(day)}"
    return f"{who}<br>if those not on course lapse. Click to see who."
