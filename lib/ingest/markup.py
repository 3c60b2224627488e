"""Reads tables out of HTML and of Excel 2003 XML, which many web systems send under the name ``.xls``."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree, html

from lib.domain.errors import RefusedFile
from lib.ingest.book import Sheet, plain_column, trimmed
from lib.ingest.delimited import decoded, marked
from lib.ingest.limits import Limits, require

_NAMESPACE: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_DECLARATION: Final = re.compile(r"<\?xml[^>]*\?>")
_DELETE: Final = "Delete those without data."
_SAVE: Final = "Open it in Excel, save it as .xlsx and import that, or export fewer rows."
_MOST_MERGED: Final = 20_000
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")


def read_html(name: str, data: bytes, limits: Limits) -> list[Sheet]:
    """Return one sheet for each table of an HTML page that holds no other table."""
    text = _DECLARATION.sub("", _markup_text(name, data, limits), count=1)
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(recover=True, no_network=True, huge_tree=False))
    except (etree.LxmlError, ValueError):
        raise _broken(name) from None
    sheets: list[Sheet] = []
    for number, table in enumerate(t for t in root.iter("table") if t.find(".//table") is None):
        grid, merged = _html_grid(name, table, limits)
        if grid:
            sheets.append(_sheet(name, f"Table {number + 1}", grid, limits, tuple(merged)))
    return sheets


def _html_grid(name: str, table: Any, limits: Limits) -> tuple[list[list[str]], list[tuple[int, int, int]]]:
    """Return the texts of a table by row, and its cells that go over several rows (first row, last row, column).

    The places that a cell spreads over are empty, but for its first, as in a workbook's merged cells.
    """
    grid: list[list[str]] = []
    merged: list[tuple[int, int, int]] = []
    taken_until: dict[int, int] = {}  # column -> the last row that a cell above reaches
    for at, row in enumerate(table.iter("tr")):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while taken_until.get(len(cells), -1) >= at:
                cells.append("")
            across, down = (_span(cell.get(part)) for part in ("colspan", "rowspan"))
            if down > 1:
                taken_until.update(dict.fromkeys(range(len(cells), len(cells) + across), at + down - 1))
                if len(merged) < _MOST_MERGED:
                    merged.append((at + 1, at + down, len(cells)))
            cells += [_SPACES.sub(" ", cell.text_content()).strip(), *[""] * (across - 1)]
            require(len(cells), limits.columns, name, "too_many_columns", "columns", _DELETE)
        grid.append(cells)
    return grid, merged


def read_xml_2003(name: str, data: bytes, limits: Limits) -> list[Sheet]:
    """Return the sheets of an Excel 2003 XML workbook. Entities are not resolved; a file that declares any is
    refused."""
    text = _markup_text(name, data, limits)
    if "<!DOCTYPE" in text[:100_000] or "<!ENTITY" in text[:100_000]:
        raise RefusedFile(
            f'"{name}" was not read: it declares XML entities, which no spreadsheet program writes. Save it as .xlsx.',
            code="xml_entities",
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    root = etree.fromstring(_DECLARATION.sub("", text, count=1).encode("utf-8", "replace"), parser)
    if root is None:
        raise _broken(name)
    sheets: list[Sheet] = []
    for worksheet in root.iter(f"{_NAMESPACE}Worksheet"):
        grid: list[list[str]] = []
        for row in worksheet.iter(f"{_NAMESPACE}Row"):
            number = _index(row.get(f"{_NAMESPACE}Index"), len(grid) + 1, limits.rows)
            grid += [[] for _ in range(number - len(grid) - 1)]
            cells: list[str] = []
            for cell in row.iterchildren(f"{_NAMESPACE}Cell"):
                place = _index(cell.get(f"{_NAMESPACE}Index"), len(cells) + 1, limits.columns)
                cells += [""] * (place - len(cells) - 1)
                value = cell.find(f"{_NAMESPACE}Data")
                shown = "" if value is None else "".join(value.itertext()).strip()
                if value is not None and value.get(f"{_NAMESPACE}Type") == "DateTime":
                    shown = shown.removesuffix("T00:00:00.000")
                cells.append(shown)
            grid.append(cells)
        sheets.append(_sheet(name, worksheet.get(f"{_NAMESPACE}Name") or f"Sheet {len(sheets) + 1}", grid, limits))
    return sheets


def _markup_text(name: str, data: bytes, limits: Limits) -> str:
    """Return the text; a page that names another encoding than its bytes have is still mostly UTF-8 or cp1252.

    Only of a file small enough: a page is read in this process, as a tree that takes forty times its size.
    """
    require(len(data), limits.markup_bytes, name, "too_large", "bytes of HTML or XML", _SAVE)
    return decoded(name, data).replace("\x00", "")


def _span(written: Any) -> int:
    return max(1, min(int(written), 1_000)) if isinstance(written, str) and written.isdigit() else 1


def _index(written: str | None, default: int, limit: int) -> int:
    number = int(written) if written and written.isdigit() else default
    return max(default, min(number, limit))


def _sheet(
    name: str, title: str, grid: list[list[str]], limits: Limits, merged: tuple[tuple[int, int, int], ...] = ()
) -> Sheet:
    width = max(map(len, grid), default=0)
    require(width, limits.columns, name, "too_many_columns", "columns", _DELETE)
    require(len(grid), limits.rows, name, "too_many_rows", "rows", "Split the file.")
    require(width * len(grid), limits.cells, name, "too_many_cells", "cells", "Split the file.")
    filled = [row + [""] * (width - len(row)) for row in grid]
    columns = [marked(plain_column(column)) for column in zip(*filled, strict=True)]
    return trimmed(Sheet(title, columns, len(grid), merged=merged))


def _broken(name: str) -> RefusedFile:
    return RefusedFile(
        f'"{name}" was not read: it calls itself a table but cannot be read as one. Open it in Excel, save it '
        f"as .xlsx and import that.",
        code="broken_file",
    )
