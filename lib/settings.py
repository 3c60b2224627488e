"""What can be set from outside: where the database is, and how much an uploaded file may ask of the machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from lib.domain.errors import SettingsError

PREFIX: Final = "LABREADY_"

DATABASE: Final = "LABREADY_DB"
RULES: Final = "LABREADY_RULES"
MAX_UPLOAD: Final = "LABREADY_MAX_UPLOAD_MB"
MAX_UNPACKED: Final = "LABREADY_MAX_UNPACKED_MB"
MAX_CELLS: Final = "LABREADY_MAX_CELLS"
MAX_ROWS: Final = "LABREADY_MAX_ROWS"
MAX_COLUMNS: Final = "LABREADY_MAX_COLUMNS"
MAX_SHEETS: Final = "LABREADY_MAX_SHEETS"
MAX_CELL_LENGTH: Final = "LABREADY_MAX_CELL_LENGTH"
MAX_RATIO: Final = "LABREADY_MAX_RATIO"
MAX_FILES: Final = "LABREADY_MAX_FILES"
READING_MEMORY: Final = "LABREADY_READING_MEMORY_MB"
READING_SECONDS: Final = "LABREADY_READING_SECONDS"

ACCEPTED: Final[dict[str, str]] = {
    DATABASE: "the database file (default: labready.duckdb in the user's data folder)",
    RULES: "the folder of the laboratory's own rule files, *.yaml (default: none, only the shipped rules)",
    MAX_UPLOAD: "the largest file that is read, in MB (default 50)",
    MAX_UNPACKED: "the largest workbook once unpacked, in MB (default 400)",
    MAX_CELLS: "the most cells of one sheet, rows times columns (default 5000000)",
    MAX_ROWS: "the most rows of one sheet (default 1048576, which is Excel's own limit)",
    MAX_COLUMNS: "the most columns of one sheet (default 2000)",
    MAX_SHEETS: "the most sheets of one workbook (default 100)",
    MAX_CELL_LENGTH: "the most characters in one cell (default 100000)",
    MAX_RATIO: "the most times its packed size that a part of a workbook or zip may unpack to (default 150)",
    MAX_FILES: "the most files in one zip (default 50)",
    READING_MEMORY: "the memory that reading one file may take, in MB (default 1400)",
    READING_SECONDS: "the time that reading one file may take, in seconds (default 120)",
}
"""Every variable of the environment that is a setting, with what it sets."""

OF_THE_TESTS: Final = frozenset({"LABREADY_REQUIRE_BROWSER"})
"""Variables with our prefix that the tests read; they set nothing here and are not unknown either."""

_DEFAULTS: Final[dict[str, int]] = {
    MAX_UPLOAD: 50,
    MAX_UNPACKED: 400,
    MAX_CELLS: 5_000_000,
    MAX_ROWS: 1_048_576,
    MAX_COLUMNS: 2_000,
    MAX_SHEETS: 100,
    MAX_CELL_LENGTH: 100_000,
    MAX_RATIO: 150,
    MAX_FILES: 50,
    READING_MEMORY: 1400,
    READING_SECONDS: 120,
}
"""The upload limit is the dashboard's own (server.maxUploadSize). The others leave room: a sheet of 100,000 rows and 12
columns unpacks to 53 MB and is read in seconds, while small files made to do harm ask for hundreds of gigabytes."""

_MEGABYTE: Final = 1024 * 1024
"""As the dashboard counts them when it says how large an upload may be."""


@dataclass(frozen=True)
class Settings:
    """All settings, read once where the application is put together. Sizes are bytes."""

    database: Path
    rules: Path | None = None
    max_upload_bytes: int = _DEFAULTS[MAX_UPLOAD] * _MEGABYTE
    max_unpacked_bytes: int = _DEFAULTS[MAX_UNPACKED] * _MEGABYTE
    max_cells: int = _DEFAULTS[MAX_CELLS]
    max_rows: int = _DEFAULTS[MAX_ROWS]
    max_columns: int = _DEFAULTS[MAX_COLUMNS]
    max_sheets: int = _DEFAULTS[MAX_SHEETS]
    max_cell_length: int = _DEFAULTS[MAX_CELL_LENGTH]
    max_ratio: int = _DEFAULTS[MAX_RATIO]
    max_files: int = _DEFAULTS[MAX_FILES]
    reading_memory_bytes: int = _DEFAULTS[READING_MEMORY] * _MEGABYTE
    reading_seconds: int = _DEFAULTS[READING_SECONDS]


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Return the settings that these variables give; what they leave open has its default.

    Nothing is read or made on disk; the user's data folder is what the operating system names. Raises
    :class:`SettingsError` for a variable with our prefix that is unknown, and for a value that is not accepted.
    """
    known = OF_THE_TESTS.union(ACCEPTED)
    unknown = sorted(name for name in environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        accepted = "\n".join(f"  {name}: {words}" for name, words in ACCEPTED.items())
        raise SettingsError(
            f"LabReady does not start: the environment sets {', '.join(unknown)}, which is no setting of LabReady. "
            f"Correct the name or remove it. Accepted are:\n{accepted}"
        )
    return Settings(
        database=_database(environ),
        rules=_folder(environ, RULES),
        max_upload_bytes=_whole_number(environ, MAX_UPLOAD) * _MEGABYTE,
        max_unpacked_bytes=_whole_number(environ, MAX_UNPACKED) * _MEGABYTE,
        max_cells=_whole_number(environ, MAX_CELLS),
        max_rows=_whole_number(environ, MAX_ROWS),
        max_columns=_whole_number(environ, MAX_COLUMNS),
        max_sheets=_whole_number(environ, MAX_SHEETS),
        max_cell_length=_whole_number(environ, MAX_CELL_LENGTH),
        max_ratio=_whole_number(environ, MAX_RATIO),
        max_files=_whole_number(environ, MAX_FILES),
        reading_memory_bytes=_whole_number(environ, READING_MEMORY) * _MEGABYTE,
        reading_seconds=_whole_number(environ, READING_SECONDS),
    )


def _database(environ: Mapping[str, str]) -> Path:
    value = environ.get(DATABASE)
    if value is None:
        return platformdirs.user_data_path("labready", appauthor=False) / "labready.duckdb"
    if not value.strip():
        raise SettingsError(
            f"LabReady does not start: {DATABASE} is set but empty. Accepted is the path of the database file; "
            f"give one, or remove {DATABASE} to use the file in the user's data folder."
        )
    return Path(value).expanduser()


def _folder(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(name)
    if value is None:
        return None
    if not value.strip():
        raise SettingsError(
            f"LabReady does not start: {name} is set but empty. Accepted is the path of {ACCEPTED[name]}. "
            f"Give one, or remove {name}."
        )
    return Path(value).expanduser()


def _whole_number(environ: Mapping[str, str], name: str) -> int:
    value = environ.get(name)
    if value is None:
        return _DEFAULTS[name]
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        raise SettingsError(
            f'LabReady does not start: {name} is "{value}". Accepted is a whole number above 0: {ACCEPTED[name]}. '
            f"Correct it, or remove {name} to use the default."
        )
    return int(value)
