"""Runs one command: arguments in, the service's answer printed, the exit code out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from lib.access.policy import local_principal
from lib.cli.arguments import parser
from lib.cli.backup_commands import FILE_COMMANDS
from lib.cli.commands import COMMANDS, Answer, Call
from lib.domain.errors import DatabaseUnavailable, LabReadyError
from lib.domain.sentences import DISCLAIMER
from lib.services.clock import today
from lib.services.container import open_application
from lib.settings import read_settings

ABOUT_PEOPLE: Final = ("status", "explain", "trend", "plan")
"""Commands whose tables for people end as every page and report does; a JSON document has its keys alone."""

DONE, REFUSED, WRONG_USE, UNAVAILABLE = 0, 1, 2, 3
"""Exit codes, as the contract of the command line has them (argparse itself ends with 2)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; data to standard output, diagnostics to standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = parser().parse_args(argv)
    try:
        answer = _answer(arguments)
    except DatabaseUnavailable as error:
        print(error.message, file=sys.stderr)
        return UNAVAILABLE
    except LabReadyError as error:
        print(error.message, file=sys.stderr)
        return REFUSED
    except Exception as error:  # noqa: BLE001 - the last resort of the command line: a sentence, never a traceback
        print(
            f"The command stopped on a fault of LabReady itself ({type(error).__name__}: {error}). What it was storing "
            "was not stored. Please report this sentence with the command that you typed.",
            file=sys.stderr,
        )
        return REFUSED
    for line in answer.diagnostics:
        print(line, file=sys.stderr)
    try:
        if arguments.format == "json":
            print(json.dumps(answer.document, ensure_ascii=False, indent=2))
        else:
            print("\n".join(answer.lines))
            if arguments.command in ABOUT_PEOPLE:
                print(f"\n{DISCLAIMER}")
    except BrokenPipeError:
        # The reader (head, less) closed early; its loss, and no traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return REFUSED if answer.refused else DONE


def _answer(arguments: Any) -> Answer:
    settings = read_settings(os.environ)
    if arguments.db is not None:
        settings = replace(settings, database=Path(arguments.db))
    principal = local_principal("command line")
    if arguments.command in FILE_COMMANDS:
        return FILE_COMMANDS[arguments.command](settings, principal, arguments)
    as_of = arguments.as_of or today()
    with open_application(settings, today=lambda: as_of) as app:
        return COMMANDS[arguments.command](Call(app, principal, as_of, arguments))
