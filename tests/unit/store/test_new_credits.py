"""Many credits at once: sorted and numbered outside the database, they and their pairs are what plain SQL makes of
them."""

from __future__ import annotations

import unicodedata
from contextlib import closing

import pyarrow as pa
import pytest
from rapidfuzz import fuzz, utils

from lib.store import doubles, new_credits
from lib.store.database import Store
from lib.store.placing import placed
from lib.store.versioned import CREDITS, STORED_CREDITS, add_rows, visible
from tests.unit.store.given import AT, TODAY, credit, outcome, store_outcome

TITLES = ["Transfusion basics", "Basics: transfusion", "Safety 2025", "Safety 2026", "Part ١ of 2", "Part 2 of ١", ""]


def _file(start: int, count: int):
    """Return rows of seven people over twelve days, titles and certificates that repeat; in no order."""
    return outcome(
        credits=[
            credit(
                f"E{(n * 5) % 7}",
                TITLES[(n * n) % 7],
                f"2026-03-{1 + (n * 3) % 12:02}",
                100 + n,
                certificate_number=(None, " ", f"C-{n % 4} ", f"C-{n % 4}")[n % 4 if n % 3 else 0],
                provider=None if n % 5 else "LabCE",
            )
            for n in range(start, start + count)
        ]
    )


def _plain_pairs(cursor, change_id: int) -> list[tuple[int, int]]:
    """Return the pairs of a change as one statement over texts finds them."""
    digits = "array_to_string(list_sort(regexp_extract_all(coalesce({}.title, ''), '\\p{{Nd}}+')), ' ')"
    rows = cursor.execute(
        f"""
        select greatest(a.credit_id, b.credit_id), least(a.credit_id, b.credit_id), coalesce(a.title, ''),
               coalesce(b.title, ''), {digits.format("a")} = {digits.format("b")},
               coalesce(trim(a.certificate_number) = trim(b.certificate_number) and trim(a.certificate_number) <> '',
                        false)
        from credits a join credits b on a.staff_id = b.staff_id and abs(a.completed_on - b.completed_on) <= 3
        where {visible("a")} and {visible("b")} and a.credit_id <> b.credit_id and a.added_by = {change_id}
        """
    ).fetchall()
    return sorted(
        {
            (later, earlier)
            for later, earlier, one, other, digits, same in rows
            if same or (digits and fuzz.token_sort_ratio(one, other, processor=utils.default_process) >= 90)
        }
    )


def test_pairs_are_those_of_the_texts(store):
    for start, count in ((0, 40), (40, 25)):
        store_outcome(store, _file(start, count))
        with store.reading() as cursor:
            change = cursor.execute("select max(added_by) from credits").fetchone()[0]
            found = cursor.execute(
                "select later_credit, earlier_credit from possible_duplicates where added_by = ? order by all", [change]
            ).fetchall()
            assert found == _plain_pairs(cursor, change)
        assert len(found) > 20


def test_a_shared_mark_is_held_against_the_certificates(store, monkeypatch):
    # every two certificates of one person within three days share a mark: only those that are the same are a pair
    kept = doubles.near
    monkeypatch.setattr(doubles, "near", lambda person, mark, *rest: kept(person, mark * 0, *rest))
    titles = ("Transfusion", "Hematology", "Phlebotomy")  # not alike
    given = [
        credit("E1", title, "2026-03-10", 100, certificate_number=number)
        for title, number in zip(titles, "AAB", strict=True)
    ]
    store_outcome(store, outcome(credits=given))
    with store.reading() as cursor:
        found = cursor.execute("select later_credit, earlier_credit from possible_duplicates").fetchall()
    assert found == [(10_000_002, 10_000_001)]


SPACES = "".join(sign for sign in map(chr, range(0x110000)) if unicodedata.category(sign) == "Zs")


def test_white_space_around_a_certificate_is_what_the_database_takes_away(store):
    assert set(doubles._SPACES) == set(SPACES)
    titles = ("Transfusion", "Hematology", "Phlebotomy", "Chemistry")  # not alike
    marks = [*(f"{sign}C-1{sign}" for sign in SPACES), *SPACES, "C-1", "\tC-1", "\t", "", None]
    given = [
        credit(f"E{number}", title, "2026-03-10", 100, certificate_number=mark)
        for number, one in enumerate(marks)
        for title, mark in zip(titles, (one, "C-1", " ", "\t"), strict=True)
    ]
    for start in (0, 100):  # of new ones among themselves, then beside those that were stored
        store_outcome(store, outcome(credits=given[start:] if start else given[:100]))
        with store.reading() as cursor:
            change = cursor.execute("select max(added_by) from credits").fetchone()[0]
            found = cursor.execute(
                "select later_credit, earlier_credit from possible_duplicates where added_by = ? order by all", [change]
            ).fetchall()
            assert found == _plain_pairs(cursor, change)
            assert found


@pytest.mark.parametrize("piece", [4, 122_880])
@pytest.mark.parametrize("coded", [False, True])
def test_rows_are_stored_as_by_a_plain_statement(tmp_path, monkeypatch, piece, coded):
    monkeypatch.setattr(new_credits, "PIECE", piece)
    credits, _ = placed(_file(0, 30), 1)
    mixed = credits.take(pa.array([*range(7, 30), *range(7)]))  # not in the order of their numbers
    plain = pa.table({name: mixed[name].cast(pa.string()) if kind == "str" else mixed[name]
                      for name, kind in STORED_CREDITS.items()})  # fmt: skip
    stored = []
    for place, fast in (("a", True), ("b", False)):
        with closing(Store.open(tmp_path / f"{place}.duckdb", threads=2)) as store:
            with store.transaction("import", actor="Ada", at=AT, on_date=TODAY) as change:
                if fast:
                    new_credits.add_credits(change, mixed if coded else plain)
                else:
                    add_rows(change, CREDITS, plain, order_by="staff_id, completed_on, credit_id")
            with store.reading() as cursor:
                stored.append(cursor.execute("select * from credits order by rowid").fetchall())
    assert stored[0] == stored[1]
    assert len(stored[0]) == 30
