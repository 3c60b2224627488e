"""Who the rows are about, found for many at once: the same as row by row, and by names whose keys are made at once."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lib.ingest.book import EMPTY, ERROR, TEXT, Column
from lib.ingest.people import Clue, Match, People, clean, name_keys
from lib.ingest.person_rows import _CLUES, RowPeople, _parted, match_clues, read_clues

NAMES = st.sampled_from(["", "Lopez", "Ana", "ANA", "López", "Kim", "n/a", "Kim, Ana", "Lopez Jr", "Ana (E7)"])
IDS = st.sampled_from(["", "E1", "e1", "007", "7", "0007", "n/a", "#E2", "12.0", "#N/A"])
CLUES = st.builds(Clue, staff_id=IDS, email=st.sampled_from(["", "a@b.c", "A@B.C"]), last=NAMES, first=NAMES)


@dataclass
class PlainPeople(People):
    """People whose names are gone through for each question."""

    said: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, staff_id: str, email: str = "", last: str = "", first: str = "") -> None:
        super().add(staff_id, email, last, first)
        self.said.append((staff_id, last, first))

    def by_name(self, key: str) -> set[str]:
        return {staff_id for staff_id, last, first in self.said if key in name_keys(last, first)}

    def names_of(self, staff_id: str) -> set[str]:
        return {key for each, last, first in self.said if each == staff_id for key in name_keys(last, first)}


@given(st.lists(st.tuples(IDS.filter(bool), NAMES, NAMES), max_size=5), st.lists(CLUES, max_size=12))
def test_people_are_found_by_names_that_are_looked_up_late(
    stored: list[tuple[str, str, str]], clues: list[Clue]
) -> None:
    found = []
    for people in (People(), PlainPeople()):
        for staff_id, last, first in stored:
            people.add(staff_id, "", last, first)
        every = np.arange(len(clues))
        rows = RowPeople(clues, every, every, [Match("", "missing_person")] * len(clues), np.zeros(len(clues), bool))
        new = [match_clues(rows, people, with_id=with_id) for with_id in (True, False)]
        otherwise = [people.is_named_otherwise(match.staff_id, clue)
                     for clue, match in zip(clues, rows.matches, strict=True)]  # fmt: skip
        found.append((new, rows.matches, otherwise))
    assert found[0] == found[1]


class Fields:
    """The columns of some fields, as :class:`lib.ingest.row_fields.RowFields` gives them."""

    def __init__(self, columns: dict[str, Column], count: int) -> None:
        self.columns, self.count = columns, count

    def column(self, name: str) -> Column | None:
        return self.columns.get(name)


def column_of(texts: list[str]) -> Column:
    distinct = list(dict.fromkeys(texts))
    kinds = [ERROR if text == "#N/A" else TEXT if text else EMPTY for text in distinct]
    codes = np.array([distinct.index(text) for text in texts], np.int32)
    return Column(codes, distinct, np.array(kinds, np.uint8), np.zeros(len(distinct)))


CELLS = st.sampled_from(["", "#N/A", "n/a", "E7", "Kim, Ana", "Kim (0007)", "a@b.c"])


@given(st.sets(st.sampled_from(sorted(_CLUES))), st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=8))
def test_what_rows_say_of_their_people(names: set[str], rows: list[list[str]]) -> None:
    order = [name for name in _CLUES if name in names]
    cells = [dict(zip(order, row, strict=False)) for row in rows]
    columns = {name: column_of([row[name] for row in cells]) for name in order}
    read = read_clues(Fields(columns, len(rows)))  # type: ignore[arg-type]
    for number, row in enumerate(cells):
        right = {_CLUES[name]: text for name, text in row.items() if text != "#N/A"}
        assert read.clues[read.combination[number]] == _parted(Clue(**right))
        assert read.errors[number] == (len(right) < len(row) and not any(clean(text) for text in right.values()))
    assert len({tuple(row.items()) for row in cells}) == len(read.clues)
