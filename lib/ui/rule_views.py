"""The parts of the Rules page: which one is shown is in the address; the first visit asks to verify what is in use."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.services import rule_book
from lib.ui import address, cached, rule_calibration, rule_form, rule_history, rule_tables, rule_verify
from lib.ui.format import literal
from lib.ui.guard import PageContext
from lib.ui.rule_state import ALL, CALIBRATE, CHANGE, HISTORY, VERIFY, VIEW_KEY

_LABELS: Final[dict[str, str]] = {
    VERIFY: "In use",
    ALL: "All rules",
    CHANGE: "Correct or add",
    CALIBRATE: "Compare five people",
    HISTORY: "History",
}


def show(context: PageContext) -> None:
    """Show the part of the page that is chosen, under what is wrong with stored rules."""
    for sentence in context.app.rules_set_aside:
        st.error(literal(sentence))
    in_use = cached.rules_in_use(context.app, context.principal, context.key, context.today)
    first = VERIFY if in_use.rules or in_use.without else ALL
    chosen = st.segmented_control(
        "Show",
        list(_LABELS),
        format_func=lambda view: _LABELS[view],
        required=True,
        label_visibility="collapsed",
        help="In use: what your own people's verdicts rest on.",
        **address.bound(VIEW_KEY, address.one(list(_LABELS), first)),
    )
    chosen = chosen or first
    if chosen == VERIFY:
        rule_verify.in_use_rules(context, in_use)
    elif chosen == CHANGE:
        rule_form.change(context)
    elif chosen == CALIBRATE:
        rule_calibration.calibrate(context)
    elif chosen == HISTORY:
        rule_history.history(context)
    else:
        table = rule_book.versions_table(context.app, context.principal)
        rule_tables.versions(context, table, {rule.version.version for rule in in_use.rules})
