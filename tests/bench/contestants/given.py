"""The frames that the peers judge, read before their time begins."""

from datetime import date
from typing import NamedTuple

import duckdb
import pandas as pd

from lib.rules.loader import load_shipped

AS_OF = date(2026, 11, 22)


class Rule(NamedTuple):
    total: float
    minimums: tuple[tuple[str, float], ...]


def frames(path: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return holdings (with cycle_start) and credits as plain frames."""
    with duckdb.connect(path, read_only=True) as connection:
        holdings = connection.execute(
            "select staff_id, credential, (cycle_end - interval 36 month + interval 1 day)::timestamp_s "
            "as cycle_start, cycle_end::timestamp_s as cycle_end from holdings"
        ).df()
        credits = connection.execute(
            "select staff_id, completed_on::timestamp_s as completed_on, points / 100.0 as points, areas as area, "
            "eligibility from credits"
        ).df()
    return holdings, credits


def rules() -> dict[str, Rule]:
    """Return total and minimums by credential: the version of each that is in force now."""
    book = load_shipped()
    found = {}
    for version in book.versions:
        ends_late = version.ends_to is None or version.ends_to >= AS_OF
        if version.program == "ASCP" and version.total is not None and ends_late:
            minimums = tuple((minimum.code, minimum.points / 100) for minimum in version.minimums)
            found[version.credential] = Rule(version.total / 100, minimums)
    return found
