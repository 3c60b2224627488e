"""The areas a point can be allocated to, their order, labels and bit masks.

The engine works on integers: area number *n* has bit ``1 << n``. ``unassigned`` is the last number; it serves the rest
only (domain definition, "Two countings").
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

AREA_LABELS: Final[dict[str, str]] = {
    "safety": "Laboratory or patient safety",
    "ethics": "Medical ethics",
    "blood_banking": "Blood banking",
    "chemistry": "Chemistry",
    "hematology": "Hematology",
    "microbiology": "Microbiology",
    "immunology": "Immunology",
    "molecular_biology": "Molecular biology",
    "cytogenetics": "Cytogenetics",
    "cytology": "Cytology",
    "histology": "Histology",
    "apheresis": "Apheresis",
    "phlebotomy": "Phlebotomy",
    "anatomic_pathology": "Anatomic pathology",
    "advanced_cancer": "Advanced cancer (macroscopic examination and staging)",
    "immunohistochemistry": "Immunohistochemistry",
    "cytometry": "Cytometry",
    "informatics": "Informatics",
    "laboratory_management": "Laboratory management",
    "education": "Education",
    "laboratory_operations": "Laboratory operations (related laboratory areas of interest)",
}
"""Code and label of each area, in the order of the domain definition. The order is the bit order: append only."""

AREAS: Final[tuple[str, ...]] = tuple(AREA_LABELS)
UNASSIGNED: Final = "unassigned"
UNASSIGNED_NUMBER: Final = len(AREAS)
AREA_NUMBER: Final[dict[str, int]] = {area: number for number, area in enumerate((*AREAS, UNASSIGNED))}
ANY: Final = "*"
"""In rule and catalogue data: every area."""


def mask_of(areas: Iterable[str]) -> int:
    """Return the bit mask of area codes (``unassigned`` included); ``KeyError`` for a code that is no area."""
    mask = 0
    for area in areas:
        mask |= 1 << AREA_NUMBER[area]
    return mask


ALL_MASK: Final = mask_of(AREAS)
"""Every recognised area, without ``unassigned``."""

EVERYTHING_MASK: Final = ALL_MASK | (1 << UNASSIGNED_NUMBER)
"""Every recognised area and ``unassigned``: what the rest accepts unless the rule narrows it."""


def areas_of(mask: int) -> tuple[str, ...]:
    """Return the area codes in a mask, in the order of the domain definition."""
    return tuple(area for area, number in AREA_NUMBER.items() if mask >> number & 1)


def label(area: str) -> str:
    """Return the label for people of an area code, of ``unassigned``, or of ``rest``."""
    return {UNASSIGNED: "Not assigned", "rest": "Rest (any area)"}.get(area) or AREA_LABELS.get(area, area)
