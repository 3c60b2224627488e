"""What was ordered is there: used before anything is bought again, until it has brought its credits or has ended."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd

from lib.access.principal import Principal
from lib.domain import tables
from lib.domain.budget_tables import OWNED
from lib.domain.calendar import add_months_to_column
from lib.domain.text import title_key, words_key
from lib.services.container import LabReady

DUES_MONTHS: Final = 12
"""Dues are paid for a year, where the product does not say for how long."""

TOGETHER: Final = "paid together: "
"""Note of an order line that several people use, before the source that it pays for."""

SPARE: Final = "seats to spare"
"""Note of an order line of seats that nobody used when they were ordered."""


def open_lines(app: LabReady, as_of: date) -> pd.DataFrame:
    """Return the order lines up to a day that are not cancelled, with ``kind``, ``credits`` and ``access_months`` of
    their product (missing where it is gone from the catalogue) and ``ends_on``, the last day on which each can be used.
    """
    lines = app.store.budget_rows("order_lines")
    day = pd.Timestamp(as_of)
    lines = lines[lines["cancelled_on"].isna() & (lines["committed_on"] <= day)]
    products = app.store.products()[["product_id", "kind", "credits", "access_months"]]
    known = lines.merge(products, on="product_id", how="left")
    months = known["access_months"].where(known["access_months"].notna() | (known["kind"] != "membership"), DUES_MONTHS)
    terms = app.store.budget_rows("price_terms").set_index("term_id")["term_months"]
    of_term = _term_ids(known["note"]).map(terms).astype("Int64")
    months = of_term.fillna(months.astype("Int64"))
    ends = add_months_to_column(known["committed_on"], months.fillna(0).astype("int64")) - pd.Timedelta(days=1)
    known["ends_on"] = ends.where(months.notna().to_numpy())
    return known[known["ends_on"].isna() | (known["ends_on"] >= day)].reset_index(drop=True)


def members(app: LabReady, as_of: date) -> pd.DataFrame:
    """Return whose membership was ordered and lasts on the day: ``staff_id``, ``provider``."""
    lines = open_lines(app, as_of)
    bought = lines[(lines["kind"] == "membership") & lines["staff_id"].notna() & lines["provider"].notna()]
    return bought[["staff_id", "provider"]].reset_index(drop=True)


def owned_rows(app: LabReady, principal: Principal, as_of: date) -> pd.DataFrame:
    """Return what was ordered and is not used up as rows of :data:`OWNED`.

    One person's: a course until a credit of its title or its provider comes, a pack as long as points are left of it
    (credits of its provider since the order come off the oldest order first), an unlimited seat until it ends. A
    licence: everybody at the sites of its term. A session: until the first credit of its title comes. Seats to spare:
    as many as were ordered.
    """
    lines = open_lines(app, as_of)
    lines = lines[lines["kind"].notna() & (lines["kind"] != "membership")]
    if lines.empty:
        return tables.empty(OWNED)
    credits = app.store.credits_of_ordered(principal.scope, as_of)
    own = _left_of(lines[lines["staff_id"].notna()], credits)
    spare = lines[lines["staff_id"].isna() & (lines["note"] == SPARE)]
    parts = [own.assign(seats=None), spare.assign(seats=spare["quantity"], points_left=None)]
    parts.append(_together(app, lines, as_of))
    found = pd.concat([part for part in parts if len(part)] or [own], ignore_index=True)
    if found.empty:
        return tables.empty(OWNED)
    return tables.typed(found.assign(owned_id="ordered " + found["line_id"]), OWNED)


def _left_of(lines: pd.DataFrame, credits: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of one person that still give something, with ``points_left``."""
    lines = lines.sort_values(["committed_on", "line_id"], kind="stable")
    keyed = lines.assign(
        title=lines["product"].map(title_key), key=lines["provider"].map(words_key, na_action="ignore")
    )
    came = keyed.merge(
        credits.assign(key_credit=credits["provider"].map(words_key, na_action="ignore")),
        on="staff_id", suffixes=("", "_credit"),
    )  # fmt: skip
    came = came[came["completed_on"] >= came["committed_on"]]
    fits = (came["title"] == came["title_key"]) | (came["key"].notna() & (came["key"] == came["key_credit"]))
    used = came[fits].groupby("line_id")["points"].sum()
    keyed["used"] = keyed["line_id"].map(used).fillna(0).astype("int64")
    pack = keyed["kind"].isin(["pack", "unlimited"])
    given = (keyed["credits"] * keyed["quantity"]).astype("Int64")
    # What came since the oldest order of a provider comes off that order first.
    before = given.fillna(0).groupby([keyed["staff_id"], keyed["key"].fillna("")]).cumsum() - given.fillna(0)
    left = (given - (keyed["used"] - before).clip(lower=0)).clip(lower=0)
    gone = (~pack & (keyed["used"] > 0)) | (pack & given.notna() & (left == 0))
    return keyed.assign(points_left=left.where(pack & given.notna(), given))[~gone.fillna(value=False).to_numpy(bool)]


def _together(app: LabReady, lines: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return licences and sessions that were paid for, with the sites of their terms."""
    shared = lines[lines["staff_id"].isna() & lines["note"].fillna("").str.startswith(TOGETHER)]
    if shared.empty:
        return shared
    source = shared["note"].str.removeprefix(TOGETHER)
    terms = app.store.budget_rows("price_terms").set_index("term_id")["sites"]
    term_id = _term_ids(shared["note"])
    titles = shared["product"].str.replace(r" \((site licence|session)\)$", "", regex=True).map(title_key)
    held = app.store.last_completed(pd.DataFrame({"title_key": titles.unique()}), as_of).set_index("title_key")
    last = held["completed_on"].reindex(titles.to_numpy()).to_numpy()
    session_over = source.str.startswith("session ") & (last >= shared["committed_on"].to_numpy())
    kept = shared.assign(sites=term_id.map(terms), seats=None, points_left=None)
    return kept[~session_over.to_numpy(bool) & source.str.match(r"^(site licence|session) ").to_numpy(bool)]


def _term_ids(notes: pd.Series) -> pd.Series:
    """Return the ID of the term that each line pays for, missing where it is none."""
    ids: pd.Series = notes.astype("str").str.extract(rf"^{TOGETHER}(?:site licence|session) (.+)$", expand=False)
    return ids
