"""The one sentence that stands on every page and every report."""

from __future__ import annotations

from typing import Final

DISCLAIMER: Final = "On our records, not a primary-source verification, not a competency or CLIA qualification record."
"""On every page and every report (domain definition: the verdict never claims to be ASCP's)."""
