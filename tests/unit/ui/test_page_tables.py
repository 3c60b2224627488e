"""Frames of the services as the tables of pages show them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.domain import tables
from lib.domain.budget_tables import PRODUCT_NOTES
from lib.services.holdings_list import table_of
from lib.ui import terms_editor
from lib.ui.catalogue_editor import from_screen, on_screen
from lib.ui.gaps import gaps_of
from lib.ui.ledger_table import ledger_of


def _typed(rows: list[dict[str, object]], columns: dict[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    for name, dtype in columns.items():
        if dtype == tables.DATE:
            frame[name] = pd.to_datetime(frame[name]) if name in frame else pd.Series(pd.NaT, index=frame.index)
        elif dtype == tables.WHOLE and name not in frame:
            frame[name] = 0
    return tables.typed(frame, columns)


def test_points_as_text_with_a_bar_cut_at_100() -> None:
    verdicts = _typed(
        [
            {
                "holding": 0,
                "status": "behind",
                "program": "ASCP",
                "rule_confidence": "MED",
                "counted": 2700,
                "total": 3600,
                "missing": 900,
            },
            {"holding": 1, "status": "dates_missing"},
        ],
        tables.VERDICTS,
    )
    requirements = _typed(
        [{"holding": 0, "position": 0, "requirement": "rest", "need": 3600, "gap": 900}], tables.REQUIREMENTS
    )
    shown = table_of(verdicts, requirements, date(2026, 11, 22))
    assert list(shown["points"]) == ["27 / 36", "—"]
    assert shown["reached"].iloc[0] == 75  # 27 of 36
    assert pd.isna(shown["reached"].iloc[1])
    assert list(shown["status"]) == ["▲ behind", "? dates missing"]
    assert list(shown["missing"]) == ["rest 9", ""]
    assert list(shown["rule_doubt"]) == ["By our reading; confirm at ASCP.", ""]


def test_gaps_by_kind() -> None:
    verdicts = _typed(
        [
            {"staff_id": "E1", "gap_ethics": 50, "gap_rest": 800},
            {"staff_id": "E1", "gap_ethics": 100},
            {"staff_id": "E2", "gap_safety": 100},
        ],
        tables.VERDICTS,
    )
    # Ethics: one person in two holdings, 0.5 + 1; safety 1; specialty none; rest 8.
    assert gaps_of(verdicts).to_dict("split")["data"] == [
        ["Ethics", 1, 1.5, 2],
        ["Safety", 1, 1.0, 1],
        ["Specialty", 0, 0.0, 0],
        ["Rest (any area)", 1, 8.0, 1],
    ]


def test_ledger_says_where_or_why_not() -> None:
    rows = [
        {"title": "Ethics", "points": 100, "allocated": 50, "requirement": "ethics", "areas": "ethics",
         "file": "a.xlsx", "sheet": "Credits", "row": 7, "completed_on": "2026-02-03"},
        {"title": "Old", "points": 100, "allocated": 100, "reason": "before_cycle", "areas": "", "area_text": "Misc",
         "file": "a.xlsx", "sheet": "Credits", "row": 8, "completed_on": "2023-12-30"},
    ]  # fmt: skip
    shown = ledger_of(_typed(rows, tables.LEDGER))
    assert list(shown["where"]) == ["✓ Medical ethics", "– earned before the cycle, lost to it"]
    assert list(shown["part"]) == [0.5, 1.0]
    assert list(shown["areas"]) == ["Ethics", "“Misc” not recognised"]
    assert list(shown["source"]) == ["a.xlsx, Credits, row 7", "a.xlsx, Credits, row 8"]


def test_catalogue_through_the_screen_is_the_same_catalogue() -> None:
    products = _typed(
        [
            {"product_id": "P1", "product": "Pack", "kind": "pack", "credits": 825, "member_price": 435,
             "repeatable": False, "access_months": 12, "as_of": "2026-11-22", "areas": "safety;ethics"},
            {"product_id": "P2", "product": "Course", "kind": "course", "repeatable": True},
        ],
        tables.PRODUCTS,
    )  # fmt: skip
    shown = on_screen(products)
    assert list(shown["price_note"]) == ["set", "? price not set"]
    assert list(shown["areas"]) == [["safety", "ethics"], None]
    # 4.35 has no exact binary form; it must come back as 435 cents.
    pd.testing.assert_frame_equal(from_screen(shown), products)


def test_yes_no_and_not_said_stay_apart_on_screen() -> None:
    rows = [
        {"product_id": "A", "open_to_staff": True},
        {"product_id": "B", "open_to_staff": False},
        {"product_id": "C"},
    ]
    notes = tables.typed(pd.DataFrame(rows), PRODUCT_NOTES)
    shown = terms_editor._on_screen(notes)
    assert shown["open_to_staff"].astype(object).where(shown["open_to_staff"].notna(), None).tolist() == [
        "yes",
        "no",
        None,
    ]
    pd.testing.assert_frame_equal(terms_editor._from_screen(shown, PRODUCT_NOTES), notes)
