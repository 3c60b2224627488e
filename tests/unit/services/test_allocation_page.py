"""What is typed into the program's allocation page."""

from __future__ import annotations

import pandas as pd

from lib.domain import tables
from lib.domain.sentences import DISCLAIMER
from lib.services.allocation_page import allocation_csv, allocation_rows, allocation_text


def parts() -> pd.DataFrame:
    rows = [
        ("2025-05-01", "Consent", "ethics", "ethics", 100, 100),
        ("2025-04-01", "Safety day", "safety", "safety", 150, 100),
        ("2025-04-01", "Safety day", "safety", "rest", 150, 50),
        ("2025-06-01", "=Gels", "chemistry;ethics", "rest", 200, 200),
        ("2020-06-01", "Old", "chemistry", None, 300, 300),
    ]
    frame = pd.DataFrame(rows, columns=["completed_on", "title", "areas", "requirement", "points", "allocated"])
    frame["completed_on"] = pd.to_datetime(frame["completed_on"])
    return tables.typed(frame.assign(credit_id=range(len(frame)), row=2), tables.LEDGER)


def test_every_counted_point_stands_under_its_area() -> None:
    rows = allocation_rows(parts())
    assert rows["points"].sum() == 450  # 1 + 1 + 0.5 + 2: what counts, without the old one
    assert list(zip(rows["area"], rows["points"], strict=True)) == [
        ("Laboratory or patient safety", 100),
        ("Medical ethics", 100),
        ("Rest: Chemistry", 200),
        ("Rest: Laboratory or patient safety", 50),
    ]


def test_the_copy_as_text_has_a_sum_for_each_area() -> None:
    assert allocation_text(allocation_rows(parts())).splitlines() == [
        "Laboratory or patient safety: 1",
        "  04/01/2025  1  Safety day",
        "Medical ethics: 1",
        "  05/01/2025  1  Consent",
        "Rest: Chemistry: 2",
        "  06/01/2025  2  =Gels",
        "Rest: Laboratory or patient safety: 0.5",
        "  04/01/2025  0.5  Safety day",
    ]


def test_the_file_has_no_formula() -> None:
    lines = allocation_csv(allocation_rows(parts())).decode("utf-8-sig").split("\r\n")
    assert lines[0] == "Enter under,Completed on,Activity,Provider,Points,Please note"
    assert f'Rest: Chemistry,2025-06-01,\'=Gels,,2,"{DISCLAIMER}"' in lines
