"""The words for people name every field that the reader knows, and no other."""

from __future__ import annotations

from lib.domain.import_fields import DATE_FIELDS, FIELDS, UNITS
from lib.domain.imports import ACTIVITY_COLUMN
from lib.domain.text import words_key
from lib.ingest.amounts import units
from lib.ingest.vocabulary import compact, table


def test_every_field_of_the_reader_has_words_of_its_own():
    known = {field for fields in table("fields")["kinds"].values() for field in fields}
    assert set(FIELDS) == known | {ACTIVITY_COLUMN}
    assert len({words_key(words) for words in FIELDS.values()}) == len(FIELDS)


def test_the_date_fields_are_those_of_the_reader():
    assert set(table("fields")["dates"]) | {ACTIVITY_COLUMN} == DATE_FIELDS


def test_every_unit_that_can_be_chosen_is_read():
    assert [units().get(compact(unit)) for unit in UNITS] == [
        "points", "contact_hours", "ceu", "minutes", "semester_hours", "quarter_hours",
    ]  # fmt: skip
