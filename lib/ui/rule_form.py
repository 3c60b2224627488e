"""Correcting, filling in and adding rules: a form or a file becomes a rule file, is checked, shown, and then stored."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.domain.errors import LabReadyError
from lib.rules.book import Program
from lib.rules.drafts import (
    DraftCredential,
    DraftProgram,
    DraftSource,
    DraftVersion,
    RuleDraft,
    draft_of,
    draft_text,
    own_id,
)
from lib.rules.schema import CATEGORIES, KINDS
from lib.rules.strict_yaml import LONGEST_TEXT
from lib.services import rule_changes
from lib.ui import feedback, rule_give, rule_state, state
from lib.ui.format import literal
from lib.ui.guard import PageContext
from lib.ui.rule_form_fields import SourceFields, source_fields, version_fields
from lib.ui.rule_state import CORRECT, Proposed

ADD_CREDENTIAL: Final = "Add a credential to a program"
ADD_PROGRAM: Final = "Add a program: another body, a licence, our own requirement"
UPLOAD: Final = "Upload a rule file"


def change(context: PageContext) -> None:
    """Ask what is to be done and show its form; what comes of it is checked and waits to be stored."""
    if "rules" not in context.principal.permissions:
        st.info("You may read the rules. Ask whoever administers LabReady here for the permission to change them.")
        return
    task = st.radio(
        "What do you want to do?",
        (CORRECT, ADD_CREDENTIAL, ADD_PROGRAM, UPLOAD),
        key=rule_state.TASK_KEY,
        horizontal=True,
        help="Whatever it is, a version is added and nothing is overwritten.",
    )
    number = rule_changes.next_number(context.app, context.principal)
    if task == UPLOAD:
        _upload(context, number)
    elif task == CORRECT:
        _correct(context, number)
    elif task == ADD_CREDENTIAL:
        _add_credential(context, number)
    else:
        _add_program(context, number)
    _proposed(context)
    rule_give.give(context)


def _correct(context: PageContext, number: int) -> None:
    book = context.app.book
    ids = [version.version for version in book.versions]
    chosen = st.selectbox(
        "Version",
        ids,
        key=rule_state.VERSION_KEY,
        help="The version whose place the new one takes. It stays in the history and can be brought back.",
    )
    old = next(version for version in book.versions if version.version == chosen)
    with st.form(f"rules.form.correct.{chosen}.{number}"):
        draft = version_fields(draft_of(old), f"{chosen}.{number}")
        source = source_fields(context, f"{chosen}.{number}")
        pressed = st.form_submit_button("Check it", key=f"rules.form.check.{chosen}", type="primary")
    if pressed:
        named = _named(draft, source, own_id(old.version, number, ids), context, keep=old.sources, replaces=old.version)
        _propose(context, RuleDraft(old.program, old.credential, named, _source(source, number, context)), source)


def _add_credential(context: PageContext, number: int) -> None:
    programs = {program.code: program for program in context.app.book.programs}
    code = st.selectbox(
        "Program",
        list(programs),
        key="rules.form.program",
        format_func=lambda c: _program_label(programs[c]),
        help="The body whose rules the credential follows.",
    )
    with st.form(f"rules.form.credential.{code}.{number}"):
        name, credential = _credential_fields(f"{code}.{number}")
        draft = version_fields(DraftVersion("", cycle_months=str(programs[code].cycle_months)), f"{code}.{number}")
        source = source_fields(context, f"{code}.{number}")
        pressed = st.form_submit_button("Check it", key="rules.form.check.credential", type="primary")
    if pressed:
        named = _named(draft, source, _new_id(context, code, name, number), context)
        _propose(context, RuleDraft(code, name, named, _source(source, number, context), None, credential), source)


def _add_program(context: PageContext, number: int) -> None:
    st.caption(
        "For our own yearly requirement: program INSTITUTION, kind institution, a cycle of 12 months that ends for "
        "everybody on 31 December, and what counts though CMP does not take it."
    )
    with st.form(f"rules.form.new.{number}"):
        code, title, kind, link = st.columns([1, 2, 1, 2])
        program = code.text_input(
            "Program code",
            "INSTITUTION",
            key=f"rules.form.new.code.{number}",
            help="Short, as files write it, such as STATE-CA.",
        )
        words = title.text_input(
            "Title",
            "Our laboratory's own requirement",
            key=f"rules.form.new.title.{number}",
            help="The name in words, as pages and reports show it.",
        )
        sort = kind.selectbox(
            "Kind",
            KINDS,
            index=KINDS.index("institution"),
            key=f"rules.form.new.kind.{number}",
            help="A certifying body, a state, or the laboratory itself.",
        )
        page = link.text_input(
            "Its page",
            key=f"rules.form.new.link.{number}",
            placeholder="https://… or empty",
            help="Where the rule can be read; the pages link to it.",
        )
        months, ends, opens, due = st.columns(4)
        new = DraftProgram(
            words,
            sort,
            page,
            months.text_input(
                "Cycle in months",
                "12",
                key=f"rules.form.new.months.{number}",
                help="36 for three years, 24 for a biennium, 12 for a year.",
            ),
            ends.text_input(
                "Cycles end for everybody on",
                f"{context.today.year}-12-31",
                key=f"rules.form.new.ends.{number}",
                help="One such day, as 2026-12-31: the others follow by the cycle length (a calendar year: 12 months, "
                "a biennium: 24). Empty: each person has an end of their own.",
            ),
            opens.text_input(
                "To be filed from (days before the end)",
                "30",
                key=f"rules.form.new.opens.{number}",
                help="The day on which the declaration opens; ASCP: 90.",
            ),
            due.text_input(
                "And by (days before the end)",
                "0",
                key=f"rules.form.new.due.{number}",
                help="The last day on which to file; ASCP: 30. 0: the end itself.",
            ),
        )
        name, credential = _credential_fields(f"new.{number}", "YEARLY", "Yearly requirement", "institution", "always")
        draft = version_fields(DraftVersion("", minimums=(("2", ("safety",)),), total="12"), f"new.{number}")
        source = source_fields(context, f"new.{number}")
        pressed = st.form_submit_button("Check it", key="rules.form.check.program", type="primary")
    if pressed:
        named = _named(draft, source, _new_id(context, program, name, number), context)
        _propose(context, RuleDraft(program, name, named, _source(source, number, context), new, credential), source)


def _credential_fields(
    key: str, code: str = "", title: str = "", category: str = "other", since: str = "unknown"
) -> tuple[str, DraftCredential]:
    first, second, third, fourth = st.columns([1, 2, 1, 1])
    name = first.text_input(
        "Credential code", code, key=f"rules.form.name.{key}", help="As files write it, such as MLS"
    )
    words = second.text_input(
        "What it is", title, key=f"rules.form.words.{key}", help="In words, such as Medical Laboratory Scientist."
    )
    group = third.selectbox(
        "Category",
        CATEGORIES,
        index=CATEGORIES.index(category),
        key=f"rules.form.group.{key}",
        help="The kind of credential, as the list of rules groups them.",
    )
    mandatory = fourth.text_input(
        "Mandatory since",
        since,
        key=f"rules.form.since.{key}",
        help="First certification date for which taking part is mandatory, such as 2004-01-01; or always, or unknown",
    )
    return name, DraftCredential(words, group, mandatory)


def _program_label(program: Program) -> str:
    return f"{program.code}: {program.title}"


def _new_id(context: PageContext, program: str, credential: str, number: int) -> str:
    used = {version.version for version in context.app.book.versions}
    return own_id(f"{program.strip()}-{credential.strip()}", number, used)


def _source(source: SourceFields, number: int, context: PageContext) -> DraftSource:
    return DraftSource(own_id("OWN", number, context.app.book.sources), source.title, source.href, source.dated)


def _named(
    draft: DraftVersion,
    source: SourceFields,
    name: str,
    context: PageContext,
    *,
    keep: tuple[str, ...] = (),
    replaces: str = "",
) -> DraftVersion:
    """Return the version of the form with its id, its sources and who read it."""
    return DraftVersion(
        version=name,
        total=draft.total,
        ends_from=draft.ends_from,
        ends_to=draft.ends_to,
        cycle_months=draft.cycle_months,
        minimums=draft.minimums,
        rest=draft.rest,
        caps=draft.caps,
        accepts=draft.accepts,
        cites=keep if source.keeps_others else (),
        confidence=draft.confidence,
        verified_by=context.principal.name if source.read_today else "",
        verified_on=context.today.isoformat() if source.read_today else "",
        note=source.note,
        replaces=replaces,
    )


def _propose(context: PageContext, draft: RuleDraft, source: SourceFields) -> None:
    text = draft_text(draft)
    name = f"{draft.version.version}.yaml"
    problems = rule_changes.check_text(context.app, context.principal, name, text)
    rule_state.propose(Proposed(name, text, source.note or None, tuple(problems)))


def _upload(context: PageContext, number: int) -> None:
    file = st.file_uploader(
        "Rule file (.yaml)",
        type=["yaml", "yml"],
        key=f"rules.upload.{number}",
        help="One file is one program. The form of the file stands in lib/rules/data/README.md; the form on this page "
        "can download the file that it makes.",
    )
    if file is None:
        return
    if file.size > LONGEST_TEXT:
        st.error(literal(f"{file.name} was not read: it has {file.size:,} bytes; accepted are up to {LONGEST_TEXT:,}."))
        return
    try:
        text = file.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        st.error(literal(f"{file.name} was not read: it is not UTF-8 text. Save it as UTF-8 and upload it again."))
        return
    problems = rule_changes.check_text(context.app, context.principal, file.name, text)
    rule_state.propose(Proposed(file.name, text, None, tuple(problems)))


def _proposed(context: PageContext) -> None:
    """Show the file that was made or uploaded: what is wrong with it, or the button that stores it."""
    file = rule_state.proposed()
    if file is None:
        return
    with st.container(border=True, key="rules.proposed"):
        st.subheader(literal(file.name), anchor=False)
        for problem in file.problems:
            st.error(literal(problem))
        if not file.problems:
            st.success("It fits. Nothing is stored yet: look at it, then store it.")
        st.code(file.text, language="yaml")
        with st.container(horizontal=True):
            if not file.problems and st.button("Store it", key="rules.store", type="primary"):
                _store(context, file)
            st.download_button(
                "Download the file",
                data=file.text,
                file_name=file.name,
                mime="application/yaml",
                key="rules.proposed.download",
                on_click="ignore",
                help="The rule as a file, to be kept or given to another laboratory. It names nobody.",
            )


def _store(context: PageContext, file: Proposed) -> None:
    try:
        number = rule_changes.store_file(
            context.app, context.principal, file.name, file.text, today=context.today, note=file.note
        )
    except LabReadyError as error:
        feedback.refused(error)
        return
    rule_state.propose(None)
    state.say_next(f"Rule change {number} is stored and in force; the History part has it, and can take it back.")
    st.rerun()
