"""By which rule a holding was judged, from which source, and how sure that is."""

from __future__ import annotations

import streamlit as st

from lib.domain.rule_doubt import CONFIDENCE_WORDS, rule_doubt
from lib.rules.book import RuleVersion
from lib.ui.format import day, literal
from lib.ui.guard import PageContext


def rule_line(context: PageContext, rule: RuleVersion | None) -> None:
    """Show the version with its confidence, when it was verified, and links to its sources."""
    if rule is None:
        st.caption("No rule version fits this holding, so nothing is judged.")
        return
    sources = [context.app.book.sources.get(name) for name in rule.sources]
    links = [
        f"[{literal(source.title)}]({source.href})" if source.href else literal(source.title)
        for source in sources
        if source is not None
    ]
    confirm = ""
    if doubt := rule_doubt(rule.program, rule.confidence, rule.verified_on, context.as_of):
        credential = context.app.book.credentials.get((rule.program, rule.credential))
        link = credential.link if credential else None
        words = literal(doubt)
        confirm = f" · **{words}**" + (f" [Program page]({link})" if link else "")
    verified = f", verified {day(rule.verified_on)}" if rule.verified_on else ""
    parts = [f"Rule {literal(rule.version)}, confidence {CONFIDENCE_WORDS[rule.confidence]}{verified}"]
    if links:
        parts.append("sources: " + ", ".join(links))
    # Not a caption: those are drawn pale, and links in them would be too pale to read.
    st.markdown(f":small[{' · '.join(parts)}{confirm}]")
