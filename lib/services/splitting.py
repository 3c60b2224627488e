"""Credits that name several areas: which are split by decision, and which split would help most."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.compliance.coverage import requirements_of
from lib.compliance.splits import Offer, best_splits
from lib.compliance.verdict import evaluate
from lib.domain import decisions as kinds
from lib.domain.activities import COUNTS
from lib.services.container import LabReady
from lib.services.judging import display_names, judge

MOST: Final = 300
"""So many holdings at most get a proposal at once, the worst first; settled, the next ones come up."""


def several_areas(app: LabReady, principal: Principal, as_of: date) -> pd.DataFrame:
    """Return the credits that name several areas and count, those first that a split would help.

    Columns: credit_id, staff_id, name, credential, title, completed_on, points, areas, allocation (the split stored,
    missing: none), ``proposed`` (a split written like it, missing: none would help), ``missing_now`` and
    ``missing_then`` (hundredths, of the holding that the split would help), file, sheet, row.
    """
    require(principal, "view")
    found = app.store.several_areas(principal.scope)
    found = found[found["eligibility"] == COUNTS]
    proposed = _proposals(app, principal, as_of, found)
    staff = _names(app, principal)
    merged = found.merge(proposed, on="credit_id", how="left").merge(staff, on="staff_id", how="left")
    return merged.assign(unhelped=merged["proposed"].isna()).sort_values(
        ["unhelped", "name", "completed_on", "credit_id"], kind="stable", ignore_index=True
    )


def _names(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return ``staff_id`` and ``name`` of everybody in scope."""
    staff = app.store.staff(principal.scope)
    return staff.assign(name=display_names(staff))[["staff_id", "name"]]


def _proposals(app: LabReady, principal: Principal, as_of: date, several: pd.DataFrame) -> pd.DataFrame:
    columns = ["credit_id", "credential", "proposed", "missing_now", "missing_then"]
    open_ones = several[several["allocation"].isna()]
    judged = judge(app, principal.scope, as_of, only=open_ones["staff_id"].unique().tolist())
    sure = judged.supply[judged.supply["eligibility"] == COUNTS]
    # With nothing but what counts, *at best* says what free splits alone would bring.
    facts = pd.DataFrame({"staff_id": judged.windows["staff_id"].unique(), "accepted": 1, "data_through": pd.NaT})
    free = evaluate(judged.windows, sure, facts, app.book, as_of).frame
    needy = free[
        (free["missing_at_best"] < free["missing"]).fillna(value=False)
        & ~free["status"].isin(["not_required", "renewed", "filed"])
    ]
    needy = needy.drop_duplicates("staff_id").head(MOST)
    credits = app.store.counted_credits(needy["staff_id"].tolist(), principal.scope)
    rows = []
    for holding in needy.to_dict("records"):
        requirements = requirements_of(app.book.versions[holding["rule_index"]])
        until = min(holding["window_to"], pd.Timestamp(as_of))
        day = credits["completed_on"]
        own = credits[(credits["staff_id"] == holding["staff_id"]) & (day >= holding["window_from"]) & (day <= until)]
        if requirements is None:
            continue
        splits, missing = best_splits(_offers(own), requirements)
        if missing < holding["missing"]:
            rows += [
                (credit_id, holding["credential"], kinds.split_answer(parts), holding["missing"], missing)
                for credit_id, parts in splits.items()
            ]
    return pd.DataFrame(rows, columns=columns).astype({"credit_id": "int64"})


def _offers(credits: pd.DataFrame) -> list[Offer]:
    offers = []
    for credit in credits.to_dict("records"):
        kind = None if pd.isna(credit["activity_type"]) else str(credit["activity_type"])
        areas = tuple(credit["areas"].split(";"))
        if pd.isna(credit["allocation"]):
            offers.append(Offer(credit["credit_id"], credit["points"], areas, kind, free=len(areas) > 1))
            continue
        for area, points in kinds.parts_of(credit["allocation"]).items():
            offers.append(Offer(credit["credit_id"], points, (area,), kind, free=False))
    return offers
