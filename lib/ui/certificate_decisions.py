"""What a manager decides about certificate programs: enrolments, by hand or from a list, and titles marked."""

from __future__ import annotations

import streamlit as st

from lib.domain.errors import LabReadyError
from lib.services import certificate_programs
from lib.services.certificate_programs import TeamPrograms
from lib.services.uploads import Upload
from lib.ui import feedback, state
from lib.ui.format import counted
from lib.ui.guard import PageContext
from lib.ui.people import person_label


def enrolling(context: PageContext, found: TeamPrograms) -> None:
    """Show the three ways to change enrolments: choose people, hand in a list, end one."""
    if "edit" not in context.principal.permissions:
        return
    with st.expander("Enrol people, or end an enrolment"):
        by_hand, by_list, ending = st.tabs(["Choose people", "From a list", "End an enrolment"])
        with by_hand:
            _by_hand(context, found)
        with by_list:
            _by_list(context)
        with ending:
            _ending(context, found)


def _by_hand(context: PageContext, found: TeamPrograms) -> None:
    names = {program.code: program.name for program in found.programs}
    labels = _labels(found)
    with st.form("certificates.enrol"):
        program = st.selectbox(
            "Program",
            list(names),
            format_func=lambda code: names[code],
            key="certificates.which",
            help="The certificate program that they have begun.",
        )
        people = st.multiselect(
            "People",
            list(labels),
            format_func=lambda staff_id: labels[staff_id],
            key="certificates.people",
            help="Type a part of a name; several people at once.",
        )
        since = st.date_input(
            "Enrolled since",
            value=None,
            max_value=context.today,
            key="certificates.since",
            format="YYYY-MM-DD",
            help="Courses done earlier wait to be confirmed. Empty: the day is not known, and all courses count.",
        )
        if st.form_submit_button("Enrol", type="primary", key="certificates.enrol.save"):
            try:
                done = certificate_programs.enrol(
                    context.app, context.principal, program, people, since or None, today=context.today
                )
            except LabReadyError as error:
                feedback.refused(error)
                return
            state.say_next(f"{names[program]}: {counted(done, 'enrolment')} new or changed.")
            st.rerun()


def _by_list(context: PageContext) -> None:
    with st.form("certificates.list"):
        file = st.file_uploader(
            "A workbook or text file",
            type=("xlsx", "xls", "csv", "txt"),
            key="certificates.file",
            help="One row for each person and program, with the headings named below.",
        )
        pasted = st.text_area(
            "Or paste a table",
            key="certificates.pasted",
            help="With the headings Employee ID (or Name), Certificate Program and, where known, Enrolled On.",
        )
        if not st.form_submit_button("Enrol all in the list", key="certificates.list.save"):
            return
        upload = Upload(file.name, file.getvalue()) if file else Upload("pasted.txt", pasted.encode())
        try:
            rows, left_out = certificate_programs.read_enrolment_list(
                context.app, context.principal, upload, today=context.today
            )
            if left_out:
                st.warning(
                    feedback.paragraphs("\n".join(("Nothing was stored. Mend these rows first:", *left_out[:10])))
                )
                return
            done = certificate_programs.store_enrolments(context.app, context.principal, rows, today=context.today)
        except LabReadyError as error:
            feedback.refused(error)
            return
    state.say_next(f"{counted(done, 'enrolment')} new or changed.")
    st.rerun()


def _ending(context: PageContext, found: TeamPrograms) -> None:
    rows = {
        (row["staff_id"], row["program"]): f"{person_label(row['name'], row['staff_id'])} · {row['program_name']}"
        for row in found.progress.to_dict("records")
    }
    if not rows:
        st.caption("Nobody is enrolled.")
        return
    with st.form("certificates.end"):
        chosen = st.selectbox(
            "Enrolment",
            list(rows),
            format_func=lambda key: rows[key],
            key="certificates.ending",
            help="The person and the program that is given up or was entered by mistake.",
        )
        st.caption("The activities stay on record and count for the credentials as before.")
        if st.form_submit_button("End this enrolment", key="certificates.end.save"):
            try:
                certificate_programs.end_enrolment(context.app, context.principal, *chosen, today=context.today)
            except LabReadyError as error:
                feedback.refused(error)
                return
            state.say_next(f"Ended: {rows[chosen]}.")
            st.rerun()


def marking(context: PageContext, found: TeamPrograms) -> None:
    """Show the form that says of activity titles that they are courses of a program, or none."""
    if "edit" not in context.principal.permissions:
        return
    names = {program.code: program.name for program in found.programs}
    choices = {"yes": "is a course of it", "no": "is no course of it", "words": "let the title's words decide"}
    with st.expander(f"Which activities are courses ({counted(len(found.titles), 'title')} recognised or marked)"):
        if len(found.titles):
            st.dataframe(
                found.titles.assign(program=found.titles["program"].map(names))[
                    ["title", "program", "people", "counts"]
                ],
                key="certificates.titles",
                hide_index=True,
                alt="Titles that are courses of a program by their words or by a mark",
                column_config={
                    "title": st.column_config.TextColumn("Activity", width=420),
                    "program": st.column_config.TextColumn("Program", width=260),
                    "people": st.column_config.NumberColumn("People", width=70),
                    "counts": st.column_config.CheckboxColumn("Counts for somebody", width=130),
                },
            )
        titles = certificate_programs.other_titles(context.app, context.principal, context.as_of)
        with st.form("certificates.mark"):
            chosen = st.multiselect(
                "Activities",
                titles,
                key="certificates.mark.titles",
                placeholder="Type a part of the title",
                help="Titles on record that no program has recognised; the mark holds for everybody who has one.",
            )
            program = st.selectbox(
                "Program",
                list(names),
                format_func=lambda code: names[code],
                key="certificates.mark.program",
                help="The program of which the activities are courses, or are not.",
            )
            answer = st.radio(
                "This activity",
                list(choices),
                format_func=lambda code: choices[code],
                key="certificates.mark.answer",
                horizontal=True,
                help="The last one takes an earlier mark back.",
            )
            st.caption("Holds for everybody and for later imports. A marked course counts whenever it was done.")
            if st.form_submit_button("Keep this", key="certificates.mark.save"):
                is_course = {"yes": True, "no": False, "words": None}[str(answer)]
                try:
                    certificate_programs.mark_course(
                        context.app, context.principal, program, chosen, is_course, today=context.today
                    )
                except LabReadyError as error:
                    feedback.refused(error)
                    return
                state.say_next(f"Kept for {counted(len(chosen), 'title')}: {choices[str(answer)]}.")
                st.rerun()


def _labels(found: TeamPrograms) -> dict[str, str]:
    return {
        staff_id: person_label(name, staff_id)
        for staff_id, name in zip(found.people["staff_id"], found.people["name"], strict=True)
    }
