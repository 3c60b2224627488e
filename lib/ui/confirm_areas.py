"""Areas to confirm: texts that nobody recognised, titles whose file said nothing, and what may be no education."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.areas import AREA_LABELS
from lib.services import confirming
from lib.services.confirming import Queue
from lib.ui.deciding import decide_step
from lib.ui.format import counted
from lib.ui.guard import PageContext

_NOT: dict[str, str] = {confirming.NOT_EDUCATION: "Not continuing education"}
_MEANINGS = {**AREA_LABELS, **_NOT}
_COLUMNS = ("text", "credits", "people", "points", "perhaps", "titles")


def areas(context: PageContext, queue: Queue) -> None:
    """Ask which areas texts and titles mean."""
    if queue.areas.empty:
        st.success("No area waits: every activity says where it belongs.")
        return
    by_title = st.toggle(
        "By title",
        key="confirm.areas.by_title",
        help="One answer for each title, whatever the file says as its area: for texts like “Misc” that mean many.",
    )
    rows = queue.by_title if by_title else queue.areas
    rows = _narrowed(rows) if by_title else rows
    st.caption(
        "These activities count in what is missing at best only, until somebody says where they belong. One answer "
        "settles all with the same text, in later files too."
    )
    st.dataframe(
        pd.DataFrame(
            {
                "text": _texts(rows),
                "credits": rows["credits"],
                "people": rows["people"],
                "points": rows["points"] / 100,
                "perhaps": rows["proposal"].map(lambda code: AREA_LABELS.get(code, "")),
                "titles": rows["titles"].str.replace("\n", " · "),
            }
        ),
        key="confirm.areas.table",
        hide_index=True,
        alt="Texts and titles that wait for an area, most activities first",
        column_order=[name for name in _COLUMNS if name != "perhaps" or rows["proposal"].fillna("").ne("").any()],
        column_config={
            "text": st.column_config.TextColumn("As the files say it", width=290),
            "credits": st.column_config.NumberColumn("Activities", format="localized", width=80),
            "people": st.column_config.NumberColumn("People", width=65),
            "points": st.column_config.NumberColumn("Points", format="%.2f", width=75),
            "perhaps": st.column_config.TextColumn(
                "Perhaps", width=150, help="From words of the titles; never applied"
            ),
            "titles": st.column_config.TextColumn("Titles", width=420),
        },
    )
    together = by_title and bool(rows["proposal"].iloc[0]) and rows["proposal"].nunique() == 1
    labels = dict(zip(rows["key"], _texts(rows) + "  (" + rows["credits"].astype(str) + ")", strict=True))
    proposal = dict(zip(rows["key"], rows["proposal"], strict=True))
    choose, means = st.columns(2)
    chosen = choose.multiselect(
        "Decide about",
        list(labels),
        default=list(labels) if together else list(labels)[:1],
        format_func=lambda key: labels[key],
        key=f"confirm.areas.chosen.{len(labels)}.{next(iter(labels))}",
        help="Several texts that mean the same are decided at once.",
    )
    first = proposal.get(chosen[0], "") if chosen else ""
    meaning = means.multiselect(
        "They mean",
        list(_MEANINGS),
        default=[first] if first else [],
        format_func=lambda code: _MEANINGS[code],
        placeholder="Choose one area or several",
        key=f"confirm.areas.meaning.{chosen[0] if chosen else ''}",
        help="The first is where the points count; the others are where they may be split to.",
    )
    if not chosen or not meaning:
        st.info("Choose what to decide about, and what it means.")
        return
    decide_step(
        context,
        lambda: confirming.area_decision(context.app, context.principal, chosen, meaning),
        "Assign and remember",
        "Assigned.",
        "confirm.areas",
    )


def _narrowed(rows: pd.DataFrame) -> pd.DataFrame:
    """Ask which titles to show: all, or those whose words speak of one area, to be decided together."""
    spoken = rows.loc[rows["proposal"] != "", "proposal"].value_counts()
    chosen = st.selectbox(
        "Titles that speak of",
        ["", *spoken.index],
        format_func=lambda code: f"{AREA_LABELS[code]} ({spoken[code]})" if code else "anything",
        key="confirm.areas.spoken",
        help="The words are a table that ships with LabReady; a proposal is never applied by itself.",
    )
    return rows[rows["proposal"] == chosen].reset_index(drop=True) if chosen else rows


def _texts(rows: pd.DataFrame) -> pd.Series:
    said = "“" + rows["area_text"] + "”"
    return said.where(rows["area_key"] != "", rows["title"].replace("", confirming.NO_TITLE) + " (by title)")


def education(context: PageContext, queue: Queue) -> None:
    """Ask which titles are continuing education: those whose words speak against it, and those read as none."""
    st.caption(
        "Staff meetings and orientation are no continuing education for ASCP. Titles with such words still count until "
        "you say otherwise; titles read as none do not."
    )
    _titles(context, queue.titles, "May be no continuing education", "no", "confirm.titles")
    _titles(context, queue.not_counted, "Read as no continuing education", "yes", "confirm.not_counted")


def _titles(context: PageContext, rows: pd.DataFrame, heading: str, answer: str, key: str) -> None:
    st.subheader(f"{heading}: {counted(len(rows), 'title')}", anchor=False)
    if rows.empty:
        st.caption("None.")
        return
    st.dataframe(
        rows[["title", "credits", "people"]].assign(points=rows["points"] / 100),
        key=f"{key}.table",
        hide_index=True,
        alt=heading,
        column_config={
            "title": st.column_config.TextColumn("Title", width=480),
            "credits": "Activities",
            "people": "People",
            "points": st.column_config.NumberColumn("Points", format="%.2f"),
        },
    )
    labels = dict(zip(rows["title_key"], rows["title"], strict=True))
    answers = {"no": "Not continuing education", "yes": "Continuing education"}
    choose, means = st.columns(2)
    chosen = choose.multiselect(
        "Decide about",
        list(labels),
        default=list(labels)[:1],
        format_func=lambda k: labels[k],
        key=f"{key}.chosen",
        help="Several titles that are alike are decided at once.",
    )
    said = means.radio(
        "It is",
        list(answers),
        index=list(answers).index(answer),
        format_func=lambda code: answers[code],
        key=f"{key}.answer",
        horizontal=True,
        help="Staff meetings and orientation count for nothing; the answer holds for later files too.",
    )
    if not chosen:
        st.info("Choose what to decide about.")
        return
    decide_step(
        context,
        lambda: confirming.education_decision(context.app, context.principal, chosen, str(said)),
        "Keep this answer",
        "Kept.",
        key,
    )
