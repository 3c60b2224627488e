"""A person's own transcript against our records: what both have, what one lacks, and what looks wrong in either.

The tables and their words are in :mod:`lib.domain.discrepancies`.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from lib.domain import tables
from lib.domain.calendar import add_months_to_column
from lib.domain.discrepancies import COMPARED, FINDINGS, LISTED, LOOKS_WRONG, WRONG
from lib.domain.likeness import ALIKE_DAYS, titles_alike

CEU_FROM: Final = 10
CEU_TO: Final = 60
LONG_DAY: Final = 700
"""Hundredths of points (facts: 0.1-0.6 in an hours column is likely CEU; over 7 hours on a day is unlikely)."""

NOT_IN_HOURS: Final = ("college", "exam", "publication", "committee")
"""Activity types whose points are not hours of one day."""


def compared(ours: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    """Return how one person's credits on our records and on a transcript stand to each other (``COMPARED``).

    Two are one activity if they lie at most three days apart and have the same certificate number or titles that are
    alike with the same groups of digits. Each is paired once: equal points first, then the nearest day.
    """
    ours = tables.typed(ours, LISTED).reset_index(drop=True)
    theirs = tables.typed(theirs, LISTED).reset_index(drop=True)
    pairs = _pairs(ours, theirs)
    lone_ours = np.setdiff1d(np.arange(len(ours)), pairs["our_row"].to_numpy(dtype=np.int64))
    lone_theirs = np.setdiff1d(np.arange(len(theirs)), pairs["their_row"].to_numpy(dtype=np.int64))
    rows = pd.concat(
        [
            pairs[["our_row", "their_row"]].astype("Int64"),
            pd.DataFrame({"our_row": lone_ours}, dtype="Int64"),
            pd.DataFrame({"their_row": lone_theirs}, dtype="Int64"),
        ],
        ignore_index=True,
    )
    rows = rows.join(_named(ours, "our"), on="our_row").join(_named(theirs, "their"), on="their_row")
    both = rows["our_row"].notna() & rows["their_row"].notna()
    equal = (rows["our_points"] == rows["their_points"]).fillna(value=False).astype(bool)
    rows["finding"] = np.select(
        [both & equal, both, rows["our_row"].notna()], ["same", "points_differ", "only_ours"], "only_theirs"
    )
    rows["rank"] = rows["finding"].map({code: rank for rank, code in enumerate(FINDINGS)})
    rows["day"] = rows["our_day"].fillna(rows["their_day"])
    return tables.typed(rows.sort_values(["rank", "day", "our_row", "their_row"], ignore_index=True), COMPARED)


def _pairs(ours: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    """Return which row of one side is which of the other: ``our_row``, ``their_row``, each at most once."""
    left = ours.assign(our_row=np.arange(len(ours)))
    right = theirs.assign(their_row=np.arange(len(theirs)))
    all_pairs = left.merge(right, how="cross", suffixes=("", "_there"))
    apart = (all_pairs["completed_on"] - all_pairs["completed_on_there"]).dt.days.abs()
    near = all_pairs.assign(apart=apart)[apart <= ALIKE_DAYS]
    number = near["certificate_number"].str.strip()
    same_number = (number == near["certificate_number_there"].str.strip()) & number.fillna("").ne("")
    titles = zip(near["title"].fillna(""), near["title_there"].fillna(""), strict=True)
    alike = np.array([titles_alike(one, other) for one, other in titles], dtype=bool)
    found = near[same_number.fillna(value=False).astype(bool) | alike]
    found = found.assign(differ=found["points"] != found["points_there"])
    found = found.sort_values(["differ", "apart", "our_row", "their_row"], kind="stable")
    taken_ours: set[int] = set()
    taken_theirs: set[int] = set()
    kept = []
    for our, their in zip(found["our_row"].tolist(), found["their_row"].tolist(), strict=True):
        if our not in taken_ours and their not in taken_theirs:
            taken_ours.add(our)
            taken_theirs.add(their)
            kept.append((our, their))
    return pd.DataFrame(kept, columns=["our_row", "their_row"], dtype="int64")


def _named(side: pd.DataFrame, whose: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            f"{whose}_day": side["completed_on"],
            f"{whose}_title": side["title"],
            f"{whose}_points": side["points"].astype("Int64"),
        }
    )


def looks_wrong(credits: pd.DataFrame, cycles: pd.DataFrame) -> pd.DataFrame:
    """Return what looks wrong in credits that are there (``LOOKS_WRONG``), by person, day and code.

    ``credits``: staff_id, completed_on, title, points, activity_type; ``cycles``: staff_id and cycle_end of every
    cycle, earlier ones too. Nothing is changed by it: each is a question to ask.
    """
    in_hours = ~credits["activity_type"].isin(NOT_IN_HOURS)
    small = credits[in_hours & credits["points"].between(CEU_FROM, CEU_TO)].assign(code="ceu", activities=1)
    keys = ["staff_id", "completed_on"]
    days = (
        credits[in_hours]
        .groupby(keys, as_index=False)
        .agg(points=("points", "sum"), activities=("points", "size"), title=("title", "first"))
    )
    long_days = days[days["points"] > LONG_DAY].assign(code="long_day")
    ends = cycles.dropna(subset="cycle_end")[["staff_id", "cycle_end"]].drop_duplicates()
    late = credits.merge(ends, on="staff_id")
    month_before = add_months_to_column(late["cycle_end"], -1)
    late = late[(late["completed_on"] > month_before) & (late["completed_on"] <= late["cycle_end"])]
    parts = [small, long_days, late.assign(code="last_month", activities=1)]
    found = pd.concat([tables.typed(part, LOOKS_WRONG) for part in parts], ignore_index=True)
    rank = {code: number for number, code in enumerate(WRONG)}
    found = found.assign(rank=found["code"].map(rank))
    return tables.typed(
        found.sort_values(["staff_id", "completed_on", "rank", "cycle_end"], kind="stable", ignore_index=True),
        LOOKS_WRONG,
    )


def in_period(credits: pd.DataFrame, since: date | None, until: date) -> pd.Series:
    """Return which credits were completed from ``since`` (None: whenever) to ``until``, both days included."""
    inside = credits["completed_on"] <= pd.Timestamp(until)
    return inside if since is None else inside & (credits["completed_on"] >= pd.Timestamp(since))
