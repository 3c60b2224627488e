"""Before anything else is loaded: the first workbook of an ``import`` is handed to the reading process."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lib.domain.errors import SettingsError
from lib.services.reading_ahead import read_ahead
from lib.settings import read_settings

_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks begin."""


def begin(argv: Sequence[str]) -> None:
    """Start reading the first file of an import, where it is a workbook. What is wrong with it is said later."""
    if "import" not in argv:
        return
    for name in argv[argv.index("import") + 1 :]:
        path = Path(name)
        try:
            with path.open("rb") as file:
                if file.read(4) not in _WORKBOOKS:
                    continue
            settings = read_settings(os.environ)
            if path.stat().st_size <= settings.max_upload_bytes:
                read_ahead(path.name, path.read_bytes(), settings)
        except (OSError, ValueError, SettingsError):
            continue
        return
