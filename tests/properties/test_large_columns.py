"""Columns of many distinct texts, kept by Arrow: the same sheets, tables and rows as where every text is an object."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.errors import RefusedFile
from lib.domain.imports import ImportOptions
from lib.ingest import delimited, pipeline, recent, texts
from lib.ingest.book import Column
from lib.ingest.limits import Limits
from lib.ingest.texts import Texts, or_missing, texts_of, words_of
from tests.layouts.building import known

TODAY = date(2026, 11, 22)
WORDS = st.one_of(st.sampled_from(["", " ", "n/a", "Total", "#", "é", "C-7"]), st.text(max_size=6))


@given(st.lists(WORDS, max_size=12), st.lists(st.integers(-3, 11), max_size=30), st.integers(0, 5))
def test_texts_are_a_list_however_they_are_asked(given_texts: list[str], places: list[int], few: int) -> None:
    kept, texts._FEW = texts._FEW, few
    try:
        made = texts_of(words_of(given_texts))
        assert isinstance(made, Texts) is (len(given_texts) > few)
        for at in places:
            if -len(given_texts) <= at < len(given_texts):
                assert made[at] == given_texts[at]
        assert [*made] == given_texts
        assert made[1:4] == given_texts[1:4]
        assert len(made) == len(given_texts)
        assert words_of(made).to_pylist() == given_texts
        assert or_missing(made).to_pylist() == [text or None for text in given_texts]
    finally:
        texts._FEW = kept


ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16"]


def rows_of(count: int) -> list[list[str]]:
    """Return rows with odd cells among many: white space, errors, totals, empty IDs, a repeated header."""
    header = [
        "Employee ID",
        "Last Name",
        "First Name",
        "Activity Title",
        "Completed On",
        "Points",
        "Certificate Number",
    ]
    odd = ["", " n/a ", "#N/A", "Total", "\u00a0C 9\u00a0", "none", "Err:502", "7_x000D_"]
    rows = [header]
    for n in range(count):
        certificate = odd[n % 8] if n % 9 == 0 else f"C-{n:06}"
        rows.append(
            [f"E{n % 97:04}" if n % 31 else "", f"Fämily{n % 97}", "Ann", f"Topic {n % 13}", f"2026-03-{1 + n % 28:02}",
             f"{1 + n % 4}.5" if n % 41 else "", certificate]
        )  # fmt: skip
        if n % 400 == 399:
            rows.append(header)
        if n % 500 == 499:
            rows.append(["Subtotal for Ann", "", "", "", "", "55.5", ""])
        if n % 1_000 == 999:  # a word among thousands of others, which is looked for in another way
            rows.append(["", "", "", "", "", "7", "Totals"])
    return [*rows, ["Grand total", "", "", "", "", "999", ""], ["Printed 2026-11-01", "", "", "", "", "", ""]]


def file_of(rows: list[list[str]], encoding: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def told(column: Column) -> list[tuple[str, int]]:
    return [(column.texts[code], int(column.kinds[code])) for code in column.codes.tolist()]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_is_read_alike_by_either_reader(encoding: str) -> None:
    rows = rows_of(2_500)
    data = file_of(rows, encoding)
    text, utf8 = delimited._decoded("a.csv", data)
    assert (utf8 is None) == (encoding in ("cp1252", "utf-16"))
    assert utf8 is None or bytes(utf8).decode() == text
    quick = delimited._fast(text, utf8, ",")
    assert quick is not None
    plain = delimited._careful("a.csv", text, ",", Limits())
    assert [told(column) for column in quick] == [told(column) for column in plain]


def outcome(data: bytes):
    recent._books.clear()
    return pipeline.prepare("a.csv", data, known(), ImportOptions(), today=TODAY)


@pytest.mark.parametrize("hint", [b"", b"sep=,\r\n"])
def test_many_texts_give_the_same_outcome_as_a_list_of_them(monkeypatch, hint: bytes) -> None:
    data = hint + file_of(rows_of(7_000), "utf-8")
    found = []
    for few in (100, 10_000_000):
        monkeypatch.setattr(texts, "_FEW", few)
        found.append(outcome(data))
    quick, plain = found
    for name in ("staff", "credits", "waiting", "duplicate_of"):
        assert getattr(quick, name).equals(getattr(plain, name))
    for one, other in zip(quick.sheets, plain.sheets, strict=True):
        assert one.problems == other.problems
        assert (one.read, one.accepted, one.skipped, one.rejected) == (
            other.read, other.accepted, other.skipped, other.rejected,
        )  # fmt: skip
        assert one.rejected_cells == other.rejected_cells
    # 17 repeated headers, 14 subtotals, 7 totals among the certificates, a total and a footer hold no data
    assert quick.sheets[0].skipped == 17 + 14 + 7 + 2


def test_a_file_begun_beside_is_the_one_that_is_asked_for() -> None:
    recent._books.clear()
    one, other = file_of(rows_of(30), "utf-8"), file_of(rows_of(40), "utf-8")
    recent.begin("a.csv", one, Limits())
    assert recent.recently_parsed("a.csv", other, Limits()).sheets[0].rows == 43
    assert recent.recently_parsed("a.csv", one, Limits()).sheets[0].rows == 33
    assert recent._begun == []
    recent.begin("a.csv", one, Limits(rows=5))
    assert recent.recently_parsed("a.csv", one, Limits()).sheets[0].rows == 33


def test_what_is_wrong_with_a_file_begun_beside_is_said_where_it_is_asked_for() -> None:
    recent._books.clear()
    data = file_of(rows_of(30), "utf-8")
    recent.begin("a.csv", data, Limits(rows=5))
    with pytest.raises(RefusedFile, match="rows"):
        recent.recently_parsed("a.csv", data, Limits(rows=5))
