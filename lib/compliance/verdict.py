"""The verdict for every holding at once: both countings, gaps, dates and status (domain definition, "The verdict")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.compliance.counting import Group, counted
from lib.compliance.coverage import IntArray, Requirements, requirements_of
from lib.domain import tables
from lib.domain.calendar import add_months_to_column
from lib.domain.statuses import SEVERITY, STATUS_CODES, STATUSES
from lib.rules.book import RuleBook

BEHIND_MARGIN_DIVISOR = 6
BEHIND_FROM_MONTHS = 12
BEHIND_MINIMUM_DAYS = 180
BEHIND_ANY_DAYS = 90
"""The project's own choices of the domain definition, status ``behind``: a sixth of the total below the expected points
from 12 months on; a named minimum unmet with at most 180 days left; anything missing with at most 90."""

_KEY = ["staff_id", "program", "credential"]
_OF_TOTAL = (
    "total", "counted", "missing", "missing_at_best",
    "gap_safety", "gap_ethics", "gap_specialty", "gap_rest", "named_gap",
)  # fmt: skip
"""Point columns that are known where the total is."""


@dataclass(frozen=True)
class Verdicts:
    """``frame``: ``tables.VERDICTS``, worst first. ``requirements``: ``tables.REQUIREMENTS``, joined by ``holding``."""

    frame: pd.DataFrame
    requirements: pd.DataFrame


def evaluate(windows: pd.DataFrame, supply: pd.DataFrame, facts: pd.DataFrame, book: RuleBook, as_of: date) -> Verdicts:
    """Return the verdict of every holding.

    Args:
        windows: from :func:`lib.compliance.windows.windows`, with ``name``, ``site`` and ``department`` beside.
        supply: points by holding, area and type, as :func:`lib.compliance.supply.supply` gives.
        facts: ``staff_id``, ``accepted`` (credits up to ``as_of``, whatever their eligibility), ``data_through``.
        book: the rule book that ``windows`` was made with.
        as_of: the date of the verdict.
    """
    frame = _with_facts(windows, facts)
    frame, requirements = _counted(frame, supply, book)
    frame["days_left"] = (frame["declare_by"] - pd.Timestamp(as_of)).dt.days.astype("Int64")
    frame["expected"], share_terms = _expected(frame, as_of)
    severity = _severity(frame, share_terms, as_of)
    frame["status"] = _chosen(STATUS_CODES, severity)
    frame["status_group"] = _chosen([status.group for status in STATUSES], severity)
    frame["required"] = frame["required"].astype("boolean").fillna(value=True)
    rule_index = frame["rule_index"].to_numpy(dtype=np.int64)
    frame["rule_version"] = _chosen([v.version for v in book.versions], rule_index)
    frame["rule_confidence"] = _chosen([v.confidence for v in book.versions], rule_index)
    frame["rule_verified_on"] = _chosen([v.verified_on for v in book.versions], rule_index, tables.DATE)
    frame = frame.assign(severity=severity).sort_values(
        # A stable sort keeps what stands in the order of the last keys already, as the store gives it.
        ["severity", "declare_by", "name", *([] if _by_key(frame) else _KEY)],
        kind="stable",
        na_position="last",
    )
    return Verdicts(tables.typed(frame.reset_index(drop=True), tables.VERDICTS), requirements)


def _counted(frame: pd.DataFrame, supply: pd.DataFrame, book: RuleBook) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fill the point columns; also return the long frame of requirements."""
    holdings = len(frame)
    judged = ((frame["rule_index"] >= 0) & frame["cycle_end"].notna()).to_numpy()
    rule_of_holding = np.where(judged, frame["rule_index"].to_numpy(dtype=np.int64), -1)
    groups = []
    for rule_index in np.unique(rule_of_holding[judged]):
        requirements = requirements_of(book.versions[rule_index])
        if requirements is not None:
            groups.append(Group(np.flatnonzero(rule_of_holding == rule_index), requirements))
    earned, countings = counted(groups, supply, holdings)
    points = {name: np.zeros(holdings, dtype=np.int64) for name in _OF_TOTAL}
    has_total = np.zeros(holdings, dtype=bool)
    table = Tall(holdings)
    for group, found in zip(groups, countings, strict=True):
        members, codes = group.members, np.array(group.requirements.codes)
        gaps = np.diff(found.missing, axis=1, prepend=0)
        total = sum(group.requirements.needs)
        has_total[members] = True
        points["total"][members] = total
        points["missing"][members] = found.missing[:, -1]
        points["counted"][members] = total - found.missing[:, -1]
        points["missing_at_best"][members] = found.missing_at_best
        points["gap_safety"][members] = gaps[:, codes == "safety"].sum(axis=1)
        points["gap_ethics"][members] = gaps[:, codes == "ethics"].sum(axis=1)
        points["gap_rest"][members] = gaps[:, -1]
        points["gap_specialty"][members] = gaps[:, ~np.isin(codes, ["safety", "ethics", "rest"])].sum(axis=1)
        points["named_gap"][members] = gaps[:, :-1].sum(axis=1)
        table.add(members, group.requirements, gaps)
    columns = {name: pd.arrays.IntegerArray(values, ~has_total) for name, values in points.items()}
    columns["earned"] = pd.arrays.IntegerArray(np.where(judged, earned, 0), ~judged)
    return frame.assign(**columns), table.frame(frame["holding"].to_numpy(dtype=np.int64))


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
                "requirement": pd.Series(names, dtype=tables.TEXT).take(name).array,
                "need": need,
                "gap": gap,
            }
        )
        return tables.typed(table, tables.REQUIREMENTS)


