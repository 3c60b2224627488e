"""Which credits of one person lie near each other: searched on numbers, in the order of person, mark and day."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


def near(
    person: Numbers, mark: Numbers, day: Numbers, is_new: npt.NDArray[np.bool_], days: int
) -> tuple[Numbers, Numbers]:
    """Return the places of every two rows of one person and one mark that lie at most ``days`` apart, one of them new.

    Each two rows are returned once. A row is compared with those that follow it in the order, as far as they are near:
    all that still have a near one at the first place after them, then at the second, until none has.
    """
    order = _order(person, mark, day)
    person, mark, day, is_new = person[order], mark[order], day[order], is_new[order]
    at = np.arange(len(order))
    ones, others = [], []
    step = 1
    while len(at):
        at = at[at + step < len(order)]
        after = at + step
        at = at[(person[at] == person[after]) & (mark[at] == mark[after]) & (day[after] - day[at] <= days)]
        told = at[is_new[at] | is_new[at + step]]
        ones.append(told)
        others.append(told + step)
        step += 1
    if not ones:
        return order, order
    return order[np.concatenate(ones)], order[np.concatenate(others)]


def _order(person: Numbers, mark: Numbers, day: Numbers) -> Numbers:
    """Return the places by person, mark and day: by one number made of the three, where they fit into one."""
    key = np.zeros(len(person), np.int64)
    room = 1
    for column in (person, mark, day) if len(person) else ():
        low, high = int(column.min()), int(column.max())
        room *= high - low + 1
        if room >= 1 << 62:
            return np.lexsort((day, mark, person))
        key = key * (high - low + 1) + (column - low)
    return np.argsort(key)
