"""Which column is which field, and what kinds of rows a table carries: by header words first, by cells where words
leave it open.

The kinds of a table, decided in one place (:func:`kinds_of`):

* ``catalogue``: a product with a price or an ID, and no person and no completion;
* ``credits``: a completion date, or points, or a title with a date;
* ``credentials``: a credential; beside an activity only with a cycle end, which is what makes a flat row a holding;
* ``memberships``: a provider and an end of membership, or a sheet that calls itself so;
* ``staff``: anything about the person beyond what identifies them (site, department, job title, hire date, ...), or
  nothing else at all. Names and e-mail alone only identify.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from lib.domain.imports import KINDS, ColumnChoice
from lib.ingest.column_words import ColumnWords
from lib.ingest.header_meanings import KNOWN_HEADER, candidates
from lib.ingest.mistaken import BARE_IDS, COUNTS_ROWS, LAPSES, of_something_else
from lib.ingest.vocabulary import compact, header_forms, ignored, table, template_fields

PERSON: Final = ("staff_id", "certification_number", "email", "name", "last_name", "first_name")
STAFF_FIELDS: Final = frozenset(table("fields")["kinds"]["staff"])
HOLDING_FIELDS: Final = frozenset(table("fields")["kinds"]["credentials"])
CREDIT_FIELDS: Final = frozenset(table("fields")["kinds"]["credits"])
CATALOGUE_FIELDS: Final = frozenset(table("fields")["kinds"]["catalogue"])
_DATES: Final = frozenset(table("fields")["dates"])
_NUMBERS: Final = frozenset(table("fields")["numbers"])
_TRUTHS: Final = frozenset(table("fields")["truths"])
_NEVER: Final = -100.0
_GONE: Final = frozenset(
    {
        "terminated",
        "resigned",
        "retired",
        "left",
        "onleave",
        "leaveofabsence",
        "loa",
        "separated",
        "fulltime",
        "parttime",
    }
)
"""States that only an employment has."""
_BARE: Final = frozenset({"amount", "quantity", "qty", "value"})
"""Headers that name a number and not what it counts."""


@dataclass
class Assignment:
    """The fields of a table: field -> column positions, best first; why; and the kinds it carries."""

    fields: dict[str, list[int]]
    choices: list[ColumnChoice]
    kinds: tuple[str, ...]
    template: bool


def fingerprint(headers: Sequence[str]) -> str:
    """Return a stable short hash of header texts apart from case, accents, spaces and punctuation."""
    return hashlib.sha256("\x1f".join(compact(header) for header in headers).encode()).hexdigest()[:16]


def assign(
    headers: Sequence[str],
    words_of: Sequence[ColumnWords],
    sheet_name: str,
    *,
    first_column: int = 0,
    chosen: Mapping[int, str] | None = None,
    chosen_why: str = "chosen",
    kind: str | None = None,
    given: frozenset[str] = frozenset(),
    lapsing: frozenset[int] = frozenset(),
) -> Assignment:
    """Return the fields and kinds of a table from its headers and the look of its cells.

    ``chosen`` maps a column's index in the sheet to a field ('' = not read) and wins; ``kind`` forces the kinds;
    ``given`` are fields that have one value for every row; ``lapsing`` the positions of columns that say when an
    activity lapses.
    """
    if chosen is None:
        exact = _template(headers, sheet_name, kind)
        if exact is not None:
            return _exact(headers, exact, first_column)
    possible = [() if not header else candidates(header) for header in headers]
    context = _Context(possible, words_of, sheet_name, kind, given, lapsing)
    fields: dict[str, list[tuple[float, int]]] = {}
    choices = []
    for position, header in enumerate(headers):
        index = position + first_column
        if chosen is not None and index in chosen:
            field, why, score = chosen[index] or None, chosen_why, 1000.0
        else:
            field, why, score = context.best(position, header)
        choices.append(ColumnChoice(index, header, field, why))
        if field:
            fields.setdefault(field, []).append((-score, position))
    ordered = {field: [position for _, position in sorted(found)] for field, found in fields.items()}
    by_hand = {position for position, choice in enumerate(choices) if choice.evidence == chosen_why}
    for field, position, why in of_something_else(ordered, headers, by_hand):
        ordered[field].remove(position)
        choices[position] = replace(choices[position], field=None, evidence=why)
    return Assignment(ordered, choices, kinds_of(ordered.keys() | given, sheet_name, kind), template=False)


def kinds_of(fields: Any, sheet_name: str, kind: str | None = None) -> tuple[str, ...]:
    """Return the kinds a table with these fields carries, in the order of :data:`lib.domain.imports.KINDS` (rules
    above)."""
    has = set(fields)
    if kind:
        return tuple(part for part in KINDS if part in kind.split("+"))
    person = bool(has & set(PERSON))
    if (
        not has & {"completed_on"}
        and has & {"product_id", "product"}
        and has & {"member_price", "non_member_price", "kind", "credits"}
    ):
        return ("catalogue",)
    activity = bool(
        (
            "completed_on" in has
            and has
            & {"points", "title", "area", "provider", "activity_type", "status", "completed", "certificate_number"}
        )
        or {"title", "points"} <= has
        or ("completed_on" in has and person)
        or ({"points", "area"} <= has and person)
    )
    holding = person and "credential" in has and (not activity or "cycle_end" in has)
    holding = (
        holding
        or (person and not activity and "cycle_end" in has)
        or (person and not activity and "qualifications" in has)
    )
    membership = (
        person
        and not activity
        and not holding
        and "provider" in has
        and ("member_until" in has or "member" in compact(sheet_name))
    )
    staff = person and bool(has & (STAFF_FIELDS - {"notes"}))
    staff = staff or (
        person
        and not (activity or holding or membership)
        and bool(has & {"staff_id", "email"})
        and len(has & {"name", "last_name", "first_name", "email", "staff_id"}) > 1
    )
    found = {"staff": staff, "credentials": holding, "credits": activity, "memberships": membership}
    return tuple(part for part in KINDS if found.get(part))


def _template(headers: Sequence[str], sheet_name: str, kind: str | None) -> tuple[str, Mapping[str, str]] | None:
    """Return the template sheet these headers are: its starred columns all there, and no header that it does not
    have."""
    keys = [header_forms(header)[-1] if header_forms(header) else "" for header in headers if header]
    best: tuple[tuple[bool, int], str] | None = None
    for name in table("fields")["templates"]:
        if kind not in (None, name):
            continue
        columns = template_fields(name)
        there = {columns[key] for key in keys if key in columns}
        if (
            set(table("fields")["template_required"][name]) <= there
            and all(key in columns for key in keys)
            and len(set(keys)) == len(keys)
        ):
            if name == "staff" and there == {"staff_id"} and compact(sheet_name) != "staff":
                continue
            rank = (compact(sheet_name) == name, len(there))
            if best is None or rank > best[0]:
                best = (rank, name)
    return (best[1], template_fields(best[1])) if best else None


def _exact(headers: Sequence[str], template: tuple[str, Mapping[str, str]], first_column: int) -> Assignment:
    name, columns = template
    fields: dict[str, list[int]] = {}
    choices = []
    for position, header in enumerate(headers):
        field = columns[header_forms(header)[-1]] if header else None
        choices.append(
            ColumnChoice(
                position + first_column, header, field, f"template sheet {name.title()}" if field else "no header"
            )
        )
        if field:
            fields[field] = [position]
    return Assignment(fields, choices, (name,), template=True)


class _Context:
    """What the whole table says about it, and from that the best field for one column."""

    def __init__(
        self,
        possible: Sequence[tuple[tuple[str, float, str], ...]],
        words_of: Sequence[ColumnWords],
        sheet_name: str,
        kind: str | None,
        given: frozenset[str],
        lapsing: frozenset[int],
    ) -> None:
        self.possible, self.words_of, self._lapsing = possible, words_of, lapsing
        sure = {found[0][0] for found in possible if len(found) == 1} | given
        fitting = [
            {field for field, _, _ in found if _content(field, words) > -5}
            for found, words in zip(possible, words_of, strict=True)
        ]
        maybe = {field for fields in fitting for field in fields} | given
        person = bool(maybe & {"staff_id", "certification_number", "email", "last_name", "first_name"})
        forced = set(kind.split("+")) if kind else set()
        only_completion = any(
            "completed_on" in fields and "certified_on" not in fields and "completed" not in fields
            for fields in fitting
        )
        completion = "completed_on" in maybe
        titles = any("title" in fields and "job_title" not in fields for fields in fitting)
        points = any("points" in fields and "hours" not in fields for fields in fitting) or (
            "points" in maybe and completion
        )
        self.catalogue = "catalogue" in forced or (
            not forced
            and not (completion and person)
            and bool(maybe & {"product_id", "product"})
            and bool(sure & {"product_id", "member_price", "non_member_price", "kind", "access_months"})
            and not person
        )
        self.activity = "credits" in forced or (
            not forced
            and not self.catalogue
            and (points or only_completion or (titles and completion) or (completion and "title" in maybe))
        )
        self.credential = (
            "credentials" in forced
            or "credential" in sure
            or any(
                "credential" in fields and words.credentials >= 0.3
                for fields, words in zip(fitting, words_of, strict=True)
            )
        )
        self.membership = "memberships" in forced or (
            not forced
            and not self.activity
            and not self.credential
            and "provider" in maybe
            and ("member" in compact(sheet_name) or any("member_until" in f and "cycle_end" not in f for f in fitting))
        )
        self.employment = bool(sure & {"hired_on", "job_title", "department", "site", "supervisor"})
        self.cycle = bool(maybe & {"cycle_end", "credential"})
        self.other_title = sum("title" in fields for fields in fitting) > 1
        self.sure, self.maybe = sure, maybe

    def best(self, position: int, header: str) -> tuple[str | None, str, float]:
        """Return the field of a column (None = not read), why, and how well it fits."""
        found, words = self.possible[position], self.words_of[position]
        if not found:
            for form in header_forms(header) if header else ():
                if form in ignored():
                    return None, ignored()[form], 0.0
            return None, ("no header" if not header else "no field has this name"), 0.0
        if self._counts_rows(header, words):
            return None, COUNTS_ROWS, 0.0
        if position in self._lapsing and self.activity:
            return None, LAPSES, 0.0
        scored = []
        for field, rank, why in found:
            content = _content(field, words)
            if why == KNOWN_HEADER and (len(found) == 1 or all(other in _DATES for other, _, _ in found)):
                content = max(content, -1.0)  # what the cells hold is then wrong in them, and said so
            if field == "credential" and rank >= (7 if self.activity else 25) and words.credentials < 0.3:
                content = _NEVER  # a code or name of some certificate, not a credential the rule book knows
            if field == "certificate_number" and words.credentials >= 0.3:
                content = _NEVER  # the credentials that the activity counts for
            if field == "points" and compact(header) in _BARE and "unit" not in self.maybe:
                content = _NEVER  # an amount of what? Only a unit beside it says so
            if field == "active" and compact(header) == "status" and self.cycle and not words.among(_GONE):
                content = _NEVER  # the certification's status
            if field == "active" and self.activity and not self.employment:
                content = _NEVER  # the record's flag: nothing else in the row is about the employment
            scored.append((self._fit(field, header) + content - rank * 0.02, field, why))
        score, field, why = max(scored)
        if score <= -5:
            return None, "its cells, or the other columns, do not fit that name", score
        if len(found) > 1:
            why += " and cells"
        return field, why, score

    def _counts_rows(self, header: str, words: ColumnWords) -> bool:
        """Whether a column ``ID`` beside activities counts the answers to a form: taken for an employee ID, it would
        make a new person of each."""
        named = self.maybe & {"email", "name", "last_name"}
        return self.activity and bool(named) and compact(header) in BARE_IDS and words.counts_rows

    def _fit(self, field: str, header: str) -> float:
        """Return how well a field fits this kind of table; far below zero where it cannot be."""
        if field in CATALOGUE_FIELDS and self.catalogue:
            return 5.0
        shared = field in ("provider",)
        if self.catalogue:
            return _NEVER
        if field in CATALOGUE_FIELDS and not shared:
            return _NEVER
        if field == "member_until":
            return 3.0 if self.membership else _NEVER
        if field == "provider":
            return 0.0 if self.activity or self.membership else _NEVER
        if field in CREDIT_FIELDS:
            bonus = 0.5 if field in ("completed_on", "title") else 0.0
            if field == "title" and compact(header) == "title" and self.other_title:
                bonus = -1.5
            return 1.0 + bonus if self.activity else _NEVER
        if field in ("cycle_end", "cycle_start"):
            return 0.0 if self.credential or not self.activity else _NEVER
        if field == "certified_on":
            others = any(f == "completed_on" for found in self.possible if len(found) == 1 for f, _, _ in found)
            return (2.0 if others or not self.activity else 0.0) if self.credential or not self.activity else _NEVER
        if field in HOLDING_FIELDS - {"credential", "qualifications"}:
            return 0.0 if self.credential or not self.activity else _NEVER
        if field == "notes" or (field == "left_on" and not self.employment):
            return _NEVER if self.activity else 0.0
        return 0.0


def _content(field: str, words: ColumnWords) -> float:
    """Return how the cells of a column speak for or against a field: about +2 for, -10 against, 0 where they are
    silent."""
    if words.empty:
        return 0.0
    if field in _DATES:
        return 2.0 if words.dates >= 0.5 else (0.0 if words.dates > 0.1 else -10.0)
    if field in _NUMBERS:
        return (
            2.0
            if words.numbers >= 0.5 and words.dates < 0.5
            else (0.0 if words.numbers > 0.1 and words.dates < 0.5 else -10.0)
        )
    if field in ("active", "status"):
        mine, other = (words.employment, words.states) if field == "active" else (words.states, words.employment)
        mine = max(mine, words.truths) if field == "active" else mine
        return 2.0 + mine - 0.5 * other if mine >= 0.3 else -10.0
    if field in _TRUTHS:
        return 2.0 if words.truths >= 0.5 else -10.0
    if field == "area":
        return 3.0 * words.areas
    if field == "activity_type":
        return 3.0 * words.activities + 0.01
    if field == "credential":
        return 3.0 if words.credentials >= 0.3 else -0.5
    if field == "program":
        return 3.0 if words.programs >= 0.3 else 0.0
    if field == "title" and words.programs >= 0.5:
        return _NEVER  # whose rules apply, not what was attended
    if field == "name":
        return (
            2.0
            if words.names >= 0.5
            else (-10.0 if words.dates > 0.5 or words.codes > 0.6 or words.numbers > 0.6 else -1.0)
        )
    if field == "staff_id":
        return -10.0 if words.dates > 0.5 else (1.0 if words.codes >= 0.5 else (-2.0 if words.names >= 0.5 else 0.0))
    return -10.0 if words.dates > 0.8 else 0.0
