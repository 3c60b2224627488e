"""Where every point went: the allocation of the sure counting, credit by credit, and why the rest was not counted.

The allocation attains the verdict's gaps: requirement by requirement in rule order, each as full as the earlier ones
allow. Credits are taken by date, then title, then their place in the record, and what is allocated of the earlier ones
does not depend on the later ones unless that fills more: it is the same from one day to the next.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from lib.compliance.allocation import allocate
from lib.compliance.coverage import Requirements, requirements_of
from lib.compliance.parts import in_parts
from lib.compliance.supply import eligibility_here
from lib.compliance.windows import accepted_types
from lib.domain import tables
from lib.domain.activities import ASK, NO
from lib.domain.calendar import add_months_to_column
from lib.domain.text import title_key
from lib.rules.book import RuleBook

_NEEDED = ["holding", "credit_id", "rule_index", "points", "first_area", "activity_type"]
_PARTS = ["holding", "credit_id", "requirement", "allocated", "reason"]


def ledger(windows: pd.DataFrame, credits: pd.DataFrame, book: RuleBook, as_of: date) -> pd.DataFrame:
    """Return every credit of every holding's person in its parts, ``tables.LEDGER`` and ``holding`` first.

    Args:
        windows: from :func:`lib.compliance.windows.windows`, one row per holding.
        credits: ``tables.CREDITS`` with ``credit_id`` and ``first_area``; ``eligibility`` is the effective one. Where
            there, ``because`` is ``repeated`` for one that repeats another, and ``allocation`` the stored split of one
            credit between its areas (``ethics=100;chemistry=50``, hundredths).
        book: the rule book that ``windows`` was made with.
        as_of: the date of the verdict.

    Each credit of a person appears once for each of their holdings; the parts of a credit add up to its points.
    """
    base = [
        "holding",
        "staff_id",
        "program",
        "credential",
        "rule_index",
        "cycle_start",
        "cycle_end",
        "window_from",
        "window_to",
    ]
    pairs = windows[base].merge(credits, on="staff_id").reset_index(drop=True)
    pairs["eligibility"] = eligibility_here(pairs.assign(accepted_types=accepted_types(pairs["rule_index"], book)))
    pairs["reason"] = _reason(pairs, book, as_of)
    titles = pairs["title"].fillna("")
    pairs = pairs.assign(title_key=titles.map({title: title_key(title) for title in titles.unique()})).sort_values(
        ["holding", "completed_on", "title_key", "credit_id"], kind="stable", ignore_index=True
    )
    left_out = pairs[pairs["reason"].notna()]
    left_out = left_out.assign(requirement=None, allocated=left_out["points"])[_PARTS]
    parts = [left_out, *_allocated(pairs[pairs["reason"].isna()], book)]
    merged = pairs.drop(columns=["reason"]).merge(
        pd.concat([part for part in parts if len(part)], ignore_index=True) if any(map(len, parts)) else left_out,
        on=["holding", "credit_id"],
        how="left",
    )
    result = tables.typed(merged, tables.LEDGER)
    result.insert(0, "holding", merged["holding"].astype("int64"))
    return result


def _reason(pairs: pd.DataFrame, book: RuleBook, as_of: date) -> pd.Series:
    """Return why a whole credit cannot be allocated, by dates, eligibility or rule; missing where it can."""
    unknown_total = np.array([v.total is None for v in book.versions] + [True])
    day, start = pairs["completed_on"], pairs["window_from"]
    in_window = (day >= start) & (day <= pairs["window_to"])
    own_cycle = start == pairs["cycle_start"]
    month_before = (day < start) & (day >= add_months_to_column(start, -1)) & own_cycle
    repeated = pairs["because"] == "repeated" if "because" in pairs else pd.Series(data=False, index=pairs.index)
    tests = [
        ("repeated", (pairs["eligibility"] == NO) & repeated),
        ("not_ce", pairs["eligibility"] == NO),
        ("no_end", pairs["cycle_end"].isna()),
        ("after_as_of", day > pd.Timestamp(as_of)),
        ("before_cycle", month_before),
        ("outside_window", ~in_window),
        ("to_confirm", pairs["eligibility"] == ASK),
        ("no_rule", pd.Series(unknown_total[pairs["rule_index"].to_numpy(dtype=np.int64)], index=pairs.index)),
    ]
    conditions = [condition.fillna(value=False).astype(bool).to_numpy() for _, condition in tests]
    chosen = np.select(conditions, [code for code, _ in tests], "")
    return pd.Series(chosen, index=pairs.index, dtype="str").mask(chosen == "")


def _allocated(pairs: pd.DataFrame, book: RuleBook) -> list[pd.DataFrame]:
    """Return the parts of the credits that count, rule by rule: in one sweep where the rule allows it, else by flow."""
    parts: list[pd.DataFrame] = []
    whole = pairs
    pairs = in_parts(pairs)[_NEEDED]
    for rule_index in pairs["rule_index"].unique():
        requirements = requirements_of(book.versions[rule_index])
        if requirements is None:
            continue
        of_rule = pairs[pairs["rule_index"] == rule_index]
        odd = pd.Series(not _disjoint(requirements), index=of_rule.index)
        for activity_type in requirements.caps:
            of_type = of_rule["activity_type"] == activity_type
            odd |= of_rule["holding"].isin(of_rule.loc[of_type.fillna(value=False).astype(bool), "holding"])
        parts.append(_swept(of_rule[~odd], requirements))
        parts.extend(_flowed(group, requirements) for _, group in of_rule[odd].groupby("holding", sort=False))
    if len(pairs) == len(whole):
        return parts
    # Parts of a split credit may end in one place: that is told once.
    keys = ["holding", "credit_id", "requirement", "reason"]
    return [part.groupby(keys, sort=False, dropna=False, as_index=False)[["allocated"]].sum()[_PARTS] for part in parts]


def _disjoint(requirements: Requirements) -> bool:
    """Whether no area serves two named minimums and the rest takes every area: then no choice is left to make."""
    seen = 0
    for accepted in requirements.accepts[:-1]:
        if seen & accepted:
            return False
        seen |= accepted
    return seen & ~requirements.accepts[-1] == 0


def _swept(pairs: pd.DataFrame, requirements: Requirements) -> pd.DataFrame:
    """Allocate by running sums: each named minimum from its own areas in order, what is over goes to the rest."""
    if pairs.empty:
        return pd.DataFrame(columns=_PARTS)
    first_mask = np.int64(1) << pairs["first_area"].to_numpy(dtype=np.int64)
    rest = len(requirements.needs) - 1
    named = np.full(len(pairs), rest, dtype=np.int64)
    for position, accepted in enumerate(requirements.accepts[:-1]):
        named[(first_mask & accepted) != 0] = position
    needs = np.array([*requirements.needs[:-1], 0], dtype=np.int64)
    codes = np.array(requirements.codes, dtype=object)
    frame = pairs[["holding", "credit_id", "points"]].assign(named=named)
    before = frame.groupby(["holding", "named"], sort=False)["points"].cumsum() - frame["points"]
    to_named = np.clip(needs[named] - before, 0, frame["points"])
    over = (frame["points"] - to_named).where((first_mask & requirements.accepts[-1]) != 0, 0)
    over_before = over.groupby(frame["holding"], sort=False).cumsum() - over
    to_rest = np.clip(requirements.needs[-1] - over_before, 0, over)
    surplus = frame["points"] - to_named - to_rest
    keys = frame[["holding", "credit_id"]]
    parts = pd.concat(
        [
            keys.assign(requirement=codes[named], allocated=to_named, reason=None),
            keys.assign(requirement="rest", allocated=to_rest, reason=None),
            keys.assign(requirement=None, allocated=surplus, reason="surplus"),
        ],
        ignore_index=True,
    )
    return parts[parts["allocated"] > 0]


def _flowed(pairs: pd.DataFrame, requirements: Requirements) -> pd.DataFrame:
    """Allocate one holding's credits by augmenting paths: for overlapping areas and capped activity types."""
    types = [None if pd.isna(value) else str(value) for value in pairs["activity_type"]]
    masks = (np.int64(1) << pairs["first_area"].to_numpy(dtype=np.int64)).tolist()
    points = pairs["points"].tolist()
    shares, cap_left = allocate(points, masks, types, requirements)
    rows: list[tuple[int, str | None, int, str | None]] = []
    for credit_id, amount, activity_type, share in zip(pairs["credit_id"], points, types, shares, strict=True):
        rows += [(credit_id, requirements.codes[position], part, None) for position, part in sorted(share.items())]
        over = amount - sum(share.values())
        if over:
            capped_out = activity_type is not None and cap_left.get(activity_type) == 0
            rows.append((credit_id, None, over, "over_cap" if capped_out else "surplus"))
    frame = pd.DataFrame(rows, columns=_PARTS[1:])
    return frame.assign(holding=pairs["holding"].iloc[0])[_PARTS]
