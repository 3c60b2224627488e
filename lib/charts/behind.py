"""Who is behind, and in what: points missing by kind of gap, worst first."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.charts import theme
from lib.domain import points
from lib.domain.calendar import spoken
from lib.domain.sentences import status_word

BEHIND_GROUPS = ("act", "watch")
"""A holding in one of these groups with points missing is drawn; one on track still has time by definition."""


def behind(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a verdict frame that are not on course and have points missing, in the frame's order."""
    return verdicts[verdicts["status_group"].isin(BEHIND_GROUPS) & (verdicts["missing"].fillna(0) > 0)]


def finding(verdicts: pd.DataFrame) -> str:
    """Return the title: which kind of gap most of the people behind have, in people (``31 of 39``)."""
    rows = behind(verdicts)
    people = rows["staff_id"].nunique()
    if not people:
        return "Nobody is behind on our records"
    lacking = {kind: rows.loc[rows[f"gap_{kind}"].fillna(0) > 0, "staff_id"].nunique() for kind in theme.GAP_KINDS}
    named = {kind: count for kind, count in lacking.items() if kind != "rest" and count}
    if not named:
        return f"Only points of any area are missing: {people:,} {_people(people)} behind"
    # The first of the largest: ethics, safety, specialty, as they are stacked.
    kind = max(named, key=lambda name: named[name])
    said = f"{_WORDS[kind]} what most people behind lack: {named[kind]:,} of {people:,}"
    # More may lack points of any area; the title must not deny it.
    return f"Of named areas, {said[0].lower()}{said[1:]}" if lacking["rest"] > named[kind] else said


_WORDS = {"ethics": "Ethics is", "safety": "Safety is", "specialty": "Specialty points are"}


def _people(count: int) -> str:
    return "person is" if count == 1 else "people are"


def who_is_behind(verdicts: pd.DataFrame, *, limit: int = 15, dark: bool = False) -> go.Figure:
    """Return horizontal stacked bars of the points missing per holding, worst first.

    ``verdicts`` is a frame as :data:`lib.domain.tables.VERDICTS` (hundredths, worst first); at most ``limit`` holdings
    are drawn and the subtitle says how many there are. Each part of a bar carries ``staff_id``, its sentence and its
    kind of gap as custom values.
    """
    rows = behind(verdicts)
    title = finding(verdicts)
    if rows.empty:
        return theme.empty(title, dark=dark)
    shown = rows.head(limit).reset_index(drop=True)
    position = list(range(len(shown)))
    figure = go.Figure()
    labelled = theme.label_from(int(shown["missing"].max()))
    sentences = [_sentence(row) for row in shown.to_dict("records")]
    for kind, word in theme.GAP_KINDS.items():
        gaps = shown[f"gap_{kind}"].fillna(0).astype("int64")
        colour = theme.GAP_COLOURS[kind]
        figure.add_bar(
            name=word,
            orientation="h",
            y=position,
            x=[points.number(int(gap)) if gap else None for gap in gaps],
            text=[points.text(int(gap)) if gap >= labelled else "" for gap in gaps],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="inside",
            textfont={"color": theme.ink_on(colour), "size": 11},
            customdata=[[staff_id, told, kind] for staff_id, told in zip(shown["staff_id"], sentences, strict=True)],
            hovertemplate="%{customdata[1]}<extra></extra>",
            marker={
                "color": colour,
                "line": theme.outline(dark=dark),
                "pattern": {
                    "shape": theme.GAP_PATTERNS[kind],
                    "fillmode": "overlay",
                    "fgcolor": "#FFFFFF",
                    "fgopacity": 0.45,
                    "size": 5,
                },
            },
        )
    everybody = len(rows)
    part = f"the worst {len(shown)} of {everybody:,} holdings" if everybody > len(shown) else f"{everybody} holdings"
    if everybody == 1:
        part = "one holding"
    theme.framed(
        figure,
        title=title,
        subtitle=f"Points missing on our records, {part}, worst first",
        unit="points missing",
        height=theme.bar_height(len(shown)),
        dark=dark,
    )
    labels = [f"{theme.plain(n)} · {theme.plain(c)}" for n, c in zip(shown["name"], shown["credential"], strict=True)]
    figure.update_yaxes(tickvals=position, ticktext=labels, autorange="reversed")
    return figure


def _sentence(row: Mapping[Hashable, Any]) -> str:
    """Return one holding as sentences: what is missing, of what, until when."""
    kinds = [kind for kind in ("ethics", "safety", "specialty", "rest") if _whole(row[f"gap_{kind}"])]
    gaps = ", ".join(f"{kind} {points.text(_whole(row[f'gap_{kind}']))}" for kind in kinds)
    by = row["declare_by"]
    until = (
        f"Declare by {spoken(_date(by))}." if isinstance(by, pd.Timestamp) and not pd.isna(by) else "No filing date."
    )
    who = f"<b>{theme.plain(row['name'])}</b> · {theme.plain(row['credential'])}: {status_word(str(row['status']))}"
    lacking = f"{points.text(_whole(row['missing']))} of {points.text(_whole(row['total']))} points missing: {gaps}."
    return f"{who}<br>{lacking}<br>{until}"


def _whole(value: Any) -> int:
    return 0 if pd.isna(value) else int(value)


def _date(value: pd.Timestamp) -> date:
    return value.date()
