"""The reading process's end of a book: its plain form as bytes. Needs the standard library alone, to start quickly."""

from __future__ import annotations

import json
from typing import Any


def pack(book: dict[str, Any]) -> bytes:
    """Return the reader's plain form of a book as bytes: one JSON line of sizes and texts, then the raw arrays.

    ``book`` is ``{"format", "sheets": [{"name", ..., "columns": [{"texts", "codes", "kinds", "numbers"}]}]}`` with
    ``array`` objects; nothing in the bytes can run when they are read.
    """
    blobs: list[bytes] = []
    sheets = []
    for sheet in book["sheets"]:
        columns = []
        for column in sheet["columns"]:
            parts = [bytes(column[part]) for part in ("codes", "kinds", "numbers")]
            blobs += parts
            columns.append({"texts": column["texts"], "sizes": [len(part) for part in parts]})
        sheets.append({**sheet, "columns": columns})
    head = json.dumps({"format": book["format"], "sheets": sheets}).encode()
    return b"%d\n" % len(head) + head + b"".join(blobs)