def _expected(frame: pd.DataFrame, as_of: date) -> tuple[pd.Series, tuple[pd.Series, pd.Series]]:
    """Return the expected points (hundredths, cut) and the days (elapsed, span) they were reckoned from."""
    span = (frame["declare_by"] - frame["cycle_start"]).dt.days.clip(lower=1).astype("Int64")
    elapsed = (pd.Timestamp(as_of) - frame["cycle_start"]).dt.days.astype("Int64").clip(lower=0)
    elapsed = elapsed.where((elapsed < span).fillna(value=False), span)
    return frame["total"] * elapsed // span, (elapsed, span)


def _severity(frame: pd.DataFrame, share_terms: tuple[pd.Series, pd.Series], as_of: date) -> IntArray:
    """Return the place in ``STATUSES`` of the first one that holds, in the order of "The verdict", 8."""
    today = pd.Timestamp(as_of)
    elapsed, span = share_terms
    months = frame["cycle_months"]
    end, opens = frame["cycle_end"], frame["declare_opens"]
    ended = frame["ended"]
    filed, accepted = frame["declaration_filed_on"], frame["declaration_accepted_on"]
    filed_for_cycle = (filed >= opens) & (filed <= today)
    accepted_for_cycle = (accepted >= opens) & (accepted <= today)
    verified_after_end = (frame["verified_on"] > end) & (frame["verified_on"] <= today)
    nothing_missing = _true(frame["missing"] == 0)
    margin = frame["counted"] * BEHIND_MARGIN_DIVISOR * span < frame["total"] * (BEHIND_MARGIN_DIVISOR * elapsed - span)
    year_into_cycle = add_months_to_column(frame["cycle_start"], BEHIND_FROM_MONTHS) <= today
    behind = (
        (_true(margin) & year_into_cycle)
        | (_true(frame["named_gap"] > 0) & _true(frame["days_left"] <= BEHIND_MINIMUM_DAYS))
        | (_true(frame["missing"] > 0) & _true(frame["days_left"] <= BEHIND_ANY_DAYS))
    )
    tests = [
        (
            "not_required",
            (frame["participation"] == "voluntary") | ~frame["required"].astype("boolean").fillna(value=True),
        ),
        ("dates_missing", end.isna()),
        ("renewed", accepted_for_cycle & (today <= add_months_to_column(end, months))),
        ("rule_unknown", frame["total"].isna()),
        ("expired", ended & verified_after_end),
        ("end_passed", ended),
        ("filed", filed_for_cycle),
        ("file_now", nothing_missing & (opens <= today)),
        ("complete", nothing_missing),
        ("late", frame["declare_by"] < today),
        ("to_confirm", _true(frame["missing_at_best"] == 0)),
        ("nothing_on_file", ~_true(frame["accepted"] > 0)),
        ("behind", behind),
    ]
    conditions = [_true(condition).to_numpy() for _, condition in tests]
    return np.select(conditions, [np.int64(SEVERITY[code]) for code, _ in tests], np.int64(SEVERITY["on_track"]))


def _true(condition: pd.Series) -> pd.Series:
    """Return a condition with *cannot say* taken as no."""
    return condition.astype("boolean").fillna(value=False).astype(bool)


def _chosen(values: Sequence[object], places: IntArray, dtype: str = tables.TEXT) -> pd.api.extensions.ExtensionArray:
    """Return for each place in a short list its value; missing for -1."""
    listed = pd.Series([*values, None], dtype=dtype).array
    return cast("pd.api.extensions.ExtensionArray", listed.take(np.where(places < 0, len(values), places)))


def _with_facts(windows: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Return the windows with ``accepted`` (0 where there are none) and ``data_through`` of their persons."""
    known = pa.array(facts["staff_id"], pa.string())
    found = pc.index_in(pa.array(windows["staff_id"], pa.string()), value_set=known)
    places = pc.fill_null(found, len(facts)).to_numpy(zero_copy_only=False)
    accepted = np.append(facts["accepted"].to_numpy(dtype=np.int64), 0)
    through = np.append(facts["data_through"].to_numpy(dtype="datetime64[s]"), np.datetime64("NaT", "s"))
    return windows.assign(accepted=accepted[places], data_through=through[places])


def _by_key(frame: pd.DataFrame) -> bool:
    """Return whether the rows stand in the order of person, program and credential."""
    people = frame["staff_id"].to_numpy(dtype=object)
    same = np.flatnonzero(people[1:] == people[:-1])
    if (people[1:] < people[:-1]).any():
        return False
    held = list(zip(*(frame[name].to_numpy(dtype=object) for name in _KEY[1:]), strict=True))
    return all(held[row] <= held[row + 1] for row in same)
