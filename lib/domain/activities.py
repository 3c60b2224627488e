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
    "drill": "Fire, evacuation or disaster drill",
}
"""Activity type code -> label. Caps in rule data name these codes."""

NOT_EDUCATION: Final[tuple[str, ...]] = ("staff_meeting", "orientation", "drill")
"""Not continuing education for CMP: staff meetings and orientation (ASCP guidelines, S20), and drills *(choice)*. A
rule version of another body or of the laboratory's own may accept them by name (``accepts``)."""
