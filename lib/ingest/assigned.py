"""What a file said by itself: rows read with the help of a manager's assignments are stored without it.

The assignments are applied whenever stored credits are read, so that one taken back holds for later imports as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from lib.domain.activities import ASK, COUNTS
from lib.domain.imports import ImportOutcome
from lib.domain.text import words_key
from lib.ingest.area_texts import areas_of_text


def as_read(outcome: ImportOutcome, assigned: Mapping[str, str]) -> ImportOutcome:
    """Return an outcome whose credits and waiting rows say what their area texts say to the reader alone.

    ``assigned`` are the manager's texts (``words_key``); a text among them is no longer listed as one to assign.
    """
    if not assigned:
        return outcome
    for sheet in outcome.sheets:
        sheet.unassigned_areas = {
            text: count for text, count in sheet.unassigned_areas.items() if words_key(text) not in assigned
        }
    return replace(outcome, credits=_alone(outcome.credits, assigned), waiting=_alone(outcome.waiting, assigned))


def readings_without(
    texts: Mapping[str, str], assigned: Mapping[str, str], gone: set[str]
) -> dict[str, tuple[str, ...]]:
    """Return what stored texts say once assignments are gone, for those that they may have had a part in.

    ``texts``: ``words_key`` -> text as found; ``assigned``: all assignments in force; ``gone``: those taken back.
    """
    left = {key: areas for key, areas in assigned.items() if key not in gone}
    concerned = {key: text for key, text in texts.items() if any(f" {part} " in f" {key} " for part in gone)}
    return {
        key: areas_of_text(text, {part: areas for part, areas in left.items() if part != key})[0]
        for key, text in concerned.items()
    }


def _alone(rows: pd.DataFrame, assigned: Mapping[str, str]) -> pd.DataFrame:
    texts = rows["area_text"].dropna().unique()
    alone = {
        text: ";".join(
            areas_of_text(text, {key: areas for key, areas in assigned.items() if key != words_key(text)})[0]
        )
        for text in texts
        if words_key(text) in assigned
    }
    if not alone:
        return rows
    concerned = rows["area_text"].isin(alone.keys())
    areas = rows["areas"].where(~concerned, rows["area_text"].map(alone))
    doubt = concerned & (areas == "") & (rows["eligibility"] == COUNTS)
    return rows.assign(areas=areas, eligibility=rows["eligibility"].mask(doubt, ASK))
