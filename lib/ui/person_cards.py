"""A person's holdings: points, declaration and valid-to apart; requirements; by which rule, from which source."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.charts.requirements import requirement_bars
from lib.domain import points, sentences
from lib.rules.book import RuleVersion
from lib.services.person import PersonRecord
from lib.ui import figures
from lib.ui.format import MARKDOWN_COLOURS, as_day, day, literal, whole
from lib.ui.guard import PageContext


def person_line(record: PersonRecord) -> None:
    """Show who it is: job, site, department, supervisor, and what bounds the days on which they are counted."""
    staff = record.staff
    parts = [literal(staff[name]) for name in ("job_title", "department", "site") if _known(staff.get(name))]
    if _known(staff.get("supervisor")):
        parts.append(f"supervisor {literal(staff['supervisor'])}")
    if _known(staff.get("hired_on")):
        parts.append(f"since {day(staff['hired_on'])}")
    if _known(staff.get("left_on")):
        parts.append(f"left {day(staff['left_on'])}")
    if _known(staff.get("on_leave")) and staff["on_leave"]:
        parts.append("on leave")
    st.markdown(" · ".join([f"Employee ID {literal(staff['staff_id'])}", *parts]))
    if record.verdicts.empty:
        st.info("No credential is on record for this person. Import a Credentials sheet that names them.")


def holding_card(context: PageContext, record: PersonRecord, holding: int) -> None:
    """Show one holding: status and why, the three facts apart, requirements, and how it was decided."""
    row: dict[Any, Any] = record.verdicts[record.verdicts["holding"] == holding].iloc[0].to_dict()
    with st.container(border=True, key=f"person.holding.{row['program']}.{row['credential']}"):
        colour = MARKDOWN_COLOURS[row["status_group"]]
        word = sentences.status_word(row["status"])
        st.subheader(f"{literal(row['credential'])} ({literal(row['program'])}) · :{colour}[{word}]", anchor=False)
        st.text(_reason(row))
        facts, chart = st.columns([1, 1.5])
        with facts:
            _points(row)
            declaration, valid = st.columns(2)
            with declaration:
                _declaration(row)
            with valid:
                _valid_to(row)
        with chart:
            requirements = record.requirements[record.requirements["holding"] == holding]
            figures.show(
                requirement_bars(requirements, dark=context.dark),
                f"person.requirements.{row['program']}.{row['credential']}",
                alt=f"Requirements of {row['credential']}: points counted and missing, as written beside each bar",
            )
        _rule(context, record.rules.get(int(row["rule_index"])), row)


def _points(row: dict[Any, Any]) -> None:
    counted, total = whole(row["counted"]), whole(row["total"])
    st.markdown(f"**Points on our records**  \n{sentences.counted_of(counted, total)} counted")
    if counted is None or total is None:
        return
    st.progress(min(1.0, counted / total) if total else 1.0)
    earned, expected = whole(row["earned"]), whole(row["expected"])
    parts = []
    if earned is not None:
        parts.append(f"{points.text(earned)} earned in the cycle")
    if expected is not None:
        parts.append(f"{points.text(expected)} expected by now")
    if row["missing_at_best"] is not None and whole(row["missing_at_best"]) != whole(row["missing"]):
        parts.append(f"{points.text(whole(row['missing_at_best']) or 0)} missing if all that waits is confirmed")
    st.caption(" · ".join(parts))


def _declaration(row: dict[Any, Any]) -> None:
    opens = as_day(row["declare_opens"])
    accepted, filed = as_day(row["declaration_accepted_on"]), as_day(row["declaration_filed_on"])
    told, earlier = "not filed on our records", ""
    for word, on in (("filed", filed), ("accepted", accepted)):
        if on and (opens is None or on >= opens):
            told = f"{word} {day(on)}"
        elif on:
            # One from before this cycle's opening belongs to an earlier cycle (domain definition, 6).
            earlier = f"earlier cycle: {word} {day(on)}"
    st.markdown(f"**Declaration**  \n{told}")
    by = f"opens {day(opens)}, by {day(row['declare_by'])}{_days(whole(row['days_left']))}" if opens else ""
    if by or earlier:
        st.caption("  \n".join(text for text in (by, earlier) if text))


def _valid_to(row: dict[Any, Any]) -> None:
    st.markdown(f"**Valid to**  \n{day(row['cycle_end'], missing='no end date')}")
    st.caption(sentences.verification(as_day(row["verified_on"]), as_day(row["cycle_start"])))


def _rule(context: PageContext, rule: RuleVersion | None, row: dict[Any, Any]) -> None:
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
    if rule.needs_confirmation:
        link = context.app.book.credentials[rule.program, rule.credential].link
        words = literal(sentences.BY_OUR_READING)
        confirm = f" · **{words}**" + (f" [Program page]({link})" if link else "")
    verified = f", verified {day(rule.verified_on)}" if rule.verified_on else ""
    parts = [f"Rule {literal(rule.version)}, confidence {literal(rule.confidence)}{verified}"]
    if links:
        parts.append("sources: " + ", ".join(links))
    # Not a caption: those are drawn pale, and links in them would be too pale to read.
    st.markdown(f":small[{' · '.join(parts)}{confirm}]")


def _reason(row: dict[Any, Any]) -> str:
    text = sentences.reason(
        row["status"],
        missing=whole(row["missing"]),
        at_best=whole(row["missing_at_best"]),
        declare_by=as_day(row["declare_by"]),
        ends=as_day(row["cycle_end"]),
    )
    return text[:1].upper() + text[1:] + "."


def _days(left: int | None) -> str:
    if left is None:
        return ""
    return f" ({left} days left)" if left >= 0 else f" ({-left} days ago)"


def _known(value: object) -> bool:
    return as_day(value) is not None if not isinstance(value, bool) else True
