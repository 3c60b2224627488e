"""What each unfinished holding still needs, as shortfalls by subset of requirements: the exact input of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.compliance.coverage import IntArray, Supply, requirements_of, shortfalls
from lib.rules.book import RuleBook


@dataclass(frozen=True)
class Deficits:
    """The holdings of one rule version.

    ``holdings`` (ids), ``accepts`` (area masks, rest last), ``needs_total``
    (hundredths), ``deficits`` (holdings x subsets).
    """

    rule_index: int
    holdings: IntArray
    accepts: tuple[int, ...]
    needs_total: int
    deficits: IntArray


def deficits(windows: pd.DataFrame, supply: pd.DataFrame, book: RuleBook) -> Iterator[Deficits]:
    """Yield, rule by rule, ``need(T) - supply(T)`` in the sure counting for the holdings in ``windows``.

    ``windows`` needs ``holding`` and ``rule_index`` (only holdings with a known total should be passed); ``supply`` as
    in :func:`lib.compliance.verdict.evaluate`. A purchase of *c* points in areas *A* lowers every subset that accepts
    one of *A* by *c*; the holding is complete when no subset is left above zero.
    """
    entries = Supply.of(supply)
    for rule_index in sorted(windows["rule_index"].unique().tolist()):
        group = windows[windows["rule_index"] == rule_index]
        requirements = requirements_of(book.versions[rule_index])
        if requirements is None:
            continue
        holdings = group["holding"].to_numpy(dtype=np.int64)
        part = entries.taken(np.isin(entries.rows, holdings))
        order = np.argsort(holdings)
        positions = order[np.searchsorted(holdings, part.rows, sorter=order)]
        blocks = shortfalls(requirements, part.at(positions), len(holdings))
        table = np.concatenate([shortfall for _, shortfall in blocks])
        yield Deficits(rule_index, holdings, requirements.accepts, sum(requirements.needs), table)
