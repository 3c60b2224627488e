"""One activity of a person: added, corrected or removed in place, with the checks of an import."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from lib.domain import points
from lib.domain.activities import ACTIVITY_LABELS
from lib.domain.areas import AREA_LABELS, AREAS
from lib.services import credit_editing, person
from lib.ui import record_state
from lib.ui.bulk_forms import FIRST_DAY, LAST_DAY
from lib.ui.edit_storing import iso, stored, text
from lib.ui.format import as_day, counted, day
from lib.ui.guard import PageContext

_NEW: Final = 0
"""Stands for an activity that is not there yet where one is chosen."""


def credit_form(context: PageContext, staff_id: str) -> None:
    """Add an activity, or correct or remove one that is chosen."""
    record = person.record(context.app, context.principal, staff_id, context.as_of)
    credits = record.credits.sort_values(["completed_on", "credit_id"], ascending=False)
    labels = {
        int(row["credit_id"]): f"{day(row['completed_on'])} · {text(row['title']) or 'no title'} · "
        f"{points.text(int(row['points']))}"
        for row in credits.to_dict("records")
    }
    chosen = st.selectbox(
        "Activity",
        [_NEW, *labels],
        format_func=lambda number: labels.get(number, "A new one"),
        key=f"edit.credit.{staff_id}.{record_state.form_round()}",
        help="Choose one to correct or remove it; newest first.",
    )
    old: dict[Any, Any] = {}
    if chosen in labels:
        old = credits[credits["credit_id"] == chosen].iloc[0].to_dict()
    _fields(context, staff_id, int(chosen) if old else _NEW, old)
    if old:
        _remove(context, int(chosen))
    _removed(context, staff_id)


def _fields(context: PageContext, staff_id: str, credit_id: int, old: dict[Any, Any]) -> None:
    mark = f"{staff_id}.{credit_id}.{record_state.form_round()}"
    with st.form(f"edit.credit.form.{mark}", border=True):
        title = st.text_input(
            "Activity title",
            value=text(old.get("title")),
            key=f"edit.credit.title.{mark}",
            help="As on the certificate: the same title, day and points again would be a duplicate.",
        )
        left, middle, right = st.columns(3)
        completed = left.date_input(
            "Completed on",
            value=as_day(old.get("completed_on")),
            key=f"edit.credit.day.{mark}",
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format="YYYY-MM-DD",
            help="The day on the certificate. Only completed activities count.",
        )
        amount = middle.text_input(
            "Points",
            value=points.text(int(old["points"])) if old else "",
            key=f"edit.credit.points.{mark}",
            help="A number, with its unit where it is another: 1.5, 90 min, 0.2 CEU. One contact hour is one point.",
        )
        provider = right.text_input(
            "Provider",
            value=text(old.get("provider")),
            key=f"edit.credit.provider.{mark}",
            help="Who offered it, such as ASCP, LabCE or Employer in-service.",
        )
        codes = [code for code in text(old.get("areas")).split(";") if code]
        areas = st.multiselect(
            "Areas",
            AREAS,
            default=codes,
            format_func=AREA_LABELS.__getitem__,
            key=f"edit.credit.areas.{mark}",
            help="The first one is where it counts; none: it waits to be assigned.",
        )
        left, middle, right = st.columns(3)
        kinds = ["", *ACTIVITY_LABELS]
        kind = left.selectbox(
            "Type",
            kinds,
            index=kinds.index(text(old.get("activity_type"))) if text(old.get("activity_type")) in kinds else 0,
            format_func=lambda code: ACTIVITY_LABELS.get(code, "not said"),
            key=f"edit.credit.type.{mark}",
            help="Staff meetings and orientation do not count; college courses count up to a limit.",
        )
        number = middle.text_input(
            "Certificate number",
            value=text(old.get("certificate_number")),
            key=f"edit.credit.number.{mark}",
            help="Where the certificate has one: it tells repeats from two sessions of one course.",
        )
        evidence = right.text_input(
            "Evidence", value=text(old.get("evidence")), key=f"edit.credit.evidence.{mark}",
            help="Where the certificate is kept: a folder or a link.",
        )  # fmt: skip
        reason = ""
        if old:
            reason = st.text_input(
                "Why it is corrected", key=f"edit.credit.reason.{mark}", help="Kept in the change log beside it."
            )
        pressed = st.form_submit_button(
            "Store the correction" if old else "Add the activity", key=f"edit.credit.store.{mark}", type="primary"
        )
    if not pressed:
        return
    values = {
        "title": title,
        "completed_on": iso(completed),
        "points": amount,
        "provider": provider,
        "activity_type": kind,
        "certificate_number": number,
        "evidence": evidence,
    }
    if list(areas) != codes:
        # What a decision made of the areas is not written into the record by storing something else.
        values["area"] = "; ".join(areas)
    if old:
        stored(
            lambda: credit_editing.correct_credit(
                context.app, context.principal, credit_id, values, today=context.today, reason=reason
            )
        )
    else:
        stored(lambda: credit_editing.add_credit(context.app, context.principal, staff_id, values, today=context.today))


def _remove(context: PageContext, credit_id: int) -> None:
    with st.expander("Remove this activity"), st.form(f"edit.credit.remove.{credit_id}", border=False):
        reason = st.text_input(
            "Why it is removed", key=f"edit.credit.why.{credit_id}", help="Needed. It stays visible with this reason."
        )
        pressed = st.form_submit_button(
            "Remove it", key=f"edit.credit.gone.{credit_id}", help="It counts no longer. The change can be taken back."
        )
    if pressed:
        stored(
            lambda: credit_editing.remove_credit(context.app, context.principal, credit_id, reason, today=context.today)
        )


def _removed(context: PageContext, staff_id: str) -> None:
    """Show what was removed by hand, so that nothing is gone without a trace."""
    gone = credit_editing.removed_credits(context.app, context.principal, staff_id)
    if gone.empty:
        return
    st.caption(f"{counted(len(gone), 'activity', 'activities')} removed by hand; the change log brings one back.")
    st.dataframe(
        pd.DataFrame(
            {
                "Completed": [day(value) for value in gone["completed_on"]],
                "Activity": gone["title"],
                "Points": [points.text(int(value)) for value in gone["points"]],
                "Removed": [day(value) for value in gone["removed_on"]],
                "By": gone["actor"],
                "Why": gone["reason"],
                "Change": gone["change_id"],
            }
        ),
        hide_index=True,
        placeholder="—",
        alt="Activities removed by hand, with the reason",
    )
