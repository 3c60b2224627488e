"""What falls due when: filing windows and ends by month, and who would be left at the bench if nobody caught up.

The tables and their words are in :mod:`lib.domain.deadlines`.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from lib.domain import tables
from lib.domain.calendar import coming_month_ends
from lib.domain.deadlines import BENCH, EVENTS, KINDS, LAPSING, MONTHS, NOT_GIVEN
from lib.domain.statuses import ON_COURSE


def events(verdicts: pd.DataFrame, as_of: date, months: int = MONTHS) -> pd.DataFrame:
    """Return the filing and end dates of required holdings (``EVENTS``) from ``as_of`` to the last month's end.

    The month of ``as_of`` is the first of ``months``; of it only the days from ``as_of`` on. A declaration that was
    filed or accepted for this cycle has no window and no filing date any more, only its end. What passed before
    ``as_of`` is not listed: those holdings are late or ended, and say so.
    """
    required = verdicts[verdicts["status"] != "not_required"]
    filed = required["status"].isin(["filed", "renewed"])
    parts = [
        required[~filed].assign(kind="opens", day=required["declare_opens"]),
        required[~filed].assign(kind="due", day=required["declare_by"]),
        required.assign(kind="ends", day=required["cycle_end"]),
    ]
    rows = pd.concat(parts, ignore_index=True)
    last = coming_month_ends(as_of, months)[-1]
    rows = rows[(rows["day"] >= pd.Timestamp(as_of)) & (rows["day"] <= pd.Timestamp(last))]
    rows = rows.assign(
        month=rows["day"].dt.to_period("M").dt.to_timestamp(),
        rank=rows["kind"].map({kind: n for n, kind in enumerate(KINDS)}),
    )
    return tables.typed(
        rows.sort_values(["day", "rank", "name", "staff_id", "credential"], kind="stable", ignore_index=True), EVENTS
    )


def by_month(rows: pd.DataFrame, as_of: date, months: int = MONTHS) -> pd.DataFrame:
    """Return one row per month, the empty ones too: month, then the number of holdings for each of ``KINDS``."""
    firsts = [end.replace(day=1) for end in coming_month_ends(as_of, months)]
    table = pd.DataFrame({"month": pd.Series(firsts, dtype="datetime64[s]")})
    counts = pd.crosstab(rows["month"], rows["kind"])
    for kind in KINDS:
        found = table["month"].map(counts[kind]) if kind in counts else pd.Series(0, index=table.index)
        table[kind] = found.fillna(0).astype("int64")
    return table


def holders(verdicts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the holdings that are valid on ``as_of`` on our records, with ``lapses_on`` (missing: it stays).

    Valid: the cycle has not ended, or was renewed, or the holder takes part voluntarily (certified for life). Holdings
    without an end date are neither: they are counted apart by :func:`bench_unknown`. Who is on course is taken to renew
    in time; everybody else, those of whom we cannot say and those whose job does not require it too, lapses with the
    end of the cycle.
    """
    today = pd.Timestamp(as_of)
    voluntary = (verdicts["participation"] == "voluntary").fillna(value=False)
    valid = (verdicts["cycle_end"] >= today) | (verdicts["status"] == "renewed") | voluntary
    stays = voluntary | verdicts["status"].isin(ON_COURSE)
    rows = verdicts[valid].assign(lapses_on=verdicts["cycle_end"].where(~stays))
    return rows.assign(department=rows["department"].fillna(NOT_GIVEN))


def bench(verdicts: pd.DataFrame, as_of: date, months: int = MONTHS) -> pd.DataFrame:
    """Return how many certified people remain by department and credential at each coming month end (``BENCH``)."""
    rows = holders(verdicts, as_of)
    keys = ["department", "program", "credential"]
    people = (
        rows.assign(stays=rows["lapses_on"].isna())
        .groupby([*keys, "staff_id"], as_index=False)
        .agg(stays=("stays", "any"), lapses_on=("lapses_on", "max"))
    )
    ends = np.array(coming_month_ends(as_of, months), dtype="datetime64[s]")
    lapses = people["lapses_on"].where(~people["stays"]).to_numpy(dtype="datetime64[s]")
    # On the last day of a cycle the credential is still held.
    here = np.isnat(lapses)[:, None] | (lapses[:, None] >= ends[None, :])
    wide = pd.concat([people[keys], pd.DataFrame(here.astype("int64"), columns=pd.Index(ends))], axis=1)
    remain = wide.groupby(keys, as_index=False).sum().melt(keys, var_name="month_end", value_name="remain")
    certified = people.groupby(keys, as_index=False).size().rename(columns={"size": "certified"})
    found = remain.merge(certified, on=keys).sort_values([*keys, "month_end"], ignore_index=True)
    return tables.typed(found, BENCH)


def bench_unknown(verdicts: pd.DataFrame) -> int:
    """Return how many holdings have no end date and are therefore in no count of :func:`bench`."""
    voluntary = (verdicts["participation"] == "voluntary").fillna(value=False)
    return int((verdicts["cycle_end"].isna() & ~voluntary & (verdicts["status"] != "renewed")).sum())


def lapsing(verdicts: pd.DataFrame, as_of: date, months: int = MONTHS) -> pd.DataFrame:
    """Return who would lapse up to the last month end (``LAPSING``), the first to lapse first."""
    rows = holders(verdicts, as_of)
    last = pd.Timestamp(coming_month_ends(as_of, months)[-1])
    rows = rows[rows["lapses_on"] < last]
    return tables.typed(
        rows.sort_values(["lapses_on", "name", "staff_id", "credential"], kind="stable", ignore_index=True), LAPSING
    )
