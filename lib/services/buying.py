"""What can be bought, by whom, at which price: the catalogue with what holds on a day, and who buys as what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

import pandas as pd

from lib.budget.products import CLASS_PRICES, LAST_DAY_OF_ACCESS, ONLY_FOR
from lib.budget.shipped import laid_over, parse_notes
from lib.domain.text import words_key
from lib.services.container import LabReady


def notes(app: LabReady) -> pd.DataFrame:
    """Return the notes on products: the laboratory's own, and those that ship for the others."""
    return notes_over(app.store.budget_rows("product_notes"))


def notes_over(own: pd.DataFrame) -> pd.DataFrame:
    """Return the notes on products that ship with the laboratory's own rows in their place."""
    return laid_over(shipped_notes(), own, "product_id")


@cache
def shipped_notes() -> pd.DataFrame:
    """Return the notes on products that ship. Shared: not to be changed."""
    return parse_notes(files("lib.budget").joinpath("data", "product_notes.yaml").read_text(encoding="utf-8"))


def offered(app: LabReady, as_of: date) -> pd.DataFrame:
    """Return the catalogue as plans read it: with the prices of further classes of buyers that hold on a day, who alone
    may buy a product, and until when it can be used.
    """
    products = app.store.products()
    terms = app.store.budget_rows("price_terms")
    day = pd.Timestamp(as_of)
    classed = terms[
        (terms["form"] == "class_price")
        & terms["price"].notna()
        & (terms["valid_until"].isna() | (terms["valid_until"] >= day))
    ]
    prices: dict[str, dict[str, int]] = {}
    for product_id, name, cents in classed[["product_id", "buyer_class", "price"]].itertuples(index=False, name=None):
        of_product = prices.setdefault(str(product_id), {})
        key = words_key(str(name))
        of_product[key] = min(int(cents), of_product.get(key, int(cents)))
    beside = notes(app).set_index("product_id")
    ids = products["product_id"]
    closed = ids.map(beside["open_to_staff"]).astype("boolean").eq(other=False).fillna(value=False).astype(bool)
    named = ids.map(beside["only_for"]).astype(object)
    only_for = named.where(named.notna(), None).mask(named.isna() & closed, "")
    return products.assign(
        **{
            CLASS_PRICES: pd.Series([prices.get(one) for one in ids], index=products.index, dtype=object),
            ONLY_FOR: only_for,
            LAST_DAY_OF_ACCESS: ids.map(beside["last_day_of_access"]),
        }
    )


def classes_of(app: LabReady, staff: pd.DataFrame, as_of: date) -> Mapping[str, frozenset[str]]:
    """Return the further classes of buyers of the people in ``staff`` (``staff_id``, ``job_title``) on a day.

    Who is of none has no entry. A job title is compared by its words.
    """
    rows = app.store.budget_rows("buyer_classes")
    rows = rows[rows["valid_until"].isna() | (rows["valid_until"] >= pd.Timestamp(as_of))]
    if rows.empty or staff.empty:
        return {}
    keyed = rows.assign(key=rows["buyer_class"].map(words_key), title=rows["job_title"].map(words_key))
    people = staff[["staff_id", "job_title"]].assign(title=staff["job_title"].fillna("").map(words_key))
    own = keyed.loc[keyed["staff_id"] != "", ["staff_id", "key"]]
    by_title = people.merge(keyed.loc[keyed["title"] != "", ["title", "key"]], on="title")[["staff_id", "key"]]
    found = pd.concat([own, by_title], ignore_index=True)
    return {str(one): frozenset(keys) for one, keys in found.groupby("staff_id")["key"] if str(one)}
