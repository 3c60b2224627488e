"""Discrepancies on the page: the form for a transcript, what each side lacks, and what looks wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from lib.domain.discrepancies import FINDING_STEPS, FINDINGS, WRONG
from lib.services import discrepancies
from lib.services.discrepancies import Comparison
from lib.services.leaving import NO_LIST
from lib.services.uploads import Upload
from lib.ui import choosing, people
from lib.ui.feedback import paragraphs
from lib.ui.format import counted, day, literal
from lib.ui.guard import PageContext
from lib.ui.people import open_selected
from lib.ui.plain import XLSX

_TYPES: Final = ("xlsx", "xlsm", "xls", "ods", "csv", "tsv", "txt", "html", "htm")
_ORDERS: Final = {
    "": "As the file itself shows",
    "mdy": "Month first (3/4 is March 4)",
    "dmy": "Day first (3/4 is 3 April)",
}
_WRONG_SAYS: Final = "Credits that look wrong, each with the question it raises"
_WRONG_HEIGHT: Final = 420
_WRONG_COLUMNS: Final[dict[str, Any]] = {
    "completed_on": st.column_config.DateColumn("Completed", format="D MMM YYYY", width=88),
    "title": st.column_config.TextColumn("Activity", width=225, help="Of several on one day, the first"),
    "points": st.column_config.NumberColumn("Points", format="%.2f", width=60),
    "activities": st.column_config.NumberColumn("Activities", width=70),
    "question": st.column_config.TextColumn("Question", width=425),
    "cycle_end": st.column_config.DateColumn("Cycle ends", format="D MMM YYYY", width=88),
}


@dataclass(frozen=True)
class Asked:
    """What the form asks for."""

    staff_id: str
    upload: Upload
    since: date | None
    date_order: str | None
    points: str | None


def form(everybody: pd.DataFrame) -> Asked | None:
    """Show the form and return what it asks for; None until a transcript is handed in.

    ``everybody``: those on record (:func:`lib.services.person.people`), leavers too: their records are kept.
    """
    labels = {
        str(row["staff_id"]): people.marked_label(str(row["name"]), str(row["staff_id"]), str(row["mark"]))
        for row in everybody.to_dict("records")
    }
    with st.form("discrepancies.form"):
        left, right = st.columns(2)
        person = left.selectbox(
            "Person",
            list(labels),
            format_func=labels.__getitem__,
            key="discrepancies.person",
            help="Those who left are in the list too. Every row of the transcript is taken for this person, whatever "
            "name stands in it.",
        )
        since = left.date_input(
            "Compare from",
            value=None,
            key="discrepancies.since",
            format="YYYY-MM-DD",
            help="Empty: from the start of the person's cycle; where none is known, from the transcript's first day.",
        )
        file = right.file_uploader(
            "The transcript as a file",
            type=_TYPES,
            key="discrepancies.file",
            help="What the person saves at ASCP, CE Broker or another register. It is compared, not stored.",
        )
        pasted = st.text_area(
            "Or paste the table from the transcript page, its headings included",
            key="discrepancies.pasted",
            height=110,
            help="Mark the table on the web page, copy it, and paste it here; nothing of it is stored.",
        )
        with st.expander("Only where the transcript leaves it open"):
            dates = st.selectbox(
                "Dates in it",
                list(_ORDERS),
                format_func=lambda code: _ORDERS[code],
                key="discrepancies.order",
                help="Only for dates such as 03/04/2026 that could be either.",
            )
            each = st.number_input(
                "Points of every row",
                min_value=0.0,
                max_value=100.0,
                value=0.0,
                step=0.5,
                key="discrepancies.points",
                help="Where no column gives the points. 0: as the rows say.",
            )
        st.form_submit_button("Compare", type="primary", key="discrepancies.compare")
    if not person or not (file or pasted.strip()):
        st.caption("Nothing of a transcript is stored. To keep what it holds, import it on the page Import.")
        return None
    upload = Upload(file.name, file.getvalue()) if file else Upload("pasted table.txt", pasted.encode())
    return Asked(str(person), upload, since or None, dates or None, f"{each:.2f}" if each else None)


def result(context: PageContext, found: Comparison) -> None:
    """Show the finding in a sentence, the rows that need somebody, and the download."""
    st.subheader(_headline(found), anchor=False)
    if found.other_name:
        st.warning(
            f"The file names {literal(found.other_name)}. It was compared with the records of {literal(found.name)}."
        )
    period = f"from {day(found.since)} " if found.since else ""
    outside = sum(found.outside)
    parts = [
        f"{literal(found.file)}: {counted(found.read, 'row')} read, compared {period}to {day(found.until)}",
        f"{counted(found.count('same'), 'activity', 'activities')} the same on both sides",
        *([f"{counted(outside, 'activity lies', 'activities lie')} outside these days"] if outside else []),
        *([f"{counted(found.repeated, 'row')} twice in the file"] if found.repeated else []),
    ]
    st.caption(" · ".join(parts))
    if found.left_out:
        st.warning(paragraphs("\n".join(("Rows of the transcript that could not be read:", *found.left_out[:8]))))
    _rows(context, found)
    wrong = pd.concat(
        [found.wrong_theirs.assign(side="transcript"), found.wrong_ours.assign(side="our records")], ignore_index=True
    )
    if len(wrong):
        st.markdown(f"**Looks wrong ({len(wrong)})**: questions, nothing was changed")
        st.dataframe(
            wrong_of(wrong, "side"),
            key="discrepancies.wrong",
            hide_index=True,
            placeholder="—",
            height=choosing.height(len(wrong), _WRONG_HEIGHT),
            alt=_WRONG_SAYS,
            column_config={"side": st.column_config.TextColumn("Where", width=95), **_WRONG_COLUMNS},
        )


def _headline(found: Comparison) -> str:
    ours, theirs, differ = (found.count(code) for code in ("only_ours", "only_theirs", "points_differ"))
    name = literal(found.name)
    if not (ours or theirs or differ):
        return f"{name}: both sides agree"
    parts = [
        *([f"{theirs} that we lack"] if theirs else []),
        *([f"{ours} that they lack"] if ours else []),
        *([f"{differ} with other points"] if differ else []),
    ]
    return f"{name}: {', '.join(parts)}"


def _rows(context: PageContext, found: Comparison) -> None:
    everything = st.toggle(
        "Show what both have, too", key="discrepancies.all", help="Off: only what one side lacks or tells differently."
    )
    rows = found.rows if everything else found.rows[found.rows["finding"] != "same"]
    if len(rows):
        st.dataframe(
            pd.DataFrame(
                {
                    "finding": rows["finding"].map(FINDINGS),
                    "our_day": rows["our_day"],
                    "our_title": rows["our_title"],
                    "our_points": rows["our_points"].astype("Float64") / 100,
                    "their_day": rows["their_day"],
                    "their_title": rows["their_title"],
                    "their_points": rows["their_points"].astype("Float64") / 100,
                    "step": rows["finding"].map(FINDING_STEPS),
                }
            ),
            key="discrepancies.rows",
            hide_index=True,
            placeholder="—",
            height=choosing.height(len(rows), 460),
            alt="Activities on our records and on the transcript, with what each side lacks and the next step",
            column_config={
                "finding": st.column_config.TextColumn("Finding", width=170),
                "our_day": st.column_config.DateColumn("Our day", format="D MMM YYYY", width=90),
                "our_title": st.column_config.TextColumn("Our activity", width=225),
                "our_points": st.column_config.NumberColumn("Points", format="%.2f", width=60),
                "their_day": st.column_config.DateColumn("Their day", format="D MMM YYYY", width=90),
                "their_title": st.column_config.TextColumn("Their activity", width=225),
                "their_points": st.column_config.NumberColumn("Points", format="%.2f", width=60),
                "step": st.column_config.TextColumn("Next step", width=260),
            },
        )
    name = f"transcript-{found.until.isoformat()}"
    with st.container(horizontal=True):
        st.download_button(
            "Download (.xlsx)",
            data=lambda: discrepancies.comparison_workbook(context.app, context.principal, found),
            file_name=f"{name}.xlsx",
            mime=XLSX,
            key="discrepancies.xlsx",
            on_click="ignore",
            help=f"What both have or lack and what looks wrong, on two sheets. {NO_LIST}",
        )
        st.download_button(
            "Download (.csv)",
            data=lambda: discrepancies.comparison_csv(context.app, context.principal, found),
            file_name=f"{name}.csv",
            mime="text/csv",
            key="discrepancies.csv",
            on_click="ignore",
            help=f"The rows of the comparison for a spreadsheet. {NO_LIST}",
        )


def team_wrong(rows: pd.DataFrame) -> None:
    """Show what looks wrong in the whole team's credits; a selected row opens the person."""
    st.subheader(f"Looks wrong in the team's credits ({len(rows):,})", anchor=False)
    if rows.empty:
        st.success("Nothing looks wrong.")
        return
    counts = rows["code"].value_counts()
    st.caption(" · ".join(f"{counts[code]:,}: {words}" for code, words in WRONG.items() if code in counts))
    codes = {code: words.split(":")[0] for code, words in WRONG.items()}
    chosen = st.pills(
        "Only",
        list(codes),
        format_func=lambda code: codes[code],
        key="discrepancies.code",
        help="Narrows the list to one kind of question.",
    )
    shown = rows[rows["code"] == chosen].reset_index(drop=True) if chosen else rows
    columns = {"name": st.column_config.TextColumn("Name", width=140), **_WRONG_COLUMNS}
    selected = choosing.one_of(
        wrong_of(shown, "name"), "discrepancies.team", alt=_WRONG_SAYS, columns=columns, most=_WRONG_HEIGHT
    )
    open_selected(shown, selected)


def wrong_of(rows: pd.DataFrame, first: str) -> pd.DataFrame:
    """Return the columns shown of questions (``LOOKS_WRONG``), one of ``rows`` before them."""
    return pd.DataFrame(
        {
            first: rows[first],
            "completed_on": rows["completed_on"],
            "title": rows["title"],
            "points": rows["points"] / 100,
            "activities": rows["activities"],
            "question": rows["code"].map(WRONG),
            "cycle_end": rows["cycle_end"],
        }
    )
