"""The changes of rules that are stored here: who, when, why; the file itself; taking one back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.domain.errors import LabReadyError
from lib.services import rule_changes
from lib.ui import feedback, state
from lib.ui.format import day, literal
from lib.ui.guard import PageContext


def history(context: PageContext) -> None:
    """Show the stored changes and verifications, newest first."""
    changes = rule_changes.history(context.app, context.principal)
    may_change = "rules" in context.principal.permissions
    st.subheader("Rule changes stored here", anchor=False)
    if changes.empty:
        st.caption("None yet: the rules are those that ship with LabReady and the files of LABREADY_RULES.")
    for row in changes.to_dict("records"):
        _change(context, {str(name): value for name, value in row.items()}, may_change=may_change)
    st.subheader("Verifications", anchor=False)
    verifications = rule_changes.verification_history(context.app, context.principal)
    if verifications.empty:
        st.caption("Nobody has verified a rule here yet.")
        return
    st.dataframe(
        verifications,
        key="rules.verifications",
        hide_index=True,
        placeholder="—",
        alt="Who verified which rule version and when, newest first",
        column_config={
            "version": st.column_config.TextColumn("Rule version", width=230),
            "verified_by": "By",
            "verified_on": st.column_config.DateColumn("On", format="ddd D MMM YYYY"),
            "note": "Note",
            "ended_by": "Replaced or ended by",
            "ended_on": st.column_config.DateColumn("On the", format="ddd D MMM YYYY"),
        },
    )
    held = verifications.loc[verifications["ended_on"].isna(), "version"].tolist()
    if may_change and held:
        with st.form("rules.withdraw", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
            version = st.selectbox(
                "A verification entered by mistake",
                held,
                key="rules.withdraw.version",
                help="Verdicts that rest on the version say again that nobody has verified it.",
            )
            if st.form_submit_button("Withdraw it", key="rules.withdraw.submit"):
                _do(
                    partial(
                        rule_changes.withdraw_verification,
                        context.app,
                        context.principal,
                        str(version),
                        today=context.today,
                    ),
                    f"The verification of {version} is withdrawn.",
                )


def _change(context: PageContext, row: dict[str, Any], *, may_change: bool) -> None:
    number, taken_back = int(str(row["document"])), not pd.isna(row["taken_back_on"])
    with st.container(border=True, key=f"rules.change.{number}"):
        told, buttons = st.columns([3, 1], vertical_alignment="center")
        ended = f" · taken back by {literal(row['taken_back_by'])}, {day(row['taken_back_on'])}" if taken_back else ""
        note = f"  \n{literal(row['note'])}" if isinstance(row["note"], str) else ""
        told.markdown(
            f"**{number}: {literal(row['name'])}**, {literal(row['author'])}, {day(row['added_on'])}{ended}{note}"
        )
        with told.expander("The file"):
            st.code(str(row["content"]), language="yaml")
        with buttons:
            st.download_button(
                "Download",
                data=str(row["content"]),
                file_name=str(row["name"]),
                mime="application/yaml",
                key=f"rules.download.{number}",
                on_click="ignore",
                help="The rule as a file, as it was stored. It names nobody of the staff.",
                width="stretch",
            )
            if (
                not taken_back
                and may_change
                and st.button(
                    "Take it back",
                    key=f"rules.back.{number}",
                    width="stretch",
                    help="What it replaced is in force again. The change stays in this history.",
                )
            ):
                _do(
                    partial(rule_changes.take_back, context.app, context.principal, number, today=context.today),
                    f"Rule change {number} is taken back; what it replaced is in force again.",
                )


def _do(act: Callable[[], object], said: str) -> None:
    try:
        act()
    except LabReadyError as error:
        feedback.refused(error)
        return
    state.say_next(said)
    st.rerun()
