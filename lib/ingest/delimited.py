"""Reads text: comma, semicolon, tab or pipe, or columns aligned by spaces; UTF-8, UTF-16 or cp1252."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from lib.domain.errors import RefusedFile
from lib.ingest.book import EMPTY, ERROR, TEXT, Column, Sheet, plain_column, trim, trimmed
from lib.ingest.cell_errors import is_error
from lib.ingest.limits import Limits, require
from lib.ingest.texts import texts_of

_DELIMITERS: Final = (",", ";", "\t", "|")
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_GAP: Final = re.compile(r"\s{2,}")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


def decoded(name: str, data: bytes) -> str:
    """Return the text of a file: UTF-16 by its mark (or its zero bytes), else UTF-8, else cp1252."""
    return _decoded(name, data)[0]


def _decoded(name: str, data: bytes) -> tuple[str, memoryview | None]:
    """Return :func:`decoded` and the same text as UTF-8, None where the file holds it in another encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").lstrip("\ufeff"), None
    head = data[:4_000]
    if head.count(0) > len(head) // 4:
        for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
            if (
                head[first::2].count(0) > 0.7 * len(head[first::2])
                and head[1 - first :: 2].count(0) < 0.2 * len(head) / 2
            ):
                return data.decode(encoding, "replace"), None
    if b"\x00" in head or len(_CONTROL.findall(head)) > 0.1 * len(head):
        raise RefusedFile(
            f'"{name}" was not read: it is neither a workbook nor text. Accepted are workbooks (.xlsx, .xlsm, '
            f".xls, .xlsb, .ods), "
            "text (CSV, tab, semicolon, pipe) and a zip of them.",
            code="not_a_table",
        )
    try:
        return data.decode("utf-8-sig"), memoryview(data)[3 * data.startswith(codecs.BOM_UTF8) :]
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), None


def delimiter_of(text: str) -> str | None:
    """Return the sign that parts the most lines into the same number of cells; None where none parts them."""
    sample = text[:60_000]
    lines = sample.splitlines(keepends=True)[: 200 if len(text) > 60_000 else None]
    first = next((line.rstrip() for line in lines if line.strip()), "")
    if len(_GAP.findall(first)) >= 2 and not any(sign in first for sign in _DELIMITERS):
        return None  # a header line aligned by spaces; commas further down stand in numbers
    best: tuple[float, str | None] = (0.0, None)
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
        except csv.Error:
            continue
        parted = {width: count for width, count in widths.items() if width > 1}
        if not parted:
            continue
        total = sum(widths.values())
        width, count = max(parted.items(), key=lambda item: (item[1] * min(item[0], 6), item[0]))
        score = (count / total + 0.3 * sum(parted.values()) / total) * (1 + min(width, 12) / 12)
        if score > best[0]:
            best = (score, delimiter)
    return best[1]


def read_text(name: str, data: bytes, limits: Limits) -> Sheet:
    """Return the one sheet of a text file, named for the file without its ending."""
    text, utf8 = _decoded(name, data)
    sheet_name = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.replace("\\", "/").rsplit("/", 1)[-1]) or name
    _refuse_ce_broker(name, text)
    first_row = 1
    hint = _SEPARATOR_LINE.match(text)
    if hint:
        delimiter: str | None = hint[1]
        text, first_row = text[hint.end() :], 2
        utf8 = None if utf8 is None else utf8[len(hint[0].encode()) :]
    else:
        delimiter = delimiter_of(text)
    if delimiter is None:
        columns = _aligned(text)
    else:
        columns = _fast(text, utf8, delimiter) or _careful(name, text, delimiter, limits)
    require(len(columns), limits.columns, name, "too_many_columns", "columns", "Delete those without data.")
    rows = len(columns[0].codes) if columns else 0
    require(rows, limits.rows, name, "too_many_rows", "rows", "Split the file.")
    require(rows * len(columns), limits.cells, name, "too_many_cells", "cells", "Split the file.")
    return trimmed(Sheet(sheet_name, columns, rows, first_row=first_row))


def _refuse_ce_broker(name: str, text: str) -> None:
    """Refuse CE Broker's fixed-width text, of which only the first record's layout is published.

    Known by its records: each begins with its type (1 provider, 2 course, 3 attendee, 4 partial credit, 5 control, 6
    end of file), the first with the provider's ``50-``; 100 characters each, unless an editor cut the blanks at the
    end.
    """
    if text[:1] not in "123456":
        return
    records = [line for line in text[:200_000].splitlines() if line.strip()]
    whole = len(text) <= 200_000
    if (
        len(records) >= 3
        and all(len(record) <= 100 and record[0] in "123456" for record in records[: None if whole else -1])
        and (
            records[0].startswith("150-")
            or (len(records[0]) == 100 and {record[0] for record in records} >= {"1", "2", "3"})
        )
    ):
        raise RefusedFile(
            f'"{name}" was not read: it is CE Broker\'s fixed-width roster (records of 100 characters, types 1 to 6). '
            "Where the licence number and the completion date stand in its attendee records is not published, so "
            "nothing is taken from it. Accepted is the roster as a spreadsheet (.xls or .xlsx), full or partial "
            "credit: provider, course, licence number, completion date, State=…, Profession=…. Export that one.",
            code="fixed_width",
        )


