"""How high a table to choose from is."""

from __future__ import annotations

import pytest

from lib.ui import choosing


@pytest.mark.parametrize(
    ("rows", "pixels"),
    [
        (0, 39),  # the headings alone: 36 + 3
        (3, 147),  # 36 * 4 + 3
        (10, 399),  # 36 * 11 + 3
        (11, 420),  # 36 * 12 + 3 = 435, above the most
    ],
)
def test_a_table_is_as_high_as_its_rows_up_to_its_most(rows: int, pixels: int) -> None:
    assert choosing.height(rows, 420) == pixels
