"""Who needs you: people are counted, each by their worst credential, the others named beside it."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.ui.needs import one_each, people_need_you


def test_one_line_a_person_with_the_worst_credential_first_and_the_others_beside_it() -> None:
    rows = pd.DataFrame(
        {
            "staff_id": ["E1", "E2", "E1", "E1"],
            "credential": ["MLS", "SBB", "SBB", "PBT"],
            "status": ["expired", "late", "file_now", "file_now"],
        }
    )
    found = one_each(rows)
    assert found[["staff_id", "credential"]].values.tolist() == [["E1", "MLS"], ["E2", "SBB"]]
    assert found["also"].tolist() == ["SBB file now; PBT file now", ""]


@pytest.mark.parametrize(
    ("people", "holdings", "said"),
    [
        (1, 1, "1 person needs you"),
        (1, 2, "1 person needs you, for 2 credentials"),
        (4, 4, "4 people need you"),
        (1200, 1300, "1,200 people need you, for 1,300 credentials"),
    ],
)
def test_the_heading_counts_people(people: int, holdings: int, said: str) -> None:
    assert people_need_you(people, holdings) == said
