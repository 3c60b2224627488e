"""Tables for people on a terminal: plain text, columns aligned, control characters made visible."""

from __future__ import annotations

from collections.abc import Sequence

_WIDEST = 48


def lines(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return a header, a rule and one line per row; numbers to the right, long cells cut with an ellipsis."""
    cells = [[_cell(value) for value in row] for row in rows]
    numeric = [
        bool(rows) and all(isinstance(row[i], int | float) or row[i] is None for row in rows)
        for i in range(len(header))
    ]
    widths = [
        max(len(title), *(len(row[i]) for row in cells)) if cells else len(title) for i, title in enumerate(header)
    ]

    def line(values: Sequence[str]) -> str:
        aligned = (v.rjust(w) if right else v.ljust(w) for v, w, right in zip(values, widths, numeric, strict=True))
        return "  ".join(aligned).rstrip()

    return [line(header), "  ".join("-" * width for width in widths), *(line(row) for row in cells)]


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    printable = "".join(c if c.isprintable() else "·" for c in text)
    return printable if len(printable) <= _WIDEST else printable[: _WIDEST - 1] + "…"
