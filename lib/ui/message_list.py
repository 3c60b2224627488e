"""Messages to copy or to mail-merge, and a place to note what was answered."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from lib.services import messages
from lib.services.leaving import RULE
from lib.services.readiness import Filters, TeamReadiness
from lib.ui import cached, names_review, people, record_state
from lib.ui.bulk_forms import FIRST_DAY
from lib.ui.edit_storing import stored, text
from lib.ui.format import as_day, counted, day, literal
from lib.ui.guard import PageContext
from lib.ui.plain import XLSX

_CHECKED: Final = "I have looked at how far our records reach and at the answers, and these people may be written to."


def message_page(context: PageContext, chosen: Filters) -> None:
    """Show the messages of the view: download them all, copy one, note its answer."""
    found = cached.messages(context.app, context.principal, context.key, context.as_of, chosen)
    if found.empty:
        st.info("Nobody in this view is asked for anything.")
        return
    st.caption(
        f"{counted(len(found), 'person is', 'people are')} asked for something. Nobody on leave is. "
        "Each message asks, says what our records show, and invites what they lack."
    )
    team = cached.team(context.app, context.principal, context.key, context.as_of, chosen)
    _downloads(context, found, team)
    labels = dict(zip(found["staff_id"], map(people.person_label, found["name"], found["staff_id"]), strict=True))
    staff_id = st.selectbox(
        "Person",
        list(labels),
        format_func=labels.__getitem__,
        key=f"messages.person.{len(labels)}",
        help="Worst first, as in Readiness.",
    )
    row: dict[Any, Any] = found[found["staff_id"] == staff_id].iloc[0].to_dict()
    message, answer = st.columns([1.5, 1])
    with message:
        # Not a caption: its fading would take an address, which becomes a link, below a contrast that can be read.
        st.markdown(f"To {text(row['email']) or 'no e-mail on record'} · {row['subject']}")
        st.code(row["text"], language=None, wrap_lines=True)
    with answer:
        note_form(context, str(staff_id), "messages")
        notes_of(context, str(staff_id))


def _downloads(context: PageContext, found: pd.DataFrame, team: TeamReadiness) -> None:
    section = names_review.section("Download them all", "messages")
    if section is None:
        return
    with section:
        sure = names_review.reviewed(
            context,
            team.reach,
            found,
            "messages",
            {**names_review.NAME, "email": st.column_config.TextColumn("E-mail", width=190)},
            sure=_CHECKED,
        )
        _files(context, found, sure=sure)


def _files(context: PageContext, found: pd.DataFrame, *, sure: bool) -> None:
    with st.container(horizontal=True):
        for as_text, label, ending in ((False, "Mail merge (.xlsx)", "xlsx"), (True, "Mail merge (.csv)", "csv")):
            st.download_button(
                label,
                data=partial(messages.download, found, context.principal, as_text=as_text, reviewed=sure),
                file_name=f"messages-{context.as_of.isoformat()}.{ending}",
                mime="text/csv" if as_text else XLSX,
                key=f"messages.{ending}",
                on_click="ignore",
                disabled=not sure,
                help=f"One row a person: name, e-mail, subject, text. For the mail merge of office programs. {RULE}",
            )


def note_form(context: PageContext, staff_id: str, place: str) -> None:
    """Show the form that keeps what a person answered, or that they were asked."""
    mark = f"{place}.{staff_id}.{record_state.form_round()}"
    with st.form(f"note.form.{mark}", border=True):
        kind = st.radio(
            "Note",
            ["answer", "asked"],
            format_func={"answer": "What they answered", "asked": "That they were asked"}.__getitem__,
            key=f"note.kind.{mark}",
            horizontal=True,
            help="What they answered is shown on the person's page and on the director's list.",
        )
        on = st.date_input(
            "On", value=context.today, key=f"note.day.{mark}", min_value=FIRST_DAY, max_value=context.today,
            format="YYYY-MM-DD", help="The day it was said, not the day it is entered.",
        )  # fmt: skip
        said = st.text_area(
            "In a few words", key=f"note.text.{mark}", height=90, help="Shown with its date on the person's page."
        )
        pressed = st.form_submit_button("Keep the note", key=f"note.store.{mark}")
    if pressed:
        stored(
            lambda: messages.note(
                context.app, context.principal, staff_id, said, today=context.today, on=as_day(on), kind=str(kind)
            )
        )


def notes_of(context: PageContext, staff_id: str) -> None:
    """Show the notes about a person, newest first."""
    kept = messages.notes(context.app, context.principal, staff_id)
    for row in kept.to_dict("records"):
        credential = f" · {literal(row['credential'])}" if text(row["credential"]) else ""
        st.markdown(
            f"**{messages.KINDS.get(row['kind'], row['kind']).capitalize()} {day(row['noted_on'])}**{credential}  \n"
            f"{literal(row['note'])}  \n:small[by {literal(row['actor'])}]"
        )
