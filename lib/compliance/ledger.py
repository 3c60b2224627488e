"""Where every point went: the allocation of the sure counting, credit by credit, and why the rest was not counted.

The allocation attains the verdict's gaps: requirement by requirement in rule order, each as full as the earlier ones
allow. Credits are taken by date, then title, then their place in the record, and what is allocated of the earlier ones
does not depend on the later ones unless that fills more: it is the same from one day to the next.

All of it is arrays until the end: a page about one person has frames of some rows, where pandas takes by the call.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.compliance.coverage import IntArray
from lib.compliance.parts import in_parts
from lib.compliance.placing import Counted, Places, placed
from lib.domain import tables
from lib.domain.activities import ASK, COUNTS, NO, NOT_EDUCATION
from lib.domain.areas import UNASSIGNED_NUMBER
from lib.domain.calendar import add_months_to_column
from lib.domain.text import title_key
from lib.rules.book import RuleBook

BoolArray = npt.NDArray[np.bool_]

_ELIGIBILITIES: Final = (COUNTS, ASK, NO)
_REASONS: Final = (
    "repeated", "not_ce", "no_end", "after_as_of", "before_cycle", "outside_window", "to_confirm", "no_rule",
)  # fmt: skip
"""Why a whole credit cannot be allocated; the first that holds is said."""
_OF_HOLDING: Final = ("program", "credential")
_key: Final = lru_cache(maxsize=1 << 16)(title_key)


class _Pairs(NamedTuple):
    """Each holding with each credit of its person, by holding and in the order of use: places in the two frames."""

    window: IntArray
    credit: IntArray


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
    pairs = _paired(windows, credits)
    words = list(_REASONS)
    eligibility = _eligibility(windows, credits, pairs, book)
    reason = _reason(windows, credits, pairs, eligibility, book, as_of)
    counted = _counted(windows, credits, pairs, np.flatnonzero(reason < 0))
    left_out = np.flatnonzero(reason >= 0)
    points = _column(credits, "points", np.int64)
    whole = Places(left_out, np.full_like(left_out, -1), points[pairs.credit[left_out]], reason[left_out])
    every = [np.concatenate(columns) for columns in zip(whole, *placed(counted, book, words), strict=True)]
    order = np.argsort(every[0], kind="stable")
    places = Places(*(column[order] for column in every))
    if len(counted.pair) + len(left_out) > len(pairs.credit):
        places = _told_once(places)
    of_window, of_credit = pairs.window[places.pair], pairs.credit[places.pair]
    made = {
        "eligibility": _worded(eligibility[places.pair], _ELIGIBILITIES),
        "requirement": _worded(places.requirement, words),
        "allocated": places.allocated,
        "reason": _worded(places.reason, words),
    }
    columns: dict[str, Any] = {"holding": _column(windows, "holding", np.int64)[of_window]}
    for name in tables.LEDGER:
        frame, taken = (windows, of_window) if name in _OF_HOLDING else (credits, of_credit)
        columns[name] = made[name] if name in made else frame[name].array.take(taken)
    return tables.typed(pd.DataFrame(columns, copy=False), {"holding": tables.WHOLE, **tables.LEDGER})


def _paired(windows: pd.DataFrame, credits: pd.DataFrame) -> _Pairs:
    """Return the pairs; the credits of a person by date, title and number, in whatever order they came."""
    people = pc.unique(_arrow(windows, "staff_id"))
    person = _coded(credits, "staff_id", people)
    titles = pc.fill_null(_arrow(credits, "title"), "").dictionary_encode()
    keys = [_key(title) for title in titles.dictionary.to_pylist()]
    rank = {key: number for number, key in enumerate(sorted(set(keys)))}
    ranks = np.array([rank[key] for key in keys], dtype=np.int64)[titles.indices.to_numpy(zero_copy_only=False)]
    day, number = _column(credits, "completed_on", "datetime64[s]"), _column(credits, "credit_id", np.int64)
    credit = np.lexsort((number, ranks, day, person))
    by_holding = np.argsort(_column(windows, "holding", np.int64), kind="stable")
    of_window = _coded(windows, "staff_id", people)[by_holding]
    first, last = (np.searchsorted(person[credit], of_window, side=side) for side in ("left", "right"))
    lengths = last - first
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return _Pairs(np.repeat(by_holding, lengths), credit[np.repeat(first, lengths) + within])


def _reason(
    windows: pd.DataFrame, credits: pd.DataFrame, pairs: _Pairs, eligibility: IntArray, book: RuleBook, as_of: date
) -> IntArray:
    """Return the place in ``_REASONS`` of why a whole credit cannot be allocated; -1 where it can."""
    of, which = pairs.window, pairs.credit
    rule_index = _column(windows, "rule_index", np.int64)
    unknown_total = np.array([version.total is None for version in book.versions] + [True])
    day = _column(credits, "completed_on", "datetime64[s]")[which]
    start, end = (_column(windows, name, "datetime64[s]") for name in ("window_from", "window_to"))
    month_before = add_months_to_column(pd.Series(start), -1).to_numpy()
    own_cycle = start == _column(windows, "cycle_start", "datetime64[s]")
    repeated = _coded(credits, "because", ("repeated",))[which] == 0
    is_no = eligibility == _ELIGIBILITIES.index(NO)
    tests = (
        is_no & repeated,
        is_no,
        np.isnat(_column(windows, "cycle_end", "datetime64[s]"))[of],
        day > np.datetime64(as_of),
        (day < start[of]) & (day >= month_before[of]) & own_cycle[of],
        ~((day >= start[of]) & (day <= end[of])),
        eligibility == _ELIGIBILITIES.index(ASK),
        unknown_total[rule_index][of],
    )
    return np.asarray(np.select(tests, range(len(tests)), -1), dtype=np.int64)


def _eligibility(windows: pd.DataFrame, credits: pd.DataFrame, pairs: _Pairs, book: RuleBook) -> IntArray:
    """Return :func:`lib.compliance.supply.eligibility_here` of credits under rules, as places in ``_ELIGIBILITIES``."""
    which, rule_index = pairs.credit, _column(windows, "rule_index", np.int64)[pairs.window]
    found = _coded(credits, "eligibility", _ELIGIBILITIES)[which]
    # Another type, or none at all, is the last: no rule takes it beside CE.
    kind = np.maximum(_coded(credits, "activity_type", NOT_EDUCATION), -1)
    rows = [(*(code in version.accepts for code in NOT_EDUCATION), False) for version in book.versions]
    takes = np.array([*rows, (False,) * (len(NOT_EDUCATION) + 1)])
    said = _coded(credits, "because", ()) == _MISSING
    accepted = takes[rule_index, kind[which]] & (found == _ELIGIBILITIES.index(NO)) & said[which]
    unassigned = (_column(credits, "first_area", np.int64) == UNASSIGNED_NUMBER)[which]
    found[accepted] = np.where(unassigned[accepted], _ELIGIBILITIES.index(ASK), _ELIGIBILITIES.index(COUNTS))
    return found


def _counted(windows: pd.DataFrame, credits: pd.DataFrame, pairs: _Pairs, which: IntArray) -> Counted:
    """Return what counts of the pairs, those with a stored split as one row for each part."""
    credit, of = pairs.credit[which], pairs.window[which]
    points, area = _column(credits, "points", np.int64)[credit], _column(credits, "first_area", np.int64)[credit]
    split = _coded(credits, "allocation", ())[credit] != _MISSING
    if split.any():
        allocation = credits["allocation"].array.take(credit)
        whole = pd.DataFrame({"place": range(len(which)), "points": points, "first_area": area})
        parts = in_parts(whole.assign(allocation=allocation))
        points, area = parts["points"].to_numpy(), parts["first_area"].to_numpy()
        again = parts["place"].to_numpy()
        which, credit, of = which[again], credit[again], of[again]
    return Counted(
        pair=which,
        holding=_column(windows, "holding", np.int64)[of],
        rule_index=_column(windows, "rule_index", np.int64)[of],
        points=points,
        mask=np.int64(1) << area,
        types=credits["activity_type"].to_numpy(dtype=object)[credit],
    )


def _told_once(places: Places) -> Places:
    """Return the places with those summed in which several parts of one split credit end."""
    keys = np.stack([places.pair, places.requirement, places.reason])
    _, first, inverse = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    sums = np.zeros(len(first), dtype=np.int64)
    np.add.at(sums, inverse.ravel(), places.allocated)
    order = np.argsort(first)
    kept = first[order]
    return Places(places.pair[kept], places.requirement[kept], sums[order], places.reason[kept])


_MISSING: Final = -2


def _arrow(frame: pd.DataFrame, name: str) -> pa.Array:
    """Return a text column as one Arrow array."""
    column = pa.array(frame[name], from_pandas=True)
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return whole.cast(pa.large_string())


def _coded(frame: pd.DataFrame, name: str, words: Sequence[str] | pa.Array) -> IntArray:
    """Return a text column as places in ``words``: -1 is another word, -2 none at all (as in a column not there)."""
    if name not in frame:
        return np.full(len(frame), _MISSING, dtype=np.int64)
    column = _arrow(frame, name)
    among = words if isinstance(words, pa.Array) else pa.array(words, pa.large_string())
    found = pc.fill_null(pc.index_in(column, value_set=among), -1).to_numpy(zero_copy_only=False).astype(np.int64)
    if column.null_count:
        found[column.is_null().to_numpy(zero_copy_only=False)] = _MISSING
    return np.asarray(found)


def _worded(numbers: IntArray, words: Sequence[str]) -> pd.api.extensions.ExtensionArray:
    """Return numbers as their words; missing where negative."""
    found = pa.array(words, pa.large_string()).take(pa.array(numbers, mask=numbers < 0))
    text: Any = pd.StringDtype(na_value=np.nan)
    return text.__from_arrow__(found)  # type: ignore[no-any-return]  # pandas types the method so


def _column(frame: pd.DataFrame, name: str, dtype: Any) -> Any:
    """Return a column as an array of this type."""
    return frame[name].to_numpy(dtype=dtype)
