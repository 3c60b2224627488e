"""The review before a list of named people leaves the building: one and the same wherever such a list can be had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from lib.services import messages
from lib.services.leaving import RULE, Reviewed
from lib.services.readiness import DataReach
from lib.ui import choosing, state
from lib.ui.format import counted
from lib.ui.guard import PageContext
from lib.ui.reach import reach_strip

_MOST: Final = 320
_SURE: Final = "I have looked at how far our records reach and at the answers, and these names may be handed on."
_ANSWERS: Final[dict[str, Any]] = {
    "last_asked_on": st.column_config.DateColumn("Last asked", format="D MMM YYYY", width=95),
    "last_answered_on": st.column_config.DateColumn("Answered on", format="D MMM YYYY", width=95),
    "last_answer": st.column_config.TextColumn("Answered"),
}
NAME: Final[dict[str, Any]] = {"name": st.column_config.TextColumn("Name", width=170)}


def section(label: str, key: str) -> Any | None:
    """Show the closed part of a page that holds a review; return it once it is opened, None while it is closed."""
    found = st.expander(f"{label}: review before names leave the building", on_change="rerun", key=f"{key}.review")
    return found if found.open else None


def reviewed(
    context: PageContext,
    reach: DataReach,
    listed: pd.DataFrame,
    key: str,
    columns: Mapping[str, Any],
    *,
    known_on: date | None = None,
    sure: str = _SURE,
) -> bool:
    """Show how far the data reach and who is on the list, take the confirmation; return whether it may leave.

    ``listed``: one row per person, ``staff_id``, the ``columns`` with their headings, and the answers
    (:func:`lib.services.messages.with_answers`). Whom a review of this session covers, on whatever page, is not asked
    about again; it is where the data, the rules, the day or the people are others.
    """
    asked = asked_for(context, listed["staff_id"], known_on)
    st.markdown("1 · **How far do the data reach?** An old import makes an old list.")
    reach_strip(reach, f"{key}.reach")
    answered = int(listed["last_answer"].notna().sum())
    st.markdown(
        f"2 · **Who is on the list?** {counted(len(listed), 'person', 'people')} by name, "
        f"{counted(answered, 'of them has', 'of them have')} answered before."
    )
    st.dataframe(
        listed[[*columns, *_ANSWERS]],
        key=f"{key}.list",
        hide_index=True,
        placeholder="—",
        height=choosing.height(len(listed), _MOST),
        alt="Everybody on the list with when they were asked and what they answered",
        column_config={**columns, **_ANSWERS},
    )
    # The key carries what is reviewed: where anything of it changes, the box is another one and empty.
    box = f"{key}.sure.{asked.digest}"
    if box not in st.session_state:
        st.session_state[box] = is_reviewed(asked)
    return st.checkbox(f"3 · {sure}", key=box, on_change=_confirmed, args=(box, asked), help=RULE)


def with_answers(context: PageContext, people: pd.DataFrame) -> pd.DataFrame:
    """Return rows of people with when they were asked and what they answered."""
    return messages.with_answers(context.app, context.principal, people)


def asked_for(context: PageContext, staff_ids: Iterable[str], known_on: date | None = None) -> Reviewed:
    """Return what has to be reviewed before these people's names leave."""
    people = frozenset(str(staff_id) for staff_id in staff_ids)
    return Reviewed(context.key.data_version, context.key.rules_digest, context.as_of, known_on, people)


def is_reviewed(asked: Reviewed) -> bool:
    """Return whether a review of this session covers what is asked for."""
    kept = state.reviewed_people()
    return kept is not None and kept.covers(asked)


def _confirmed(box: str, asked: Reviewed) -> None:
    state.keep_reviewed(asked if st.session_state[box] else None)
