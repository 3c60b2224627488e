"""What is worth asking a provider for: unknown prices ranked by whom they could complete, seats, site licences."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget import quotes
from lib.budget.licences import LicenceWorth, licence_worth
from lib.services import buying, plans
from lib.services.container import LabReady
from lib.services.plans import Progress


def worth_asking(app: LabReady, principal: Principal, as_of: date) -> pd.DataFrame:
    """Return what something is not known of and could close a gap, ranked: :data:`lib.budget.quotes.QUOTES`, and
    ``where_found``.
    """
    require(principal, "plan")
    asked = plans.asked(app, principal, as_of)
    found = app.plans.answer(
        ("quotes", *asked.key), lambda: quotes.worth_asking(asked.team.needs, asked.products, as_of=as_of)
    )
    places = buying.notes(app).set_index("product_id")["where_found"]
    return found.assign(where_found=found["product_id"].map(places))


def bought_by_many(app: LabReady, principal: Principal, as_of: date, progress: Progress | None = None) -> pd.DataFrame:
    """Return what many people buy one by one in the cheapest plan: :data:`lib.budget.quotes.BULK`."""
    require(principal, "plan")
    return quotes.bought_by_many(plans.team_plan(app, principal, as_of, progress=progress))


def licences(
    app: LabReady, principal: Principal, as_of: date, progress: Progress | None = None
) -> tuple[LicenceWorth, ...]:
    """Return for each site licence on offer what it saves and from how many people on it pays."""
    require(principal, "plan")
    asked = plans.asked(app, principal, as_of)
    return app.plans.answer(
        ("licences", *asked.key),
        lambda: licence_worth(
            asked.team.needs, asked.products, asked.shared, as_of=as_of, solved=app.plans.solved, progress=progress
        ),
    )
