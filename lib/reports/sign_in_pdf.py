"""The sign-in sheet as PDF: the session, the list to sign, and the lines on which somebody answers for it."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd

from lib.reports.document import Blocks, Document, Head, printed
from lib.reports.sign_in import CONFIRMED, EVIDENCE, SignInSheet, facts_of

_HEADS: Final = (
    Head("No.", 1.0, right=True),
    Head("Participant", 5.2),
    Head("Employee ID", 2.3),
    Head("Department", 3.3),
    Head("Signature"),
    Head("Hours attended", 2.4),
)
_ROOM: Final = "\n"
"""Height to sign in."""


def sign_in_pdf(sheet: SignInSheet, *, made_on: date, prepared_by: str) -> bytes:
    """Return the sheet as PDF bytes: what ASCP asks of employer-offered education as evidence, ready to be signed."""
    blocks = Blocks()
    blocks.facts(facts_of(sheet))
    people = sheet.people.reset_index(drop=True)
    rows = [
        [str(number), _text(row["name"]), _text(row["staff_id"]), _text(row["department"]) + _ROOM, "", ""]
        for number, row in enumerate(people.to_dict("records"), start=1)
    ]
    rows += [[str(len(rows) + number), "", "", _ROOM, "", ""] for number in range(1, sheet.blank_lines + 1)]
    blocks.table(_HEADS, rows)
    blocks.text(CONFIRMED)
    blocks.sign("Name and title", "Signature", "Date")
    blocks.small(EVIDENCE)
    return printed(
        Document(
            title="Sign-in sheet",
            subtitle=sheet.title or "Continuing education",
            author=prepared_by,
            as_of=made_on,
            blocks=tuple(blocks.made),
        )
    )


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]  # pandas has no overload for object
