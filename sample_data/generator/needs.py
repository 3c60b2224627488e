"""What each credential asks for, as far as it takes to steer people into the status that the roster names.

These numbers only steer. The verdicts on the sample come from the rule book, and the tests hold the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Need:
    """Points (hundredths) in all and by area, and the length of the cycle in days."""

    total: int
    areas: dict[str, int]
    cycle_days: int = 1096


def _ascp(total: int, **areas: int) -> Need:
    return Need(total * 100, {"safety": 100, "ethics": 100, **{area: points * 100 for area, points in areas.items()}})


_GENERALIST: Final = _ascp(36, blood_banking=2, chemistry=2, hematology=2, microbiology=2)
_MANAGER: Final = _ascp(36, laboratory_management=10)

NEEDS: Final[dict[str, Need]] = {
    "MLS": _GENERALIST,
    "MT": _GENERALIST,
    "MLT": _GENERALIST,
    "BB": _ascp(36, blood_banking=8),
    "C": _ascp(36, chemistry=8),
    "H": _ascp(36, hematology=8),
    "M": _ascp(36, microbiology=8),
    "MB": _ascp(36, molecular_biology=8),
    "CT": _ascp(36, cytology=8),
    "CG": _ascp(36, cytogenetics=8),
    "HT": _ascp(36, histology=8),
    "HTL": _ascp(36, histology=8),
    "SBB": _ascp(36, blood_banking=10),
    "SH": _ascp(36, hematology=10),
    "SM": _ascp(36, microbiology=10),
    "DLM": _MANAGER,
    "PA": _ascp(60, anatomic_pathology=20, advanced_cancer=15),
    "PBT": _ascp(9),
    "QIHC": _ascp(8, immunohistochemistry=6),
    "CLS": Need(2400, {}, 731),
    # Totals that nobody knows: treated as a usual one, so that these people have an ordinary record.
    "AT": _ascp(36, apheresis=8),
    "MLA": _ascp(9),
}
