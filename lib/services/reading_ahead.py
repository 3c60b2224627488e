"""A file that will be imported is read while this program is still loading: a workbook by the reading process, a text
by a thread, which leaves the interpreter to the program.

Loading what an import needs takes as long as reading some ten thousand rows; both at once take the time of the longer.
What is imported here is little on purpose.
"""

from __future__ import annotations

from lib.domain.errors import RefusedFile
from lib.ingest.containers import check_package, format_of
from lib.ingest.limits import Limits
from lib.ingest.reading_process import shared_process
from lib.settings import Settings


def limits_of(settings: Settings) -> Limits:
    """Return what a file may ask of the machine, as the settings say."""
    return Limits(
        file_bytes=settings.max_upload_bytes,
        unpacked_bytes=settings.max_unpacked_bytes,
        cells=settings.max_cells,
        rows=settings.max_rows,
        columns=settings.max_columns,
        sheets=settings.max_sheets,
        cell_length=settings.max_cell_length,
        ratio=settings.max_ratio,
        files=settings.max_files,
        memory_bytes=settings.reading_memory_bytes,
        seconds=float(settings.reading_seconds),
    )


def read_ahead(name: str, data: bytes, settings: Settings) -> None:
    """Start reading a workbook or a text, after the same checks as ever; nothing for what is none or is refused.

    Nobody need ask for it: what is not asked for is thrown away when the program ends.
    """
    limits = limits_of(settings)
    try:
        check_package(name, data, limits)
        kind = format_of(name, data)
    except RefusedFile:
        return  # it is refused again, and said, where it is imported
    if kind == "workbook":
        shared_process(limits.memory_bytes).begin(data, limits)
    elif kind == "text":
        from lib.ingest.recent import begin  # with numpy and Arrow: here, so that the thread loads nothing

        begin(name, data, limits)
