"""What was worked out against data that have changed since."""

from __future__ import annotations

from lib.domain.errors import LabReadyError


class StaleData(LabReadyError):
    """What was read before a write is no longer what is stored; read again and repeat."""

    code = "stale_data"

    def __init__(self) -> None:
        super().__init__("The stored data changed in the meantime. Nothing was stored. Do it again.")
