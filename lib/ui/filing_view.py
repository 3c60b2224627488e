"""What filing the declarations costs beside a plan, on a page: a sentence, and its declarations in a table."""

from __future__ import annotations

import streamlit as st

from lib.budget.team_plan import TeamPlan
from lib.services import filing, paid_time
from lib.services.plans import Asked
from lib.ui import choosing
from lib.ui.format import counted, literal
from lib.ui.guard import PageContext

_MONEY = st.column_config.NumberColumn


def beside_the_plan(context: PageContext, asked: Asked, plan: TeamPlan, *, opened: bool = True) -> None:
    """Say what filing costs on top of the plan, after what memberships hold; ``opened``: with its declarations."""
    if not plan.people:
        return
    found = filing.of_plan(context.app, context.principal, asked, plan, context.as_of)
    kinds = paid_time.payers(context.app, context.principal).employee_kinds
    st.caption(literal(filing.told(found, employees_pay=filing.PAYS_FILING in kinds)))
    if not opened or not found.declarations:
        return
    section = st.expander(
        f"The fees of {counted(found.declarations, 'declaration')}", on_change="rerun", key="budget.filing.open"
    )
    if not section.open:
        return
    with section:
        lines = found.lines
        shown = lines.assign(**{name: lines[name].astype("Float64") / 100 for name in ("amount", "deducted", "to_pay")})
        st.dataframe(
            shown[["name", "credential", "last_day", "fee", "amount", "held_by", "deducted", "to_pay", "staff_id"]],
            key="budget.filing.table",
            hide_index=True,
            height=choosing.height(len(shown), 430),
            placeholder="not known",
            alt="Each declaration with its fee, what holds it, and what is left to pay",
            column_config={
                "name": st.column_config.TextColumn("Who", pinned=True, width=150),
                "credential": "Credential",
                "last_day": st.column_config.DateColumn("Last day", format="D MMM YYYY"),
                "fee": "Fee",
                "amount": _MONEY("Amount", format="dollar", help="The fee that holds on the last day to file."),
                "held_by": st.column_config.TextColumn(
                    "Held by", help="A membership or purchase whose price holds the fee, as noted in the catalogue."
                ),
                "deducted": _MONEY("Deducted", format="dollar"),
                "to_pay": _MONEY("To pay", format="dollar"),
                "staff_id": "Employee ID",
            },
        )
