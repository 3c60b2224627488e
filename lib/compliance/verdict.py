"""The verdict for every holding at once: both countings, gaps, dates and status (domain definition, "The verdict")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.compliance.counting import Group, counted
from lib.compliance.coverage import BoolArray, IntArray, Requirements, requirements_of
from lib.domain import tables
from lib.domain.calendar import DayArray, months_later
from lib.domain.statuses import SEVERITY, STATUS_CODES, STATUSES
from lib.domain.supplied import Facts, Supplied
from lib.rules.book import RuleBook
from lib.rules.participation import VOLUNTARY

BEHIND_MARGIN_DIVISOR = 6
BEHIND_FROM_MONTHS = 12
BEHIND_MINIMUM_DAYS = 180
BEHIND_ANY_DAYS = 90
"""The project's own choices of the domain definition, status ``behind``: a sixth of the total below the expected points
from 12 months on; a named minimum unmet with at most 180 days left; anything missing with at most 90."""

_DAYS = (
    "cycle_start", "cycle_end", "declare_opens", "declare_by",
    "declaration_filed_on", "declaration_accepted_on", "verified_on",
)  # fmt: skip
_KEY = ["staff_id", "program", "credential"]
_OF_TOTAL = (
    "total", "counted", "missing", "missing_at_best",
    "gap_safety", "gap_ethics", "gap_specialty", "gap_rest",
)  # fmt: skip
"""Point columns that are known where the total is."""


@dataclass(frozen=True)
class Verdicts:
    """``frame``: ``tables.VERDICTS``, worst first. ``requirements``: ``tables.REQUIREMENTS``, joined by ``holding``."""

    frame: pd.DataFrame
    requirements: pd.DataFrame


def evaluate(
    windows: pd.DataFrame, supply: Supplied | pd.DataFrame, facts: Facts | pd.DataFrame, book: RuleBook, as_of: date
) -> Verdicts:
    """Return the verdict of every holding.

    Args:
        windows: from :func:`lib.compliance.windows.windows`, with ``name``, ``site`` and ``department`` beside.
        supply: points by holding, area and type, as :func:`lib.compliance.supply.supply` gives.
        facts: of each row of ``windows``; or a frame of ``staff_id``, ``accepted`` (credits up to ``as_of``, whatever
            their eligibility) and ``data_through``, one row for each person who has any.
        book: the rule book that ``windows`` was made with.
        as_of: the date of the verdict.
    """
    today = np.datetime64(as_of, "D")
    accepted, data_through = facts if isinstance(facts, Facts) else _facts(windows, facts)
    points, requirements = _counted(windows, Supplied.of(supply), book)
    days = {name: windows[name].to_numpy().astype("datetime64[D]") for name in _DAYS}
    dated = ~np.isnat(days["declare_by"])
    days_left = np.where(dated, _days(days["declare_by"] - today), 0)
    elapsed, span, spanned = _share(days, today)
    expected = points.total * elapsed // span
    required = windows["required"].astype(tables.TRUTH).fillna(value=True)
    severity = _severity(
        windows, points, days, today, days_left, (elapsed, span, spanned), accepted > 0, required.to_numpy(dtype=bool)
    )
    order = _order(windows, severity)
    rule_index = windows["rule_index"].to_numpy(dtype=np.int64)[order]
    severity, unknown = severity[order], ~points.known[order]
    made: dict[str, object] = {
        "required": required.array.take(order),
        "days_left": _maybe(days_left[order], ~dated[order]),
        "status": _chosen(STATUS_CODES, severity),
        "status_group": _chosen([status.group for status in STATUSES], severity),
        "earned": _maybe(points.earned[order], ~points.judged[order]),
        "expected": _maybe(expected[order], unknown | ~spanned[order]),
        "data_through": data_through[order],
        "rule_index": rule_index,
        "rule_version": _chosen([v.version for v in book.versions], rule_index),
        "rule_confidence": _chosen([v.confidence for v in book.versions], rule_index),
        "rule_verified_on": _chosen([v.verified_on for v in book.versions], rule_index, tables.DATE),
    }
    made |= {name: _maybe(getattr(points, name)[order], unknown) for name in _OF_TOTAL}
    columns = {name: made[name] if name in made else windows[name].array.take(order) for name in tables.VERDICTS}
    return Verdicts(tables.typed(pd.DataFrame(columns, copy=False), tables.VERDICTS), requirements)


class _Points:
    """Points of each holding (hundredths), 0 where they are not known.

    ``judged``: has a rule version and an end, so that what was earned is known; ``known``: its total is known too.
    """

    def __init__(self, judged: BoolArray) -> None:
        size = len(judged)
        self.judged = judged
        self.known = np.zeros(size, dtype=bool)
        self.earned = np.zeros(size, dtype=np.int64)
        self.total, self.counted, self.missing, self.missing_at_best = (np.zeros(size, np.int64) for _ in range(4))
        self.gap_safety, self.gap_ethics, self.gap_specialty, self.gap_rest = (
            np.zeros(size, np.int64) for _ in range(4)
        )

    @property
    def named_gap(self) -> IntArray:
        """What is missing of the named minimums together."""
        return self.gap_safety + self.gap_ethics + self.gap_specialty


def _counted(windows: pd.DataFrame, supplied: Supplied, book: RuleBook) -> tuple[_Points, pd.DataFrame]:
    """Return the points of each holding, and the long frame of requirements."""
    rule_index = windows["rule_index"].to_numpy(dtype=np.int64)
    points = _Points((rule_index >= 0) & windows["cycle_end"].notna().to_numpy())
    rule_of_holding = np.where(points.judged, rule_index, -1)
    groups = []
    for place in np.unique(rule_of_holding[points.judged]):
        requirements = requirements_of(book.versions[place])
        if requirements is not None:
            groups.append(Group(np.flatnonzero(rule_of_holding == place), requirements))
    earned, countings = counted(groups, supplied, len(windows))
    points.earned = np.where(points.judged, earned, 0)
    table = Tall(len(windows))
    for group, found in zip(groups, countings, strict=True):
        members, codes = group.members, np.array(group.requirements.codes)
        gaps = np.diff(found.missing, axis=1, prepend=0)
        total = sum(group.requirements.needs)
        points.known[members] = True
        points.total[members] = total
        points.missing[members] = found.missing[:, -1]
        points.counted[members] = total - found.missing[:, -1]
        points.missing_at_best[members] = found.missing_at_best
        points.gap_safety[members] = gaps[:, codes == "safety"].sum(axis=1)
        points.gap_ethics[members] = gaps[:, codes == "ethics"].sum(axis=1)
        points.gap_rest[members] = gaps[:, -1]
        points.gap_specialty[members] = gaps[:, ~np.isin(codes, ["safety", "ethics", "rest"])].sum(axis=1)
        table.add(members, group.requirements, gaps)
    return points, table.frame(windows["holding"].to_numpy(dtype=np.int64))


class Tall:
    """The requirements of all holdings, one row each, put together rule by rule and read in the order of holdings."""

    def __init__(self, holdings: int) -> None:
        self._lengths = np.zeros(holdings, dtype=np.int64)
        self._parts: list[tuple[IntArray, Requirements, IntArray]] = []

    def add(self, members: IntArray, requirements: Requirements, gaps: IntArray) -> None:
        """Add the gaps (members x requirements) of the holdings of one rule."""
        self._lengths[members] = len(requirements.codes)
        self._parts.append((members, requirements, gaps))

    def frame(self, holding: IntArray) -> pd.DataFrame:
        """Return :data:`tables.REQUIREMENTS`; ``holding`` numbers the holdings."""
        starts = np.cumsum(self._lengths) - self._lengths
        size = int(self._lengths.sum())
        position, need, gap, name = (np.zeros(size, dtype=np.int64) for _ in range(4))
        names = sorted({code for _, requirements, _ in self._parts for code in requirements.codes})
        for members, requirements, gaps in self._parts:
            places = starts[members][:, None] + np.arange(len(requirements.codes))
            position[places] = np.arange(len(requirements.codes))
            need[places] = requirements.needs
            gap[places] = gaps
            name[places] = [names.index(code) for code in requirements.codes]
        table = pd.DataFrame(
            {
                "holding": np.repeat(holding, self._lengths),
                "position": position,
                "requirement": _chosen(names, name),
                "need": need,
                "gap": gap,
            }
        )
        return tables.typed(table, tables.REQUIREMENTS)


def _share(days: dict[str, DayArray], today: np.datetime64) -> tuple[IntArray, IntArray, BoolArray]:
    """Return the days elapsed and the days of the span from which the expected points are reckoned, and where known."""
    known = ~(np.isnat(days["cycle_start"]) | np.isnat(days["declare_by"]))
    span = np.where(known, np.maximum(_days(days["declare_by"] - days["cycle_start"]), 1), 1)
    elapsed = np.where(known, np.maximum(_days(today - days["cycle_start"]), 0), 0)
    return np.minimum(elapsed, span), span, known


def _severity(
    windows: pd.DataFrame,
    points: _Points,
    days: dict[str, DayArray],
    today: np.datetime64,
    days_left: IntArray,
    share: tuple[IntArray, IntArray, BoolArray],
    on_file: BoolArray,
    required: BoolArray,
) -> IntArray:
    """Return the place in ``STATUSES`` of the first one that holds, in the order of "The verdict", 8.

    A comparison with a missing day is False: *cannot say* is no.
    """
    elapsed, span, spanned = share
    end, opens, declare_by = days["cycle_end"], days["declare_opens"], days["declare_by"]
    ended = windows["ended"].to_numpy(dtype=bool)
    filed, accepted = days["declaration_filed_on"], days["declaration_accepted_on"]
    verified_after_end = (days["verified_on"] > end) & (days["verified_on"] <= today)
    renewed_until = months_later(end, windows["cycle_months"].to_numpy(dtype=np.int64))
    nothing_missing = points.known & (points.missing == 0)
    at_best_nothing = points.known & (points.missing_at_best == 0)
    margin = points.counted * BEHIND_MARGIN_DIVISOR * span < points.total * (BEHIND_MARGIN_DIVISOR * elapsed - span)
    year_into_cycle = months_later(days["cycle_start"], BEHIND_FROM_MONTHS) <= today
    dated = ~np.isnat(declare_by)
    behind = points.known & (
        (margin & spanned & year_into_cycle)
        | ((points.named_gap > 0) & dated & (days_left <= BEHIND_MINIMUM_DAYS))
        | ((points.missing > 0) & dated & (days_left <= BEHIND_ANY_DAYS))
    )
    tests = [
        ("not_required", (windows["participation"] == VOLUNTARY).to_numpy(dtype=bool) | ~required),
        ("dates_missing", np.isnat(end)),
        ("renewed", (accepted >= opens) & (accepted <= today) & (today <= renewed_until)),
        ("rule_unknown", ~points.known),
        ("expired", ended & verified_after_end),
        ("end_passed", ended),
        ("filed", (filed >= opens) & (filed <= today)),
        ("file_now", nothing_missing & (opens <= today)),
        ("complete", nothing_missing),
        ("late", declare_by < today),
        ("to_confirm", at_best_nothing),
        ("nothing_on_file", ~on_file),
        ("behind", behind),
    ]
    choices = [np.int64(SEVERITY[code]) for code, _ in tests]
    return np.select([condition for _, condition in tests], choices, np.int64(SEVERITY["on_track"]))


def _order(windows: pd.DataFrame, severity: IntArray) -> IntArray:
    """Return the rows worst first, then by the day to file, name, person, program and credential; missing last."""
    keys = {"severity": pa.array(severity), "declare_by": pa.array(windows["declare_by"].to_numpy())}
    # The sort is stable: what stands in the order of the last keys already, as the store gives it, stays in it; what
    # is missing comes last.
    for name in ("name", *(() if _by_key(windows) else _KEY)):
        keys[name] = _texts(windows[name])
    by = [(name, "ascending") for name in keys]
    order: IntArray = pc.sort_indices(pa.table(keys), by).to_numpy().astype(np.int64)
    return order


def _days(differences: npt.NDArray[np.timedelta64]) -> IntArray:
    return differences.astype(np.int64)


def _maybe(values: IntArray, missing: BoolArray) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(values, missing)


def _chosen(values: Sequence[object], places: IntArray, dtype: str = tables.TEXT) -> pd.api.extensions.ExtensionArray:
    """Return for each place in a short list its value; missing for -1."""
    listed = _with_missing(tuple(values), dtype)
    return listed.take(np.where(places < 0, len(values), places))


@lru_cache(maxsize=64)
def _with_missing(values: tuple[object, ...], dtype: str) -> pd.api.extensions.ExtensionArray:
    """Return a short list as a column, a missing value behind it. Nothing writes into it: it is only taken from."""
    return cast("pd.api.extensions.ExtensionArray", pd.Series([*values, None], dtype=dtype).array)


def _facts(windows: pd.DataFrame, facts: pd.DataFrame) -> Facts:
    """Return ``accepted`` (0 where there are none) and ``data_through`` of each holding's person."""
    known = pa.array(facts["staff_id"], pa.string())
    found = pc.index_in(pa.array(windows["staff_id"], pa.string()), value_set=known)
    places = pc.fill_null(found, len(facts)).to_numpy(zero_copy_only=False)
    accepted = np.append(facts["accepted"].to_numpy(dtype=np.int64), 0)
    through = np.append(facts["data_through"].to_numpy(dtype="datetime64[s]"), np.datetime64("NaT", "s"))
    return Facts(accepted[places], through[places])


def _texts(column: pd.Series) -> pa.Array:
    """Return texts as Arrow; no rows are texts too."""
    found = pa.array(column, pa.large_string(), from_pandas=True)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _by_key(windows: pd.DataFrame) -> bool:
    """Return whether the rows stand in the order of person, program and credential."""
    tied = np.ones(max(len(windows) - 1, 0), dtype=bool)
    for name in _KEY:
        column = _texts(windows[name])
        before, after = column[:-1].filter(pa.array(tied)), column[1:].filter(pa.array(tied))
        if pc.any(pc.less(after, before)).as_py():
            return False
        still = np.flatnonzero(tied)
        tied = np.zeros(len(tied), dtype=bool)
        tied[still] = pc.equal(after, before).to_numpy(zero_copy_only=False)
    return True
