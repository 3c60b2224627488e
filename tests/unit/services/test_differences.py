"""What an import changes, field by field."""

from __future__ import annotations

import pandas as pd

from lib.domain import tables
from lib.services.differences import DIFFERENCES, differences


def people(*rows: dict[str, object]) -> pd.DataFrame:
    return tables.typed(pd.DataFrame(list(rows), columns=list(tables.STAFF)), tables.STAFF)


def held(*rows: dict[str, object]) -> pd.DataFrame:
    return tables.typed(pd.DataFrame(list(rows), columns=list(tables.HOLDINGS)), tables.HOLDINGS)


MLS = {"staff_id": "E1", "program": "ASCP", "credential": "MLS"}


def test_new_and_changed_people_and_holdings_are_named_with_what_changed():
    before = people(
        {"staff_id": "E1", "last_name": "Lopez", "first_name": "Maria", "site": "Main"},
        {"staff_id": "E2", "last_name": "Ruiz", "active": True},
    )
    after = people(
        {"staff_id": "E1", "last_name": "Lopez", "first_name": "Maria", "site": "North", "email": "m@x.org"},
        {"staff_id": "E2", "last_name": "Ruiz", "active": True},
        {"staff_id": "E3"},
    )
    found = differences(
        (before, after),
        (
            held({**MLS, "cycle_end": pd.Timestamp("2026-06-30")}),
            held({**MLS, "cycle_end": pd.Timestamp("2029-06-30")}, {**MLS, "credential": "SBB"}),
        ),
    )
    assert list(found.columns) == list(DIFFERENCES)
    told = [tuple(None if pd.isna(cell) else cell for cell in row) for row in found.itertuples(index=False)]
    assert told == [
        ("new person", "E3", "E3", None, None, None, None),
        ("changed person", "E1", "Lopez, Maria", None, "email", None, "m@x.org"),
        ("changed person", "E1", "Lopez, Maria", None, "site", "Main", "North"),
        ("new holding", "E1", "Lopez, Maria", "SBB", None, None, None),
        ("changed holding", "E1", "Lopez, Maria", "MLS", "cycle_end", "2026-06-30", "2029-06-30"),
    ]


def test_nothing_differs_between_the_same():
    one = people({"staff_id": "E1", "on_leave": None, "notes": None, "hired_on": None})
    assert differences((one, one), (held(), held())).empty
    assert differences((people(), people()), (held(MLS), held(MLS))).empty
