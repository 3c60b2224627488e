"""The rule book in memory: frozen, pure, looked up by program, credential and cycle end. The loader reads files."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

from lib.domain import areas as area_words
from lib.domain.text import words_key
from lib.rules.terms import Span, Terms


@dataclass(frozen=True)
class Source:
    """Where a number comes from."""

    id: str
    title: str
    href: str | None
    dated: str | None


@dataclass(frozen=True)
class Requirement:
    """A named minimum: ``points`` (hundredths) in any of ``areas``.

    ``code`` names it in gaps: its areas joined by ``+``.
    """

    points: int
    areas: tuple[str, ...]

    @property
    def code(self) -> str:
        return "+".join(self.areas)

    @property
    def mask(self) -> int:
        return area_words.mask_of(self.areas)


@dataclass(frozen=True)
class Cap:
    """A limit on points of one activity type: a share of the total in hundredths of one (0.5 = 50), or ``points``
    (hundredths)."""

    activity_type: str
    share_percent: int | None = None
    points: int | None = None


@dataclass(frozen=True)
class RuleVersion:
    """The numbers for one credential for cycle ends from ``ends_from`` to ``ends_to`` (both included; None = open).

    ``total`` and the points of ``minimums`` are hundredths; ``total`` None is unknown. ``rest_areas`` are the areas the
    rest accepts, ``("*",)`` for every area. ``confidence`` is HIGH, MED, LOW, DERIVED or UNKNOWN as in the facts.
    """

    version: str
    program: str
    credential: str
    ends_from: date | None
    ends_to: date | None
    cycle_months: int
    total: int | None
    minimums: tuple[Requirement, ...]
    rest_areas: tuple[str, ...]
    caps: tuple[Cap, ...]
    sources: tuple[str, ...]
    confidence: str
    verified_by: str | None = None
    verified_on: date | None = None
    note: str | None = None
    accepts: tuple[str, ...] = ()
    """Activity types that are no continuing education for CMP and count for this version (the laboratory's own)."""
    replaces: str | None = None
    """Id of the version whose place this one takes, where a laboratory corrects or fills in a shipped one."""

    @property
    def rest(self) -> int | None:
        """Points (hundredths) that remain of the total after the named minimums; None where the total is unknown."""
        return None if self.total is None else self.total - sum(minimum.points for minimum in self.minimums)

    @property
    def rest_mask(self) -> int:
        """Bit mask of what the rest accepts; ``unassigned`` is always in it."""
        if area_words.ANY in self.rest_areas:
            return area_words.EVERYTHING_MASK
        return area_words.mask_of((*self.rest_areas, area_words.UNASSIGNED))

    def cap_points(self, cap: Cap) -> int | None:
        """Return a cap in hundredths of points, cut; None where it is a share of an unknown total."""
        if cap.points is not None:
            return cap.points
        if self.total is None or cap.share_percent is None:
            return None
        return self.total * cap.share_percent // 100

    @property
    def needs_confirmation(self) -> bool:
        """Whether a verdict that rests on it must say *by our reading; confirm at ASCP*."""
        return self.confidence != "HIGH" and self.verified_on is None


@dataclass(frozen=True)
class Credential:
    """A credential of a program, and who must take part: those first certified from ``mandatory_since`` on, or everyone
    (``always_mandatory``); None and False: not known."""

    program: str
    code: str
    title: str
    category: str
    mandatory_since: date | None
    always_mandatory: bool
    spellings: tuple[str, ...]
    link: str | None
    versions: tuple[RuleVersion, ...]


@dataclass(frozen=True)
class Program:
    """Whose rules apply, and when its declaration opens and is due, in days before the cycle end.

    ``cites`` are the sources of what holds for all its credentials (who must take part, the declaration); ``sources``
    are those that a laboratory's own file declares for itself, the shipped ones are in the book's register.
    """

    code: str
    title: str
    kind: str
    link: str | None
    cycle_months: int
    declaration_opens_days: int
    declaration_due_days: int
    credentials: tuple[Credential, ...]
    sources: tuple[Source, ...] = ()
    cites: tuple[str, ...] = ()
    ends_on: date | None = None
    """A day on which everybody's cycle ends, the others following by the cycle length (calendar years, biennia); None:
    each holding has an end of its own."""


@dataclass(frozen=True)
class RuleBook:
    """Every program, credential and version, and the register of sources."""

    programs: tuple[Program, ...]
    sources: dict[str, Source] = field(default_factory=dict)

    @cached_property
    def versions(self) -> tuple[RuleVersion, ...]:
        """All versions, program by program; the index here is what engine frames carry as ``rule_index``."""
        return tuple(v for p in self.programs for c in p.credentials for v in c.versions)

    @cached_property
    def credentials(self) -> dict[tuple[str, str], Credential]:
        return {(c.program, c.code): c for p in self.programs for c in p.credentials}

    @cached_property
    def terms(self) -> Terms:
        """What holds for whole columns of holdings, laid out once for each book."""
        places = {id(version): place for place, version in enumerate(self.versions)}
        own, credentials = self.programs, self.credentials
        return Terms.of(
            programs={p.code: (p.cycle_months, p.declaration_opens_days, p.declaration_due_days) for p in own},
            ends={p.code: (p.ends_on, p.cycle_months) for p in own if p.ends_on is not None},
            mandatory={k: None if c.always_mandatory else c.mandatory_since for k, c in credentials.items()},
            spans={
                key: [Span(v.ends_from, v.ends_to, places[id(v)]) for v in credential.versions]
                for key, credential in credentials.items()
            },
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all that a verdict can depend on; printed with every verdict."""
        canonical = json.dumps([asdict(p) for p in self.programs], sort_keys=True, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def program(self, code: str) -> Program:
        """Return the program of this code; ``KeyError`` where there is none."""
        return {p.code: p for p in self.programs}[code]

    def version_for(self, program: str, credential: str, cycle_end: date) -> RuleVersion | None:
        """Return the version whose span of cycle ends holds ``cycle_end``; None where no version fits."""
        found = self.credentials.get((program, credential))
        for version in found.versions if found else ():
            if (version.ends_from is None or version.ends_from <= cycle_end) and (
                version.ends_to is None or cycle_end <= version.ends_to
            ):
                return version
        return None

    def spellings(self) -> pd.DataFrame:
        """Return every way a credential may be written: ``program``, ``credential``, ``spelling`` (words key)."""
        rows = {
            (c.program, c.code, words_key(spelling))
            for c in self.credentials.values()
            for spelling in (c.code, *c.spellings)
        }
        return pd.DataFrame(sorted(rows), columns=["program", "credential", "spelling"], dtype="str")
