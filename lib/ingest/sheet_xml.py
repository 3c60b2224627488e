"""A look at a workbook's own XML for what the fast reader does not tell: errors, hidden rows and columns, far cells.

Plain regular expressions over the unpacked bytes, in pieces: no XML parser, so no entity is ever expanded.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final

_PIECE: Final = 4_000_000
_ROW: Final = re.compile(rb'<row\b[^>]*?\sr="(\d{1,9})"')
_PREFIXED_ROW: Final = re.compile(rb'<\w+:row\b[^>]*?\sr="(\d{1,9})"')
_HIDDEN_ROW: Final = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*?\sr="(\d{1,9})")[^>]*?\shidden="(?:1|true)"')
_HIDDEN_COLUMN: Final = re.compile(rb'<(?:\w+:)?col\b(?=[^>]*?\shidden="(?:1|true)")[^>]*>')
_WIDE_CELL: Final = re.compile(rb'r="(?<=\sr=")([A-Z]{3})\d')
"""The white space is looked back for: a pattern that begins with plain signs is found several times as fast."""
_ERROR_CELL: Final = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*?\st="e")[^>]*?\sr="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]{1,30})</',
    re.DOTALL,
)
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\sref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_MOST_MERGED: Final = 50_000
_SHEET: Final = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION: Final = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE: Final = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_STYLED_CELL: Final = re.compile(rb'<(?:\w+:)?c\b[^>]*?\sr="[A-Z]{1,3}(\d{1,7})"[^>]*?\ss="(\d{1,6})"[^>]*>\s*<')


@dataclass
class SheetFacts:
    """What the XML of one sheet says. Rows count from 1, columns from 0."""

    last_row: int = 0
    last_column: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    grey_rows: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass
class WorkbookFacts:
    """What the XML of a workbook says: its date system, and each sheet's facts by sheet name."""

    date_1904: bool
    sheets: dict[str, SheetFacts]


def workbook_facts(package: zipfile.ZipFile) -> WorkbookFacts:
    """Return what the XML of an .xlsx or .xlsm says; empty facts for a sheet whose part cannot be found."""
    names = set(package.namelist())
    workbook = _text(package, "xl/workbook.xml") if "xl/workbook.xml" in names else ""
    relations = _text(package, "xl/_rels/workbook.xml.rels") if "xl/_rels/workbook.xml.rels" in names else ""
    targets = {
        attributes.get("Id", ""): attributes.get("Target", "")
        for attributes in map(_attributes, _RELATION.findall(relations))
    }
    grey = _grey_styles(_text(package, "xl/styles.xml")) if "xl/styles.xml" in names else frozenset()
    sheets = {}
    for attributes in map(_attributes, _SHEET.findall(workbook)):
        target = targets.get(attributes.get("r:id", attributes.get("id", "")), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in names and path.endswith(".xml"):
            sheets[unescape(attributes.get("name", ""))] = _sheet_facts(package, path, grey)
    return WorkbookFacts(re.search(r'\bdate1904\s*=\s*"(?:1|true)"', workbook) is not None, sheets)


def column_index(letters: str) -> int:
    """Return the index from 0 of a column's letters: ``A`` is 0, ``AA`` 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _text(package: zipfile.ZipFile, path: str) -> str:
    with package.open(path) as part:
        return part.read(5_000_000).decode("utf-8", "replace")


def _attributes(tag: str) -> dict[str, str]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(tag)}


def _pieces(package: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """Yield the part in pieces that end where a row ends, as far as rows end at all."""
    rest = b""
    with package.open(path) as part:
        while block := part.read(_PIECE):
            block = rest + block
            cut = block.rfind(b"<row")
            if cut <= 0 or len(block) > 4 * _PIECE:
                cut = len(block)
            rest = block[cut:]
            yield block[:cut]
    yield rest


def _sheet_facts(package: zipfile.ZipFile, path: str, grey: frozenset[int]) -> SheetFacts:
    facts = SheetFacts()
    first = True
    for piece in _pieces(package, path):
        if first and grey:
            facts.grey_rows = _grey_rows(piece, grey)
        first = False
        for pattern in (_ROW, _PREFIXED_ROW) if b":row" in piece else (_ROW,):
            facts.last_row = max(facts.last_row, max(map(int, pattern.findall(piece)), default=0))
        for letters in _WIDE_CELL.findall(piece):
            facts.last_column = max(facts.last_column, column_index(letters.decode()))
        if b"hidden=" in piece:
            facts.hidden_rows += [int(number) for number in _HIDDEN_ROW.findall(piece)]
            for tag in _HIDDEN_COLUMN.findall(piece):
                attributes = _attributes(tag.decode("utf-8", "replace"))
                low, high = attributes.get("min", "0"), attributes.get("max", "0")
                if low.isdigit() and high.isdigit():
                    facts.hidden_columns += range(int(low) - 1, min(int(high), int(low) + 2_000))
        if b"mergeCell" in piece and len(facts.merged) < _MOST_MERGED:
            facts.merged += [
                (int(top), int(bottom), column_index(letters.decode()))
                for letters, top, bottom in _MERGED.findall(piece)
                if int(top) < int(bottom) <= 1_048_576
            ][: _MOST_MERGED - len(facts.merged)]
        if b't="e"' in piece:
            for letters, number, value in _ERROR_CELL.findall(piece):
                facts.errors[int(number), column_index(letters.decode())] = value.decode("utf-8", "replace")
    return facts


def _grey_styles(styles: str) -> frozenset[int]:
    """Return the numbers of the cell styles whose font is grey: what templates use for sample rows."""
    fonts = re.search(r"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", styles, re.DOTALL)
    formats = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    if fonts is None or formats is None:
        return frozenset()
    grey = set()
    for number, font in enumerate(re.findall(r"<(?:\w+:)?font\b(?:[^>]*/>|.*?</(?:\w+:)?font>)", fonts[0], re.DOTALL)):
        colour = re.search(r'<(?:\w+:)?color\b[^>]*?\brgb="(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})"', font)
        if colour:
            red, green, blue = (int(colour[1][at : at + 2], 16) for at in (0, 2, 4))
            if max(red, green, blue) - min(red, green, blue) <= 16 and 0x50 <= red <= 0xD9:
                grey.add(number)
    found = re.findall(r"<(?:\w+:)?xf\b[^>]*>", formats[0])
    return frozenset(n for n, tag in enumerate(found) if int(_attributes(tag).get("fontId", "0") or 0) in grey)


def _grey_rows(piece: bytes, grey: frozenset[int]) -> list[int]:
    """Return which of the first 60 rows have no cell with content in another style than grey."""
    plain: set[int] = set()
    seen: set[int] = set()
    for match in _STYLED_CELL.finditer(piece[:400_000]):
        row = int(match[1])
        if row > 60:
            break
        (seen if int(match[2]) in grey else plain).add(row)
    return sorted(seen - plain)
