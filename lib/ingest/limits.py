"""What a file may ask of the machine: one limit each, and the sentence that is said when it is met."""

from __future__ import annotations

from dataclasses import dataclass

from lib.domain.errors import RefusedFile

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Largest sizes that are read. Bytes, rows and columns count one file or sheet; ``seconds`` is for the reading
    alone; ``markup_bytes`` is for HTML and Excel 2003 XML, whose tree takes forty times its size in memory."""

    file_bytes: int = 200 * MEGABYTE
    unpacked_bytes: int = 400 * MEGABYTE
    ratio: int = 150
    ratio_from_bytes: int = 10 * MEGABYTE
    sheets: int = 100
    files: int = 50
    rows: int = 2_000_000
    columns: int = 2_000
    cells: int = 30_000_000
    cell_length: int = 100_000
    markup_bytes: int = 15 * MEGABYTE
    memory_bytes: int = 1_400 * MEGABYTE
    seconds: float = 60.0


def require(found: float, allowed: float, file: str, code: str, what: str, advice: str) -> None:
    """Raise :class:`RefusedFile` with a sentence naming the limit where ``found`` is more than ``allowed``."""
    if found > allowed:
        raise RefusedFile(
            f'"{file}" was not read: it has {found:,.0f} {what}, and at most {allowed:,.0f} are accepted. {advice}',
            code=code,
        )
