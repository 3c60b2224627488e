"""Possible duplicates side by side: the same activity told twice, or two."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain import points
from lib.services import confirming
from lib.services.confirming import Queue
from lib.ui.deciding import decide_step
from lib.ui.format import counted, day, literal
from lib.ui.guard import PageContext

_ANSWERS = {
    "same": "The same activity: the later row does not count",
    "two": "Two activities: both count",
}
_ALONE_ANSWERS = {
    "same": "A repeat of an activity that was counted elsewhere: it does not count",
    "two": "An activity of its own: it counts",
}


def doubles(context: PageContext, queue: Queue) -> None:
    """Show one pair of rows after the other and ask what they are."""
    rows = queue.doubles
    if rows.empty:
        st.success("No row looks like another one.")
        return
    st.caption(
        "The later row counts in what is missing at best only, until somebody says whether it is a second activity. "
        "One answer settles the same two rows of everybody who has both."
    )
    pairs = rows.drop_duplicates("subject")
    labels = {
        row["subject"]: f"{row['name']}: {_title(row['later_title'])}"
        + (f" (and {row['people'] - 1} more)" if row["people"] > 1 else "")
        for row in pairs.to_dict("records")
    }
    chosen = st.selectbox(
        f"{counted(len(labels), 'pair waits', 'pairs wait')}",
        list(labels),
        format_func=lambda subject: labels[subject],
        key="confirm.doubles.pair",
        help="Newest first.",
    )
    row = pairs[pairs["subject"] == chosen].to_dict("records")[0]
    _beside(row)
    if row["people"] > 1:
        names = rows.loc[rows["subject"] == chosen, "name"].drop_duplicates()
        st.caption(f"Also settled: {literal('; '.join(names.tolist()[1:8]))}{' …' if len(names) > 8 else ''}")
    alone = pd.isna(row["earlier_id"])
    answers = _ALONE_ANSWERS if alone else _ANSWERS
    answer = st.radio(
        "This row is" if alone else "These two rows are",
        list(answers),
        index=None,
        format_func=lambda code: answers[code],
        key=f"confirm.doubles.answer.{chosen}",
        help="Its file calls it an earlier enrolment, and no other row of that title is there. It can be taken back."
        if alone
        else "One and the same: the later row stops counting. Two: both count. It can be taken back.",
    )
    if answer is None:
        return
    decide_step(
        context,
        lambda: confirming.double_decision(context.app, context.principal, [chosen], answer),
        "Keep this answer",
        "Kept.",
        "confirm.doubles",
    )


def _beside(row: dict[str, object]) -> None:
    there = not pd.isna(row["earlier_id"])  # type: ignore[call-overload]
    columns = {"": ["Activity", "Completed", "Points", "Provider", "Certificate", "Read from"]}
    for side, heading in (("earlier", "The earlier row"), ("later", "The later row")):
        if side == "earlier" and not there:
            columns[heading] = ["no other row: the file calls it an earlier enrolment", *[""] * 5]
            continue
        columns[heading] = [
            _title(row[f"{side}_title"]),
            day(row[f"{side}_completed_on"]),
            points.text(int(str(row[f"{side}_points"]))),
            _said(row[f"{side}_provider"]),
            _said(row[f"{side}_certificate_number"]),
            f"{_said(row[f'{side}_file'])}, {_said(row[f'{side}_sheet'])}, row {row[f'{side}_row']}",
        ]
    st.dataframe(
        pd.DataFrame(columns),
        key="confirm.doubles.beside",
        hide_index=True,
        alt="The two rows side by side",
        column_config={"": st.column_config.TextColumn(width=100)},
    )


def _title(value: object) -> str:
    return value if isinstance(value, str) else confirming.NO_TITLE


def _said(value: object) -> str:
    return value if isinstance(value, str) else "—"
