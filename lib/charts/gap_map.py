"""People by areas: which points each holding lacks, as squares that can be clicked, worst first."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from lib.charts import theme
from lib.domain import points
from lib.domain.areas import AREAS
from lib.domain.sentences import area_word, status_word

BANDS: Final[tuple[tuple[int, str, str, str], ...]] = (
    (100, "up to 1 point", "#F2C88B", "circle"),
    (400, "over 1, up to 4", "#D9822B", "square"),
    (10**9, "over 4 points", "#8C3D0F", "diamond"),
)
"""Points missing up to (hundredths), words, colour and the shape that repeats the colour."""


def gap_rows(verdicts: pd.DataFrame, requirements: pd.DataFrame) -> pd.DataFrame:
    """Return one row per holding to act on or to watch and requirement with a gap, in the order of ``verdicts``.

    Columns: ``holding``, ``staff_id``, ``name``, ``credential``, ``status``, ``requirement``, ``gap`` (hundredths).
    """
    behind = verdicts[verdicts["status_group"].isin(["act", "watch"])]
    named = behind[["holding", "staff_id", "name", "credential", "status"]]
    gaps = requirements.loc[requirements["gap"] > 0, ["holding", "position", "requirement", "gap"]]
    places = pd.Series(range(len(named)), index=named["holding"])
    rows = named.merge(gaps, on="holding")
    rows = rows.assign(place=rows["holding"].map(places)).sort_values(["place", "position"], kind="stable")
    return rows.drop(columns=["place", "position"]).reset_index(drop=True)


def gap_map(rows: pd.DataFrame, *, first: int = 0, limit: int = 25, dark: bool = False) -> go.Figure:
    """Return the map of ``limit`` holdings from the ``first`` on; ``rows`` as :func:`gap_rows`.

    Each mark carries ``staff_id``, its sentence and its requirement as custom values; the heads of the rows have no
    requirement, those of the columns (with how many people lack it, in all ``rows``) no ``staff_id``.
    """
    holdings = rows["holding"].drop_duplicates()
    shown = holdings.iloc[first : first + limit]
    if shown.empty:
        return theme.empty("Nobody to act on or to watch lacks points", dark=dark)
    part = rows[rows["holding"].isin(shown)]
    columns = ordered_requirements(rows)
    across = {code: number for number, code in enumerate(columns)}
    down = {holding: number for number, holding in enumerate(shown)}
    figure = go.Figure()
    lower = 0
    for upper, words, colour, shape in BANDS:
        band = part[(part["gap"] > lower) & (part["gap"] <= upper)]
        lower = upper
        sentences = [
            f"<b>{theme.plain(row['name'])}</b> · {theme.plain(row['credential'])}: {status_word(str(row['status']))}"
            f"<br>{points.text(int(row['gap']))} missing: {theme.plain(area_word(str(row['requirement'])))}."
            for row in band.to_dict("records")
        ]
        figure.add_scatter(
            name=words,
            mode="markers",
            x=[across[code] for code in band["requirement"]],
            y=[down[holding] for holding in band["holding"]],
            customdata=[list(each) for each in zip(band["staff_id"], sentences, band["requirement"], strict=True)],
            hovertemplate="%{customdata[1]}<extra></extra>",
            marker={"color": colour, "symbol": shape, "size": 14, "line": {"width": 1, "color": theme.INK[dark]}},
        )
    heads = part.drop_duplicates("holding").set_index("holding").loc[shown]
    _add_heads(figure, rows, heads, columns, dark=dark)
    theme.framed(
        figure,
        title=_finding(rows),
        subtitle=f"Points missing, holdings {first + 1} to {first + len(shown)} of {len(holdings):,}, worst first",
        height=60 + theme.bar_height(len(shown) + 1),
        dark=dark,
    )
    labels = [f"{theme.plain(n)} · {theme.plain(c)}" for n, c in zip(heads["name"], heads["credential"], strict=True)]
    figure.update_yaxes(
        tickvals=list(range(len(shown))), ticktext=labels, range=[len(shown) - 0.4, -1.6], zeroline=False
    )
    figure.update_xaxes(
        tickvals=list(range(len(columns))),
        ticktext=[theme.plain(area_word(code)) for code in columns],
        range=[-1.5, len(columns) - 0.4],
        tickangle=-30 if len(columns) > 6 else 0,
    )
    return figure


def _add_heads(figure: go.Figure, rows: pd.DataFrame, heads: pd.DataFrame, columns: list[str], *, dark: bool) -> None:
    """Draw what a whole column and a whole row are clicked by: the number of people, and an arrow."""
    lacking = rows.groupby("requirement")["staff_id"].nunique()
    told = [
        f"<b>{theme.plain(area_word(code))}</b>: {int(lacking[code])} of {rows['staff_id'].nunique()} people."
        for code in columns
    ]
    figure.add_scatter(
        name="people who lack it",
        mode="markers+text",
        x=list(range(len(columns))),
        y=[-1] * len(columns),
        text=[str(int(lacking[code])) for code in columns],
        textfont={"color": theme.INK[dark], "size": 12},
        customdata=[["", sentence, code] for sentence, code in zip(told, columns, strict=True)],
        hovertemplate="%{customdata[1]}<br>A click shows who.<extra></extra>",
        marker={"color": "rgba(128,138,148,.22)", "symbol": "square", "size": 24},
        showlegend=False,
    )
    figure.add_scatter(
        name="one person",
        mode="markers",
        x=[-1] * len(heads),
        y=list(range(len(heads))),
        customdata=[[row["staff_id"], theme.plain(row["name"]), ""] for row in heads.to_dict("records")],
        hovertemplate="<b>%{customdata[1]}</b><br>A click shows this person alone.<extra></extra>",
        marker={"color": theme.INK[dark], "symbol": "triangle-right-open", "size": 12},
        showlegend=False,
    )


def ordered_requirements(rows: pd.DataFrame) -> list[str]:
    """Return the requirements of the rows: areas in the order of the domain, those that join several, then the rest."""
    order = {area: number for number, area in enumerate(AREAS)} | {"rest": len(AREAS) + 1}
    return sorted(rows["requirement"].unique(), key=lambda code: (order.get(code, len(AREAS)), code))


def gap_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the same as numbers: ``name``, ``credential`` and one column of points per requirement, worst first."""
    names = {code: area_word(code) for code in ordered_requirements(rows)}
    wide = rows.pivot_table(index="holding", columns="requirement", values="gap", aggfunc="sum", sort=False)
    heads = rows.drop_duplicates("holding").set_index("holding")[["name", "credential"]]
    points_of = wide.reindex(index=heads.index, columns=list(names)).astype("Float64") / 100
    return heads.join(points_of.rename(columns=names)).reset_index(drop=True)


def _finding(rows: pd.DataFrame) -> str:
    people = rows.groupby("requirement")["staff_id"].nunique()
    named = {code: int(people[code]) for code in ordered_requirements(rows) if code != "rest"}
    if not named:
        return "Only points of any area are missing"
    worst = max(named, key=lambda code: named[code])
    word = area_word(worst)
    return (
        f"{word[:1].upper()}{word[1:]} is missing most often: {named[worst]:,} of {rows['staff_id'].nunique():,} people"
    )
