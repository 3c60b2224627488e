"""Activity types and eligibility: what a credit is, and whether it counts."""

from __future__ import annotations

from typing import Final

COUNTS: Final = "counts"
ASK: Final = "ask"
NO: Final = "no"
ELIGIBILITIES: Final[tuple[str, ...]] = (COUNTS, ASK, NO)

ACTIVITY_LABELS: Final[dict[str, str]] = {
    "formal": "Formal continuing education",
    "employer": "Employer or vendor programme",
    "college": "College or university course",
    "exam": "Examination passed",
    "teaching": "Teaching or presentation",
    "publication": "Publication",
    "committee": "Committee or board work",
    "competence": "Competence assessment",
    "other": "Other",
    "staff_meeting": "Staff meeting",
    "orientation": "Orientation",
}
"""Activity type code -> label. Caps in rule data name these codes."""

NOT_EDUCATION: Final[frozenset[str]] = frozenset({"staff_meeting", "orientation"})
"""Not continuing education for CMP (ASCP guidelines, S20)."""
