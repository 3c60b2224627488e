"""The tables beside the catalogue as a page checks them: one sentence per problem, with its place."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from lib.domain.offer_rules import CONFIDENCES, HEADINGS, listed, problems

__all__ = ["CONFIDENCES", "HEADINGS", "listed", "problems_of"]


def problems_of(
    name: str,
    frame: pd.DataFrame,
    *,
    products: Collection[str],
    sites: Collection[str] = (),
    staff: Collection[str] = (),
) -> list[str]:
    """Return one sentence per problem of a table of :data:`lib.domain.budget_tables.BUDGET_TABLES`; rows count from 1.

    The rules are those of :mod:`lib.domain.offer_rules`, by which a sheet's rows are judged too.
    """
    told = []
    for found in problems(name, frame, products=products, sites=sites, staff=staff):
        place = "" if found.column is None else f'column "{HEADINGS[found.column]}": '
        told.append(f"Row {found.position + 1}, {place}{found.sentence}")
    return told
