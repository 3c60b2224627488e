"""One credential of a person: added, corrected in place, or removed."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from lib.services import holding_editing
from lib.ui import record_state
from lib.ui.bulk_forms import FIRST_DAY, LAST_DAY
from lib.ui.edit_storing import iso, stored, text, yes_or_no
from lib.ui.format import as_day
from lib.ui.guard import PageContext

_NEW: Final = ("", "")
_DAYS: Final = (
    ("cycle_start", "Cycle start", "Empty: the day after the end less the cycle's length."),
    ("cycle_end", "Cycle end", "The valid-to date as the issuer shows it. A renewal is recorded as one instead."),
    ("certified_on", "First certified on", "Decides who must take part."),
    ("verified_on", "Verified on", "When somebody last looked at the issuer's page."),
    ("declaration_filed_on", "Declaration filed on", "For this cycle."),
    ("declaration_accepted_on", "Declaration accepted on", "For this cycle."),
)


def holding_form(context: PageContext, staff_id: str) -> None:
    """Add a credential, or correct or remove one that is chosen."""
    held = holding_editing.held(context.app, context.principal, staff_id)
    keys = list(held[["program", "credential"]].itertuples(index=False, name=None))
    chosen = st.selectbox(
        "Credential",
        [*keys, _NEW],
        format_func=lambda key: f"{key[1]} ({key[0]})" if key != _NEW else "A new one",
        key=f"edit.holding.{staff_id}.{record_state.form_round()}",
        help="Choose one to correct or remove it. A new cycle end is a renewal: see “Change many at once”.",
    )
    old: dict[Any, Any] = {}
    if chosen != _NEW:
        old = held[(held["program"] == chosen[0]) & (held["credential"] == chosen[1])].iloc[0].to_dict()
    mark = f"{staff_id}.{chosen[0]}.{chosen[1]}.{record_state.form_round()}"
    with st.form(f"edit.holding.form.{mark}", border=True):
        values = _named(context, old, mark)
        columns = st.columns(3)
        for number, (name, label, told) in enumerate(_DAYS):
            values[name] = iso(
                columns[number % 3].date_input(
                    label, value=as_day(old.get(name)), key=f"edit.holding.{name}.{mark}", min_value=FIRST_DAY,
                    max_value=LAST_DAY, format="YYYY-MM-DD", help=told,
                )
            )  # fmt: skip
        pressed = st.form_submit_button(
            "Store the correction" if old else "Add the credential", key=f"edit.holding.store.{mark}", type="primary"
        )
    if pressed and old:
        key = (staff_id, str(chosen[0]), str(chosen[1]))
        stored(
            lambda: holding_editing.correct_holding(context.app, context.principal, key, values, today=context.today)
        )
    elif pressed:
        stored(
            lambda: holding_editing.add_holding(context.app, context.principal, staff_id, values, today=context.today)
        )
    if old:
        _remove(context, (staff_id, str(chosen[0]), str(chosen[1])), mark)


def _named(context: PageContext, old: dict[Any, Any], mark: str) -> dict[str, str]:
    values: dict[str, str] = {}
    if not old:
        known = list(context.app.book.credentials)
        program, credential = st.selectbox(
            "Which credential",
            known,
            format_func=lambda key: f"{key[1]} ({key[0]})",
            key=f"edit.holding.which.{mark}",
            help="Every credential of the rule book. Another program is added on the Rules page.",
        )
        values = {"program": program, "credential": credential}
    left, middle, right = st.columns(3)
    values["certification_number"] = left.text_input(
        "Certification number",
        value=text(old.get("certification_number")),
        key=f"edit.holding.number.{mark}",
        help="As the issuer's page shows it; files can name the person by it.",
    )
    choices = ("", "mandatory", "voluntary")
    values["participation"] = middle.selectbox(
        "Participation",
        choices,
        index=choices.index(text(old.get("participation"))),
        format_func=lambda choice: choice or "by the first certification date",
        key=f"edit.holding.participation.{mark}",
        help="Who was certified before the program began takes part voluntarily.",
    )
    answers = ("", "yes", "no")
    values["required"] = right.selectbox(
        "The job requires it",
        answers,
        index=answers.index(yes_or_no(old.get("required"))),
        format_func=lambda answer: answer or "not said (yes)",
        key=f"edit.holding.required.{mark}",
        help="What the job does not require is not judged.",
    )
    return values


def _remove(context: PageContext, key: tuple[str, str, str], mark: str) -> None:
    with st.expander("Remove this credential"), st.form(f"edit.holding.remove.{mark}", border=False):
        reason = st.text_input("Why it is removed", key=f"edit.holding.why.{mark}", help="Needed. Kept in the log.")
        pressed = st.form_submit_button(
            "Remove it", key=f"edit.holding.gone.{mark}",
            help="Nothing is asked for it any more; its activities stay. The change can be taken back.",
        )  # fmt: skip
    if pressed:
        stored(lambda: holding_editing.remove_holding(context.app, context.principal, key, reason, today=context.today))
