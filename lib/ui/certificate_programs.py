"""Certificate programs on pages: courses done of courses needed, for the team and for one person, and how we know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from lib.compliance.courses import WHY
from lib.domain.rule_doubt import CONFIDENCE_WORDS
from lib.rules.certificate_programs import CertificateProgram
from lib.services import certificate_programs
from lib.services.certificate_programs import TeamPrograms
from lib.services.person import PersonRecord
from lib.ui import address, choosing, people
from lib.ui.format import counted, day, literal
from lib.ui.guard import PageContext

_NAMED: Final = 8
"""So many people are named for each program."""


def progress_table_of(progress: pd.DataFrame) -> pd.DataFrame:
    """Return the columns shown of a progress frame; the bar is the share done in percent, cut at 100."""
    return pd.DataFrame(
        {
            "name": progress["name"],
            "program": progress["program_name"],
            "courses": progress["done"].astype("str") + " / " + progress["needed"].astype("str"),
            "reached": (progress["done"] * 100 // progress["needed"]).clip(upper=100),
            "standing": standing_words(progress),
            "last_on": progress["last_on"],
            "enrolled_on": progress["enrolled_on"],
            "site": progress["site"],
            "department": progress["department"],
            "staff_id": progress["staff_id"],
        }
    )


def standing_words(progress: pd.DataFrame) -> pd.Series:
    """Return each enrolment's standing in words: ``✓ complete on our records``, ``7 to go, 2 to confirm``."""
    words = []
    for left, to_confirm in zip(progress["left"].tolist(), progress["to_confirm"].tolist(), strict=True):
        told = f"{left} to go" if left else "✓ complete on our records"
        words.append(told + (f", {to_confirm} to confirm" if left and to_confirm else ""))
    return pd.Series(words, index=progress.index, dtype="str")


def team_table(found: TeamPrograms) -> None:
    """Show who is enrolled and how far; a selected row opens the person."""
    if found.progress.empty:
        st.info("Nobody is enrolled in a certificate program yet. Enrol people below, by hand or from a list.")
    else:
        done = int(found.progress["complete"].sum())
        st.markdown(
            f"**{counted(len(found.progress), 'enrolment')}**, {done} with all courses done on our records. The issuer "
            "awards the certificate. Select a row to open the person."
        )
        names = sorted(found.progress["program_name"].unique())
        chosen = st.multiselect(
            "Program",
            names,
            placeholder="All",
            help="Narrows the list to some programs; empty: all.",
            **address.bound("certificates.program", address.many(names)),
        )
        shown = found.progress[found.progress["program_name"].isin(chosen)] if chosen else found.progress
        _team_rows(shown.reset_index(drop=True))
    if len(found.suggested):
        _suggestions(found)


def _suggestions(found: TeamPrograms) -> None:
    """Say who has courses of a program on record and is not enrolled, most courses first."""
    lines = []
    for name, rows in found.suggested.groupby("program_name", sort=False):
        named = [f"{literal(row['name'])} ({row['courses']})" for row in rows.head(_NAMED).to_dict("records")]
        more = f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
        lines.append(f"{literal(name)}: {', '.join(named)}{more}")
    st.info("**Courses on record, but no enrolment.** Ask them, then enrol them below.  \n" + "  \n".join(lines))


def _team_rows(rows: pd.DataFrame) -> None:
    selected = choosing.one_of(
        progress_table_of(rows),
        "certificates.table",
        alt="Every enrolment with its courses done and needed, nearest to the end first",
        columns={
            "name": st.column_config.TextColumn("Name", pinned=True, width=150),
            "program": st.column_config.TextColumn("Program", width=245),
            "courses": st.column_config.TextColumn("Courses", width=75, help="Done of needed", alignment="right"),
            "reached": st.column_config.ProgressColumn(
                "Done", min_value=0, max_value=100, format="%d %%", width=95, color="blue"
            ),
            "standing": st.column_config.TextColumn("Standing", width=175),
            "last_on": st.column_config.DateColumn("Last course", format="D MMM YYYY", width=95),
            "enrolled_on": st.column_config.DateColumn("Enrolled", format="D MMM YYYY", width=95),
            "site": st.column_config.TextColumn("Site"),
            "department": st.column_config.TextColumn("Department"),
            "staff_id": st.column_config.TextColumn("Employee ID"),
        },
        most=480,
    )
    people.open_selected(rows, selected)


