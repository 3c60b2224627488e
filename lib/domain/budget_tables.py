"""The tables of the training budget beside the catalogue: columns in order, with their meaning.

Units are those of :mod:`lib.domain.tables`: money is cents (missing = not set), points are hundredths.
"""

from __future__ import annotations

from typing import Final

from lib.domain.tables import CENTS, DATE, MAYBE_WHOLE, TEXT, TRUTH, WHOLE

PRODUCT_NOTES: Final[dict[str, str]] = {
    "product_id": TEXT,
    "form": TEXT,
    "good_for": TEXT,
    "where_found": TEXT,
    "open_to_staff": TRUTH,
    "only_for": TEXT,
    "last_day_of_access": DATE,
    "includes_cmp_fee": TRUTH,
}
"""What a product is in the words of the market (:data:`PRODUCT_FORMS`), what it is good for, where staff find it,
whether staff may buy it (missing: they may) and which classes of buyers alone may (joined by ``;``), the last day on
which it can be used, and whether its price holds the fee of the declaration."""

PRODUCT_FORMS: Final[dict[str, str]] = {
    "course": "course",
    "course set": "course set",
    "capped pack": "pack with so many credits",
    "unlimited seat": "unlimited, one person",
    "site licence": "site licence",
    "certificate program": "certificate program",
    "event": "event",
    "membership": "membership, dues a year",
    "free source": "free source",
    "in-house session": "in-house session",
    "bundle": "bundle",
    "exam preparation": "exam preparation",
}
"""Form of a product -> words for it."""

TERMS: Final[dict[str, str]] = {
    "term_id": TEXT,
    "product_id": TEXT,
    "form": TEXT,
    "price": CENTS,
    "least_seats": MAYBE_WHOLE,
    "most_seats": MAYBE_WHOLE,
    "sites": TEXT,
    "includes": TEXT,
    "buyer_class": TEXT,
    "valid_until": DATE,
    "source": TEXT,
    "as_of": DATE,
    "term_months": MAYBE_WHOLE,
}
"""Further prices of a product, by :data:`TERM_FORMS`; ``sites`` and ``includes`` (product IDs) are joined by ``;``.
``valid_until`` is the last day of the offer, ``term_months`` how long what is bought by it can be used."""

TERM_FORMS: Final[dict[str, str]] = {
    "quantity_price": "quantity price (each seat, from so many seats on)",
    "site_licence": "site licence (once, for everybody at its sites)",
    "session": "in-house session (once, for everybody who comes)",
    "bundle": "bundle (each person, all that it includes)",
    "class_price": "price for another class of buyer (each person of that class)",
}
"""Form of a term -> what its price pays for."""

OWNED: Final[dict[str, str]] = {
    "owned_id": TEXT,
    "product_id": TEXT,
    "staff_id": TEXT,
    "sites": TEXT,
    "seats": MAYBE_WHOLE,
    "points_left": MAYBE_WHOLE,
    "ends_on": DATE,
    "note": TEXT,
}
"""What is paid already: for one person, or for a number of seats that nobody has yet, or for everybody (at sites)."""

BUYER_CLASSES: Final[dict[str, str]] = {
    "buyer_class": TEXT,
    "staff_id": TEXT,
    "job_title": TEXT,
    "valid_until": DATE,
    "note": TEXT,
}
"""Who is of which further class of buyers (student, resident, …): one person, or everybody of a job title; empty text
where the other is meant. ``valid_until`` missing: without a known end."""

COST_CENTRES: Final[dict[str, str]] = {"department": TEXT, "site": TEXT, "cost_centre": TEXT}
"""Where a department's purchases are counted, at a site or (empty text) at all that have no row of their own."""

FEES: Final[dict[str, str]] = {
    "fee_id": TEXT,
    "fee": TEXT,
    "amount": CENTS,
    "valid_from": DATE,
    "valid_until": DATE,
    "confidence": TEXT,
    "source": TEXT,
    "as_of": DATE,
}
"""Fees of certification maintenance with the days they hold for; ``confidence`` as in the rules (HIGH, MEDIUM, LOW)."""

SCENARIOS: Final[dict[str, str]] = {"name": TEXT, "document": TEXT}
"""Scenarios kept by name; ``document`` is JSON of :class:`lib.services.scenarios.Scenario`."""

ORDER_LINES: Final[dict[str, str]] = {
    "line_id": TEXT,
    "order_name": TEXT,
    "provider": TEXT,
    "product_id": TEXT,
    "product": TEXT,
    "staff_id": TEXT,
    "department": TEXT,
    "cost_centre": TEXT,
    "quantity": WHOLE,
    "unit_price": CENTS,
    "committed_on": DATE,
    "paid_on": DATE,
    "cancelled_on": DATE,
    "note": TEXT,
}
"""What was ordered, one row per person and product; no ``staff_id``: seats to spare and prices paid once."""

BUDGETS: Final[dict[str, str]] = {"fiscal_year": WHOLE, "department": TEXT, "cost_centre": TEXT, "amount": CENTS}
"""What may be spent in a fiscal year (named by the calendar year in which it ends); empty text: all of them."""

BUDGET_SETTINGS: Final[dict[str, str]] = {"name": TEXT, "value": TEXT}
"""Settings of the budget: ``fiscal_first_month`` (1-12), ``wage`` (cents an hour), ``paid_hours`` (``yes``, ``no``),
``employee_pays`` (kinds of products joined by ``;``)."""

BUDGET_TABLES: Final[dict[str, tuple[dict[str, str], tuple[str, ...]]]] = {
    "product_notes": (PRODUCT_NOTES, ("product_id",)),
    "price_terms": (TERMS, ("term_id",)),
    "owned_seats": (OWNED, ("owned_id",)),
    "buyer_classes": (BUYER_CLASSES, ("buyer_class", "staff_id", "job_title")),
    "cost_centres": (COST_CENTRES, ("department", "site")),
    "fees": (FEES, ("fee_id",)),
    "budget_scenarios": (SCENARIOS, ("name",)),
    "order_lines": (ORDER_LINES, ("line_id",)),
    "budgets": (BUDGETS, ("fiscal_year", "department", "cost_centre")),
    "budget_settings": (BUDGET_SETTINGS, ("name",)),
}
"""Table -> its columns and what makes a row the same row."""

VERSION: Final[dict[str, str]] = {"known_from": DATE, "known_until": DATE, "entered_by": TEXT}
"""Since when a version of a row was known, until when (missing: it still is), and who entered it."""

PRICE_HISTORY: Final[dict[str, str]] = {
    "product_id": TEXT,
    "product": TEXT,
    "member_price": CENTS,
    "non_member_price": CENTS,
    "source": TEXT,
    "as_of": DATE,
    "known_from": DATE,
    "known_until": DATE,
    "entered_by": TEXT,
}
"""Every price that a product ever had in this catalogue, newest first; ``known_until`` missing: still current."""

SCENARIO_HISTORY: Final[dict[str, str]] = {
    "name": TEXT,
    "document": TEXT,
    "known_from": DATE,
    "known_until": DATE,
    "entered_by": TEXT,
}
"""Every version of every scenario, newest first; ``known_until`` missing: still kept."""
