"""A person's holdings: points, declaration and valid-to apart; requirements; by which rule, from which source."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.charts.filing_line import filing_line
from lib.domain import points, sentences
from lib.services.person import PersonRecord
from lib.ui import card_numbers, figures, navigation
from lib.ui.format import MARKDOWN_COLOURS, as_day, day, literal, whole
from lib.ui.guard import PageContext
from lib.ui.holding_chart import over_time
from lib.ui.rule_line import rule_line


def person_line(record: PersonRecord) -> None:
    """Show who it is: job, site, department, supervisor, and what bounds the days on which they are counted."""
    staff = record.staff
    parts = [literal(staff[name]) for name in ("job_title", "department", "site") if _known(staff.get(name))]
    if _known(staff.get("supervisor")):
        parts.append(f"supervisor {literal(staff['supervisor'])}")
    if _known(staff.get("hired_on")):
        parts.append(f"since {day(staff['hired_on'])}")
    if _known(staff.get("active")) and not staff["active"] and not _known(staff.get("left_on")):
        parts.append("not active")
    if _known(staff.get("left_on")):
        parts.append(f"left {day(staff['left_on'])}")
    if _known(staff.get("on_leave")) and staff["on_leave"]:
        parts.append("on leave")
    st.markdown(" · ".join([f"Employee ID {literal(staff['staff_id'])}", *parts]))
    if _known(staff.get("notes")):
        st.markdown(f":small[Note: {literal(staff['notes'])}]")
    if record.known_on:
        st.caption(f"As known on {day(record.known_on)}.")
    if record.verdicts.empty:
        st.info("No credential is on record for this person. Add it, or import a Credentials sheet that names them.")
        target = navigation.address(person=str(staff["staff_id"]))
        st.page_link(navigation.EDIT.path, label="Add a credential ›", query_params=target)


def holding_cards(context: PageContext, record: PersonRecord) -> None:
    """Show one card per holding: a single one over the whole width, several two and two side by side."""
    rows = record.verdicts.to_dict("records")
    if len(rows) == 1:
        _card(context, record, rows[0], wide=True)
        return
    for first in range(0, len(rows), 2):
        for column, row in zip(st.columns(2), rows[first : first + 2], strict=False):
            with column:
                _card(context, record, row, wide=False)


def _card(context: PageContext, record: PersonRecord, row: dict[Any, Any], *, wide: bool) -> None:
    """Show one holding: status and why, the three facts apart, requirements, over time, and how it was decided."""
    name = f"{row['program']}.{row['credential']}"
    with st.container(border=True, key=f"person.holding.{name}"):
        colour = MARKDOWN_COLOURS[row["status_group"]]
        word = sentences.status_word(row["status"])
        st.subheader(f"{literal(row['credential'])} ({literal(row['program'])}) · :{colour}[{word}]", anchor=False)
        st.text(_reason(row))
        if wide:
            points_place, declaration, valid = st.columns([1, 1.25, 1], border=True)
        else:
            points_place = st.container(border=True)
            declaration, valid = st.columns(2, border=True)
        with points_place:
            _points(row)
        with declaration:
            _declaration(context, row, name)
        with valid:
            _valid_to(record, row)
        _beside_the_facts(record, row)
        requirements = record.requirements[record.requirements["holding"] == row["holding"]]
        card_numbers.requirements_shown(context, requirements, str(row["credential"]), name, beside=wide)
        over_time(context, record, row, beside=wide)
        rule_line(context, record.rules.get(int(row["rule_index"])))


def _points(row: dict[Any, Any]) -> None:
    counted, total = whole(row["counted"]), whole(row["total"])
    st.markdown(f"**Points on our records**  \n{sentences.counted_of(counted, total)} counted")
    if counted is None or total is None:
        return
    st.progress(min(1.0, counted / total) if total else 1.0)
    earned, expected = whole(row["earned"]), whole(row["expected"])
    parts = []
    if earned is not None:
        looks_back = row["window_from"] != row["cycle_start"]
        parts.append(f"{points.text(earned)} earned in the {'last three years' if looks_back else 'cycle'}")
    if expected is not None and row["status"] not in ("expired", "end_passed"):
        parts.append(f"{points.text(expected)} expected by now")
    if row["missing_at_best"] is not None and whole(row["missing_at_best"]) != whole(row["missing"]):
        parts.append(f"{points.text(whole(row['missing_at_best']) or 0)} missing if all that waits is confirmed")
    st.caption(" · ".join(parts))


def _declaration(context: PageContext, row: dict[Any, Any], name: str) -> None:
    opens = as_day(row["declare_opens"])
    told, earlier, filed_on = "not filed on our records", "", None
    for word in ("filed", "accepted"):
        on = as_day(row[f"declaration_{word}_on"])
        if on and (opens is None or on >= opens):
            told, filed_on = f"{word} {day(on)}", filed_on or on
        elif on:
            # One from before this cycle's opening belongs to an earlier cycle (domain definition, 6).
            earlier = f"earlier cycle: {word} {day(on)}"
    st.markdown(f"**Declaration**  \n{told}")
    start, due, end = (as_day(row[column]) for column in ("cycle_start", "declare_by", "cycle_end"))
    if opens and start and due and end:
        figures.show(
            filing_line(start, opens, due, end, context.as_of, filed_on=filed_on, dark=context.dark),
            f"person.filing.{name}",
            alt=f"The cycle from {day(start)} to {day(end)} with the days in which to file; the table under it has "
            "every day",
        )
    by = f"opens {day(opens)}, by {day(due)}{_days(whole(row['days_left']))}" if opens else ""
    if by or earlier:
        st.caption("  \n".join(text for text in (by, earlier) if text))
    if opens and start and due and end:
        days = card_numbers.days_of_line(start, opens, due, end, context.as_of, filed_on)
        card_numbers.days_shown(days, str(row["credential"]), name)


def _valid_to(record: PersonRecord, row: dict[Any, Any]) -> None:
    st.markdown(f"**Valid to**  \n{day(row['cycle_end'], missing='no end date')}")
    st.caption(sentences.verification(as_day(row["verified_on"]), as_day(row["cycle_start"])))
    past = record.past_cycles
    own = past[(past["program"] == row["program"]) & (past["credential"] == row["credential"])]
    for cycle in own.sort_values("cycle_end", ascending=False).head(2).to_dict("records"):
        st.caption(f"Earlier cycle to {day(cycle['cycle_end'])}")


def _beside_the_facts(record: PersonRecord, row: dict[Any, Any]) -> None:
    """Say what an ended holding would need, and what was earned too early for the cycle."""
    if row["status"] in ("expired", "end_passed") and whole(row["missing"]) is not None:
        lacking = _lacking(record, row)
        st.markdown(
            f"**To reinstate**, the points of the last three years count (since {day(row['window_from'])}): "
            f"{sentences.counted_of(whole(row['counted']), whole(row['total']))}"
            + (f", still missing {literal(lacking)}." if lacking else ", nothing is missing.")
            + " Ask the issuer for the steps and the fee."
        )
    lost = earned_before(record, row)
    if lost:
        st.caption(
            f"{points.text(lost)} points earned before this cycle began ({day(row['cycle_start'])}) are lost to it."
        )


def earned_before(record: PersonRecord, row: dict[Any, Any]) -> int:
    """Return the points (hundredths) earned before the current cycle began; 0 where the window looks back."""
    if as_day(row["cycle_start"]) is None or row["window_from"] != row["cycle_start"]:
        return 0
    parts = record.ledger[record.ledger["holding"] == row["holding"]]
    early = parts["reason"].isin(["before_cycle", "outside_window"]) & (parts["completed_on"] < row["cycle_start"])
    return int(parts.loc[early, "allocated"].sum())


def _lacking(record: PersonRecord, row: dict[Any, Any]) -> str:
    own = record.verdicts[record.verdicts["holding"] == row["holding"]]
    return str(sentences.missing_texts(own, record.requirements).iloc[0])


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
