"""The allocation of one holding as its program's own page asks for it: area by area, activity by activity."""

from __future__ import annotations

from typing import Final

import pandas as pd

from lib.domain import points
from lib.domain.areas import UNASSIGNED
from lib.domain.sentences import area_label
from lib.reports.delimited import table_csv
from lib.reports.sheets import Column

COLUMNS: Final[tuple[Column, ...]] = (
    Column("area", "Enter under"),
    Column("completed_on", "Completed on", "date"),
    Column("title", "Activity"),
    Column("provider", "Provider"),
    Column("points", "Points", "points"),
)


def allocation_rows(parts: pd.DataFrame) -> pd.DataFrame:
    """Return what counts for one holding: ``area``, ``completed_on``, ``title``, ``provider``, ``points`` (hundredths).

    ``parts`` are the rows of one holding of a ledger. Named minimums come first, the rest last; what fills
    the rest is named with the area it was earned in. The points of all rows add up
    to the points counted.
    """
    counted = parts[parts["requirement"].notna()]
    first = counted["areas"].fillna("").str.split(";").str[0].replace("", UNASSIGNED)
    own = counted["requirement"].map(area_label)
    rest = "Rest: " + first.map(area_label)
    is_rest = counted["requirement"] == "rest"
    frame = counted.assign(area=own.where(~is_rest, rest), is_rest=is_rest, points=counted["allocated"])
    frame = frame.sort_values(["is_rest", "area", "completed_on", "title"], kind="stable", ignore_index=True)
    return frame[[column.name for column in COLUMNS]]


def allocation_text(rows: pd.DataFrame) -> str:
    """Return the rows as plain text, an area to a block with its sum, for copying."""
    lines: list[str] = []
    for area, block in rows.groupby("area", sort=False):
        lines.append(f"{area}: {points.text(int(block['points'].sum()))}")
        lines += [
            f"  {day:%m/%d/%Y}  {points.text(int(part))}  {' '.join(str(title).split())}"
            for day, part, title in zip(block["completed_on"], block["points"], block["title"], strict=True)
        ]
    return "\n".join(lines)


def allocation_csv(rows: pd.DataFrame) -> bytes:
    """Return the rows as delimited text that no spreadsheet runs as a formula."""
    return table_csv(rows, COLUMNS)
