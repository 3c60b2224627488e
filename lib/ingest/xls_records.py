"""A look at an .xls file's own records for what the fast reader does not tell: errors, hidden rows and columns, merged
cells.

The compound file is walked by its sector tables (MS-CFB), the workbook stream by its records (MS-XLS, BIFF8). Every
chain is bounded by the size of the file, so a table that points in circles ends. What cannot be followed gives no
facts; whether the file can be read at all is the fast reader's to say.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from lib.ingest.sheet_xml import SheetFacts, WorkbookFacts

_FREE: Final = 0xFFFFFFFA
"""Sector numbers from here on are marks: end of chain, free, table."""
_MINI_CUTOFF: Final = 4096
_ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
_BOF, _EOF, _BOUNDSHEET, _ROW, _COLINFO, _BOOLERR, _FORMULA, _MERGED = (
    0x809,
    0x0A,
    0x85,
    0x208,
    0x7D,
    0x205,
    0x06,
    0xE5,
)
_MOST: Final = 200_000


def xls_facts(data: bytes) -> WorkbookFacts:
    """Return what the records of an .xls workbook say, by sheet name; nothing where they cannot be followed."""
    facts = WorkbookFacts(False, {})
    try:
        stream = _workbook_stream(data)
        names: dict[int, str] = {}
        for kind, body, _ in _records(stream, 0):
            if kind == _BOUNDSHEET:
                start, _, _, size, wide = struct.unpack_from("<IBBBB", body)
                raw = body[8 : 8 + size * (2 if wide & 1 else 1)]
                names[start] = raw.decode("utf-16-le" if wide & 1 else "latin-1")
            elif kind == _EOF:
                break
        for start, name in names.items():
            facts.sheets[name] = _sheet(stream, start)
    except (struct.error, IndexError, ValueError):
        return facts
    return facts


def _sheet(stream: bytes, start: int) -> SheetFacts:
    facts = SheetFacts()
    depth = 0
    for kind, body, _ in _records(stream, start):
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth != 1:
            continue  # a chart inside the sheet
        elif kind == _ROW:
            row, _, _, _, _, _, flags = struct.unpack_from("<HHHHHHH", body)
            if flags & 0x20:
                facts.hidden_rows.append(row + 1)
        elif kind == _COLINFO:
            first, last, _, _, flags = struct.unpack_from("<HHHHH", body)
            if flags & 1:
                facts.hidden_columns += range(first, min(last, first + 2_000) + 1)
        elif kind == _BOOLERR and len(body) >= 8 and body[7] == 1:
            row, column = struct.unpack_from("<HH", body)
            facts.errors[row + 1, column] = _ERRORS.get(body[6], "#VALUE!")
        elif kind == _FORMULA and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
            row, column = struct.unpack_from("<HH", body)
            facts.errors[row + 1, column] = _ERRORS.get(body[8], "#VALUE!")
        elif kind == _MERGED:
            (count,) = struct.unpack_from("<H", body)
            for number in range(min(count, (len(body) - 2) // 8)):
                top, bottom, left, _ = struct.unpack_from("<HHHH", body, 2 + 8 * number)
                if top < bottom:
                    facts.merged.append((top + 1, bottom + 1, left))
        if len(facts.errors) > _MOST or len(facts.hidden_rows) > _MOST:
            break
    return facts


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes, int]]:
    """Yield kind, body and place of the records from ``at`` on."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size], at
        at += 4 + size


def _workbook_stream(data: bytes) -> bytes:
    """Return the stream named ``Workbook`` or ``Book`` of a compound file. ``ValueError`` where there is none."""
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if not 7 <= shift <= 16 or not 4 <= mini_shift <= shift:
        raise ValueError("sector size")
    directory, mini_table = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 60)[0]
    size = 1 << shift
    table_sectors = [n for n in struct.unpack_from("<109I", data, 76) if n < _FREE]
    more, count = struct.unpack_from("<II", data, 68)
    while more < _FREE and count > 0 and len(table_sectors) < len(data) // size + 1:
        block = struct.unpack(f"<{size // 4}I", _sector(data, more, size))
        table_sectors += [n for n in block[:-1] if n < _FREE]
        more, count = block[-1], count - 1
    table: list[int] = []
    for sector in table_sectors:
        table += struct.unpack(f"<{size // 4}I", _sector(data, sector, size))
    entries = _chain(data, directory, table, size)
    root_start = 0
    found: tuple[int, int] | None = None
    for at in range(0, len(entries) - 127, 128):
        (name_size,) = struct.unpack_from("<H", entries, at + 64)
        name = entries[at : at + max(0, min(name_size, 64) - 2)].decode("utf-16-le", "replace")
        start, length = struct.unpack_from("<II", entries, at + 116)
        if entries[at + 66] == 5:
            root_start = start
        elif name in ("Workbook", "Book") and found is None:
            found = (start, length)
    if found is None:
        raise ValueError("no workbook stream")
    start, length = found
    if length >= _MINI_CUTOFF:
        return _chain(data, start, table, size)[:length]
    minis = _chain(data, mini_table, table, size)
    links = list(struct.unpack(f"<{len(minis) // 4}I", minis))
    return _chain(_chain(data, root_start, table, size), start, links, 1 << mini_shift, header=0)[:length]


def _sector(data: bytes, number: int, size: int, header: int | None = None) -> bytes:
    start = (size if header is None else header) + number * size
    sector = data[start : start + size]
    return sector + b"\0" * (size - len(sector))


def _chain(data: bytes, start: int, table: list[int], size: int, header: int | None = None) -> bytes:
    parts: list[bytes] = []
    most = len(data) // size + 2
    while start < _FREE and start < len(table) and len(parts) < most:
        parts.append(_sector(data, start, size, header))
        start = table[start]
    return b"".join(parts)
