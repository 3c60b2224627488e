"""The commands about rules: check, list, add, verify, take back, history."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from lib.access.principal import Principal
from lib.cli import documents
from lib.cli.text_tables import lines
from lib.domain.errors import RefusedCommand
from lib.services import rule_book, rule_changes
from lib.services.container import LabReady


class RuleAnswer(NamedTuple):
    """``document`` for JSON, ``lines`` for people, ``diagnostics`` for standard error; ``refused``: exit code 1."""

    document: Any
    lines: list[str]
    diagnostics: list[str]
    refused: bool


def add_to(actions: Any, common: argparse.ArgumentParser) -> None:
    """Add the actions of ``rules`` with their arguments."""
    check = actions.add_parser(
        "check", help="validate rule files; without FILE, those that ship and those stored", parents=[common]
    )
    check.add_argument("files", nargs="*", metavar="FILE")
    actions.add_parser("list", help="list the versions in force with their sources", parents=[common])
    actions.add_parser("history", help="list the rule changes stored here, newest first", parents=[common])
    add = actions.add_parser("add", help="check a rule file and store it as one more change", parents=[common])
    add.add_argument("file", metavar="FILE")
    verify = actions.add_parser("verify", help="say that you checked a version at its source", parents=[common])
    verify.add_argument("version", metavar="VERSION", help="the id of the version, as the list of rules shows it")
    back = actions.add_parser("take-back", help="take a stored rule change back", parents=[common])
    back.add_argument("number", type=int, metavar="NUMBER", help="the number of the change, as the history shows it")
    for action in (add, verify, back):
        action.add_argument("--note", help="why, for the history")


def run(app: LabReady, principal: Principal, arguments: argparse.Namespace, as_of: date) -> RuleAnswer:
    """Do one of the actions."""
    match arguments.action:
        case "check":
            return _check(app, principal, arguments.files)
        case "add":
            return _add(app, principal, arguments, as_of)
        case "verify":
            found = rule_changes.verify(app, principal, arguments.version, today=as_of, note=arguments.note)
            told = f"{found.version} is verified by {principal.name} on {as_of.isoformat()}."
            return _done(app, {"verified": found.version}, told)
        case "take-back":
            name = rule_changes.take_back(app, principal, arguments.number, today=as_of, note=arguments.note)
            told = f"Rule change {arguments.number} ({name}) is taken back; what it replaced is in force again."
            return _done(app, {"taken_back": arguments.number, "name": name}, told)
        case "history":
            return _history(app, principal)
    return _list(app, principal)


def _done(app: LabReady, document: dict[str, Any], told: str) -> RuleAnswer:
    return RuleAnswer({**document, "rules_digest": app.book.digest}, [told], [], refused=False)


def _check(app: LabReady, principal: Principal, names: list[str]) -> RuleAnswer:
    checked = rule_book.check_files(app, principal, [Path(name) for name in names])
    told = [
        line for file in checked for line in ([f"{file.name}: {p}" for p in file.problems] or [f"{file.name}: fits"])
    ]
    files = [{"file": file.name, "valid": not file.problems, "problems": list(file.problems)} for file in checked]
    return RuleAnswer({"files": files}, told, [], any(file.problems for file in checked))


def _add(app: LabReady, principal: Principal, arguments: argparse.Namespace, as_of: date) -> RuleAnswer:
    path = Path(arguments.file)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RefusedCommand(
            f"{path} was not read: {error.strerror}. Check the path and that you may read the file."
        ) from error
    except UnicodeDecodeError as error:
        raise RefusedCommand(
            f"{path} is not UTF-8 text. Nothing was stored. Save it as UTF-8 and add it again."
        ) from error
    number = rule_changes.store_file(app, principal, path.name, text, today=as_of, note=arguments.note)
    return _done(
        app, {"stored": number, "file": path.name}, f"{path.name} is stored as rule change {number} and in force."
    )


def _history(app: LabReady, principal: Principal) -> RuleAnswer:
    frame = rule_changes.history(app, principal)
    records = [{str(name): documents.moment(value) for name, value in row.items()} for row in frame.to_dict("records")]
    shown = ("document", "name", "author", "added_on", "note", "taken_back_on")
    rows = [tuple(record[name] for name in shown) for record in records]
    header = ("number", "name", "by", "on", "note", "taken back")
    return RuleAnswer(
        {"changes": records}, lines(header, rows) if rows else ["No rule change is stored."], [], refused=False
    )


def _list(app: LabReady, principal: Principal) -> RuleAnswer:
    records = rule_book.versions_document(app, principal)
    header = ("version", "ends from", "ends to", "total", "named minimums", "confidence", "verified", "sources")
    rows = [
        (
            r["version"], r["ends_from"], r["ends_to"], r["total"],
            ", ".join(f"{m['code']} {m['points']}" for m in r["minimums"]), r["confidence"], r["verified_on"],
            ", ".join(source["id"] for source in r["sources"]),
        )
        for r in records
    ]  # fmt: skip
    document = {"rules_digest": app.book.digest, "versions": records}
    return RuleAnswer(document, lines(header, rows), list(app.rules_set_aside), refused=False)
