"""Near credits: the search on numbers finds what comparing every two rows finds."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from lib.store.near_credits import near

FAR = 1 << 61
ROW = st.tuples(st.integers(1, 3), st.sampled_from([0, 1, 2]), st.integers(-5, 5), st.booleans())
WIDE = st.tuples(st.integers(1, 3), st.sampled_from([-FAR, 0, FAR]), st.integers(0, 9), st.booleans())


@given(st.lists(ROW, max_size=25) | st.lists(WIDE, max_size=25))
@example([(1, -FAR, 0, True), (2, FAR, 0, True), (1, -FAR, 2, False)])  # too far apart for one number of the three
def test_every_two_near_rows_once(rows):
    person, mark, day, is_new = (np.array([row[at] for row in rows], np.int64) for at in range(4))
    one, other = near(person, mark, day, is_new.astype(bool), 3)
    found = [tuple(sorted(pair)) for pair in zip(one.tolist(), other.tolist(), strict=True)]
    plain = [
        (a, b)
        for b in range(len(rows))
        for a in range(b)
        if rows[a][:2] == rows[b][:2] and abs(rows[a][2] - rows[b][2]) <= 3 and (rows[a][3] or rows[b][3])
    ]
    assert sorted(found) == sorted(plain)  # no two rows twice
