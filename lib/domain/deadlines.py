"""What falls due when: the tables of deadlines and of bench risk, and their words."""

from __future__ import annotations

from typing import Final

from lib.domain import tables

MONTHS: Final = 24
"""So many months are looked ahead."""

KINDS: Final[dict[str, str]] = {"opens": "window opens", "due": "file by", "ends": "cycle ends"}
"""Kind of a date -> words."""

EVENTS: Final[dict[str, str]] = {
    "kind": tables.TEXT,
    "day": tables.DATE,
    "month": tables.DATE,
    **{
        name: tables.VERDICTS[name]
        for name in (
            "holding", "staff_id", "name", "site", "department", "program", "credential", "status", "status_group",
            "missing", "declare_opens", "declare_by", "cycle_end",
        )
    },
}  # fmt: skip
"""One row per date of a required holding, by day; ``month`` is its first day."""

BENCH: Final[dict[str, str]] = {
    "department": tables.TEXT,
    "program": tables.TEXT,
    "credential": tables.TEXT,
    "month_end": tables.DATE,
    "certified": tables.WHOLE,
    "remain": tables.WHOLE,
}
"""One row per department, credential and month end. ``certified``: people who hold it now; ``remain``: those of them
who would still hold it at the end of that day if everybody who is not on course lapsed at the end of their cycle."""

LAPSING: Final[dict[str, str]] = {
    name: tables.VERDICTS[name]
    for name in (
        "department", "program", "credential", "staff_id", "name", "status", "status_group", "missing", "declare_by",
        "cycle_end",
    )
}  # fmt: skip
"""Those who would lapse within the months looked ahead, by day."""

NOT_GIVEN: Final = "Department not given"
