"""What one version in a rule file may say: its span of cycle ends, its amounts, its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final

from lib.domain import areas as area_words
from lib.domain import points as point_words
from lib.domain.activities import ACTIVITY_LABELS, NOT_EDUCATION
from lib.rules.book import Cap, Requirement, RuleVersion, Source
from lib.rules.fields import LONGEST_NOTE, Fields
from lib.rules.findings import Findings, nearest, shown

CONFIDENCES: Final = ("HIGH", "MED", "LOW", "DERIVED", "UNKNOWN")
"""The marks of the facts; UNKNOWN goes with an unknown total."""

ANY_WORD: Final = "any"
"""In a rule file: every area. ``"*"`` says the same."""

VERSION_KEYS: Final = (
    "version", "replaces", "ends_from", "ends_to", "cycle_months", "total", "minimums", "rest", "caps", "accepts",
    "sources", "confidence", "verified_by", "verified_on", "note",
)  # fmt: skip
_MINIMUM_KEYS: Final = ("points", "areas")
_CAP_KEYS: Final = ("activity_type", "share", "points")

LONGEST_CYCLE_MONTHS: Final = 120


def read_version(
    findings: Findings,
    path: str,
    value: Any,
    credential: tuple[str, str],
    program_months: int,
    register: Mapping[str, Source],
) -> RuleVersion:
    """Return one version; ``credential`` is (program, code), ``program_months`` holds where it states no cycle length
    (0: it must)."""
    fields = Fields(findings, path, value, VERSION_KEYS)
    program, code = credential
    version = fields.code("version", "an id of the version, such as ASCP-MLS-2023") or ""
    ends_from, ends_to = _span(fields)
    total = _total(fields)
    minimums = _minimums(fields)
    _sum_fits(fields, total, minimums)
    verified_by, verified_on = _verified(fields)
    return RuleVersion(
        version=version,
        program=program,
        credential=code,
        ends_from=ends_from,
        ends_to=ends_to,
        cycle_months=_cycle_months(fields, program_months),
        total=total,
        minimums=minimums,
        rest_areas=_rest(fields),
        caps=_caps(fields),
        accepts=_accepts(fields),
        sources=cited(fields, "sources", register),
        confidence=_confidence(fields, total),
        verified_by=verified_by,
        verified_on=verified_on,
        note=fields.line("note", required=False, longest=LONGEST_NOTE),
        replaces=fields.code("replaces", "the id of the version whose place it takes", required=False),
    )


def spans_in_order(findings: Findings, path: str, versions: Sequence[RuleVersion]) -> None:
    """Report versions whose spans of cycle ends overlap or are not listed oldest first."""
    for index, (earlier, later) in enumerate(pairwise(versions)):
        if earlier.ends_to is not None and later.ends_from is not None and earlier.ends_to < later.ends_from:
            continue
        before, after = span_text(earlier), span_text(later)
        findings.report(
            f"{path}[{index + 1}]",
            f"is for {after} and comes after a version for {before}",
            "versions oldest first, each from a day after the one before it ends, so that a cycle end has one rule",
        )


def span_text(version: RuleVersion) -> str:
    """Return the span of cycle ends of a version for people."""
    if version.ends_from is None and version.ends_to is None:
        return "every cycle end"
    if version.ends_to is None:
        return f"cycle ends from {version.ends_from}"
    return (
        f"cycle ends to {version.ends_to}"
        if version.ends_from is None
        else (f"cycle ends from {version.ends_from} to {version.ends_to}")
    )


def _span(fields: Fields) -> tuple[date | None, date | None]:
    ends_from, ends_to = fields.day("ends_from"), fields.day("ends_to")
    if ends_from is not None and ends_to is not None and ends_to < ends_from:
        fields.refuse("ends_to", f"a day not before ends_from ({ends_from})")
    return ends_from, ends_to


def _cycle_months(fields: Fields, program_months: int) -> int:
    if program_months and not fields.given("cycle_months"):
        return program_months
    return fields.whole("cycle_months", 1, LONGEST_CYCLE_MONTHS, "months")


def _total(fields: Fields) -> int | None:
    if "total" not in fields.values:
        if fields.readable:
            fields.findings.report(
                fields.key("total"), "is missing", "points such as 36, or null where nobody knows them"
            )
        return None
    return fields.points("total") if fields.given("total") else None


def _minimums(fields: Fields) -> tuple[Requirement, ...]:
    accepted = "a list of minimums, each with points and areas, or [] where nothing is named"
    minimums: list[Requirement] = []
    if "minimums" in fields.values and fields.values["minimums"] is None:
        fields.refuse("minimums", accepted)
    for path, item in fields.listed("minimums", accepted, required="minimums" not in fields.values):
        minimum = Fields(fields.findings, path, item, _MINIMUM_KEYS)
        amount = minimum.points("points") if minimum.demand("points", "a number of points, such as 1 or 1.5") else None
        found = Requirement(amount or 0, _areas(minimum, "areas"))
        if found.code and found.code in {earlier.code for earlier in minimums}:
            fields.findings.report(
                f"{path}.areas",
                f"is {shown(found.code)} again",
                "each set of areas once: add the points up in one minimum",
            )
        minimums.append(found)
    return tuple(minimums)


def _sum_fits(fields: Fields, total: int | None, minimums: Sequence[Requirement]) -> None:
    named = sum(minimum.points for minimum in minimums)
    if total is not None and named > total:
        fields.findings.report(
            fields.key("minimums"),
            f"add up to {point_words.text(named)} points",
            f"at most the total, {point_words.text(total)}",
        )


def _areas(fields: Fields, name: str) -> tuple[str, ...]:
    accepted = f"a list of area codes: {', '.join(area_words.AREAS)}"
    found: list[str] = []
    items = fields.listed(name, accepted)
    if fields.given(name) and not items and isinstance(fields.values[name], list):
        fields.findings.report(fields.key(name), "is an empty list", accepted)
    for path, item in items:
        area = item if isinstance(item, str) else ""
        if area not in area_words.AREAS:
            fields.findings.report(path, f"is {shown(item)}", nearest(area, area_words.AREAS))
        elif area in found:
            fields.findings.report(path, f"is {shown(item)} again", "each area once")
        else:
            found.append(area)
    return tuple(found)


def _rest(fields: Fields) -> tuple[str, ...]:
    value = fields.values.get("rest")
    if value in (None, ANY_WORD, area_words.ANY, [ANY_WORD], [area_words.ANY], (area_words.ANY,)):
        return (area_words.ANY,)
    if isinstance(value, str):
        fields.refuse("rest", f"{ANY_WORD}, or a list of area codes: {', '.join(area_words.AREAS)}")
        return (area_words.ANY,)
    return _areas(fields, "rest")


def _caps(fields: Fields) -> tuple[Cap, ...]:
    caps: list[Cap] = []
    accepted = "a list of caps, each with activity_type and one of share and points, or []"
    for path, item in fields.listed("caps", accepted, required=False):
        cap = Fields(fields.findings, path, item, _CAP_KEYS)
        activity_type = cap.choice("activity_type", ACTIVITY_LABELS) or ""
        if activity_type and activity_type in {earlier.activity_type for earlier in caps}:
            cap.refuse("activity_type", "one cap for each activity type")
        if cap.readable and cap.given("share") == cap.given("points"):
            found = "has both share and points" if cap.given("share") else "has neither share nor points"
            fields.findings.report(
                path, found, "one of the two: a share of the total such as 0.5, or points such as 12"
            )
        share = _share(cap) if cap.given("share") else None
        caps.append(Cap(activity_type, share, cap.points("points") if cap.given("points") else None))
    return tuple(caps)


def _accepts(fields: Fields) -> tuple[str, ...]:
    """Return the activity types that count here though not for CMP; every other type counts by itself."""
    accepted = f"a list of activity types that do not count by themselves: {', '.join(NOT_EDUCATION)}; or []"
    found: list[str] = []
    for path, item in fields.listed("accepts", accepted, required=False):
        if item not in NOT_EDUCATION:
            fields.findings.report(path, f"is {shown(item)}", nearest(str(item), NOT_EDUCATION))
        elif item in found:
            fields.findings.report(path, f"is {shown(item)} again", "each activity type once")
        else:
            found.append(item)
    return tuple(found)


def _share(cap: Fields) -> int | None:
    before = cap.findings.count
    amount = cap.points("share")
    if cap.findings.count == before and amount is not None and amount > point_words.HUNDRED:
        cap.refuse("share", "a share of the total above 0 and at most 1, such as 0.5")
    return amount


def cited(fields: Fields, name: str, register: Mapping[str, Source]) -> tuple[str, ...]:
    """Return the source ids that a key lists, each of them one of the register, at least one."""
    accepted = "a list of at least one source id of the register or of the file's own sources"
    items = fields.listed(name, accepted)
    if fields.given(name) and not items and isinstance(fields.values[name], list):
        fields.findings.report(fields.key(name), "is an empty list", accepted)
    for path, item in items:
        if not isinstance(item, str) or item not in register:
            near = nearest(str(item), register) if len(register) <= MOST_LISTED else accepted
            fields.findings.report(path, f"is {shown(item)}, which is not in the register", near)
    return tuple(str(item) for _, item in items)


MOST_LISTED: Final = 12
"""Source ids a message lists; a longer register is only referred to."""


def _confidence(fields: Fields, total: int | None) -> str:
    before = fields.findings.count
    confidence = fields.choice("confidence", CONFIDENCES) or ""
    readable_total = "total" in fields.values and (total is not None) == fields.given("total")
    if fields.findings.count == before and readable_total and (total is None) != (confidence == "UNKNOWN"):
        fields.refuse(
            "confidence",
            "UNKNOWN, because the total is null"
            if total is None
            else "HIGH, MED, LOW or DERIVED, because the total is known",
        )
    return confidence


def _verified(fields: Fields) -> tuple[str | None, date | None]:
    by, on = fields.line("verified_by", required=False), fields.day("verified_on")
    if fields.given("verified_by") != fields.given("verified_on"):
        missing = "verified_on" if fields.given("verified_by") else "verified_by"
        fields.findings.report(fields.key(missing), "is missing", "both verified_by and verified_on, or neither")
    return by, on
