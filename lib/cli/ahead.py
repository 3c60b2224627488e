"""Before anything else is loaded: reading the first workbook and the first text of an ``import`` is begun."""

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
_read: Final[dict[str, bytes]] = {}
"""What was read already, by its name as typed, until it is asked for."""


def begin(argv: Sequence[str]) -> None:
    """Start reading the first workbook and the first other file of an import. What is wrong with one is said later."""
    if "import" not in argv:
        return
    begun: set[bool] = set()
    for name in argv[argv.index("import") + 1 :]:
        path = Path(name)
        try:
            with path.open("rb") as file:
                is_workbook = file.read(4) in _WORKBOOKS
            if is_workbook in begun:
                continue
            settings = read_settings(os.environ)
            if path.stat().st_size <= settings.max_upload_bytes:
                _read[name] = path.read_bytes()
                read_ahead(path.name, _read[name], settings)
        except (OSError, ValueError, SettingsError):
            continue
        begun.add(is_workbook)


def read(name: str) -> bytes:
    """Return what is in a file, once without reading it again where that was begun. Raises ``OSError``."""
    return _read.pop(name, None) or Path(name).read_bytes()
