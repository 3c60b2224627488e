"""What a column of a file can be taken for: every field that the reader knows, with its words for people."""

from __future__ import annotations

from typing import Final

from lib.domain.budget_tables import PRODUCT_NOTES, TERMS
from lib.domain.offer_rules import HEADINGS

FIELDS: Final[dict[str, str]] = {
    "staff_id": "Employee ID",
    "name": "Full name",
    "last_name": "Last name",
    "first_name": "First name",
    "middle_name": "Middle name",
    "preferred_name": "Preferred name",
    "suffix": "Name suffix",
    "email": "E-mail",
    "certification_number": "Certification number",
    "title": "Activity title",
    "activity": "One activity (its header is the title)",
    "completed_on": "Completed on",
    "points": "Points",
    "unit": "Unit of the points",
    "area": "Area",
    "provider": "Provider",
    "activity_type": "Activity type",
    "status": "Status of the activity",
    "completed": "Completed: yes or no",
    "completed_once": "Completed at least once",
    "active_enrollment": "Active enrolment",
    "attended": "Attended",
    "left_early": "Left early",
    "certificate_number": "Certificate number",
    "evidence": "Evidence",
    "program": "Program",
    "credential": "Credential",
    "qualifications": "Several credentials in one cell",
    "certified_on": "Certified on",
    "cycle_start": "Cycle start",
    "cycle_end": "Cycle end",
    "participation": "Participation",
    "required": "Required by the job",
    "verified_on": "Verified on",
    "declaration_filed_on": "Declaration filed on",
    "declaration_accepted_on": "Declaration accepted on",
    "site": "Site",
    "department": "Department",
    "job_title": "Job title",
    "supervisor": "Supervisor",
    "active": "Active",
    "inactive": "Inactive",
    "hired_on": "Hired on",
    "left_on": "Left on",
    "on_leave": "On leave",
    "notes": "Notes",
    "member_until": "Member until",
    "product_id": "Product ID",
    "product": "Product",
    "kind": "Kind of product",
    "credits": "Credits of the product",
    "areas": "Areas of the product",
    "member_price": "Member price",
    "non_member_price": "Non-member price",
    "hours": "Hours",
    "access_months": "Access months",
    "last_day_of_sale": "Last day of sale",
    "repeatable": "Can be bought again",
    "source": "Source of the price",
    "as_of": "Price as of",
}
"""Field -> words, persons first. ``activity`` marks a column of a grid of people by activities."""

OFFER_FIELDS: Final[dict[str, str]] = {
    column: HEADINGS[column] for columns in (TERMS, PRODUCT_NOTES) for column in columns if column not in FIELDS
}
"""Fields of the sheets beside the catalogue -> words. They are known by their headings and not to be chosen."""

DATE_FIELDS: Final = frozenset(
    {
        "hired_on", "left_on", "certified_on", "cycle_start", "cycle_end", "verified_on", "declaration_filed_on",
        "declaration_accepted_on", "completed_on", "member_until", "last_day_of_sale", "as_of", "activity",
    }
)  # fmt: skip
"""Fields whose cells are dates: the order of day and month can be chosen."""

UNITS: Final[dict[str, str]] = {
    "points": "points",
    "contact hours": "contact hours (1 = 1 point)",
    "ceu": "CEU (1 = 10 points)",
    "minutes": "minutes (60 = 1 point)",
    "semester hours": "semester hours (1 = 15 points)",
    "quarter hours": "quarter hours (1 = 10 points)",
}
"""What an amount can be given in, as a file would write it -> words with what it is worth."""
