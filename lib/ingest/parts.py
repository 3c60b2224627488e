"""Everything known about one table while its file is worked on."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from lib.ingest.book import Mask
from lib.ingest.credit_rows import Activities
from lib.ingest.findings import Finding
from lib.ingest.holding_rows import Holdings
from lib.ingest.other_rows import OtherRows
from lib.ingest.person_rows import (
    RowPeople,
    StaffData,
)
from lib.ingest.row_fields import RowFields
from lib.ingest.tables import Table


@dataclass
class Part:
    """Everything known about one table while the file is worked on."""

    table: Table
    fields: RowFields
    kinds: tuple[str, ...]
    people: RowPeople
    new: list[str] = field(default_factory=list)
    staff: StaffData | None = None
    holdings: Holdings | None = None
    activities: Activities | None = None
    others: OtherRows | None = None
    findings: list[Finding] = field(default_factory=list)
    rejected: Mask = field(default_factory=lambda: np.zeros(0, bool))
    duplicate: Mask = field(default_factory=lambda: np.zeros(0, bool))
    orders: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def flat(self) -> bool:
        """Whether the rows carry an activity beside something else."""
        return "credits" in self.kinds and len(self.kinds) > 1

    @property
    def people_needed(self) -> bool:
        return self.kinds != ("catalogue",)


def activity_rows(part: Part) -> Mask:
    """Return which rows carry an activity that is accepted or a duplicate."""
    assert part.activities is not None
    return np.asarray(part.activities.present & ~part.rejected)
