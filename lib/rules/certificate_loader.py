"""The shipped certificate programs, read from their data file and checked; a file that breaks the form is refused."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Final

from lib.rules.certificate_programs import CertificateProgram, Statement
from lib.rules.findings import Findings, shown
from lib.rules.strict_yaml import plain_data

FILE: Final = "certificates/programs.yaml"
_CONFIDENCES: Final = ("HIGH", "MED", "LOW")
_KEYS: Final = frozenset(
    {"code", "name", "needed", "offered", "providers", "titles", "not_titles", "confidence", "sources", "note"}
)
_SOURCE_KEYS: Final = frozenset({"states", "source", "confidence"})


@cache
def shipped_certificate_programs() -> tuple[CertificateProgram, ...]:
    """Return the programs that LabReady ships, in the order of the file."""
    text = files("lib.rules").joinpath(*FILE.split("/")).read_text(encoding="utf-8")
    return parse_certificate_programs(FILE, text)


def parse_certificate_programs(name: str, text: str) -> tuple[CertificateProgram, ...]:
    """Return the programs of a file. Raises ``RuleFileError`` naming the file, the key, what was found and accepted."""
    findings = Findings(name)
    document = plain_data(text, findings)
    entries = document.get("programs")
    if not isinstance(entries, list) or set(document) != {"programs"}:
        findings.stop("the file", "has no list programs, or more than that", "one list under the key programs")
    programs = tuple(_program(entry, f"programs[{number}]", findings) for number, entry in enumerate(entries))
    codes = [program.code for program in programs]
    for number, code in enumerate(codes):
        if code in codes[:number]:
            findings.stop(f"programs[{number}].code", f"is {shown(code)} a second time", "a code of its own for each")
    return programs


def _program(entry: Any, path: str, findings: Findings) -> CertificateProgram:
    _known(entry, _KEYS, path, findings)
    titles = _texts(entry, "titles", path, findings)
    if not titles:
        findings.stop(f"{path}.titles", "is empty", "the words by which a course of it is recognised, one at least")
    sources = entry.get("sources")
    if not isinstance(sources, list) or not sources:
        findings.stop(f"{path}.sources", f"is {shown(sources)}", "a list with what each source states, one at least")
    return CertificateProgram(
        code=_text(entry, "code", path, findings),
        name=_text(entry, "name", path, findings),
        needed=_whole(entry, "needed", path, findings) or 0,
        offered=_whole(entry, "offered", path, findings) if "offered" in entry else None,
        titles=titles,
        not_titles=_texts(entry, "not_titles", path, findings),
        providers=_texts(entry, "providers", path, findings),
        confidence=_confidence(entry, path, findings),
        sources=tuple(_source(each, f"{path}.sources[{n}]", findings) for n, each in enumerate(sources)),
        note=_text(entry, "note", path, findings) if "note" in entry else "",
    )


def _source(entry: Any, path: str, findings: Findings) -> Statement:
    _known(entry, _SOURCE_KEYS, path, findings)
    return Statement(
        _text(entry, "states", path, findings),
        _text(entry, "source", path, findings),
        _confidence(entry, path, findings),
    )


def _known(entry: Any, keys: frozenset[str], path: str, findings: Findings) -> None:
    if not isinstance(entry, dict):
        findings.stop(path, f"is {shown(entry)}", f"the keys {', '.join(sorted(keys))}")
    unknown = sorted(set(entry) - keys)
    if unknown:
        findings.stop(f"{path}.{unknown[0]}", "is not known", f"the keys {', '.join(sorted(keys))}")


def _text(entry: dict[str, Any], key: str, path: str, findings: Findings) -> str:
    found = entry.get(key)
    if not isinstance(found, str) or not found.strip():
        findings.stop(f"{path}.{key}", f"is {shown(found)}", "some text")
    return found.strip()


def _texts(entry: dict[str, Any], key: str, path: str, findings: Findings) -> tuple[str, ...]:
    found = entry.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, str) and each.strip() for each in found):
        findings.stop(f"{path}.{key}", f"is {shown(found)}", "a list of words")
    return tuple(found)


def _whole(entry: dict[str, Any], key: str, path: str, findings: Findings) -> int:
    found = entry.get(key)
    if not isinstance(found, str) or not (found.isascii() and found.isdigit()) or int(found) < 1:
        findings.stop(f"{path}.{key}", f"is {shown(found)}", "a whole number of courses, 1 or more")
    return int(found)


def _confidence(entry: dict[str, Any], path: str, findings: Findings) -> str:
    found = _text(entry, "confidence", path, findings)
    if found not in _CONFIDENCES:
        findings.stop(f"{path}.confidence", f"is {shown(found)}", f"one of {', '.join(_CONFIDENCES)}")
    return found
