"""How high a table to choose from is."""

from __future__ import annotations

import pytest

from lib.ui import choosing


@pytest.mark.parametrize(
    ("rows", "pixels"),
    [
        (0, 36),  # the headings alone: 33 + 3
        (3, 135),  # 33 * 4 + 3
        (11, 399),  # 33 * 12 + 3
        (12, 420),  # 33 * 13 + 3 = 432, above the most
    ],
)
def test_a_table_is_as_high_as_its_rows_up_to_its_most(rows: int, pixels: int) -> None:
    assert choosing.height(rows, 420) == pixels
