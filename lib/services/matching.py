"""Whom something on record may belong to: everybody that a page lets choose."""

from __future__ import annotations

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.services.container import LabReady
from lib.services.judging import display_names


def people_to_match(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return everybody whom a waiting row may belong to, by name: ``staff_id``, ``name``; leavers included."""
    require(principal, "import")
    staff = app.store.staff(principal.scope)
    people = staff.assign(name=display_names(staff))[["staff_id", "name"]]
    return people.sort_values(["name", "staff_id"], ignore_index=True)