def person_programs(context: PageContext, record: PersonRecord) -> None:
    """Show one person's certificate programs: courses done and needed, and each course; nothing where there is none."""
    found = certificate_programs.of_person(context.app, context.principal, str(record.staff["staff_id"]), context.as_of)
    candidates = found.courses[found.courses["why"] == "not_enrolled"]
    if found.progress.empty and candidates.empty:
        return
    st.subheader("Certificate programs", anchor=False)
    standings = standing_words(found.progress)
    for number, row in enumerate(found.progress.to_dict("records")):
        since = f"enrolled {day(row['enrolled_on'])}" if not pd.isna(row["enrolled_on"]) else "enrolled, day not known"
        st.markdown(
            f"**{literal(row['program_name'])}**: {row['done']} of {row['needed']} courses, "
            f"{literal(standings.iloc[number])} · {since}"
        )
        st.progress(min(1.0, int(row["done"]) / int(row["needed"])))
    for code, rows in candidates.groupby("program"):
        name = next(program.name for program in found.programs if program.code == code)
        st.caption(
            f"{counted(rows['title_key'].nunique(), 'course')} of {literal(name)} on record, but no enrolment. "
            "Enrol on the page Certificate programs."
        )
    if len(found.courses):
        with st.expander("Courses"):
            courses_table(found.courses, found.programs, "person.courses")


def courses_table(courses: pd.DataFrame, programs: Sequence[CertificateProgram], key: str) -> None:
    """Show every candidate course, newest first, with whether it counts and why."""
    names = {program.code: program.name for program in programs}
    rows = courses.sort_values(["completed_on", "credit_id"], ascending=False)
    signs = rows["counts"].map({True: "✓ ", False: "– "}).astype("str")
    st.dataframe(
        pd.DataFrame(
            {
                "completed_on": rows["completed_on"],
                "title": rows["title"],
                "provider": rows["provider"],
                "points": rows["points"] / 100,
                "program": rows["program"].map(names),
                "why": signs + rows["why"].map(WHY).astype("str"),
            }
        ),
        key=key,
        hide_index=True,
        placeholder="—",
        alt="Activities that are courses of a certificate program, or may be, with why they count or not",
        column_config={
            "completed_on": st.column_config.DateColumn("Completed", format="D MMM YYYY", width=100),
            "title": st.column_config.TextColumn("Activity", width=330),
            "provider": st.column_config.TextColumn("Provider", width=80),
            "points": st.column_config.NumberColumn(
                "Points", format="%.2f", width=65, help="Counted for the credentials like those of any other activity"
            ),
            "program": st.column_config.TextColumn("Program", width=240),
            "why": st.column_config.TextColumn("Counted as a course, or why not", width=250),
        },
    )


def about_programs(programs: Sequence[CertificateProgram]) -> None:
    """Show what each program asks and by which source; what is our reading only says so."""
    with st.expander("What the programs ask, and how we know"):
        for program in programs:
            st.markdown(
                f"**{literal(program.name)}**: {program.courses_words}. "
                f"Confidence {CONFIDENCE_WORDS[program.confidence]}"
                + ("" if program.confidence == "HIGH" else "; by our reading, confirm at ASCP")
                + f". {literal(program.note)}"
            )
            st.markdown(
                "\n".join(
                    f"- {literal(each.states)}: {literal(each.source)} (confidence {CONFIDENCE_WORDS[each.confidence]})"
                    for each in program.sources
                )
            )
