"""Who needs you: the holdings to act on, each with its reason, its date and one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from lib.domain.sentences import STEPS, status_word, verdict_reasons
from lib.services.readiness import Filters
from lib.ui import cached, navigation
from lib.ui.format import MARKDOWN_COLOURS, literal
from lib.ui.guard import PageContext

if TYPE_CHECKING:
    import pandas as pd

_UNFOLDED: Final = 50
"""So many more are listed when the list is unfolded."""


def needs_you(context: PageContext, verdicts: pd.DataFrame, *, limit: int = 6, key: str = "needs") -> None:
    """Show the holdings of the group *act*, worst first; the rest can be unfolded."""
    rows = verdicts[verdicts["status_group"] == "act"]
    if rows.empty:
        st.success("Nobody needs you today, on our records.", icon=None)
        return
    with st.container(border=True):
        st.subheader(f"Needs you ({len(rows):,})", anchor=False)
        _rows(context, rows.head(limit), key)
        rest = rows.iloc[limit:]
        if rest.empty:
            return
        # Drawn only when it is open: a list of thousands would make every click on the page slow.
        more = st.expander(f"{len(rest):,} more", on_change="rerun", key=f"{key}.more")
        if more.open:
            with more:
                _rows(context, rest.head(_UNFOLDED), f"{key}.rest")
                if len(rest) > _UNFOLDED:
                    st.caption(f"The first {_UNFOLDED} of {len(rest):,} more; the table in Readiness has everybody.")


def _rows(context: PageContext, rows: pd.DataFrame, key: str) -> None:
    rows = rows.assign(reason=verdict_reasons(rows))
    for row in rows.to_dict("records"):
        colour = MARKDOWN_COLOURS[row["status_group"]]
        who, why, step, write, go = st.columns([2.3, 4, 2.7, 1.3, 0.9], vertical_alignment="center", gap="small")
        who.markdown(
            f":{colour}[**{status_word(row['status'])}**]  \n{literal(row['name'])} · {literal(row['credential'])}"
        )
        why.text(_sentence(row["reason"]))
        step.caption(STEPS.get(row["status"], ""))
        if "report" in context.principal.permissions:
            with write:
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
