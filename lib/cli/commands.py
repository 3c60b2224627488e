"""What each command asks of the services, and how its answer reads: as a JSON document and as lines for people."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from lib.access.principal import Principal
from lib.budget.how_far import how_far
from lib.cli import ahead, documents, rule_commands
from lib.cli.text_tables import lines
from lib.domain import points
from lib.domain.errors import RefusedCommand, RefusedFile
from lib.domain.imports import ImportOptions
from lib.domain.statuses import BY_CODE
from lib.services import break_even, imports, packets, person, readiness, reports, scenario_plan
from lib.services.budget_questions import SideBySide
from lib.services.container import LabReady


@dataclass(frozen=True)
class Call:
    """One command as it was typed, with the application, who asks and the date."""

    app: LabReady
    principal: Principal
    as_of: date
    arguments: argparse.Namespace


@dataclass(frozen=True)
class Answer:
    """``document`` for JSON, ``lines`` for people, ``diagnostics`` for standard error; ``refused``: exit code 1."""

    document: Any
    lines: list[str]
    diagnostics: list[str] = field(default_factory=list)
    refused: bool = False


def import_files(call: Call) -> Answer:
    """Read files and store what is accepted, each in its own transaction."""
    arguments = call.arguments
    options = ImportOptions(
        kind=arguments.kind, date_order=arguments.date_order, set_fields=dict(arguments.set), mapping=arguments.mapping
    )
    done: list[imports.Imported] = []
    for name in arguments.files:
        try:
            upload = imports.Upload(Path(name).name, ahead.read(name))
        except OSError as error:
            reason = error.strerror or "it cannot be read"
            refused = RefusedFile(
                f"{name} was not read: {reason}. Check the path and that you may read the file.", code="unreadable_file"
            )
            done.append(imports.Imported(file=name, batch=None, outcome=None, refused=refused))
            continue
        # A file is stored at once or only reported: what it would change is asked by nobody, unless a zip holds several
        # files, of which one may bring the people of another.
        reading = imports.read(call.app, call.principal, upload, options, today=call.as_of)
        previews = (
            reading
            if len(reading) == 1
            else imports.preview(call.app, call.principal, [upload], options, today=call.as_of)
        )
        if arguments.strict:
            previews = [imports.strict(preview) for preview in previews]
        if arguments.dry_run:
            done.extend(imports.as_dry_run(preview) for preview in previews)
        else:
            done.extend(imports.commit(call.app, call.principal, previews, today=call.as_of))
    document = imports.report_document(done)
    told = [line for imported in done for line in _told(imported, dry_run=arguments.dry_run)]
    problems = [f"{imported.file}: {imported.refused.for_a_terminal}" for imported in done if imported.refused]
    return Answer(document, told, problems, refused=bool(problems))


def _told(imported: imports.Imported, *, dry_run: bool) -> list[str]:
    if imported.outcome is None:
        return [f"{imported.file}: refused, nothing of it was stored"]
    where = "dry run, nothing stored" if dry_run else f"import {imported.batch}"
    rows = [
        (s.sheet, s.kind, s.header_row, s.read, s.accepted, s.duplicates, s.skipped, s.rejected, s.new_staff)
        for s in imported.outcome.sheets
    ]
    header = ("sheet", "taken for", "header row", "read", "accepted", "duplicates", "skipped", "rejected", "new people")
    problems = [
        f"  {s.sheet}, row {p.row}, {p.column or 'row'}: {p.message}"
        for s in imported.outcome.sheets
        for p in s.problems
    ]
    notes = [f"  {s.sheet}: {note}" for s in imported.outcome.sheets for note in s.notes]
    return [f"{imported.file} ({where})", *lines(header, rows), *notes, *problems, ""]


def list_imports(call: Call) -> Answer:
    """List the imports, oldest first; or the remembered mappings, or delete one of them."""
    if call.arguments.mappings or call.arguments.forget_mapping is not None:
        return _mappings(call, call.arguments.forget_mapping)
    frame = imports.history(call.app, call.principal)
    records = [{str(k): documents.moment(v) for k, v in row.items()} for row in frame.to_dict("records")]
    header = ("batch", "on", "file", "by", "read", "accepted", "duplicates", "skipped", "rejected", "undone on")
    shown = ("batch", "on_date", "file", "actor", "read", "accepted", "duplicates", "skipped", "rejected", "undone_on")
    rows = [tuple(r[name] for name in shown) for r in records]
    return Answer({"imports": records}, lines(header, rows))


def _mappings(call: Call, forget: str | None) -> Answer:
    """List the mappings of columns that are remembered, after deleting those of a name."""
    found = imports.mappings(call.app, call.principal)
    if forget is not None:
        named = found.loc[found["name"] == forget, "fingerprint"]
        if named.empty:
            raise RefusedCommand(
                f"No mapping of columns is remembered as “{forget}”. Nothing was changed. "
                "See the names with imports --mappings.",
                code="unknown_mapping",
            )
        for fingerprint in named:
            imports.forget_mapping(call.app, call.principal, fingerprint, today=call.as_of)
        found = imports.mappings(call.app, call.principal)
    records = found[["name", "fingerprint", "columns"]].to_dict("records")
    rows = [(record["name"], record["columns"]) for record in records]
    return Answer({"mappings": records}, lines(("name", "columns"), rows))


def undo(call: Call) -> Answer:
    """Take one import back whole."""
    done = imports.undo(call.app, call.principal, call.arguments.batch, today=call.as_of)
    return Answer(
        {"undone": done.batch, "file": done.file}, [f"Import {done.batch} ({done.file}) is taken back whole."]
    )


def status(call: Call) -> Answer:
    """One row per holding, worst first."""
    team = readiness.team(
        call.app, call.principal, call.as_of, known_on=call.arguments.known_on, filters=_filters(call.arguments)
    )
    document = documents.status_document(team)
    header = ("status", "name", "ID", "credential", "points", "missing", "declare by", "ends")
    rows = [
        (
            f"{BY_CODE[r['status']].sign} {BY_CODE[r['status']].word}", r["name"], r["staff_id"], r["credential"],
            "" if r["total"] is None else f"{r['counted']} / {r['total']}",
            ", ".join(f"{gap} {value}" for gap, value in (r["gaps"] or {}).items() if value),
            r["declare_by"], r["cycle_end"],
        )
        for r in document["rows"]
    ]  # fmt: skip
    footer = (
        f"As of {team.as_of.isoformat()}, on our records; rules {team.rules_digest[:12]}. "
        "Not a primary-source verification."
    )
    return Answer(document, [*lines(header, rows), "", footer])


def explain(call: Call) -> Answer:
    """Every credit of one person and where it was counted."""
    found = person.record(
        call.app, call.principal, call.arguments.staff_id, call.as_of, known_on=call.arguments.known_on
    )
    document = documents.explain_document(found)
    told: list[str] = []
    for holding in document["holdings"]:
        rows = [
            (
                c["completed_on"], c["title"], c["points"],
                ", ".join(f"{area} {value}" for area, value in c["allocated"].items()), c["not_counted"], c["reason"],
                f"{c['file']}, {c['sheet']}, row {c['row']}",
            )
            for c in holding["credits"]
        ]  # fmt: skip
        header = ("completed", "title", "points", "allocated", "not counted", "why not", "from")
        told += [f"{holding['program']} {holding['credential']}", *lines(header, rows), ""]
    return Answer(document, told or ["No credential is recorded for this person."])


def trend(call: Call) -> Answer:
    """Count holdings by status at the last month ends."""
    months = readiness.trend(
        call.app, call.principal, call.as_of, call.arguments.months, known_now=call.arguments.known_now
    )
    document = documents.trend_document(months)
    used = [code for code in BY_CODE if any(month[code] for month in document["months"])]
    rows = [(month["as_of"], *(month[code] for code in used)) for month in document["months"]]
    return Answer(document, lines(("month end", *(BY_CODE[code].word for code in used)), rows))


def plan(call: Call) -> Answer:
    """Plan the cheapest way to close the gaps."""
    found = scenario_plan.planned(
        call.app,
        call.principal,
        call.as_of,
        scenario=call.arguments.scenario,
        budget_cents=call.arguments.budget,
        until=call.arguments.until,
        simple=call.arguments.simple,
    )
    made = found.plan
    document = documents.plan_document(made, call.as_of) | documents.plan_terms(
        found, scenario=call.arguments.scenario, until=call.arguments.until
    )
    breaks: list[str] = []
    if call.arguments.break_even:
        document["break_even"], breaks = break_even.document(call.app, call.principal, found.asked, call.as_of)
    rows = [
        (
            p.staff_id, points.money_text(p.cost_cents), points.text(p.hours_hundredths),
            "; ".join(f"{i.quantity} × {i.product_id}" for i in p.items),
        )
        for p in made.people
    ]  # fmt: skip
    sure = "proven cheapest" if made.proven_optimal else how_far(made)
    told = [
        f"{points.money_text(made.total_cents)} completes {len(made.people)} people ({sure})."
        if made.people or not made.unplannable
        else f"Nobody can be completed from this catalogue: {len(made.unplannable)} not planned.",
        *_beside(found.beside),
        *breaks,
        *lines(("ID", "cost", "hours", "what"), rows),
    ]
    told += [f"Not planned: {entry['staff_id']}: {entry['reason']}" for entry in document["unplannable"]]
    return Answer(document, told)


def _beside(both: SideBySide | None) -> list[str]:
    """Say what the simple plan costs beside the exact one."""
    if both is None:
        return []
    if not both.compared:
        return ["Simple: no single product or pair completes anybody."]
    simply, exactly = (points.money_text(cents) for cents in (both.simple_cents, both.exact_cents))
    told = f"Simple: {' and '.join(both.simple.products)} for {both.compared} people: {simply} in {both.simple_orders} "
    told += f"different orders. Exact, for the same people: {exactly} in {both.exact_orders}, "
    return [told + f"{points.money_text(both.saved)} less."]


def report(call: Call) -> Answer:
    """Write the compliance report, or one person's packet, to a file."""
    out = Path(call.arguments.out)
    suffix = out.suffix.lower()
    if suffix not in _OF_THE_TEAM:
        raise RefusedCommand(
            f"No report written: “{out.name}” ends in “{out.suffix}”. Accepted: a name that ends in "
            f"{' or '.join(_OF_THE_TEAM)}, such as compliance.xlsx."
        )
    filters, known_on = _filters(call.arguments), call.arguments.known_on
    if call.arguments.staff is None:
        make = _OF_THE_TEAM[suffix]
        data = make(call.app, call.principal, call.as_of, known_on=known_on, filters=filters)
    elif filters != readiness.Filters():
        raise RefusedCommand("No report written: --staff names one person; leave the other filters out.")
    else:
        data = _OF_A_PERSON[suffix](call.app, call.principal, call.arguments.staff, call.as_of, known_on=known_on)
    try:
        out.write_bytes(data)
    except OSError as error:
        raise RefusedCommand(
            f"No report written: {out} cannot be written ({error.strerror}). "
            "Name a folder that exists and that you may write to."
        ) from error
    names = [] if call.arguments.staff else [_BEFORE_IT_LEAVES]
    return Answer({"out": str(out), "bytes": len(data)}, [f"Written: {out} ({len(data):,} bytes)"], names)


