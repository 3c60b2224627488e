"""Credits that name several areas: the split that helps most, one by one or all at once, and one by hand."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import streamlit as st

from lib.domain import decisions as kinds
from lib.domain import points
from lib.domain.areas import AREA_LABELS
from lib.services import confirming
from lib.ui import cached
from lib.ui.deciding import decide_step
from lib.ui.format import counted, literal
from lib.ui.guard import PageContext


def splits(context: PageContext) -> None:
    """Show the credits that a split would help, then every other that names several areas."""
    rows = cached.split_credits(context.app, context.principal, context.key, context.today)
    if rows.empty:
        st.success("No activity that counts names several areas.")
        return
    helped = rows[rows["proposed"].notna()]
    st.caption(
        "An activity that names several areas counts in the first one it names, unless somebody stores a split. "
        "At best it is split as it helps most. ASCP's allocation page takes the parts as they stand here."
    )
    st.dataframe(
        _shown(rows.head(500)),
        key="confirm.splits.table",
        hide_index=True,
        alt="Activities that name several areas; those a split would help come first",
        column_config={
            "name": st.column_config.TextColumn("Name", width=150),
            "title": st.column_config.TextColumn("Activity", width=220),
            "completed_on": st.column_config.DateColumn("Completed", format="D MMM YYYY", width=95),
            "points": st.column_config.NumberColumn("Points", format="%.2f", width=60),
            "areas": st.column_config.TextColumn("Names", width=160),
            "stored": st.column_config.TextColumn("Split", width=140, help="Empty: wholly in the first area"),
            "proposed": st.column_config.TextColumn("Helps most", width=160),
            "effect": st.column_config.TextColumn("Missing", width=120),
        },
    )
    if len(helped):
        st.subheader(f"{counted(len(helped), 'split would help', 'splits would help')}", anchor=False)
        labels = _labels(helped)
        chosen = st.multiselect(
            "Take the proposed split of",
            list(labels),
            default=list(labels),
            format_func=lambda credit: labels[credit],
            key=f"confirm.splits.chosen.{context.key.data_version}",
            help="Each is split so that as few points as possible are missing; leave out whose you doubt.",
        )
        if chosen:
            proposed = dict(zip(helped["credit_id"], helped["proposed"], strict=True))
            decide_step(
                context,
                lambda: confirming.split_decision(
                    context.app, context.principal, {credit: kinds.parts_of(proposed[credit]) for credit in chosen}
                ),
                f"Store {counted(len(chosen), 'split')}",
                "Stored.",
                "confirm.splits",
            )
    with st.expander("Split one by hand", expanded=False):
        _by_hand(context, rows)


def _by_hand(context: PageContext, rows: pd.DataFrame) -> None:
    labels = _labels(rows)
    chosen = st.selectbox(
        "Activity",
        list(labels),
        format_func=lambda credit: labels[credit],
        key="confirm.hand.credit",
        help="An activity that names several areas.",
    )
    row = rows[rows["credit_id"] == chosen].to_dict("records")[0]
    areas = str(row["areas"]).split(";")
    stored = {} if pd.isna(row["allocation"]) else kinds.parts_of(row["allocation"])
    start = stored or {areas[0]: row["points"]}
    parts = {}
    for area, column in zip(areas, st.columns(len(areas)), strict=True):
        given = column.number_input(
            AREA_LABELS.get(area, area),
            min_value=0.0,
            max_value=row["points"] / 100,
            value=start.get(area, 0) / 100,
            step=0.25,
            key=f"confirm.hand.{context.key.data_version}.{chosen}.{area}",
            help="Points of this activity that count in this area",
        )
        parts[area] = int(Decimal(str(given)) * 100)
    if sum(parts.values()) != row["points"]:
        st.warning(
            f"The parts add up to {points.text(sum(parts.values()))}; the activity has {points.text(row['points'])}."
        )
        return
    if parts == {area: start.get(area, 0) for area in areas}:
        st.caption("Change the points of an area to see whom that moves.")
        return
    decide_step(
        context,
        lambda: confirming.split_decision(context.app, context.principal, {chosen: parts}),
        "Store this split",
        "Stored.",
        "confirm.hand",
    )


def _labels(rows: pd.DataFrame) -> dict[int, str]:
    return {
        row["credit_id"]: f"{row['name']}: {row['title'] if isinstance(row['title'], str) else confirming.NO_TITLE}"
        for row in rows.to_dict("records")
    }


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    def words(answer: object) -> str:
        return kinds.answer_words(kinds.ALLOCATION, answer) if isinstance(answer, str) else ""

    effect = [
        "" if pd.isna(now) else f"{points.text(int(now))} → {points.text(int(then))} ({literal(code)})"
        for now, then, code in zip(rows["missing_now"], rows["missing_then"], rows["credential"], strict=True)
    ]
    return pd.DataFrame(
        {
            "name": rows["name"],
            "title": rows["title"],
            "completed_on": rows["completed_on"],
            "points": rows["points"] / 100,
            "areas": rows["areas"].str.replace(";", ", ").str.replace("_", " "),
            "stored": rows["allocation"].map(words),
            "proposed": rows["proposed"].map(words),
            "effect": effect,
        }
    )
