"""Who a row is about: employee ID, else certification number, else e-mail, else name. Never guessed.

An ID that is new is a new person; an ID that lost its leading zeros (or gained some) is the one staff member it fits.
Number, e-mail and name must fit exactly one staff member, of those stored and those in the same file, aliases included.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from lib.domain.imports import Known
from lib.domain.text import words_key
from lib.ingest.vocabulary import compact, is_nothing, words

_POINT_ZERO: Final = re.compile(r"^(\d+)\.0+$", re.ASCII)
MATCHED, NEW, MISSING, UNKNOWN, AMBIGUOUS = "", "new", "missing_person", "unknown_person", "ambiguous_person"


@dataclass(frozen=True)
class Clue:
    """What one row says about its person, as written; '' where it says nothing."""

    staff_id: str = ""
    number: str = ""
    email: str = ""
    last: str = ""
    first: str = ""
    full: str = ""
    preferred: str = ""

    @property
    def shown(self) -> str:
        """The name as written, ``Last, First`` where it comes in two cells."""
        return self.full or ", ".join(part for part in (self.last, self.first) if part)


@dataclass(frozen=True)
class Match:
    """The staff ID of a clue and how it was found; ``code`` is '' or a reason; ``new`` where the ID was not known
    before."""

    staff_id: str
    code: str = MATCHED
    by: str = ""
    new: bool = False


@dataclass
class People:
    """Everyone a row can be about. Grows by the new IDs of the file, in its order."""

    ids: set[str] = field(default_factory=set)
    stored: set[str] = field(default_factory=set)
    by_email: dict[str, set[str]] = field(default_factory=dict)
    by_number: dict[str, set[str]] = field(default_factory=dict)
    by_digits: dict[str, set[str]] = field(default_factory=dict)
    by_folded: dict[str, set[str]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    without_zeros: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Last and first names by staff ID, as they were given; their keys are made where a name is asked for."""
    _by_name: dict[str, set[str]] = field(default_factory=dict)
    _not_in_it: list[tuple[str, str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, known: Known) -> People:
        """Return the people that are stored."""
        people = cls(aliases=known.aliases)
        for staff_id, email, last, first in _rows(known.staff, "staff_id", "email", "last_name", "first_name"):
            people.add(staff_id, email, last, first)
        people.stored = set(people.ids)
        for staff_id, number in _rows(known.holdings, "staff_id", "certification_number"):
            people.add_number(staff_id, number)
        return people

    def add(self, staff_id: str, email: str = "", last: str = "", first: str = "") -> None:
        """Add a person, or what more is known of one."""
        if staff_id not in self.ids:
            self.ids.add(staff_id)
            self.by_folded.setdefault(staff_id.casefold(), set()).add(staff_id)
            if staff_id.isdigit():
                self.by_digits.setdefault(staff_id.lstrip("0"), set()).add(staff_id)
        if email:
            self.by_email.setdefault(email.casefold(), set()).add(staff_id)
        if last or first:
            self.names.setdefault(staff_id, []).append((last, first))
            self._not_in_it.append((staff_id, last, first))

    def by_name(self, key: str) -> set[str]:
        """Return the staff IDs of those of this name (:func:`name_key`)."""
        for staff_id, last, first in self._not_in_it:
            for each in name_keys(last, first):
                self._by_name.setdefault(each, set()).add(staff_id)
        self._not_in_it.clear()
        return self._by_name.get(key, set())

    def names_of(self, staff_id: str) -> set[str]:
        """Return the keys of the names of a person."""
        return {key for last, first in self.names.get(staff_id, ()) for key in name_keys(last, first)}

    def add_number(self, staff_id: str, number: str) -> None:
        """Add a certification or licence number of a person."""
        if number:
            self.by_number.setdefault(number_key(number), set()).add(staff_id)

    def match(self, clue: Clue, *, create: bool = True) -> Match:
        """Return who a clue is; with ``create`` an ID that is new is added as a person."""
        staff_id = clean_id(clue.staff_id)
        if staff_id:
            found = self._by_id(staff_id, clue)
            if found is not None:
                return found
            if create:
                self.add(staff_id, clean(clue.email), *split_name(clue))
                return Match(staff_id, by="id", new=True)
            return Match(staff_id, UNKNOWN, "id")
        said = False
        for kind, text, candidates in (
            ("number", clean(clue.number), self.by_number.get(number_key(clue.number), set())),
            ("email", clean(clue.email), self.by_email.get(clue.email.casefold().strip(), set())),
            ("name", clue.shown, self._named_by(clue)),
        ):
            if not text:
                continue
            said = True
            alias = self.aliases.get(f"{kind}:{words_key(text)}")
            if alias is not None:
                return Match(alias, by="alias")
            if len(candidates) == 1:
                return Match(next(iter(candidates)), by=kind)
            if len(candidates) > 1:
                narrowed = candidates & self._named_by(clue) if kind != "name" else set()
                if len(narrowed) == 1:
                    return Match(next(iter(narrowed)), by=kind)
                return Match("", AMBIGUOUS, kind)
        return Match("", UNKNOWN if said else MISSING)

    def _by_id(self, staff_id: str, clue: Clue) -> Match | None:
        if staff_id in self.ids:
            return Match(staff_id, by="id")
        alias = self.aliases.get(f"id:{words_key(staff_id)}") if self.aliases else None
        if alias is not None:
            return Match(alias, by="alias")
        folded = self.by_folded.get(staff_id.casefold(), set())
        if len(folded) == 1:
            return Match(next(iter(folded)), by="id")
        if staff_id.isdigit():
            fitting = {
                other
                for other in self.by_digits.get(staff_id.lstrip("0"), set())
                if not (staff_id.startswith("0") and other.startswith("0")) and self._may_be(other, clue)
            }
            if len(fitting) == 1:
                self.without_zeros[staff_id] = next(iter(fitting))
                return Match(next(iter(fitting)), by="id without zeros")
            if len(fitting) > 1:
                return Match("", AMBIGUOUS, "id")
        return None

    def is_named_otherwise(self, staff_id: str, clue: Clue) -> bool:
        """Whether a row gives a full name that shares no part with the name on record of the person its ID is."""
        last, first = split_name(clue)
        known = self.names_of(staff_id)
        if not known or not clue.shown or not (first or " " in last):
            return False
        tokens = {token for part in (last, first) for token in words_key(part).split(" ") if len(token) > 1}
        return not any(token in key for token in tokens for key in known)

    def on_record_otherwise(self, staff_id: str, clue: Clue) -> set[str]:
        """Return whoever is stored under another ID with the e-mail of a row, or with its full name."""
        if not self.stored:
            return set()
        last, first = split_name(clue)
        named = self._named_by(clue) if first or " " in last else set()
        return ((self.by_email.get(clean(clue.email).casefold(), set()) | named) & self.stored) - {staff_id}

    def _may_be(self, staff_id: str, clue: Clue) -> bool:
        """Whether the name in a row does not speak against a person whose ID fits but for its zeros."""
        last, first = split_name(clue)
        known = self.names_of(staff_id)
        return not known or not (last and first) or name_key(first, last) in known

    def _named_by(self, clue: Clue) -> set[str]:
        last, first = split_name(clue)
        tries = [(last, first)]
        if clue.preferred and last:
            tries.append((last, clue.preferred))
        for one, two in tries:
            if one or two:
                found = self.by_name(name_key(two, one) if two else name_key(one))
                if found:
                    return found
        return set()


def clean(text: str) -> str:
    """Return a text, '' where it is a word for nothing (``n/a``, ``-``, ``none``)."""
    return "" if is_nothing(text) else text.strip()


def clean_id(text: str) -> str:
    """Return an ID without a ``#`` before it or a ``.0`` that a spreadsheet put behind it, '' where it is a word for
    nothing."""
    text = clean(text)
    text = text[1:].strip() if text[:1] == "#" and any(sign.isdigit() for sign in text) else text
    match = _POINT_ZERO.match(text)
    return match[1] if match else text


def number_key(number: str) -> str:
    """Return a certification number apart from case, spaces and punctuation."""
    return compact(number)


def split_name(clue: Clue) -> tuple[str, str]:
    """Return last and first name: as given, or parted at the comma; a full name without a comma stays whole as the
    last name."""
    if clue.last or clue.first:
        return clue.last, clue.first
    last, comma, first = clue.full.partition(",")
    if comma and compact(first) in words("suffixes"):
        return last.strip(), ""
    return (last.strip(), first.strip()) if comma else (clue.full.strip(), "")


def name_key(*parts: str) -> str:
    """Return name parts joined apart from case, accents, spaces, punctuation and suffixes (``Jr``, ``MLS(ASCP)``)."""
    tokens = [token for part in parts for token in words_key(part).split(" ")]
    kept = [token for token in tokens if token not in words("suffixes")]
    return "".join(kept or tokens)


def name_keys(last: str, first: str) -> Iterable[str]:
    """Return the keys under which a person's name is found: both orders, as :func:`name_key` has them."""
    if not (last or first):
        return ()
    parts, suffixes = (words_key(last).split(" "), words_key(first).split(" ")), words("suffixes")
    last_kept, first_kept = ([token for token in part if token not in suffixes] for part in parts)
    if not (last_kept or first_kept):
        last_kept, first_kept = parts
    one, other = "".join(last_kept), "".join(first_kept)
    return {other + one, one + other}


def _rows(frame: pd.DataFrame, *columns: str) -> Iterable[tuple[str, ...]]:
    """Return the texts of some columns row by row, '' for what is missing."""
    return zip(
        *(frame[name].astype(object).where(frame[name].notna(), "").astype(str) for name in columns), strict=True
    )
