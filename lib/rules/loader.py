"""Rule files in, rule book out: the shipped files, and a laboratory's own.

The only module of the rules that reads files, and only those shipped with it; text from elsewhere is handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from lib.domain.errors import RuleFileError
from lib.rules.book import Program, RuleBook, Source
from lib.rules.fields import Fields
from lib.rules.findings import Findings
from lib.rules.merging import with_programs
from lib.rules.schema import read_program, read_sources
from lib.rules.strict_yaml import plain_data

__all__ = [
    "check_rule_file",
    "check_shipped",
    "load_shipped",
    "parse_rule_file",
    "parse_sources_file",
    "shipped_files",
    "with_programs",
]

SOURCES_FILE: Final = "sources.yaml"
FIRST_FILES: Final = ("ascp.yaml", "ascpi.yaml")
"""The programs that lists begin with; the others follow by file name."""


def shipped_files() -> dict[str, str]:
    """Return the text of every shipped rule file by its name, in the order of the book, the source register first."""
    names = sorted(item.name for item in files("lib.rules").joinpath("data").iterdir() if item.name.endswith(".yaml"))
    ordered: list[str] = [name for name in (SOURCES_FILE, *FIRST_FILES) if name in names]
    ordered += [name for name in names if name not in ordered]
    folder = files("lib.rules").joinpath("data")
    return {name: folder.joinpath(name).read_text(encoding="utf-8") for name in ordered}


@cache
def load_shipped() -> RuleBook:
    """Return the rule book as shipped. Raises ``RuleFileError`` where a shipped file breaks the schema."""
    texts = shipped_files()
    register = parse_sources_file(SOURCES_FILE, texts.pop(SOURCES_FILE))
    programs = [parse_rule_file(name, text, register) for name, text in texts.items()]
    return with_programs(RuleBook((), register), programs)


def check_shipped() -> dict[str, list[str]]:
    """Return every problem of every shipped rule file by file name; an empty list for a file that fits."""
    texts = shipped_files()
    register = parse_sources_file(SOURCES_FILE, texts.pop(SOURCES_FILE))
    return {name: check_rule_file(name, text, register) for name, text in texts.items()}


def parse_sources_file(name: str, text: str) -> dict[str, Source]:
    """Return the source register of a file by source id. Raises ``RuleFileError`` at the first problem."""
    findings = Findings(name)
    fields = Fields(findings, "", plain_data(text, findings), ("sources",))
    items = fields.mapped("sources", "a source id with title, href and dated for each source")
    return {source.id: source for source in read_sources(findings, "sources", items)}


def parse_rule_file(name: str, text: str, sources: Mapping[str, Source]) -> Program:
    """Return the program that a rule file states.

    ``name`` is how messages call the file, ``sources`` the register its versions may cite besides the sources the file
    declares itself (``RuleBook.sources``). Raises ``RuleFileError`` at the first problem: the file, the key, what was
    found, what is accepted.
    """
    findings = Findings(name)
    return read_program(findings, plain_data(text, findings), sources)


def check_rule_file(name: str, text: str, sources: Mapping[str, Source], book: RuleBook | None = None) -> list[str]:
    """Return every problem of a rule file as a sentence, none for a file that is accepted.

    With a ``book``, a file without problems of its own is also fitted into it, and what stands against that is said.
    """
    problems: list[str] = []
    findings = Findings(name, problems)
    try:
        program = read_program(findings, plain_data(text, findings), sources)
        if book is not None and not problems:
            with_programs(book, [program])
    except RuleFileError as problem:
        problems.append(problem.message)
    return problems


def load_files(texts: Iterable[tuple[str, str]], book: RuleBook) -> RuleBook:
    """Return ``book`` with the programs of a laboratory's own rule files (name, text), added in this order.

    Raises ``RuleFileError`` for the first file that is not accepted; then nothing of any file is in force.
    """
    for name, text in texts:
        book = with_programs(book, [parse_rule_file(name, text, book.sources)])
    return book
