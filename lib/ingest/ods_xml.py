"""A look at an .ods file's own XML for what the fast reader does not tell: hidden rows and columns.

Plain regular expressions over the unpacked bytes: no XML parser, so no entity is ever expanded.
"""

from __future__ import annotations

import re
import zipfile
from html import unescape
from typing import Final

from lib.ingest.sheet_xml import SheetFacts, WorkbookFacts

_TAG: Final = re.compile(rb"<table:(table-row|table-column|table)(?=[\s/>])([^>]*)>|</table:table>")
_NAME: Final = re.compile(rb'\btable:name="([^"]*)"')
_REPEAT: Final = re.compile(rb'\btable:number-(?:rows|columns)-repeated="(\d{1,7})"')
_HIDDEN: Final = re.compile(rb'\btable:visibility="(?:collapse|filter)"')
_MOST: Final = 20_000
_LARGEST: Final = 100_000_000


def ods_facts(package: zipfile.ZipFile) -> WorkbookFacts:
    """Return which rows and columns of each sheet are hidden; nothing for a file without hidden ones."""
    facts = WorkbookFacts(False, {})
    with package.open("content.xml") as part:
        content = part.read(_LARGEST)
    if not _HIDDEN.search(content):
        return facts
    sheet, row, column, depth = SheetFacts(), 0, 0, 0
    for match in _TAG.finditer(content):
        kind, attributes = match[1], match[2] or b""
        if kind is None:
            depth -= 1
        elif kind == b"table":
            depth += 1 if not attributes.endswith(b"/") else 0
            if depth <= 1:
                name = _NAME.search(attributes)
                sheet, row, column = SheetFacts(), 0, 0
                facts.sheets[unescape(name[1].decode("utf-8", "replace")) if name else ""] = sheet
        elif depth == 1:
            repeat = _REPEAT.search(attributes)
            count = int(repeat[1]) if repeat else 1
            hidden = _HIDDEN.search(attributes) is not None
            if kind == b"table-row":
                if hidden:
                    sheet.hidden_rows += range(row + 1, row + 1 + min(count, _MOST))
                row += count
            else:
                if hidden:
                    sheet.hidden_columns += range(column, column + min(count, 2_000))
                column += count
        if len(sheet.hidden_rows) > 10 * _MOST:
            break
    return facts
