"""Comparing five people with their own pages at the issuers: what we say beside fields for what the page says."""

from __future__ import annotations

import json

import pandas as pd
import streamlit as st

from lib.domain import points, sentences
from lib.domain.errors import LabReadyError
from lib.services import calibration
from lib.services.calibration import CAUSES, REST, TOTAL, Answer, Compared, Proposal
from lib.ui import cached, feedback, state
from lib.ui.format import counted, day, literal
from lib.ui.guard import PageContext
from lib.ui.people import person_label


def calibrate(context: PageContext) -> None:
    """Show when it was last done, the people picked with one form each, and what was recorded."""
    standing, proposal = cached.calibration_of(context.app, context.principal, context.key, context.today)
    (st.warning if standing.due else st.success)(literal(standing.sentence))
    if not proposal.holdings:
        st.info("There is nobody to compare yet: no current holding has a rule with a known total.")
        return
    people = dict.fromkeys(holding.staff_id for holding in proposal.holdings)
    st.markdown(
        f"These {counted(len(people), 'person', 'people')} cover {_covered(proposal)}. Ask each for their page at "
        "the issuer (for ASCP: *Manage my CMP*), type what it says and record it. What stays empty is not compared."
    )
    if proposal.uncovered:
        st.caption("Not covered by them: " + ", ".join(literal(version) for version in proposal.uncovered))
    may_record = "edit" in context.principal.permissions
    for holding in proposal.holdings:
        _holding(context, holding, may_record=may_record)
    _recorded(context)


def _covered(proposal: Proposal) -> str:
    if not proposal.uncovered:
        return "every rule in use"
    covered = len({holding.version for holding in proposal.holdings})
    return f"{covered} of {covered + len(proposal.uncovered)} rules in use, those of most of your people"


def _holding(context: PageContext, holding: Compared, *, may_record: bool) -> None:
    key = f"{holding.staff_id}.{holding.program}.{holding.credential}"
    named = [code for code in holding.ours if code not in (TOTAL, REST)]
    with st.container(border=True, key=f"calibrate.{key}"):
        who = person_label(holding.name, holding.staff_id)
        st.markdown(f"**{literal(who)} · {literal(holding.credential)} ({literal(holding.program)})**")
        ours, theirs = st.columns([1, 2.2])
        with ours:
            parts = [
                f"{points.text(holding.ours[code])} of {points.text(holding.needs[code])} {sentences.area_word(code)}"
                for code in (*named, REST)
            ]
            st.markdown(
                f"**We say**  \n{points.text(holding.ours[TOTAL])} of {points.text(holding.needs[TOTAL])} counted  \n"
                f"{', '.join(parts)}  \nvalid to {day(holding.valid_to)}"
            )
            if holding.link:
                st.link_button("Open the program's page", holding.link)
        if may_record:
            with theirs, st.form(f"calibrate.form.{key}", border=False):
                _fields(context, holding, named, key)


def _fields(context: PageContext, holding: Compared, named: list[str], key: str) -> None:
    st.markdown("**Their page says**")
    fields = st.columns(4)
    typed = {}
    for place, code in enumerate([TOTAL, *named]):
        label = "Points counted" if code == TOTAL else sentences.area_label(code)
        typed[code] = fields[place % 4].text_input(
            label,
            key=f"calibrate.{code}.{key}",
            placeholder="not compared",
            help="As the person's own page at the issuer shows it; empty: not compared.",
        )
    valid_to = fields[(len(named) + 1) % 4].text_input(
        "Valid to",
        key=f"calibrate.valid_to.{key}",
        placeholder="2027-06-30",
        help="The date on the issuer's page, as 2027-06-30.",
    )
    why, words = st.columns(2)
    cause = why.selectbox(
        "If it differs, why?",
        list(CAUSES),
        index=None,
        format_func=lambda code: CAUSES[code],
        key=f"calibrate.cause.{key}",
        placeholder="It agrees",
        help="What is known by then tells a wrong rule from an old import.",
    )
    note = words.text_input(
        "Note", key=f"calibrate.note.{key}", help="Kept with the comparison, for who looks at it next year."
    )
    if not st.form_submit_button("Record the comparison", key=f"calibrate.submit.{key}"):
        return
    answer = Answer(holding.staff_id, holding.program, holding.credential, typed, valid_to, cause, note)
    try:
        agreed = calibration.record(context.app, context.principal, [answer], context.today, today=context.today)
    except LabReadyError as error:
        feedback.refused(error)
        return
    result = "it agrees" if agreed else f"it differs ({CAUSES[cause or 'other'].lower()})"
    state.say_next(f"{holding.name}, {holding.credential}: recorded; {result}.")
    st.rerun()


def _recorded(context: PageContext) -> None:
    made = calibration.comparisons(context.app, context.principal)
    if made.empty:
        return
    st.subheader("Recorded", anchor=False)
    st.dataframe(
        pd.DataFrame(
            {
                "made_on": made["made_on"],
                "made_by": made["made_by"],
                "staff_id": made["staff_id"],
                "credential": made["credential"],
                "result": made["agrees"].map({True: "✓ agrees", False: "▲ differs"}),
                "theirs": [_words(text) for text in made["theirs"]],
                "ours": [_words(text) for text in made["ours"]],
                "cause": made["cause"].map(CAUSES),
                "note": made["note"],
                "rules": made["rules_digest"].str[:12],
            }
        ),
        key="calibrate.recorded",
        hide_index=True,
        placeholder="—",
        alt="Every comparison with an issuer's page, newest first",
        column_config={
            "made_on": st.column_config.DateColumn("On", format="ddd D MMM YYYY"),
            "made_by": "By",
            "staff_id": "Employee ID",
            "credential": "Credential",
            "result": "Result",
            "theirs": st.column_config.TextColumn("Their page", width=170),
            "ours": st.column_config.TextColumn("We said", width=170),
            "cause": st.column_config.TextColumn("Cause", width=220),
            "note": "Note",
            "rules": "Rules digest",
        },
    )


def _words(stored: str) -> str:
    said = json.loads(stored)
    valid_to = said.pop("valid_to", None)
    parts = [f"{code.replace('_', ' ')} {points.text(value)}" for code, value in said.items()]
    return ", ".join([*parts, *([f"valid to {valid_to}"] if valid_to else [])])
