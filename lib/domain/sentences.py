"""What a verdict says to people: one wording for pages, workbook and command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from lib.domain import areas as area_words
from lib.domain import points
from lib.domain.calendar import spoken
from lib.domain.disclaimer import DISCLAIMER as DISCLAIMER
from lib.domain.statuses import BY_CODE

BY_OUR_READING: Final = "By our reading; confirm at ASCP."
"""Wherever a verdict rests on a rule of less than HIGH confidence that nobody has verified."""

LEDGER_REASONS: Final[dict[str, str]] = {
    "outside_window": "outside the cycle",
    "before_cycle": "earned before the cycle, lost to it",
    "after_as_of": "completed after this day",
    "to_confirm": "waits to be confirmed",
    "not_ce": "not continuing education",
    "repeated": "the same activity as another row",
    "over_cap": "over the limit for its type",
    "surplus": "more than is needed",
    "no_end": "no cycle end is known",
    "no_rule": "no rule with a known total applies",
}
"""Reason code of :data:`lib.domain.tables.LEDGER` -> words; in the order in which a page lists what was not counted."""


def added_up(sums: Mapping[str, int]) -> str:
    """Return how the points of a ledger add up: *52 points accepted = 27 counted + 25 outside the cycle*.

    ``sums`` is a row of :func:`lib.compliance.reconciling.totals` (hundredths).
    """
    parts = [f"{points.text(sums['counted'])} counted"]
    parts += [f"{points.text(sums[code])} {words}" for code, words in LEDGER_REASONS.items() if sums[code]]
    return f"{points.text(sums['accepted'])} points accepted = {' + '.join(parts)}"


def status_word(status: str) -> str:
    """Return a status with its sign: ``▲ behind``."""
    found = BY_CODE[status]
    return f"{found.sign} {found.word}"


def area_word(code: str) -> str:
    """Return a requirement code as a short word: ``ethics``, ``blood banking``, ``anatomic pathology or education``."""
    return " or ".join(part.replace("_", " ") for part in code.split("+"))


def area_label(code: str) -> str:
    """Return a requirement code as a label: ``Medical ethics``, ``Rest (any area)``."""
    return " or ".join(area_words.label(part) for part in code.split("+"))


def reason(status: str, *, missing: int | None, at_best: int | None, declare_by: date | None, ends: date | None) -> str:
    """Return why a holding has its status, in one clause with its date; points are hundredths."""
    filing = f"file by {spoken(declare_by)}" if declare_by else "no filing date"
    ending = f"ends {spoken(ends)}" if ends else "no end date"
    lacking = (
        f"{points.text(missing)} {'point' if missing == 100 else 'points'} missing" if missing else "nothing missing"
    )
    if missing is not None and at_best is not None and at_best < missing:
        lacking += f" ({points.text(at_best)} if all that waits is confirmed)"
    ended = f"end date passed {spoken(ends)}" if ends else "end date passed"
    return {
        "expired": f"expired, as verified with the issuer; ended {spoken(ends)}" if ends else "expired",
        "end_passed": f"{ended}; our record may only be old",
        "late": f"{lacking}; filing date passed, {ending}",
        "file_now": f"points complete, not filed; {filing}, {ending}",
        "behind": f"{lacking}; {filing}",
        "nothing_on_file": f"nothing on file; {filing}",
        "to_confirm": f"complete if what waits is confirmed; {filing}",
        "dates_missing": "no cycle end on our records",
        "rule_unknown": "the points it asks for are not known to us",
        "on_track": f"{lacking}; {filing}",
        "complete": f"points complete; {filing}",
        "filed": f"declaration filed; {ending}",
        "renewed": "renewed",
        "not_required": "not required",
    }[status]


STEPS: Final[dict[str, str]] = {
    "expired": "Ask what is planned: reinstatement or another credential",
    "end_passed": "Verify with the issuer, then enter the new end date",
    "late": "Close the gap now and file before the end date",
    "file_now": "Ask them to file the declaration",
    "behind": "Agree a plan for the missing points",
    "nothing_on_file": "Ask for their certificates, or import their transcript",
    "to_confirm": "Confirm what waits",
    "dates_missing": "Look up the cycle end and enter it",
    "rule_unknown": "Confirm the requirement at the issuer",
}
"""Status -> the one step that a manager can take next; the others need none."""


def counted_of(counted: int | None, total: int | None) -> str:
    """Return ``27 / 36``; an em dash where there is no rule or no end to count for (hundredths)."""
    if counted is None or total is None:
        return "—"
    return f"{points.text(counted)} / {points.text(total)}"


def verification(verified_on: date | None, cycle_start: date | None) -> str:
    """Return when a credential was last verified, and that it was for an earlier cycle where it was."""
    if verified_on is None:
        return "never verified with the issuer here"
    if cycle_start is not None and verified_on < cycle_start:
        return f"last verified with the issuer {spoken(verified_on)}, before this cycle began: verify the new end"
    return f"verified with the issuer {spoken(verified_on)}"


def verdict_reasons(verdicts: pd.DataFrame) -> pd.Series:
    """Return :func:`reason` for each row of a frame as :data:`lib.domain.tables.VERDICTS`."""
    columns = (verdicts[name].tolist() for name in ("status", "missing", "missing_at_best", "declare_by", "cycle_end"))
    texts = [
        reason(status, missing=_whole(missing), at_best=_whole(at_best), declare_by=_day(declare_by), ends=_day(ends))
        for status, missing, at_best, declare_by, ends in zip(*columns, strict=True)
    ]
    return pd.Series(texts, index=verdicts.index, dtype="str")


def points_texts(values: pd.Series) -> pd.Series:
    """Return hundredths of points as they are written, a dash where there are none."""
    texts = ["—" if pd.isna(value) else points.text(int(value)) for value in values]
    return pd.Series(texts, index=values.index, dtype="str")


def counted_texts(verdicts: pd.DataFrame) -> pd.Series:
    """Return :func:`counted_of` for each row of a frame as :data:`lib.domain.tables.VERDICTS`."""
    pairs = zip(verdicts["counted"], verdicts["total"], strict=True)
    return pd.Series([counted_of(_whole(c), _whole(t)) for c, t in pairs], index=verdicts.index, dtype="str")


def missing_texts(verdicts: pd.DataFrame, requirements: pd.DataFrame) -> pd.Series:
    """Return what each holding lacks: ``ethics 1, rest 8``; empty where nothing is missing.

    ``requirements`` is a frame as :data:`lib.domain.tables.REQUIREMENTS`; rule order is kept.
    """
    gap, holding, position = (requirements[name].to_numpy(dtype=np.int64) for name in ("gap", "holding", "position"))
    lacking = np.flatnonzero(gap > 0)
    order = lacking[np.lexsort((position[lacking], holding[lacking]))]
    parts: dict[int, list[str]] = {}
    codes = requirements["requirement"].array.take(order)
    for number, code, open_gap in zip(holding[order].tolist(), codes, gap[order].tolist(), strict=True):
        parts.setdefault(number, []).append(f"{area_word(code)} {points.text(open_gap)}")
    texts = [", ".join(parts.get(number, ())) for number in verdicts["holding"].tolist()]
    return pd.Series(texts, index=verdicts.index, name="holding", dtype="str")


def status_words(verdicts: pd.DataFrame) -> pd.Series:
    """Return the sign and word of each row's status."""
    return verdicts["status"].map({code: status_word(code) for code in BY_CODE}).astype("str")


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()