def _fast(text: str, utf8: memoryview | None, delimiter: str) -> list[Column] | None:
    """Return the columns by the compiled reader; None where the file is not plain enough for it (ragged rows, odd
    quotes). ``utf8`` is the text where it needs not be made of it."""
    if len(text) < 50_000:
        return None
    width = next((len(row) for row in csv.reader(io.StringIO(text[:100_000]), delimiter=delimiter)), 0)
    names = [str(number) for number in range(width)]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(text.encode("utf-8", "replace") if utf8 is None else pa.py_buffer(utf8)),
            # On one thread: two hand blocks of memory to each other and take twice the processor time.
            read_options=pa_csv.ReadOptions(column_names=names, block_size=4 << 20, use_threads=False),
            parse_options=pa_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values='"' in text, ignore_empty_lines=False, double_quote=True
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    return [_arrow_column(table.column(number)) for number in range(width)]


def _arrow_column(values: pa.ChunkedArray) -> Column:
    encoded = pc.dictionary_encode(values).combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.chunk(0) if encoded.num_chunks else pa.array([], pa.dictionary(pa.int32(), pa.string()))
    words = pc.utf8_trim_whitespace(encoded.dictionary)
    kinds = np.where(_numbers(pc.binary_length(words)) > 0, TEXT, EMPTY).astype(np.uint8)
    texts = texts_of(words)
    if pc.any(pc.match_substring_regex(words, "^[\ufeff\u200b#]|^Err:5|[\ufeff\u200b]$|_x000D_")).as_py():
        texts = [trim(text) for text in texts]
        kinds = np.array([(ERROR if is_error(text) else TEXT) if text else EMPTY for text in texts], np.uint8)
    return Column(_numbers(encoded.indices), texts, kinds, np.zeros(len(texts)))


def _numbers(values: pa.Array) -> npt.NDArray[np.int32]:
    """Return whole numbers of 32 bits as they lie there (Arrow's own way loads pandas first)."""
    if not len(values):
        return np.empty(0, np.int32)
    return np.frombuffer(values.buffers()[1], np.int32, count=len(values), offset=4 * values.offset)


def _careful(name: str, text: str, delimiter: str, limits: Limits) -> list[Column]:
    """Return the columns by the tolerant reader: rows of any length, quotes that never close."""
    previous = csv.field_size_limit(limits.cell_length)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        if "limit" in str(error):
            raise RefusedFile(
                f'"{name}" was not read: a cell has more than {limits.cell_length:,} characters, which is the '
                f"most that is accepted. "
                "A quotation mark that is opened and never closed does that; remove it and import the file again.",
                code="cell_too_long",
            ) from None
        raise RefusedFile(
            f'"{name}" was not read: {error}. Open it in Excel, save it as .xlsx and import that.', code="broken_file"
        ) from None
    finally:
        csv.field_size_limit(previous)
    width = max(map(len, rows), default=0)
    require(width, limits.columns, name, "too_many_columns", "columns", "Delete those without data.")
    require(width * len(rows), limits.cells, name, "too_many_cells", "cells", "Split the file.")
    filled = [row if len(row) == width else row + [""] * (width - len(row)) for row in rows]
    return [marked(plain_column(column)) for column in zip(*filled, strict=True)]


def marked(column: Column) -> Column:
    """Return the column with the texts that are Excel error values marked as errors."""
    kinds = column.kinds.copy()
    for number, text in enumerate(column.texts):
        if is_error(text):
            kinds[number] = ERROR
    return Column(column.codes, column.texts, kinds, column.numbers)


def _aligned(text: str) -> list[Column]:
    """Return columns that are aligned by spaces under a header line; one column where the lines show no such thing."""
    lines = [line.rstrip("\r\n") for line in text.splitlines()]
    starts: list[int] = []
    for line in lines[:50]:
        found = [0, *(match.end() for match in _GAP.finditer(line.rstrip()))] if line.strip() else []
        if len(found) > 2 and not line[0].isspace():
            starts = found
            break
    if not starts:
        return [marked(plain_column([line.strip() for line in lines]))]
    ends = [*starts[1:], None]
    return [
        marked(plain_column([line[start:end].strip() for line in lines]))
        for start, end in zip(starts, ends, strict=True)
    ]
