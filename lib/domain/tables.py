"""Every table that crosses a layer: its columns, in order, with their meaning.

Frames are pandas; text columns are ``str`` (missing = NaN/None), dates are ``datetime64[s]`` (missing = NaT), points
are ``int64`` hundredths, money is ``Int64`` cents (missing = unknown), truth values are ``boolean`` (missing = not
said).
"""

from __future__ import annotations

from functools import cache
from typing import Final

import pandas as pd
from pandas.api.types import pandas_dtype

TEXT: Final = "str"
DATE: Final = "datetime64[s]"
HUNDREDTHS: Final = "int64"
CENTS: Final = "Int64"
WHOLE: Final = "int64"
MAYBE_WHOLE: Final = "Int64"
TRUTH: Final = "boolean"

STAFF: Final[dict[str, str]] = {
    "staff_id": TEXT,
    "last_name": TEXT,
    "first_name": TEXT,
    "email": TEXT,
    "site": TEXT,
    "department": TEXT,
    "job_title": TEXT,
    "supervisor": TEXT,
    "active": TRUTH,
    "hired_on": DATE,
    "left_on": DATE,
    "on_leave": TRUTH,
    "notes": TEXT,
}
"""One row per staff member, keyed by ``staff_id`` (the employee ID)."""

HOLDINGS: Final[dict[str, str]] = {
    "staff_id": TEXT,
    "program": TEXT,
    "credential": TEXT,
    "certification_number": TEXT,
    "certified_on": DATE,
    "cycle_start": DATE,
    "cycle_end": DATE,
    "participation": TEXT,
    "required": TRUTH,
    "verified_on": DATE,
    "declaration_filed_on": DATE,
    "declaration_accepted_on": DATE,
}
"""One row per (staff_id, program, credential). ``participation``: ``mandatory``, ``voluntary`` or missing (derived)."""

CREDITS: Final[dict[str, str]] = {
    "staff_id": TEXT,
    "title": TEXT,
    "provider": TEXT,
    "completed_on": DATE,
    "points": HUNDREDTHS,
    "area_text": TEXT,
    "areas": TEXT,
    "activity_type": TEXT,
    "certificate_number": TEXT,
    "evidence": TEXT,
    "eligibility": TEXT,
    "file": TEXT,
    "sheet": TEXT,
    "row": WHOLE,
}
"""One row per accepted credit. ``area_text`` is what the file said; ``areas`` are the recognised area codes joined by
``;`` in the order named, empty text where none was recognised; ``activity_type`` is a code of
:mod:`lib.domain.activities` or missing; ``eligibility`` is ``counts``, ``ask`` or ``no`` by area and type alone
(possible duplicates are judged where the whole record is known); ``file``, ``sheet``, ``row`` say where it came from
(``row`` counts from 1 as Excel does)."""

MEMBERSHIPS: Final[dict[str, str]] = {"staff_id": TEXT, "provider": TEXT, "member_until": DATE}
"""One row per (staff_id, provider). ``member_until`` missing: current without a known end."""

PRODUCTS: Final[dict[str, str]] = {
    "product_id": TEXT,
    "provider": TEXT,
    "product": TEXT,
    "kind": TEXT,
    "credits": MAYBE_WHOLE,
    "areas": TEXT,
    "member_price": CENTS,
    "non_member_price": CENTS,
    "hours": MAYBE_WHOLE,
    "access_months": MAYBE_WHOLE,
    "last_day_of_sale": DATE,
    "repeatable": TRUTH,
    "source": TEXT,
    "as_of": DATE,
}
"""One row per ``product_id``. ``kind`` is course, pack, unlimited, free or membership; ``credits`` and ``hours`` are
hundredths (missing = unknown; for ``unlimited`` credits missing = no limit); ``areas`` are codes joined by ``;`` or
``*``; prices are cents, missing = not set."""

PRODUCT_KINDS: Final[tuple[str, ...]] = ("course", "pack", "unlimited", "free", "membership")

