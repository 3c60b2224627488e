"""A laboratory that has entered no price yet: what cannot be planned never reads as nothing to pay."""

from __future__ import annotations

from datetime import date
from typing import Any

from lib.services import imports
from lib.services.uploads import Upload

TODAY = date(2026, 11, 22)
FLAT = (
    "Employee ID,Name,Credential,Cycle End,Activity Title,Completed On,Points,Area\n"
    "E1,Ada Okonkwo,MLS,2027-03-31,Ethics hour,2026-02-03,1,ethics\n"
)


def test_gaps_without_prices_are_no_zero(empty: Any) -> None:
    found = imports.read(empty.app, empty.principal, Upload("flat.csv", FLAT.encode()), today=TODAY)
    imports.commit(empty.app, empty.principal, found, today=TODAY)
    told = empty.open("budget/plan").subheader[0].value
    assert told == "1 person cannot be completed from this catalogue"
    assert "That is no zero" in empty.texts()
    assert "Nothing needs to be bought" not in empty.texts()
    assert "The gaps that this closes" not in empty.texts()
    asked = empty.open("budget/questions")
    assert "1 person cannot be completed from this catalogue." in [each.value for each in asked.info]
    assert "completes 0 of 0" not in empty.texts()
