"""Small writers of the other spreadsheet formats, for tests only: .ods and .xlsb.

The .xls files in ``files`` were written once with xlwt 1.3.0 (BIFF8).
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from html import escape
from typing import Any

_XLS_ERRORS = {"#N/A": 0x2A, "#REF!": 0x17, "#DIV/0!": 0x07, "#VALUE!": 0x0F}
_EPOCH = datetime(1899, 12, 30)


_ODS_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


def ods(
    sheets: dict[str, Sequence[Sequence[Any]]],
    *,
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
    hidden_sheets: Sequence[str] = (),
) -> bytes:
    """Return an .ods as LibreOffice writes it: typed cells, and rows repeated to the end of the sheet."""
    parts = []
    for name, rows in sheets.items():
        width = max(map(len, rows), default=0)
        columns = "".join(
            f'<table:table-column{_collapsed(place in hidden_columns)}/>' for place in range(width)
        )  # fmt: skip
        lines = "".join(
            f"<table:table-row{_collapsed(at in hidden_rows)}>{''.join(map(_ods_cell, row))}</table:table-row>"
            for at, row in enumerate(rows)
        )
        style = ' table:style-name="hidden"' if name in hidden_sheets else ""
        parts.append(
            f'<table:table table:name="{escape(name)}"{style}>{columns}{lines}'
            '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
            'table:number-columns-repeated="1000"/></table:table-row></table:table>'
        )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_SPACES} office:version="1.2">'
        '<office:automatic-styles><style:style style:name="hidden" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        f"<office:body><office:spreadsheet>{''.join(parts)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return out.getvalue()


def _collapsed(hidden: bool) -> str:
    return ' table:visibility="collapse"' if hidden else ""


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        said = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, int | float):
        said = f'office:value-type="float" office:value="{value}"'
    elif isinstance(value, date):
        said = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    else:
        said = 'office:value-type="string"'
    return f"<table:table-cell {said}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def xlsb(sheets: dict[str, Sequence[Sequence[Any]]]) -> bytes:
    """Return a minimal .xlsb (BIFF12): texts in their cells, numbers and dates as doubles."""
    names = list(sheets)
    bundle = b"".join(
        _record(156, struct.pack("<II", 0, n + 1) + _wide(f"rId{n + 1}") + _wide(name)) for n, name in enumerate(names)
    )
    book = _record(131) + _record(153, b"\0" * 12) + _record(143) + bundle + _record(144) + _record(132)
    # two cell formats: 0 general, 1 the date format 14
    formats = b"".join(struct.pack("<HHHHHBBHH", 0, code, 0, 0, 0, 0, 0, 0, 0)[:16] for code in (0, 14))
    styles = (
        _record(278)
        + _record(617, struct.pack("<I", 2))
        + b"".join(_record(47, formats[n * 16 : n * 16 + 16]) for n in range(2))
        + _record(618)
        + _record(279)
    )
    relations = "".join(
        f'<Relationship Id="rId{n + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'worksheet" Target="worksheets/sheet{n + 1}.bin"/>'
        for n in range(len(names))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.bin", book)
        package.writestr("xl/styles.bin", styles)
        package.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}'
            "</Relationships>",
        )
        for n, rows in enumerate(sheets.values()):
            package.writestr(f"xl/worksheets/sheet{n + 1}.bin", _xlsb_sheet(rows))
    return out.getvalue()


def _xlsb_sheet(rows: Sequence[Sequence[Any]]) -> bytes:
    body = b""
    width = max(map(len, rows), default=0)
    for at, row in enumerate(rows):
        body += _record(0, struct.pack("<I", at) + b"\0" * 13)
        for place, value in enumerate(row):
            if value is None:
                continue
            style = 1 if isinstance(value, date) else 0
            head = struct.pack("<II", place, style)
            if isinstance(value, date):
                days = (datetime(value.year, value.month, value.day) - _EPOCH).days
                body += _record(5, head + struct.pack("<d", days))
            elif isinstance(value, str) and value in _XLS_ERRORS:
                body += _record(3, head + bytes([_XLS_ERRORS[value]]))
            elif isinstance(value, int | float):
                body += _record(5, head + struct.pack("<d", value))
            else:
                body += _record(6, head + _wide(str(value)))
    size = struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, max(width - 1, 0))
    return _record(129) + _record(148, size) + _record(145) + body + _record(146) + _record(130)


def _record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    length = b""
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 127 else 0)])
        size >>= 7
        if not size:
            return head + length + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
