"""The ledger: every activity with where its points were counted, or why not, and where it was read."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain import sentences
from lib.services.person import PersonRecord
from lib.ui.format import counted


def ledger_table(record: PersonRecord) -> None:
    """Show every part of every credit; with several holdings, one at a time."""
    st.subheader("Every activity", anchor=False)
    if record.ledger.empty:
        st.info("No activity is on record for this person up to this day.")
        return
    rows = record.ledger
    names = rows["credential"] + " (" + rows["program"] + ")"
    holdings = names.drop_duplicates().tolist()
    if len(holdings) > 1:
        chosen = st.segmented_control("Counted for", holdings, default=holdings[0], key="person.ledger", required=True)
        rows = rows[names == (chosen or holdings[0])]
    st.caption(
        f"{counted(rows['credit_id'].nunique(), 'activity', 'activities')}; the parts of each add up to its points."
    )
    st.dataframe(
        ledger_of(rows),
        key="person.ledger.table",
        hide_index=True,
        alt="Every activity with its points, where they were counted or why not, and the file it came from",
        column_config={
            "completed_on": st.column_config.DateColumn("Completed", format="D MMM YYYY", width=100),
            "title": st.column_config.TextColumn("Activity", width=225),
            "provider": st.column_config.TextColumn("Provider", width=95),
            "points": st.column_config.NumberColumn("Points", format="%.2f", width=65),
            "areas": st.column_config.TextColumn("Areas", width=110),
            "where": st.column_config.TextColumn("Counted for, or why not", width=160),
            "part": st.column_config.NumberColumn("There", format="%.2f", width=60, help="The points of this part"),
            "source": st.column_config.TextColumn("Read from", width=230),
        },
    )


def ledger_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a ledger (:data:`lib.domain.tables.LEDGER`) as people read it, newest first; points as shown numbers."""
    where = [
        f"✓ {sentences.area_label(requirement)}"
        if isinstance(requirement, str) and requirement
        else f"– {_why(reason)}"
        for requirement, reason in zip(rows["requirement"], rows["reason"], strict=True)
    ]
    frame = pd.DataFrame(
        {
            "completed_on": rows["completed_on"],
            "title": rows["title"],
            "provider": rows["provider"],
            "points": rows["points"] / 100,
            "areas": areas_of(rows),
            "where": where,
            "part": rows["allocated"] / 100,
            "source": source_of(rows),
        }
    )
    return frame.sort_values(["completed_on", "title"], ascending=[False, True], kind="stable")


def waiting_table(record: PersonRecord) -> None:
    """Show what waits to be confirmed: credits whose area is not recognised, or that may repeat an earlier one."""
    credits = record.credits[record.credits["eligibility"] == "ask"]
    if credits.empty:
        return
    with st.expander(f"▲ {counted(len(credits), 'activity waits', 'activities wait')} to be confirmed", expanded=True):
        st.caption("Not counted until somebody says where they belong; they count in what is missing at best.")
        st.dataframe(
            pd.DataFrame(
                {
                    "completed_on": credits["completed_on"],
                    "title": credits["title"],
                    "points": credits["points"] / 100,
                    "area_text": credits["area_text"],
                    "source": source_of(credits),
                }
            ),
            key="person.waiting",
            hide_index=True,
            alt="Activities that wait to be confirmed",
            column_config={
                "completed_on": st.column_config.DateColumn("Completed", format="D MMM YYYY"),
                "title": "Activity",
                "points": st.column_config.NumberColumn("Points", format="%.2f"),
                "area_text": "Area as the file says it",
                "source": "Read from",
            },
        )


def areas_of(rows: pd.DataFrame) -> pd.Series:
    """Return the areas in words; what the file said where none was recognised."""
    words = rows["areas"].fillna("").str.replace(";", ", ", regex=False).str.replace("_", " ", regex=False)
    said = rows["area_text"].fillna("").astype("str")
    return words.where(words != "", ("“" + said + "” not recognised").where(said != "", "no area"))


def source_of(rows: pd.DataFrame) -> pd.Series:
    """Return where each row was read: file, sheet, row."""
    row = rows["row"].astype("Int64").astype("str")
    return rows["file"].fillna("entered here") + ", " + rows["sheet"].fillna("") + ", row " + row


def _why(reason: object) -> str:
    return sentences.LEDGER_REASONS.get(str(reason), str(reason))
