"""How people are called in lists."""

from __future__ import annotations

import pandas as pd

from lib.services.judging import display_names


def test_last_and_first_or_the_part_that_is_known_or_the_employee_id() -> None:
    rows = [("E1", "Mora", "Ana"), ("E2", "Mora", None), ("E3", None, "Ana"), ("E4", None, None), ("E5", "", "Ana")]
    staff = pd.DataFrame(rows, columns=["staff_id", "last_name", "first_name"], dtype="str", index=[9, 7, 5, 3, 1])
    names = display_names(staff)
    assert names.tolist() == ["Mora, Ana", "Mora", "Ana", "E4", "Ana"]
    assert names.index.tolist() == [9, 7, 5, 3, 1]
    assert str(names.dtype) == "str"
    assert display_names(staff.iloc[:0]).tolist() == []
    assert display_names(pd.concat([staff, staff])).tolist() == [*names, *names]