TABLES: Final[dict[str, dict[str, str]]] = {
    "staff": STAFF,
    "credentials": HOLDINGS,
    "credits": CREDITS,
    "memberships": MEMBERSHIPS,
    "catalogue": PRODUCTS,
}
"""Import kind (as in the JSON of the command line) -> the columns it can fill."""

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "staff": ("staff_id",),
    "credentials": ("staff_id", "program", "credential"),
    "memberships": ("staff_id", "provider"),
    "catalogue": ("product_id",),
}
"""What makes a row of a kind the same row; credits have no key but the duplicate rule."""


def empty(columns: dict[str, str]) -> pd.DataFrame:
    """Return a frame of no rows with these columns and types."""
    return typed(pd.DataFrame({name: [] for name in columns}), columns)


def typed(frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """Return a frame of exactly these columns, in order, cast to their types; a missing column is all missing."""
    given = dict(zip(frame.columns, frame.dtypes.array, strict=True))
    wanted = {name: _dtype(dtype) for name, dtype in columns.items()}
    if list(given.items()) == list(wanted.items()):
        return frame.copy(deep=False)
    found = {}
    for name, dtype in wanted.items():
        if name not in given:
            found[name] = pd.Series([None] * len(frame), index=frame.index, dtype=dtype).array
            continue
        column = frame[name]
        # Casting text to the type it has already reads every row of it again. Arrays have no index to be compared.
        found[name] = (column if given[name] == dtype else column.astype(dtype)).array
    return pd.DataFrame(found, index=frame.index)


_dtype = cache(pandas_dtype)


VERDICTS: Final[dict[str, str]] = {
    "holding": WHOLE,
    "staff_id": TEXT,
    "name": TEXT,
    "site": TEXT,
    "department": TEXT,
    "program": TEXT,
    "credential": TEXT,
    "required": TRUTH,
    "participation": TEXT,
    "cycle_start": DATE,
    "cycle_end": DATE,
    "window_from": DATE,
    "window_to": DATE,
    "declare_opens": DATE,
    "declare_by": DATE,
    "days_left": MAYBE_WHOLE,
    "status": TEXT,
    "status_group": TEXT,
    "total": MAYBE_WHOLE,
    "earned": MAYBE_WHOLE,
    "counted": MAYBE_WHOLE,
    "missing": MAYBE_WHOLE,
    "missing_at_best": MAYBE_WHOLE,
    "expected": MAYBE_WHOLE,
    "gap_safety": MAYBE_WHOLE,
    "gap_ethics": MAYBE_WHOLE,
    "gap_specialty": MAYBE_WHOLE,
    "gap_rest": MAYBE_WHOLE,
    "declaration_filed_on": DATE,
    "declaration_accepted_on": DATE,
    "verified_on": DATE,
    "data_through": DATE,
    "rule_index": WHOLE,
    "rule_version": TEXT,
    "rule_confidence": TEXT,
    "rule_verified_on": DATE,
}
"""One row per holding, worst first. Points are hundredths; ``holding`` numbers the rows of this answer and joins
:data:`REQUIREMENTS`; ``gap_specialty`` sums the gaps of all named areas but safety and ethics; ``rule_index`` is the
position in ``RuleBook.versions`` (-1: none fits)."""

REQUIREMENTS: Final[dict[str, str]] = {
    "holding": WHOLE,
    "position": WHOLE,
    "requirement": TEXT,
    "need": WHOLE,
    "gap": WHOLE,
}
"""One row per holding and requirement in rule order, ``rest`` last; hundredths. Only with an end and a known total."""

LEDGER: Final[dict[str, str]] = {
    "program": TEXT,
    "credential": TEXT,
    "credit_id": WHOLE,
    "title": TEXT,
    "provider": TEXT,
    "completed_on": DATE,
    "points": HUNDREDTHS,
    "areas": TEXT,
    "area_text": TEXT,
    "eligibility": TEXT,
    "requirement": TEXT,
    "allocated": HUNDREDTHS,
    "reason": TEXT,
    "file": TEXT,
    "sheet": TEXT,
    "row": WHOLE,
}
"""One row per holding, credit and place its points end in: either ``requirement`` names what they were allocated to, or
``reason`` says why they were not counted (``outside_window``, ``before_cycle``, ``to_confirm``, ``not_ce``,
``over_cap``, ``surplus``); ``allocated`` is the points of that part, and the parts add up to ``points``."""
