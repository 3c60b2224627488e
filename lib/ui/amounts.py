"""Numbers typed on screen as exact hundredths."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd


def hundredths(value: Any) -> int | None:
    """Return a number on screen as hundredths; through its shortest text, so that 4.35 is 435."""
    if pd.isna(value):
        return None
    return int((Decimal(str(value)) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
