"""A laboratory that has entered no price yet: what cannot be planned never reads as nothing to pay."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pandas as pd

from lib.services import catalogue, imports
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


def plain(words: str) -> str:
    """Return words without signs: those of Markdown, and those that keep text from being read as Markdown."""
    return re.sub(r"[^A-Za-z0-9$ ]", "", words)


def test_every_question_answers_with_what_is_not_known(sample: Any) -> None:
    """The sample without a single price: six people are completed for nothing, of the rest nothing is known."""
    products = catalogue.products(sample.app, sample.principal)
    free = products["kind"] == "free"
    products.loc[~free, ["member_price", "non_member_price"]] = pd.NA
    catalogue.save_products(sample.app, sample.principal, products, today=TODAY)
    sample.open("budget/questions")
    told = plain(sample.texts())
    for sentence in (
        "85 more people cannot be completed at any amount",
        "ASCP: not known. None of its products has a price for members",
        "no break-even is known, nothing can be priced there.",
        "One-year unlimited online CE (its price is not set) alone completes most: 91 people.",
        "Filing in time: not known: the application fee",
        "Reinstatement: at least $125 (not known: the application fee)",
        "filing 6 CMP declarations; the fee of 6 is not known.",
    ):
        assert plain(sentence) in told
    # Without free sources nobody is completed at all.
    catalogue.save_products(sample.app, sample.principal, products[~free], today=TODAY)
    sample.open("budget/questions")
    told = plain(sample.texts())
    for sentence in (
        "91 people cannot be completed from this catalogue",
        "Free sources: the catalogue has none, so they save nothing.",
        "What one in-house ethics hour would save in dollars is not known",
        "Per dollar: not known, none that completes somebody has a price.",
        "so there is no cost of the plan to set beside it.",
    ):
        assert plain(sentence) in told
