"""Points by kind say the same as the frame they come from."""

from __future__ import annotations

import pandas as pd

from lib.domain.supplied import KIND, Supplied

ROWS = pd.DataFrame(
    {
        "holding": [2, 0, 2, 1],
        "first_area": [3, 1, 3, 3],
        "area_mask": [8, 6, 8, 8],
        "activity_type": pd.Series(["exam", None, "exam", None], dtype="str"),
        "eligibility": pd.Series(["counts", "ask", "counts", "counts"], dtype="str"),
        "points": [100, 250, 50, 75],
        "recent": [0, 250, 50, 0],
    }
)


def plain(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    given = frame.astype(object)
    return list(given.where(given.notna(), None)[list(ROWS)].itertuples(index=False, name=None))


def test_a_frame_becomes_kinds_and_the_same_frame_again() -> None:
    supplied = Supplied.of(ROWS)
    # The first and the third row are of one kind, a missing type is one of its own: three kinds of four rows.
    assert supplied.parts[0].kind.tolist() == [0, 1, 0, 2]
    assert list(supplied.kinds) == list(KIND)
    assert plain(supplied.frame) == plain(ROWS)
    assert plain(Supplied.of(supplied.frame).frame) == plain(ROWS)
    assert Supplied.of(supplied) is supplied


def test_no_rows_have_no_kinds() -> None:
    supplied = Supplied.of(ROWS.iloc[:0])
    assert (len(supplied.kinds), len(supplied.frame), list(supplied.frame)) == (0, 0, list(ROWS))
