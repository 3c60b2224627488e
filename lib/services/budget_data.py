"""What stands beside the catalogue: further prices, what is owned, fees, notes, price history, settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget.further import problems_of
from lib.budget.shared import SharedSource
from lib.budget.shipped import laid_over, parse_fees
from lib.budget.sources import shared_sources
from lib.domain import tables
from lib.domain.budget_tables import BUDGET_SETTINGS, BUDGET_TABLES
from lib.domain.errors import LabReadyError
from lib.services import buying, purchased
from lib.services.container import LabReady

EDITED = ("price_terms", "owned_seats", "fees", "product_notes", "buyer_classes", "cost_centres")
"""The tables that a manager edits whole."""

PAYS_FILING: Final = "filing fee"
"""Among the kinds that employees pay themselves: the fee of their declarations."""

SETTINGS = ("fiscal_first_month", "wage", "paid_hours", "employee_pays")
""":func:`settings` by name."""


def table(app: LabReady, principal: Principal, name: str) -> pd.DataFrame:
    """Return a table of :data:`EDITED` as it stands, what ships and is not replaced among it."""
    require(principal, "plan")
    own = app.store.budget_rows(name)
    if name == "fees":
        return laid_over(_shipped_fees(), own, "fee_id")
    if name == "product_notes":
        return buying.notes(app)
    return own


def save(app: LabReady, principal: Principal, name: str, frame: pd.DataFrame, *, today: date) -> None:
    """Make a table of :data:`EDITED` exactly this frame; of what ships, only rows that differ are stored.

    ``LabReadyError`` with one sentence for each thing wrong with it; then nothing is stored.
    """
    require(principal, "plan")
    columns, keys = BUDGET_TABLES[name]
    everybody = app.store.staff(principal.scope)
    filled = frame.assign(**{key: frame[key].fillna("") for key in keys if len(keys) > 1})
    problems = problems_of(
        name,
        filled,
        products=set(app.store.products()["product_id"]),
        sites=set(everybody["site"].dropna()),
        staff=set(everybody["staff_id"]),
    )
    if problems:
        raise LabReadyError("Nothing was saved. " + " ".join(problems), code="budget")
    wanted = tables.typed(filled, columns)
    shipped = {"fees": _shipped_fees, "product_notes": buying.shipped_notes}.get(name)
    if shipped is not None:
        given = tables.typed(shipped(), columns)
        same = wanted.merge(given, how="left", indicator=True)["_merge"] == "both"
        wanted = wanted[~same.to_numpy()]
    if not wanted.sort_values(list(keys), ignore_index=True).equals(app.store.budget_rows(name)):
        app.store.save_budget_rows(name, wanted, whole=True, actor=principal.name, at=app.now(), on_date=today)


def price_history(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return every price that a product ever had in this catalogue, newest first for each product."""
    require(principal, "plan")
    return app.store.price_history()


def history(app: LabReady, principal: Principal, name: str) -> pd.DataFrame:
    """Return every version of every row of a table of :data:`EDITED`: since when, until when, by whom; newest first."""
    require(principal, "plan")
    if name not in EDITED:
        raise LabReadyError(f"There is no table “{name}” with a history. Accepted: {', '.join(EDITED)}.", code="budget")
    return app.store.budget_versions(name)


def sources(app: LabReady, principal: Principal, as_of: date, staff: pd.DataFrame) -> tuple[SharedSource, ...]:
    """Return what people can use together on a day: what was ordered and what is owned first.

    ``staff``: everybody counted, with ``staff_id``, ``site`` and ``job_title``.
    """
    require(principal, "plan")
    owned = [purchased.owned_rows(app, principal, as_of), app.store.budget_rows("owned_seats")]
    return shared_sources(
        buying.offered(app, as_of),
        app.store.budget_rows("price_terms"),
        pd.concat([part for part in owned if len(part)] or owned[:1], ignore_index=True),
        staff,
        as_of=as_of,
        classes=buying.classes_of(app, staff, as_of),
    )


def settings(app: LabReady, principal: Principal) -> Mapping[str, str]:
    """Return the budget's settings: ``fiscal_first_month`` (default 1), ``wage`` (cents an hour, default none),
    ``paid_hours`` (``yes`` or ``no``: whether learning is paid working time) and ``employee_pays`` (kinds of products
    joined by ``;``).
    """
    require(principal, "plan")
    stored = app.store.budget_rows("budget_settings")
    return {"fiscal_first_month": "1", **dict(zip(stored["name"], stored["value"], strict=True))}


def save_setting(app: LabReady, principal: Principal, name: str, value: str, *, today: date) -> None:
    """Store one setting; ``LabReadyError`` where it is not accepted."""
    require(principal, "plan")
    if name == "fiscal_first_month" and value not in {str(month) for month in range(1, 13)}:
        raise LabReadyError(f"The first month “{value}” was not saved. Accepted: 1 (January) to 12.", code="budget")
    if name == "wage" and not (value == "" or value.isdecimal()):
        raise LabReadyError(
            f"The wage “{value}” was not saved. Accepted: whole cents an hour, or empty.", code="budget"
        )
    if name == "paid_hours" and value not in ("yes", "no"):
        raise LabReadyError(f"“{value}” was not saved. Accepted: yes (paid working time) or no.", code="budget")
    accepted = (*tables.PRODUCT_KINDS, PAYS_FILING)
    strange = sorted(set(filter(None, value.split(";"))) - set(accepted))
    if name == "employee_pays" and strange:
        raise LabReadyError(
            f"“{strange[0]}” is not a kind of product; who pays was not saved. "
            f"Accepted: {', '.join(accepted)}, joined by ;.",
            code="budget",
        )
    if name not in SETTINGS:
        raise LabReadyError(f"There is no setting “{name}”. Accepted: {', '.join(SETTINGS)}.", code="budget")
    frame = tables.typed(pd.DataFrame({"name": [name], "value": [value]}), BUDGET_SETTINGS)
    app.store.save_budget_rows("budget_settings", frame, whole=False, actor=principal.name, at=app.now(), on_date=today)


@cache
def _shipped_fees() -> pd.DataFrame:
    return parse_fees(files("lib.budget").joinpath("data", "fees.yaml").read_text(encoding="utf-8"))
