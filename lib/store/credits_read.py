"""What credits that were read with all their columns say for a verdict: the same as a second reading would."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.domain.activities import COUNTS, NO, NOT_EDUCATION
from lib.domain.areas import AREA_NUMBER, UNASSIGNED_NUMBER
from lib.domain.decisions import parts_of
from lib.domain.supplied import Credited
from lib.store.window_matching import TYPES, Credits, Matching, Windows

_TYPE_NUMBER: Final = {code: number for number, code in enumerate(TYPES, 1)}


def credited_by(windows: pd.DataFrame, credits: pd.DataFrame, as_of: date) -> Credited:
    """Return what :func:`lib.store.supply_rows.credited` does, of all the credits of the people of ``windows``.

    ``credits`` has the columns of :data:`lib.store.credits.CREDITS_OF`, areas and eligibility as decisions have them.
    """
    _, people = pd.factorize(windows["staff_id"])
    numbers = {staff_id: number for number, staff_id in enumerate(people, 1)}
    matching = Matching(Windows.of(windows, _looked_up(windows["staff_id"], numbers), len(people) + 1), as_of)
    person = _looked_up(credits["staff_id"], numbers)
    day = credits["completed_on"].to_numpy().astype("datetime64[D]").astype(np.int32)
    rows = np.flatnonzero((person > 0) & (day <= np.datetime64(as_of, "D").astype(np.int32)))
    matching.note(person[rows], day[rows])
    points = credits["points"].to_numpy(dtype=np.int64)[rows]
    first_area = area = credits["first_area"].to_numpy(dtype=np.int64)[rows]
    of = np.arange(len(rows))
    allocation = credits["allocation"].to_numpy(dtype=object)[rows]
    if (split := credits["allocation"].notna().to_numpy()[rows]).any():
        # A split credit stands once for each part; each part may still go wherever the credit may, at best.
        parts = [list(parts_of(said).items()) if known else [] for said, known in zip(allocation, split, strict=True)]
        of = np.repeat(of, [max(len(each), 1) for each in parts])
        flat = [part for each in parts for part in each]
        area, points, known = area[of], points[of], split[of]
        area[known], points[known] = [AREA_NUMBER[named] for named, _ in flat], [amount for _, amount in flat]
    rows, first_area = rows[of], first_area[of]
    eligibility = credits["eligibility"].to_numpy(dtype=object)[rows]
    kind = _looked_up(credits["activity_type"], _TYPE_NUMBER)[rows]
    no = eligibility == NO
    accepted = np.isin(kind, [_TYPE_NUMBER[code] for code in NOT_EDUCATION])
    undoubted = credits["because"].isna().to_numpy()[rows]
    matching.add(
        Credits(
            person[rows],
            day[rows],
            points,
            area.astype(np.int8),
            credits["area_mask"].to_numpy(dtype=np.int64)[rows].astype(np.int32),
            kind.astype(np.int8),
            (eligibility == COUNTS) | (no & (first_area != UNASSIGNED_NUMBER)),
            no,
            ~no | (accepted & undoubted),
        )
    )
    return matching.result()


def _looked_up(column: pd.Series, numbers: dict[str, int]) -> npt.NDArray[np.intp]:
    """Return the number of each text; 0 where it has none."""
    codes, texts = pd.factorize(column)
    found: npt.NDArray[np.intp] = np.array([*(numbers.get(text, 0) for text in texts), 0], dtype=np.intp)[codes]
    return found