_BEFORE_IT_LEAVES = (
    "It names people: before it leaves the building, look at how far the data reach, who is in it and what they "
    "answered."
)


def _filters(arguments: argparse.Namespace) -> readiness.Filters:
    return readiness.Filters(
        sites=tuple(arguments.site),
        departments=tuple(arguments.department),
        credentials=tuple(arguments.credential),
        statuses=tuple(arguments.status),
        areas=tuple(arguments.area),
        find=arguments.find,
    )


_OF_THE_TEAM: dict[str, Callable[..., bytes]] = {
    ".xlsx": reports.compliance_workbook,
    ".pdf": reports.compliance_print,
    ".csv": reports.compliance_text,
}
_OF_A_PERSON: dict[str, Callable[..., bytes]] = {
    ".xlsx": packets.packet_xlsx,
    ".pdf": packets.packet_print,
    ".csv": packets.packet_text,
}
"""Ending of the file's name -> what writes it."""

COMMANDS: dict[str, Callable[[Call], Answer]] = {
    "import": import_files,
    "imports": list_imports,
    "undo": undo,
    "status": status,
    "explain": explain,
    "trend": trend,
    "plan": plan,
    "report": report,
    "rules": lambda call: Answer(*rule_commands.run(call.app, call.principal, call.arguments, call.as_of)),
}
"""Command -> what runs it."""
