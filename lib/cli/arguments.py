"""What may be typed: commands, options (before or after the command), help with examples."""

from __future__ import annotations

import argparse
from datetime import date
from decimal import Decimal, InvalidOperation

from lib.cli import rule_commands
from lib.domain.areas import AREAS
from lib.domain.imports import KINDS
from lib.domain.statuses import STATUS_CODES

EXAMPLES = """\
examples:
  python -m lib import staff.xlsx credits.csv          read two files, store what is accepted, report the rest
  python -m lib import --dry-run export.xlsx           report only
  python -m lib status --status late --format json     who is late, as JSON
  python -m lib explain 10442                          where every activity of one person was counted
  python -m lib plan --budget 5000                     whom $5,000 makes complete
  python -m lib report --out compliance.xlsx           the compliance report as a workbook
  python -m lib report --staff 10442 --out maria.pdf   one person's packet, to print and sign
  python -m lib backup 2026-11-22.duckdb               a copy of the whole database

exit codes: 0 done; 1 a file or a command was refused, nothing changed; 2 wrong usage; 3 the database is in use or
cannot be opened
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="python -m lib",
        description="LabReady: who is behind in continuing education, why, and what it costs to mend.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        parents=[_common(for_top=True)],
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, words: str, example: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=words,
            description=words[0].upper() + words[1:] + ".",
            epilog=f"example:\n  python -m lib {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
            parents=[_common(for_top=False)],
        )

    read = command("import", "read workbooks or text files and store what is accepted", "import --dry-run export.xlsx")
    read.add_argument("files", nargs="+", metavar="FILE", help="a workbook, a text file, or a zip of them")
    read.add_argument("--dry-run", action="store_true", help="report and store nothing")
    read.add_argument("--kind", choices=KINDS, help="take every sheet for this kind")
    read.add_argument("--mapping", metavar="NAME", help="use a remembered mapping of columns")
    read.add_argument("--date-order", choices=("mdy", "dmy"), help="how to read dates that could be either order")
    read.add_argument(
        "--set",
        action="append",
        default=[],
        type=_field,
        metavar="FIELD=VALUE",
        help="one value for every row, such as points=1.5",
    )
    read.add_argument("--strict", action="store_true", help="refuse a file with any rejected row")

    listed = command("imports", "list the imports, newest last", "imports --format json")
    mappings = listed.add_mutually_exclusive_group()
    mappings.add_argument("--mappings", action="store_true", help="list the remembered mappings of columns instead")
    mappings.add_argument("--forget-mapping", metavar="NAME", help="delete the remembered mapping of this name")
    back = command("undo", "take one import back whole", "undo 3")
    back.add_argument(
        "batch", type=int, metavar="BATCH", help="the number of the import, as the list of imports shows it"
    )

    status = command("status", "show one row per holding, worst first", "status --site Main --status behind")
    _known_on(status)
    _filters(status)

    explain = command("explain", "show where every credit of one person was allocated, or why not", "explain 10442")
    explain.add_argument("staff_id", metavar="STAFF_ID", help="the employee ID")
    _known_on(explain)

    trend = command("trend", "count holdings by status at the last month ends", "trend --months 12")
    trend.add_argument("--months", type=_months, default=12, metavar="N", help="how many month ends (default 12)")
    trend.add_argument(
        "--known-now", action="store_true", help="with all that is known now, not as known at each month end"
    )

    plan = command("plan", "show the cheapest way to close the gaps", "plan --budget 5000")
    plan.add_argument("--budget", type=_money, metavar="AMOUNT", help="a ceiling in dollars")
    plan.add_argument("--until", type=_date, metavar="YYYY-MM-DD", help="only what the plan needs by then")
    plan.add_argument("--scenario", metavar="NAME", help="under a scenario that is kept by this name")
    plan.add_argument("--simple", action="store_true", help="beside it, the best single product or pair for everybody")

    plan.add_argument(
        "--break-even", action="store_true",
        help="beside it, where courses, packs, an unlimited seat, a licence or a quantity price become the cheaper way",
    )  # fmt: skip

    report = command("report", "write the compliance report", "report --out compliance.xlsx")
    report.add_argument("--out", required=True, metavar="FILE", help="FILE.xlsx, FILE.pdf or FILE.csv")
    report.add_argument("--staff", metavar="ID", help="one person's packet, by employee ID")
    _known_on(report)
    _filters(report)

    rules = command("rules", "check, list, add, verify and take back rules", "rules check my_rules.yaml")
    actions = rules.add_subparsers(dest="action", metavar="ACTION", required=True)
    rule_commands.add_to(actions, _common(for_top=False))

    backup = command("backup", "copy the database, also while the dashboard runs", "backup 2026-11-22.duckdb")
    backup.add_argument("file", metavar="FILE", help="the copy to make; one that is there is not overwritten")
    restore = command("restore", "put a copy in the place of the database", "restore 2026-11-22.duckdb")
    restore.add_argument("file", metavar="FILE", help="the copy; what it replaces is kept beside the database")
    return top


def _common(*, for_top: bool) -> argparse.ArgumentParser:
    """Options that stand before or after the command: the later parser must not reset what the earlier one read."""
    missing = None if for_top else argparse.SUPPRESS
    options = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    options.add_argument("--db", metavar="PATH", default=missing, help="the database (default: the dashboard's)")
    options.add_argument(
        "--as-of", type=_date, metavar="YYYY-MM-DD", default=missing, help="the date of the answer (default: today)"
    )
    options.add_argument(
        "--format",
        choices=("text", "json"),
        default="text" if for_top else argparse.SUPPRESS,
        help="a table for people, or one JSON document",
    )
    return options


def _known_on(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--known-on", type=_date, metavar="YYYY-MM-DD", help="only what had been imported or entered by that day"
    )


def _filters(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--find", default="", metavar="WORDS", help="only whose name or employee ID holds each of these words"
    )
    command.add_argument("--site", action="append", default=[], help="only this site; may be given again")
    command.add_argument("--department", action="append", default=[], help="only this department; may be given again")
    command.add_argument("--credential", action="append", default=[], help="only this credential; may be given again")
    command.add_argument(
        "--area",
        action="append",
        default=[],
        choices=(*AREAS, "rest"),
        metavar="AREA",
        help="only who is short in this area, such as ethics; may be given again: in any of them",
    )
    command.add_argument(
        "--status",
        action="append",
        default=[],
        choices=STATUS_CODES,
        metavar="STATUS",
        help="only this status: " + ", ".join(STATUS_CODES),
    )


def _date(text: str) -> date:
    try:
        if len(text) != len("2026-01-31"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"“{text}” is not a date that exists; accepted: YYYY-MM-DD, such as 2026-11-30"
        ) from None


def _money(text: str) -> int:
    try:
        cents = Decimal(text.replace("$", "").replace(",", "")) * 100
        if cents < 0 or cents != cents.to_integral_value():
            raise InvalidOperation
    except (InvalidOperation, ValueError):
        raise argparse.ArgumentTypeError(
            f"“{text}” is not an amount; accepted: dollars and cents, such as 5000 or 2375.50"
        ) from None
    return int(cents)


def _months(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 120:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of months; accepted: 1 to 120")
    return int(text)


def _field(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise argparse.ArgumentTypeError(f"“{text}” sets nothing; accepted: FIELD=VALUE, such as points=1.5")
    return name.strip(), value.strip()
