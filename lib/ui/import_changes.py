"""What storing the files would change: in a sentence, and who and what it is in a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from lib.domain.import_fields import FIELDS
from lib.services import imports
from lib.ui.format import counted, literal

_NAMED: Final = 5
"""So many holdings that become complete are named in the sentence; the table names all."""


def what_will_change(previews: Sequence[imports.Preview]) -> None:
    """Show what each readable file would change."""
    st.subheader("3 · What will change", anchor=False)
    for number, preview in enumerate(previews):
        if preview.changes is None:
            continue
        accepted = sum(sheet.accepted for sheet in preview.outcome.sheets) if preview.outcome else 0
        st.markdown(f"{literal(preview.upload.name)}: {in_words(preview.changes, accepted=accepted)}")
        table = as_table(preview.changes)
        if len(table):
            with st.expander(f"Who and what: {counted(len(table), 'line')}", key=f"import.who.{number}"):
                st.dataframe(
                    table,
                    key=f"import.who.table.{number}",
                    hide_index=True,
                    placeholder="—",
                    alt="Who is new, what changes for whom, and who becomes complete",
                )


def in_words(changes: imports.Changes, *, accepted: int) -> str:
    """Return the numbers as a sentence, with the first names of those who become complete.

    ``accepted``: rows that were; a file of which none was is not one that is known already.
    """
    parts = [
        (changes.new_staff, "new person", "new people"),
        (changes.changed_staff, "changed person", "changed people"),
        (changes.new_holdings, "new holding", "new holdings"),
        (changes.changed_holdings, "changed holding", "changed holdings"),
        (changes.new_credits, "new activity", "new activities"),
        (changes.new_products, "new row of the catalogue", "new rows of the catalogue"),
        (changes.changed_products, "changed row of the catalogue", "changed rows of the catalogue"),
        (changes.duplicates, "already known", "already known"),
        (len(changes.newly_complete), "holding becomes complete", "holdings become complete"),
    ]
    told = [f"**{counted(number, one, many)}**" for number, one, many in parts if number]
    if not told:
        return "nothing: everything in it is known already" if accepted else "nothing: no row of it was accepted"
    names = ", ".join(literal(name) for name in changes.newly_complete[:_NAMED])
    more = f" and {len(changes.newly_complete) - _NAMED} more" if len(changes.newly_complete) > _NAMED else ""
    return ", ".join(told) + (f" ({names}{more})" if names else "")


def as_table(changes: imports.Changes) -> pd.DataFrame:
    """Return a line for each who becomes complete, is new or changed: what, who, credential, field, before, after."""
    complete = pd.DataFrame({"change": "● becomes complete", "name": list(changes.newly_complete)})
    details = changes.details.drop(columns="staff_id")
    details["field"] = details["field"].map(FIELDS)
    table = pd.concat([complete, details], ignore_index=True).reindex(
        columns=["change", "name", "credential", "field", "before", "after"]
    )
    return table.rename(
        columns={"change": "What", "name": "Who", "credential": "Credential", "field": "Field", "before": "Before",
                 "after": "After"}
    )  # fmt: skip
