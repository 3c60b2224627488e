"""Lines that were pasted: a person, a credential, a date each, in the shapes in which lists are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from lib.domain.imports import Known
from lib.domain.text import words_key
from lib.ingest.people import Clue, Match, People
from lib.ingest.vocabulary import compact, months

_HEADINGS: Final = frozenset(
    {"employee id", "id", "staff id", "name", "employee", "employee name", "person", "staff", "full name", "attendee"}
)
_YEAR: Final = re.compile(r"\d{4}$")
_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True)
class Line:
    """One line: its number (from 1), as written, and its parts; '' for a part that is not there."""

    number: int
    text: str
    people: tuple[str, ...]
    credential: str = ""
    day: str = ""


def pasted(text: str, *, only_people: bool = False) -> list[Line]:
    """Return the lines that hold something; a line of headings is left out.

    Parts stand between tabs, semicolons or bars, else between commas. From the right: a part with a digit in it is the
    date, the one before it the credential, what is left names the person (``Lopez, Maria``). ``only_people``: nothing
    but the person is read.
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        parts = _parts(line)
        if not any(parts) or (number == 1 and words_key(parts[0]) in _HEADINGS):
            continue
        if only_people:
            found.append(Line(number, line.strip(), tuple(part for part in parts if part)))
            continue
        day = parts.pop() if len(parts) > 1 and _DIGIT.search(parts[-1]) else ""
        credential = parts.pop() if len(parts) > 1 else ""
        found.append(Line(number, line.strip(), tuple(part for part in parts if part), credential, day))
    return found


def _parts(line: str) -> list[str]:
    sign = next((sign for sign in ("\t", ";", "|") if sign in line), ",")
    parts = [part.strip() for part in line.split(sign)]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    if sign == "," and len(parts) > 1 and _YEAR.match(parts[-1]) and _names_month(parts[-2]):
        parts[-2:] = [f"{parts[-2]}, {parts[-1]}"]
    return parts


def _names_month(text: str) -> bool:
    return any(compact(word) in months() for word in text.split())


def matched(line: Line, people: People) -> Match:
    """Return whom a line names: an employee ID, an e-mail, or a name, as an import would match it; nobody is added."""
    for part in line.people:
        found = people.match(Clue(staff_id=part), create=False)
        if not found.code:
            return found
    whole = ", ".join(line.people)
    at = next((part for part in line.people if "@" in part), "")
    found = people.match(Clue(email=at), create=False) if at else people.match(Clue(full=whole), create=False)
    if not found.code or len(line.people) < 2:
        return found
    for part in line.people:
        by_name = people.match(Clue(full=part), create=False)
        if not by_name.code:
            return by_name
    return found


def without_credential(line: Line) -> Line:
    """Return the line with what was taken for the credential as a part of the name: ``Lopez, Maria``."""
    return replace(line, people=(*line.people, line.credential), credential="") if line.credential else line


def people_of(known: Known) -> People:
    """Return everybody whom a line can name."""
    return People.of(known)
