"""Duplicates of activities: same person, day, title (apart from case, spaces and punctuation) and points, here or
stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.ingest.book import Codes, Mask
from lib.ingest.credit_rows import Activities
from lib.ingest.person_rows import RowPeople

_EPOCH = np.datetime64("1970-01-01", "D")


@dataclass
class Duplicates:
    """For each table which rows are duplicates, and the stored credit each repeats (-1: another row of the file)."""

    masks: list[Mask]
    stored: list[Codes]


def find_duplicates(parts: Sequence[tuple[Activities, RowPeople, Mask]], known: pd.DataFrame) -> Duplicates:
    """Return the duplicates among the rows of ``mask`` of each table, in the order of the tables, and against
    ``known``."""
    people: dict[str, int] = {}
    titles: dict[str, int] = {}
    keys = []
    for activities, rows, mask in parts:
        person = np.fromiter((people.setdefault(s, len(people)) for s in rows.staff_ids), np.int64, len(rows.clues))
        title = np.fromiter(
            (titles.setdefault(t, len(titles)) for t in activities.title_keys), np.int64, len(activities.title_keys)
        )
        at = np.flatnonzero(mask)
        keys.append(
            pd.DataFrame(
                {
                    "person": person[rows.combination[at]],
                    "day": activities.days[at],
                    "title": title[activities.title_codes[at]],
                    "points": activities.points[at],
                }
            )
        )
    together = pd.concat(keys, ignore_index=True) if keys else pd.DataFrame()
    if not len(together):
        return Duplicates(
            [np.zeros(len(m), bool) for _, _, m in parts], [np.full(len(m), -1, np.int64) for _, _, m in parts]
        )
    stored = np.full(len(together), -1, np.int64)
    if len(known):
        kept = known[known["staff_id"].isin(list(people)) & known["title_key"].isin(list(titles))]
        if len(kept):
            there = pd.DataFrame(
                {
                    "person": kept["staff_id"].map(people).astype("int64"),
                    "day": (kept["completed_on"].to_numpy().astype("datetime64[D]") - _EPOCH).astype(np.int64),
                    "title": kept["title_key"].map(titles).astype("int64"),
                    "points": kept["points"].astype("int64"),
                    "credit_id": kept["credit_id"].astype("int64"),
                }
            ).drop_duplicates(["person", "day", "title", "points"])
            joined = together.merge(there, on=["person", "day", "title", "points"], how="left")
            stored = joined["credit_id"].fillna(-1).to_numpy().astype(np.int64)
    repeated = together.duplicated().to_numpy() | (stored >= 0)
    masks, places = [], []
    start = 0
    for (_, _, mask), frame in zip(parts, keys, strict=True):
        at = np.flatnonzero(mask)
        full, place = np.zeros(len(mask), bool), np.full(len(mask), -1, np.int64)
        full[at], place[at] = repeated[start : start + len(frame)], stored[start : start + len(frame)]
        masks.append(full)
        places.append(place)
        start += len(frame)
    return Duplicates(masks, places)
