"""Each quick way of reading against the plain one that it stands for, on arbitrary cells, headers, names and XML."""

from __future__ import annotations

import re
from array import array

from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from lib.ingest import header_meanings, sheet_xml, spreadsheet
from lib.ingest.people import name_key, name_keys
from lib.ingest.vocabulary import compact, header_forms, header_words, is_nothing, nothings, spellings, table, words

SIGNS = st.sampled_from(["a", "Z", " ", "\u00a0", "\ufeff", "\u200b", "#", "N/A", "_x000D_", "Err:502", "7", "é", "-"])
CELLS = st.one_of(st.lists(SIGNS, max_size=5).map("".join), st.text(max_size=8))


@given(st.lists(CELLS, max_size=12), st.integers(3, 30))
def test_columns_of_texts_are_described_alike(values: list[str], longest: int) -> None:
    distinct = list(dict.fromkeys(values))
    quick = spreadsheet._plain_texts(distinct, longest)
    if quick is None:
        return
    assert quick == spreadsheet._described(distinct, longest)


@given(st.lists(st.one_of(CELLS, st.floats(allow_nan=False), st.booleans(), st.none()), max_size=12))
def test_a_column_says_of_every_row_what_its_cell_says(values: list[object]) -> None:
    column = spreadsheet.plain_column(values, 1_000)
    shown = [("TRUE" if value else "FALSE") if isinstance(value, bool) else value for value in values]
    said = [(column["kinds"][code], column["texts"][code], column["numbers"][code]) for code in column["codes"]]
    assert said == [spreadsheet._cell(value) for value in shown]
    assert isinstance(column["codes"], array)


def plain_candidates(header: str) -> tuple[tuple[str, float, str], ...]:
    """What a header can mean, looked for in every list from its beginning to its end."""
    forms = header_forms(header)
    for form in forms:
        if form in header_meanings.ignored():
            return ()
        if form in spellings():
            return tuple((field, float(rank), header_meanings.KNOWN_HEADER) for field, rank in spellings()[form])
    named = header_words(header)
    for pattern in table("fields")["patterns"]:
        every, some, none, only = (pattern.get(part, ()) for part in ("all", "any", "none", "only"))
        fits = all(word in named for word in every) and (not some or named & set(some)) and not named & set(none)
        if fits and (not only or named <= set(only)):
            return ((pattern["field"], 30.0, "words of the header"),)
    if forms and len(forms[-1]) >= 6 and len(forms[-1]) < 40 and not header_meanings.EXPIRY.match(header.strip()):
        long = [form for form in spellings() if len(form) >= 6]
        match = process.extractOne(forms[-1], long, scorer=fuzz.ratio, score_cutoff=90)
        if match and match[0][0] == forms[-1][0]:
            return tuple((field, 40.0 + rank, "header, spelt differently") for field, rank in spellings()[match[0]])
    return ()


KNOWN = sorted({str(name) for names in table("fields")["fields"].values() for name in names})


@given(st.sampled_from(KNOWN), st.integers(0, 30), st.sampled_from(["", "x", " ", "e", "Hours ", "date "]))
@example("Completion Date", 3, "x")
def test_headers_mean_the_same_however_they_are_looked_for(name: str, at: int, put: str) -> None:
    for header in (name, name[:at] + put + name[at:], name[:at] + name[at + 1 :], put + name):
        assert header_meanings.candidates(header) == plain_candidates(header)


@given(st.one_of(CELLS, st.sampled_from(["n/a", " N A ", "--", "none", "1", "²", "n/a 1", "٣", "?"])))
def test_words_for_nothing(text: str) -> None:
    assert is_nothing(text) == (compact(text) in words("nothing"))
    assert nothings([text, "none"]).tolist() == [is_nothing(text), True]


@given(st.one_of(CELLS, st.sampled_from(["Lopez Jr", "jr", "MD"])), st.one_of(CELLS, st.sampled_from(["Ana", "ii"])))
def test_both_orders_of_a_name(last: str, first: str) -> None:
    expected = {name_key(first, last), name_key(last, first)} if last or first else set()
    assert set(name_keys(last, first)) == expected


XML = st.lists(
    st.sampled_from(
        [b"<row", b"<x:row", b'<c r="AAA7"', b'\tr="', b' r="', b"12", b"ZZZ", b'"', b">", b"<c", b"B2", b" ", b"<v>"]
    ),
    max_size=12,
).map(b"".join)


@given(XML)
def test_rows_and_far_cells_are_found_by_either_pattern(piece: bytes) -> None:
    every_row = re.compile(rb'<(?:\w+:)?row\b[^>]*?\sr="(\d{1,9})"').findall(piece)
    rows = sheet_xml._ROW.findall(piece) + (sheet_xml._PREFIXED_ROW.findall(piece) if b":row" in piece else [])
    assert max(map(int, rows), default=0) == max(map(int, every_row), default=0)
    assert sheet_xml._WIDE_CELL.findall(piece) == re.compile(rb'\sr="([A-Z]{3})\d').findall(piece)
