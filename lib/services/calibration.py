"""Calibration: before a laboratory trusts the product, some people are compared with their own page at the issuer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import points as point_words
from lib.domain.calendar import add_months, spoken
from lib.domain.errors import RefusedCommand
from lib.rules.book import RuleBook
from lib.rules.verifying import fingerprint
from lib.services.container import LabReady
from lib.services.judging import Judged, judge
from lib.store import rule_versions

PEOPLE: Final = 5
"""So many people are picked; with them every credential in use should be covered."""
AGAIN_MONTHS: Final = 12

CAUSES: Final[dict[str, str]] = {
    "not_imported": "An activity on their page is not on our records",
    "not_entered": "An activity of ours is not entered on their page",
    "other_area": "An activity is allocated to another area there",
    "other_points": "An activity has other points there",
    "dates": "The cycle or the valid-to date differs",
    "rule": "Our rule is wrong: the program asks for other numbers",
    "other": "Another cause: see the note",
}
"""Code -> words of why the issuer's page says something else."""

TOTAL: Final = "total"
REST: Final = "rest"


@dataclass(frozen=True)
class Compared:
    """One holding to compare. ``ours``: requirement -> hundredths counted, ``total`` their sum; ``valid_to``."""

    staff_id: str
    name: str
    program: str
    credential: str
    version: str
    ours: dict[str, int]
    needs: dict[str, int]
    valid_to: date
    link: str | None


@dataclass(frozen=True)
class Proposal:
    """The people to compare, and the credentials in use that they do not cover."""

    holdings: tuple[Compared, ...]
    uncovered: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What the issuer's page says of one holding, as typed; what is left empty was not compared."""

    staff_id: str
    program: str
    credential: str
    points: Mapping[str, str] = field(default_factory=dict)
    """``total`` and requirement codes -> points as text."""
    valid_to: str = ""
    cause: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Standing:
    """When people were last compared and under which rules; ``due``: why to compare again (None: no need)."""

    last_on: date | None
    digest: str | None
    compared: int
    agreed: int
    due: str | None

    @property
    def sentence(self) -> str:
        """The standing in one or two sentences."""
        if self.last_on is None:
            return "Never compared with the issuers' own pages."
        last = (
            f"Compared with the issuers' own pages on {spoken(self.last_on)} under rules {(self.digest or '')[:12]}: "
            f"{self.agreed} of {self.compared} holdings agreed."
        )
        return f"{last} {self.due}" if self.due else last


def people_to_compare(app: LabReady, principal: Principal, as_of: date) -> Proposal:
    """Return five people whose holdings cover the rule versions in use, as far as five can; always the same.

    Greedy set cover: each next person brings the versions not covered yet that most people rest on, then the most
    points on our records, then the first employee ID. Once all are covered it begins again with other people.
    """
    require(principal, "view")
    judged = judge(app, principal.scope, as_of)
    frame = comparable(judged.verdicts.frame)
    chosen = _chosen(frame)
    picked = frame[frame["staff_id"].isin(chosen)]
    order = {staff_id: place for place, staff_id in enumerate(chosen)}
    picked = picked.assign(place=picked["staff_id"].map(order)).sort_values(["place", "program", "credential"])
    uncovered = sorted(set(frame["rule_version"]) - set(picked["rule_version"]))
    holdings = tuple(_compared(row, judged) for row in picked.to_dict("records"))
    return Proposal(holdings, tuple(uncovered))


def comparable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the verdicts that a page at the issuer can be laid beside: required, current, of a known total."""
    known = frame["total"].notna() & frame["cycle_end"].notna()
    return frame[known & ~frame["status"].isin(["not_required", "expired", "end_passed", "renewed"])]


def record(app: LabReady, principal: Principal, answers: list[Answer], as_of: date, *, today: date) -> int:
    """Store what the issuers' pages say beside what we say; returns how many holdings agree in all that was compared.

    Raises :class:`RefusedCommand` for points or a date that cannot be read, an answer that compares nothing, and a
    difference without its cause; then nothing is stored.
    """
    require(principal, "edit")
    judged = judge(app, principal.scope, as_of)
    rows = [_row(answer, judged, as_of) for answer in answers]
    if not rows:
        raise RefusedCommand("Nothing was recorded: no holding was compared.", code="nothing_compared")
    with app.store.transaction("calibration", actor=principal.name, at=app.now(), on_date=today) as change:
        rule_versions.add_comparisons(change, pd.DataFrame(rows))
    return sum(bool(row["agrees"]) for row in rows)


def comparisons(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return every comparison in scope, newest first: :func:`rule_versions.comparisons`."""
    require(principal, "view")
    with app.store.reading() as cursor:
        return rule_versions.comparisons(cursor, principal.scope)


def standing(app: LabReady, principal: Principal, as_of: date) -> Standing:
    """Return when people were last compared, under which rules, and why to do it again."""
    require(principal, "view")
    judged = judge(app, principal.scope, as_of)
    return standing_of(comparisons(app, principal), judged.verdicts.frame, judged.book, as_of)


