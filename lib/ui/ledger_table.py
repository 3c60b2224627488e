"""The ledger: every activity with where its points were counted, or why not, and where it was read."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain import sentences
from lib.services.allocation_page import allocation_csv, allocation_rows, allocation_text
from lib.services.leaving import NO_LIST
from lib.services.person import PersonRecord
from lib.ui import navigation
from lib.ui.format import counted
from lib.ui.guard import PageContext

ACTIVITIES, ALLOCATION = "Every activity", "For ASCP's allocation page"


def ledger_table(context: PageContext, record: PersonRecord) -> None:
    """Show every part of every credit and how the points add up; with several holdings, one at a time."""
    st.subheader("Every activity", anchor=False)
    if record.ledger.empty:
        st.info("No activity is on record for this person up to this day.")
        return
    rows = record.ledger
    names = rows["credential"] + " (" + rows["program"] + ")"
    holdings = names.drop_duplicates().tolist()
    # Beside each other where there is room, else one below the other: in columns, a narrow window cuts them off.
    row = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom")
    if len(holdings) > 1:
        chosen = row.segmented_control(
            "Counted for",
            holdings,
            default=holdings[0],
            key="person.ledger",
            required=True,
            help="An activity may count for several credentials; each is shown by itself.",
        )
        rows = rows[names == (chosen or holdings[0])]
    view = row.segmented_control(
        "Show",
        [ACTIVITIES, ALLOCATION],
        default=ACTIVITIES,
        key="person.ledger.view",
        required=True,
        help="The second lists what counts by area, in the order in which it is typed into the program's own page.",
    )
    holding = int(rows["holding"].iloc[0])
    st.markdown(f":small[{added_up(record, holding)}]")
    if view == ALLOCATION:
        allocation_view(record, rows)
        return
    st.dataframe(
        ledger_of(rows),
        key="person.ledger.table",
        hide_index=True,
        alt="Every activity with its points, where they were counted or why not, and the file it came from",
        column_config={
            "completed_on": st.column_config.DateColumn("Completed", format="D MMM YYYY", width=90),
            "title": st.column_config.TextColumn("Activity", width=215),
            "points": st.column_config.NumberColumn("Points", format="%.2f", width=55),
            "where": st.column_config.TextColumn("Counted for, or why not", width=170),
            "part": st.column_config.NumberColumn(
                "Of them", format="%.2f", width=65, help="The points of the activity that this row is about"
            ),
            "areas": st.column_config.TextColumn("Areas", width=150),
            "provider": st.column_config.TextColumn("Provider", width=145),
            "source": st.column_config.TextColumn("Read from", width=230),
        },
    )


def added_up(record: PersonRecord, holding: int) -> str:
    """Return how the points add up: *52 points accepted = 27 counted + 20 outside the cycle + 5 to be confirmed*."""
    sums = record.totals[record.totals["holding"] == holding].iloc[0]
    activities = record.ledger.loc[record.ledger["holding"] == holding, "credit_id"].nunique()
    told = sentences.added_up({str(code): int(value) for code, value in sums.items()})
    return f"{counted(activities, 'activity', 'activities')}: {told}."


def allocation_view(record: PersonRecord, rows: pd.DataFrame) -> None:
    """Show what counts by area, to be typed into the program's allocation page, with a copy as text."""
    table = allocation_rows(rows)
    if table.empty:
        st.info("Nothing counts for this holding yet.")
        return
    shown = table.assign(points=table["points"] / 100)
    st.dataframe(
        shown,
        key="person.allocation.table",
        hide_index=True,
        alt="What counts by area: the day, activity, provider and points to type in",
        column_config={
            "area": st.column_config.TextColumn("Enter under", width=230),
            "completed_on": st.column_config.DateColumn("Completed", format="MM/DD/YYYY", width=100),
            "title": st.column_config.TextColumn("Activity", width=300),
            "provider": st.column_config.TextColumn("Provider", width=130),
            "points": st.column_config.NumberColumn("Points", format="%.2f", width=70),
        },
    )
    text = allocation_text(table)
    holding = rows.iloc[0]
    with st.expander("Copy as text", key="person.allocation.text"):
        st.code(text, language=None)
    st.download_button(
        "Download (.csv)",
        data=lambda: allocation_csv(table),
        file_name=f"allocation-{record.staff['staff_id']}-{holding['credential']}.csv",
        mime="text/csv",
        key="person.allocation.csv",
        on_click="ignore",
        help=f"The same rows for a spreadsheet. {NO_LIST}",
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
            "points": rows["points"] / 100,
            "where": where,
            "part": rows["allocated"] / 100,
            "areas": areas_of(rows),
            "provider": rows["provider"],
            "source": source_of(rows),
        }
    )
    return frame.sort_values(["completed_on", "title"], ascending=[False, True], kind="stable")


def waiting_table(context: PageContext, record: PersonRecord) -> None:
    """Show what waits to be confirmed: credits whose area is not recognised, or that may repeat an earlier one."""
    credits = record.credits[record.credits["eligibility"] == "ask"]
    if credits.empty:
        return
    with st.expander(f"▲ {counted(len(credits), 'activity waits', 'activities wait')} to be confirmed", expanded=True):
        told, go = st.columns([4, 1], vertical_alignment="center")
        told.caption("Not counted until somebody says where they belong; they count in what is missing at best.")
        if navigation.CONFIRM.permission in context.principal.permissions:
            go.page_link(navigation.CONFIRM.path, label="Decide ›", query_params=navigation.address())
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
    words = words.str.capitalize()
    said = rows["area_text"].fillna("").astype("str")
    return words.where(words != "", ("“" + said + "” not recognised").where(said != "", "No area"))


def source_of(rows: pd.DataFrame) -> pd.Series:
    """Return where each row was read: file, sheet, row."""
    row = rows["row"].astype("Int64").astype("str")
    return rows["file"].fillna("entered here") + ", " + rows["sheet"].fillna("") + ", row " + row


def _why(reason: object) -> str:
    return sentences.LEDGER_REASONS.get(str(reason), str(reason))
