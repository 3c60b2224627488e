"""Two records of one person: pairs that share something, and joining any two. Parting is taking the decision back."""

from __future__ import annotations

import streamlit as st

from lib.services import imports, records
from lib.ui.deciding import decide_step
from lib.ui.format import counted
from lib.ui.guard import PageContext
from lib.ui.people import person_label


def two_records(context: PageContext) -> None:
    """Show records that may be one person's, and join two of them."""
    twins = records.likely_twins(context.app, context.principal)
    st.caption(
        "Where somebody has two employee IDs on record, join them: credits, holdings, memberships and matches of "
        "the one follow the other, later files that name it too. Taking the decision back parts them again."
    )
    if twins.empty:
        st.success("No two records share a name, an e-mail address or a certification number.")
    else:
        st.dataframe(
            twins,
            key="records.twins",
            hide_index=True,
            alt="Records that may be one person's",
            column_config={
                "one_id": "Employee ID",
                "one_name": st.column_config.TextColumn("Name", width=200),
                "other_id": "and employee ID",
                "other_name": st.column_config.TextColumn("Name", width=200),
                "why": st.column_config.TextColumn("They share", width=320),
            },
        )
        st.caption(f"{counted(len(twins), 'pair')}; nothing is joined by itself.")
    staff = imports.people_to_match(context.app, context.principal)
    labels = {
        staff_id: person_label(name, staff_id) for staff_id, name in zip(staff["staff_id"], staff["name"], strict=True)
    }
    order = list(labels)
    first = (twins["other_id"].iloc[0], twins["one_id"].iloc[0]) if len(twins) else (None, None)
    goes, stays = st.columns(2)
    gone = goes.selectbox(
        "The record that goes",
        order,
        index=order.index(first[0]) if first[0] in labels else None,
        format_func=lambda staff_id: labels[staff_id],
        placeholder="Choose a record",
        key="records.gone",
        help="Its credits, credentials and notes go over to the record that stays. They can be parted again.",
    )
    kept = stays.selectbox(
        "The record that stays",
        order,
        index=order.index(first[1]) if first[1] in labels else None,
        format_func=lambda staff_id: labels[staff_id],
        placeholder="Choose a record",
        key="records.kept",
        help="The employee ID under which the person is known from now on.",
    )
    if gone is None or kept is None:
        return
    decide_step(
        context,
        lambda: records.merge_decision(context.app, context.principal, gone, kept),
        "Join the two records",
        "Joined.",
        "records",
    )