def standing_of(made: pd.DataFrame, verdicts: pd.DataFrame, book: RuleBook, as_of: date) -> Standing:
    """Return the standing from the comparisons, the verdicts of today and the rules in force."""
    if made.empty:
        return Standing(None, None, 0, 0, "Compare five people before you rely on it.")
    last_on = made["made_on"].max()
    latest = made[made["made_on"] == last_on].drop_duplicates(["staff_id", "program", "credential"])
    by_credential = made.drop_duplicates(["program", "credential"]).set_index(["program", "credential"])["numbers"]
    seen = {
        (str(key[0]), str(key[1])): numbers for key, numbers in zip(by_credential.index, by_credential, strict=True)
    }
    in_use = comparable(verdicts)[["program", "credential", "rule_index"]].drop_duplicates()
    changed = {
        f"{credential} ({program})"
        for program, credential, index in in_use.itertuples(index=False, name=None)
        if (program, credential) in seen and seen[program, credential] != fingerprint(book.versions[index])
    }
    due = None
    if changed:
        due = f"A rule in use changed since: compare again ({', '.join(sorted(changed))})."
    elif add_months(last_on.date(), AGAIN_MONTHS) < as_of:
        due = "That is over a year ago: compare again."
    digest = str(latest["rules_digest"].iloc[0])
    return Standing(last_on.date(), digest, len(latest), int(latest["agrees"].sum()), due)


def _chosen(frame: pd.DataFrame) -> list[str]:
    pairs = frame[["staff_id", "rule_version"]].drop_duplicates()
    earned = frame.groupby("staff_id")["earned"].sum()
    holders = pairs["rule_version"].value_counts()
    chosen: list[str] = []
    covered: set[str] = set()
    while len(chosen) < PEOPLE:
        left = pairs[~pairs["staff_id"].isin(chosen)]
        if left.empty:
            break
        new = left[~left["rule_version"].isin(covered)]
        if new.empty:
            covered = set()
            continue
        counts = new["rule_version"].map(holders).groupby(new["staff_id"]).sum().rename("new").to_frame()
        counts["earned"] = earned.reindex(counts.index)
        best = counts.reset_index().sort_values(["new", "earned", "staff_id"], ascending=[False, False, True])
        staff_id = str(best["staff_id"].iloc[0])
        chosen.append(staff_id)
        covered |= set(pairs.loc[pairs["staff_id"] == staff_id, "rule_version"])
    return chosen


def _compared(row: Mapping[Any, Any], judged: Judged) -> Compared:
    own = judged.verdicts.requirements
    own = own[own["holding"] == row["holding"]].sort_values("position")
    codes, needs, gaps = (own[name].tolist() for name in ("requirement", "need", "gap"))
    ours = {code: need - gap for code, need, gap in zip(codes, needs, gaps, strict=True)}
    credential = judged.book.credentials[row["program"], row["credential"]]
    return Compared(
        staff_id=row["staff_id"],
        name=row["name"],
        program=row["program"],
        credential=row["credential"],
        version=row["rule_version"],
        ours={TOTAL: sum(ours.values()), **ours},
        needs={TOTAL: sum(needs), **dict(zip(codes, needs, strict=True))},
        valid_to=row["cycle_end"].date(),
        link=credential.link or judged.book.program(row["program"]).link,
    )


def _row(answer: Answer, judged: Judged, as_of: date) -> dict[str, Any]:
    frame = comparable(judged.verdicts.frame)
    chosen = frame[
        (frame["staff_id"] == answer.staff_id)
        & (frame["program"] == answer.program)
        & (frame["credential"] == answer.credential)
    ]
    what = f"{answer.credential} ({answer.program}) of employee {answer.staff_id}"
    if chosen.empty:
        raise RefusedCommand(
            f"Nothing was recorded: {what} is not a holding that can be compared.", code="unknown_holding"
        )
    found = chosen.to_dict("records")[0]
    ours = _compared(found, judged)
    theirs: dict[str, Any] = {
        code: _points(text, code, what) for code, text in answer.points.items() if text.strip() and code in ours.ours
    }
    if answer.valid_to.strip():
        theirs["valid_to"] = _day(answer.valid_to, what).isoformat()
    if not theirs:
        raise RefusedCommand(
            f"Nothing was recorded: nothing was typed for {what}. Type at least the points counted there.",
            code="nothing_compared",
        )
    said: dict[str, Any] = {**ours.ours, "valid_to": ours.valid_to.isoformat()}
    agrees = all(said[name] == value for name, value in theirs.items())
    if not agrees and answer.cause not in CAUSES:
        differing = ", ".join(name.replace("_", " ") for name, value in theirs.items() if said[name] != value)
        raise RefusedCommand(
            f"Nothing was recorded: their page says something else of {what} ({differing}). Choose the cause.",
            code="cause_missing",
        )
    return {
        "staff_id": answer.staff_id,
        "program": answer.program,
        "credential": answer.credential,
        "as_of": pd.Timestamp(as_of),
        "version": found["rule_version"],
        "numbers": fingerprint(judged.book.versions[found["rule_index"]]),
        "rules_digest": judged.book.digest,
        "ours": json.dumps(said),
        "theirs": json.dumps(theirs),
        "agrees": agrees,
        "cause": None if agrees else answer.cause,
        "note": answer.note.strip() or None,
    }


def _points(text: str, code: str, what: str) -> int:
    try:
        amount = Decimal(text.strip())
        if not 0 <= amount < 10_000 or amount != amount.quantize(Decimal("0.01")):
            raise InvalidOperation
    except InvalidOperation:
        raise RefusedCommand(
            f"Nothing was recorded: “{text.strip()}” was typed for {code.replace('_', ' ')} of {what}. "
            "Accepted: points with at most two decimals, such as 8 or 12.5.",
            code="unreadable_points",
        ) from None
    return point_words.hundredths(amount)


def _day(text: str, what: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RefusedCommand(
            f"Nothing was recorded: “{text.strip()}” was typed as the valid-to date of {what}. "
            "Accepted: a date that exists, written as 2027-06-30.",
            code="unreadable_date",
        ) from None
