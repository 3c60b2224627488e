"""The director's page: the counts, the review before names leave, and the sheet to print and sign."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from lib.domain import sentences
from lib.domain.errors import LabReadyError
from lib.domain.sentences import status_words
from lib.domain.standing import DEFINITION, SHORT, room_for_exceptions
from lib.services import director
from lib.services.director import Confirmation, DirectorView
from lib.services.readiness import Filters
from lib.ui import address, choosing, feedback, names_review, state
from lib.ui.format import as_day, counted, day, literal
from lib.ui.guard import PageContext
from lib.ui.plain import XLSX
from lib.ui.reach import reach_strip

_ALONE: Final = "sheet"
_DEPARTMENT: Final[dict[str, str]] = {
    "department": "Department",
    "required": "Required",
    "current": "Verified current",
    "unverified": "Not verified",
    "ended": "Valid-to passed",
    "no_end": "No valid-to",
    "in_window": "In filing window",
}


def counts(found: DirectorView) -> None:
    """Show the sentence, the numbers by department, and what the words mean; no names."""
    st.subheader(literal(found.sentence), anchor=False)
    st.table(departments_of(found))
    st.caption(DEFINITION)


def departments_of(found: DirectorView) -> pd.DataFrame:
    """Return the numbers by department with their headings."""
    return found.departments.rename(columns=_DEPARTMENT).set_index("Department")


def review(context: PageContext, found: DirectorView) -> None:
    """Show what has to be looked through before a list of names leaves, and take the confirmation."""
    st.subheader("Review before names leave the building", anchor=False)
    st.markdown("1 · **How far do the data reach?** An old import makes an old list.")
    reach_strip(found.reach)
    st.markdown(
        f"2 · **Who is on the list?** {counted(len(found.exceptions), 'exception')} with names. Ask the person before "
        "you report one that may only be old on our records."
    )
    st.dataframe(
        exceptions_of(found.exceptions).assign(Answered=found.exceptions["answer"]),
        key="director.exceptions",
        hide_index=True,
        height=choosing.height(len(found.exceptions), 420),
        placeholder="—",
        alt="The exceptions with their standing, dates and status, worst first",
    )
    st.markdown("3 · **Confirm.** The confirmation holds for these data, these rules and this day only.")
    with st.form("director.confirm"):
        name = st.text_input("Reviewed by", key="director.name", help="Stands on the sheet above the line to sign.")
        sure = st.checkbox(
            "I have looked through the dates above and the list; it may be printed and handed on.",
            key="director.sure",
            help="Without it the sheet cannot be downloaded; it is asked again after any change.",
        )
        if st.form_submit_button("Release the list", type="primary", key="director.release"):
            try:
                confirmation = director.confirm(
                    context.app, context.principal, found, name, sure=sure, today=context.today
                )
            except LabReadyError as error:
                feedback.refused(error)
                return
            state.keep_confirmation(confirmation)
            state.keep_reviewed(names_review.asked_for(context, confirmation.people))
            st.rerun()


def confirmed(found: DirectorView) -> Confirmation | None:
    """Return the confirmation of this session where it holds for this view; an outdated one is said and put away."""
    kept = state.confirmation()
    if not isinstance(kept, Confirmation):
        return None
    try:
        return director.checked(found, kept)
    except LabReadyError as error:
        state.keep_confirmation(None)
        st.warning(literal(error.message))
        return None


def alone_asked_for() -> bool:
    """Return whether the address asks for the sheet alone."""
    return address.current().get(address.PRINT) == [_ALONE]


def alone(context: PageContext, confirmation: Confirmation, chosen: Filters) -> None:
    """Show nothing but the sheet, which the browser prints on one page; the menu and the back button lead back."""
    st.toast("The sheet alone. Print it from the browser; the back button or the menu brings the page back.")
    st.html(director.director_html(context.app, context.principal, context.as_of, confirmation, filters=chosen))


def sheet(context: PageContext, found: DirectorView, confirmation: Confirmation, chosen: Filters) -> None:
    """Show the one page to print with its line to sign, and the workbook."""
    bar = st.container(horizontal=True)
    bar.download_button(
        "Print: one sheet (.pdf)",
        data=lambda: director.director_pdf(context.app, context.principal, context.as_of, confirmation, filters=chosen),
        file_name=f"required-credentials-{context.as_of.isoformat()}.pdf",
        mime="application/pdf",
        key="director.pdf",
        type="primary",
        on_click="ignore",
        help="One letter page with a line to sign; what does not fit is counted and stands in the workbook.",
    )
    bar.download_button(
        "Download (.xlsx)",
        data=lambda: director.director_workbook(
            context.app, context.principal, context.as_of, confirmation, filters=chosen
        ),
        file_name=f"required-credentials-{context.as_of.isoformat()}.xlsx",
        mime=XLSX,
        key="director.xlsx",
        on_click="ignore",
        help="The sheet on one page, every exception, and how far the data reach.",
    )
    bar.button(
        "The sheet alone", key="director.alone", on_click=address.put, args=({address.PRINT: [_ALONE]},),
        help="Without menu and filters, to be printed from the browser on one A4 or letter page.",
    )  # fmt: skip
    bar.button(
        "Back to the review", key="director.back", on_click=state.keep_confirmation, args=(None,),
        help="Puts this release away: the list is looked through and confirmed again before it leaves.",
    )  # fmt: skip
    st.caption("For paper take the PDF or the sheet alone: both are one page, with the line to sign.")
    with st.container(border=True):
        counts(found)
        rows = exceptions_of(found.exceptions)
        shown = rows.head(room_for_exceptions(len(found.departments)))
        more = len(rows) - len(shown)
        st.markdown(
            f"**Exceptions ({len(rows):,})**" + (f", the first {len(shown)}; all are in the workbook" if more else "")
            if len(rows)
            else "**No exceptions.**"
        )
        if len(shown):
            st.table(shown.set_index("Name"))
        st.markdown(
            f"Reviewed by {literal(confirmation.reviewed_by)}, {day(confirmation.reviewed_on)} · rules digest "
            f"{found.rules_digest[:16]} · {literal(sentences.DISCLAIMER)}"
        )
        st.space("medium")
        st.text("Laboratory director: ______________________________     Date: ______________")


def exceptions_of(exceptions: pd.DataFrame) -> pd.DataFrame:
    """Return the exceptions as they are listed, in words and days."""
    window = exceptions["in_window"].map({True: "; in filing window", False: ""}).astype("str")
    return pd.DataFrame(
        {
            "Name": exceptions["name"],
            "Credential": exceptions["credential"],
            "Department": exceptions["department"].fillna("—"),
            "Standing": exceptions["standing"].map(SHORT).astype("str") + window,
            "Valid to": [_short_day(value, "—") for value in exceptions["cycle_end"]],
            "Last verified": [_short_day(value, "never here") for value in exceptions["verified_on"]],
            "Status": status_words(exceptions),
        }
    )


def _short_day(value: Any, missing: str) -> str:
    """Return a day without its weekday, which a narrow column has no room for."""
    found = as_day(value)
    return missing if found is None else f"{found.day} {found:%b %Y}"
