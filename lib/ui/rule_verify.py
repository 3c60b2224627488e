"""The rules in use: each version that the laboratory's own people rest on, to be checked at the program's page."""

from __future__ import annotations

import streamlit as st

from lib.domain import points, sentences
from lib.domain.errors import LabReadyError
from lib.domain.rule_doubt import CONFIDENCE_WORDS
from lib.rules.book import RuleVersion
from lib.rules.version_schema import span_text
from lib.services import rule_changes
from lib.services.rules_in_use import RuleInUse, RulesInUse
from lib.ui import feedback, rule_state, state
from lib.ui.format import counted, day, literal
from lib.ui.guard import PageContext


def in_use_rules(context: PageContext, in_use: RulesInUse) -> None:
    """Show the versions in use, those to verify first, with the page to check them at and the two answers."""
    if not in_use.rules and not in_use.without:
        st.info("No rule is in use yet: nobody here holds a credential. Import a Credentials sheet.")
        return
    waiting = len(in_use.to_verify)
    if waiting:
        st.markdown(
            f"**{counted(waiting, 'rule')} to verify.** {_unknown(in_use)}These are the rules that your own people "
            "rest on and that nobody here has checked within a year. Open the program's page, compare "
            "the numbers, and say what you found. Until then every verdict that rests on one says so."
        )
    else:
        st.success("Every rule in use with a known total was verified here within a year.")
    for program, credential, people in in_use.without:
        st.warning(
            f"No rule holds for {literal(credential)} ({literal(program)}): {counted(people, 'person', 'people')} "
            "cannot be judged. Add the rule under “Correct or add”."
        )
    may_change = "rules" in context.principal.permissions
    for rule in in_use.rules:
        if rule.doubt is not None or rule.version.total is None:
            _card(context, rule, may_change=may_change)
    verified = [rule for rule in in_use.rules if rule.doubt is None and rule.version.total is not None]
    if verified:
        st.subheader("Verified here", anchor=False)
        st.markdown(
            "\n".join(f"- {_headline(rule)}: {_numbers(rule.version)} · {_verified(rule)}" for rule in verified)
        )


def _unknown(in_use: RulesInUse) -> str:
    unknown = len(in_use.to_fill_in)
    return f"**{unknown} more of unknown total, to be filled in.** " if unknown else ""


def _card(context: PageContext, rule: RuleInUse, *, may_change: bool) -> None:
    version = rule.version
    with st.container(border=True, key=f"rules.card.{version.version}"):
        told, answers = st.columns([2.6, 1], vertical_alignment="center")
        with told:
            st.markdown(f"**{_headline(rule)}**  \n{_numbers(version)}")
            st.caption(
                f"{literal(version.version)} · {span_text(version)} · confidence {CONFIDENCE_WORDS[version.confidence]}"
            )
            st.markdown(_sources(context, version))
            if rule.doubt:
                st.markdown(f":orange[▲ {literal(rule.doubt)}]")
        with answers:
            if rule.link:
                st.link_button("Open the program's page", rule.link, width="stretch")
            if not may_change:
                st.caption("Who may change rules can verify it.")
                return
            unknown = version.total is None
            if not unknown and st.button(
                "I checked, it is right",
                key=f"rules.verify.{version.version}",
                width="stretch",
                help="Stores your name and today's date with this version.",
            ):
                _verify(context, version)
            st.button(
                "Fill it in" if unknown else "It differs: correct it",
                key=f"rules.correct.{version.version}",
                on_click=rule_state.correct,
                args=(version.version,),
                width="stretch",
                help="A correction is one more version; this one stays in the history.",
            )


def _verify(context: PageContext, version: RuleVersion) -> None:
    try:
        rule_changes.verify(context.app, context.principal, version.version, today=context.today)
    except LabReadyError as error:
        feedback.refused(error)
        return
    state.say_next(f"{version.version}: verified by {context.principal.name} on {day(context.today)}.")
    st.rerun()


def _headline(rule: RuleInUse) -> str:
    version = rule.version
    return f"{literal(version.credential)} ({literal(version.program)}) · {counted(rule.people, 'person', 'people')}"


def _numbers(version: RuleVersion) -> str:
    named = [f"{points.text(m.points)} {sentences.area_word(m.code)}" for m in version.minimums]
    if version.total is None:
        return f"Total not known; named: {', '.join(named) or 'nothing'}; every {version.cycle_months} months"
    caps = [
        f"{cap.activity_type} at most {points.text(limit)}"
        for cap in version.caps
        if (limit := version.cap_points(cap)) is not None
    ]
    parts = [
        f"{points.text(version.total)} points in {version.cycle_months} months",
        f"of these {', '.join(named)}" if named else "no named minimum",
        f"rest {points.text(version.rest or 0)}",
        *caps,
    ]
    if version.accepts:
        parts.append("accepts " + ", ".join(kind.replace("_", " ") for kind in version.accepts))
    return "; ".join(parts)


def _sources(context: PageContext, version: RuleVersion) -> str:
    found = [context.app.book.sources.get(name) for name in version.sources]
    links = [
        f"[{literal(source.title)}]({source.href})" if source.href else literal(source.title)
        for source in found
        if source is not None
    ]
    return f":small[Read in: {', '.join(links)}]"


def _verified(rule: RuleInUse) -> str:
    return f"verified by {literal(rule.version.verified_by or 'somebody')}, {day(rule.version.verified_on)}"
