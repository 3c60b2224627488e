"""Status by site: how each site stands, in people or holdings, side by side."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from lib.charts import theme
from lib.domain.statuses import GROUPS


def statuses_by_site(rows: pd.DataFrame, *, unit: str = "people", what: str = "site", dark: bool = False) -> go.Figure:
    """Return one stacked bar per site, split by status group; most to do first, those without a site last.

    ``rows`` has one row per person (or holding) with ``site`` and ``status_group``; ``unit`` names what is counted;
    ``what`` names what is compared where it is not sites (the column is ``site`` all the same).
    """
    counted = rows[rows["status_group"] != "not_required"]
    if counted.empty:
        return theme.empty(f"No {what} to compare yet", dark=dark)
    not_said = f"{what.capitalize()} not given"
    table = pd.crosstab(counted["site"].fillna(not_said).astype("object"), counted["status_group"])
    table = table.reindex(columns=[group for group in GROUPS if group in table], fill_value=0)
    needy = [group for group in ("act", "watch") if group in table]
    share = table[needy].sum(axis=1) / table.sum(axis=1)
    ranked = sorted(table.index, key=lambda site: (site == not_said, -float(share[site]), str(site)))
    table = table.loc[ranked]
    position = list(range(len(table)))
    totals = table.sum(axis=1)
    labelled = theme.label_from(int(totals.max()))
    figure = go.Figure()
    for group in table:
        colour = theme.STATUS_TONES[str(group)].on(dark=dark)
        word = GROUPS[str(group)]
        hover = [
            f"<b>{theme.plain(site)}</b>: {count:,} of {total:,} {unit} in “{word}”."
            for site, count, total in zip(table.index, table[group], totals, strict=True)
        ]
        figure.add_bar(
            name=f"{theme.GROUP_SIGNS[str(group)]} {word}",
            orientation="h",
            y=position,
            x=[int(count) for count in table[group]],
            text=[f"{count:,}" if count >= labelled else "" for count in table[group]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="inside",
            textfont={"color": theme.ink_on(colour), "size": 11},
            customdata=[[str(site), text] for site, text in zip(table.index, hover, strict=True)],
            hovertemplate="%{customdata[1]}<extra></extra>",
            marker={"color": colour},
        )
    theme.framed(
        figure,
        title=_finding(table, needy, totals, what),
        subtitle=f"Status group by {what}, in {unit}",
        unit=unit,
        height=theme.bar_height(len(table)) + 44,
        dark=dark,
        legend_rows=2,
    )
    figure.update_yaxes(tickvals=position, ticktext=[theme.plain(site) for site in table.index], autorange="reversed")
    return figure


def _finding(table: pd.DataFrame, needy: list[str], totals: pd.Series, what: str) -> str:
    """Return which site has the largest share to act on or to watch; the first site is it."""
    worst = str(table.index[0])
    count, total = int(table.loc[table.index[0], needy].sum()), int(totals.iloc[0])
    unplaced = int(table[needy].to_numpy().sum())
    if not count and unplaced:
        return f"Every {what} is on course; without a {what}: {unplaced:,} to look at"
    if not count:
        return f"Every {what} is on course" if len(table) > 1 else f"{worst} is on course"
    return (
        f"{worst} has most to do: {count:,} of {total:,}"
        if len(table) > 1
        else f"{worst}: {count:,} of {total:,} to look at"
    )
