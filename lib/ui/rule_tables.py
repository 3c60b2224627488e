"""Rule versions as a table, and one of them with its sources."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.rule_doubt import CONFIDENCE_WORDS, rule_doubt
from lib.ui import choosing
from lib.ui.format import counted, literal
from lib.ui.guard import PageContext


def versions(context: PageContext, table: pd.DataFrame, in_use: set[str]) -> None:
    """Show the versions, narrowed by program, credential and use; a selected one shows its sources and its note."""
    digest = context.app.book.digest
    unsure = int(sum(version.needs_confirmation for version in context.app.book.versions))
    st.caption(
        f"{counted(len(table), 'version')}, {unsure} of them by our reading only; confirm those at the program. "
        f"Rules digest {digest[:16]}"
    )
    programs = sorted(table["program"].unique())
    which, what, used = st.columns([1, 1, 0.8], vertical_alignment="bottom")
    chosen = which.multiselect(
        "Program", programs, key="rules.program", placeholder="All", help="Narrows the list; empty: all."
    )
    rows = table[table["program"].isin(chosen)] if chosen else table
    codes = what.multiselect(
        "Credential",
        sorted(rows["credential"].unique()),
        key="rules.code",
        placeholder="All",
        help="Narrows the list; empty: all.",
    )
    rows = rows[rows["credential"].isin(codes)] if codes else rows
    if used.toggle("In use here only", key="rules.used", help="Versions that the holdings of today rest on"):
        rows = rows[rows["version"].isin(in_use)]
    rows = rows.reset_index(drop=True)
    selected = choosing.one_of(
        pd.DataFrame(
            {
                "credential": rows["credential"],
                "title": rows["title"],
                "program": rows["program"],
                "total": rows["total"].astype("Float64") / 100,
                "minimums": rows["minimums"].str.replace("_", " ", regex=False),
                "rest": rows["rest"].astype("Float64") / 100,
                "ends_from": pd.to_datetime(rows["ends_from"]),
                "ends_to": pd.to_datetime(rows["ends_to"]),
                "confidence": rows["confidence"].map(CONFIDENCE_WORDS),
                "verified_on": pd.to_datetime(rows["verified_on"]),
                "link": rows["link"],
            }
        ),
        "rules.table",
        alt="Rule versions with the points they ask and how sure we are",
        columns={
            "credential": st.column_config.TextColumn("Credential", pinned=True, width=90),
            "title": st.column_config.TextColumn("Title", width=230),
            "program": st.column_config.TextColumn("Program", width=90),
            "total": st.column_config.NumberColumn("Points asked", format="%.2f", width=95, help="Empty: not known"),
            "minimums": st.column_config.TextColumn("Named minimums", width=230),
            "rest": st.column_config.NumberColumn("Rest", format="%.2f", width=65),
            "ends_from": st.column_config.DateColumn("Cycle ends from", format="D MMM YYYY"),
            "ends_to": st.column_config.DateColumn("Cycle ends to", format="D MMM YYYY"),
            "confidence": st.column_config.TextColumn("Confidence"),
            "verified_on": st.column_config.DateColumn("Verified here", format="D MMM YYYY"),
            "link": st.column_config.LinkColumn("Program page", display_text="open"),
        },
    )
    if selected is None:
        st.caption("Select a row to see its sources.")
    else:
        _version(context, int(rows.iloc[selected]["rule_index"]))


def _version(context: PageContext, rule_index: int) -> None:
    rule = context.app.book.versions[rule_index]
    with st.container(border=True):
        st.subheader(literal(rule.version), anchor=False)
        if doubt := rule_doubt(rule.program, rule.confidence, rule.verified_on, context.today):
            st.warning(literal(doubt))
        if rule.note:
            st.text(rule.note)
        st.markdown("**Sources**" if rule.sources else "**No source is named.**")
        for name in rule.sources:
            source = context.app.book.sources.get(name)
            if source is None:
                st.text(name)
                continue
            dated = f", {literal(source.dated)}" if source.dated else ""
            title = f"[{literal(source.title)}]({source.href})" if source.href else literal(source.title)
            st.markdown(f"{literal(source.id)}: {title}{dated}")
