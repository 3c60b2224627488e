"""Who needs you: the people to act on, each with the reason, the date and one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from lib.domain.sentences import STEPS, status_word, verdict_reasons
from lib.domain.statuses import BY_CODE
from lib.services.readiness import Filters
from lib.ui import cached, navigation
from lib.ui.format import MARKDOWN_COLOURS, day, literal
from lib.ui.guard import PageContext

if TYPE_CHECKING:
    import pandas as pd

_UNFOLDED: Final = 50
"""So many more are listed when the list is unfolded."""

_WIDTHS: Final = (165, 285, 185)
"""Pixels for the person, the reason and the step: with the buttons one line at 1280, two on a tablet."""

_BUTTONS: Final = 170


def needs_you(context: PageContext, verdicts: pd.DataFrame, *, limit: int = 6, key: str = "needs") -> None:
    """Show the people with a holding in the group *act*, by their worst one, worst first; the rest can be unfolded."""
    rows = verdicts[verdicts["status_group"] == "act"]
    if rows.empty:
        watched = verdicts[verdicts["status_group"] == "watch"]
        (st.success if watched.empty else st.info)(literal(nobody_needs_you(watched)), icon=None)
        return
    people = one_each(rows)
    with st.container(border=True):
        st.subheader(people_need_you(len(people), len(rows)), anchor=False)
        _rows(context, people.head(limit), key)
        rest = people.iloc[limit:]
        if rest.empty:
            return
        # Drawn only when it is open: a list of thousands would make every click on the page slow.
        more = st.expander(f"{len(rest):,} more", on_change="rerun", key=f"{key}.more")
        if more.open:
            with more:
                _rows(context, rest.head(_UNFOLDED), f"{key}.rest")
                if len(rest) > _UNFOLDED:
                    st.caption(f"The first {_UNFOLDED} of {len(rest):,} more; the table in Readiness has everybody.")


def nobody_needs_you(watched: pd.DataFrame) -> str:
    """Return that nobody is to act on, how many are to watch all the same, and whose filing date comes first.

    ``watched`` has ``staff_id``, ``name``, ``credential`` and ``declare_by`` (missing: no date).
    """
    said = "Nobody needs you today, on our records."
    if watched.empty:
        return said
    people = watched["staff_id"].nunique()
    said = f"{said} {people:,} {'person is' if people == 1 else 'people are'} to watch"
    dated = watched.dropna(subset=["declare_by"])
    if dated.empty:
        return f"{said}."
    first = dated.sort_values("declare_by", kind="stable").iloc[0]
    return f"{said}; the first to file is {first['name']} ({first['credential']}), by {day(first['declare_by'])}."


def people_need_you(people: int, holdings: int) -> str:
    """Return the heading: *4 people need you*, and for how many credentials where they are more."""
    said = "1 person needs you" if people == 1 else f"{people:,} people need you"
    return said if holdings == people else f"{said}, for {holdings:,} credentials"


def one_each(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the first row of each person, with ``also``: their other holdings among the rows, in words."""
    words = rows["credential"].astype("str") + " " + rows["status"].map(lambda code: BY_CODE[code].word).astype("str")
    others = words[rows["staff_id"].duplicated()].groupby(rows["staff_id"]).agg("; ".join)
    first = rows.drop_duplicates("staff_id")
    return first.assign(also=first["staff_id"].map(others).astype("str").fillna(""))


def _rows(context: PageContext, rows: pd.DataFrame, key: str) -> None:
    rows = rows.assign(reason=verdict_reasons(rows))
    beside = cached.circumstances(context.app, context.principal, context.key, context.as_of)
    says = beside.groupby("staff_id")["says"].agg(" ".join)
    for row in rows.to_dict("records"):
        colour = MARKDOWN_COLOURS[row["status_group"]]
        # One line on a desk; on a tablet the step and its buttons go under the person and the reason.
        line = st.container(horizontal=True, vertical_alignment="center", gap="small")
        who, why, step = (line.container(width=width) for width in _WIDTHS)
        go = line.container(width=_BUTTONS, horizontal=True, vertical_alignment="center", gap="small")
        who.markdown(
            f":{colour}[**{status_word(row['status'])}**]  \n{literal(row['name'])} · {literal(row['credential'])}"
        )
        why.text(_sentence(row["reason"]) + (f"\nAlso {row['also']}" if row["also"] else ""))
        # Leave, per diem and new hires change what is asked.
        step.caption(literal(says.get(row["staff_id"], STEPS.get(row["status"], ""))))
        if "report" in context.principal.permissions:
            with go:
                _message(context, str(row["staff_id"]), f"{key}.message.{row['holding']}")
        go.page_link(
            navigation.PERSON.path,
            label="Open ›",
            query_params=navigation.address("status", person=str(row["staff_id"])),
            help="This person's record",
        )


def _message(context: PageContext, staff_id: str, key: str) -> None:
    """Show the button that opens the message to one person; it is written when it is opened."""
    opened = st.popover("Message", on_change="rerun", key=key, help="A message that asks, ready to copy")
    if opened.open:
        with opened:
            drafts = cached.messages(context.app, context.principal, context.key, context.as_of, Filters())
            text = drafts.loc[drafts["staff_id"] == staff_id, "text"]
            if text.empty:
                st.caption("This person is not asked for anything: on leave, or nothing can be asked.")
            else:
                st.code(text.iloc[0], language=None, wrap_lines=True)


def _sentence(clause: str) -> str:
    return clause[:1].upper() + clause[1:]
