"""From plan to ledger: the order list, what was ordered and paid, budgets by fiscal year, what was never used."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget import TeamPlan
from lib.domain import tables
from lib.domain.budget_tables import BUDGETS, ORDER_LINES
from lib.domain.errors import LabReadyError
from lib.domain.text import title_key, words_key
from lib.reports.order_list import order_workbook
from lib.services import budget_data
from lib.services.container import LabReady
from lib.services.leaving import held_back
from lib.services.messages import with_answers
from lib.services.plans import Team
from lib.services.purchased import SPARE, TOGETHER

SPLITS: Final[dict[str, str]] = {"department": "Department", "cost_centre": "Cost centre"}
"""What :func:`by_fiscal_year` counts by -> its words."""

LEDGER: Final = ("fiscal_year", "department", "budget", "committed", "paid", "left")
"""Columns of :func:`by_fiscal_year`; money in cents; ``budget`` and ``left`` are missing where none was set."""


def order_list(
    app: LabReady, principal: Principal, plan: TeamPlan, team: Team, as_of: date, *, reviewed: bool
) -> bytes:
    """Return a plan's order list as a workbook, per provider with seats and names.

    Refused where nobody has ``reviewed`` it: how far the data reach, who is named (:func:`named`), what they answered.
    """
    require(principal, "plan")
    held_back(reviewed=reviewed)
    names = dict(zip(team.staff["staff_id"], team.staff["name"], strict=True))
    orders = plan.orders[plan.orders["cost"] > 0]
    told = [
        "; ".join(names.get(staff_id, staff_id) for staff_id in str(staff_ids).split(";") if staff_id)
        for staff_ids in orders["staff_ids"].fillna("")
    ]
    seats = plan.purchases.assign(name=plan.purchases["staff_id"].map(names))
    return order_workbook(orders.assign(names=told), seats, as_of=as_of, prepared_by=principal.name)


def named(app: LabReady, principal: Principal, plan: TeamPlan, team: Team) -> pd.DataFrame:
    """Return who stands by name on a plan's order list, by name: staff_id, name, cost (cents), and what they answered.

    ``last_asked_on``, ``last_answered_on`` and ``last_answer`` are missing where nothing was noted.
    """
    require(principal, "plan")
    lists = plan.orders.loc[plan.orders["cost"] > 0, "staff_ids"].fillna("").astype("str")
    shared = lists.str.split(";").explode()
    cost = plan.purchases.groupby("staff_id")["cost"].sum()
    everybody = cost.index.union(pd.Index(shared[shared.fillna("") != ""].unique()))
    names = dict(zip(team.staff["staff_id"], team.staff["name"], strict=True))
    frame = pd.DataFrame({"staff_id": everybody.astype("str")}).assign(
        name=[names.get(staff_id, staff_id) for staff_id in everybody],
        cost=cost.reindex(everybody).fillna(0).astype("int64").to_numpy(),
    )
    return with_answers(app, principal, frame.sort_values(["name", "staff_id"], ignore_index=True))


def lines_of(
    plan: TeamPlan, team: Team, order_name: str, committed_on: date, centres: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return a plan's purchases as order lines, :data:`ORDER_LINES`; what costs nothing is no order.

    ``centres``: ``COST_CENTRES`` by which each person's purchases are counted.
    """
    departments = dict(zip(team.staff["staff_id"], team.staff["department"], strict=True))
    counted_at = {} if centres is None else _centres(team.staff, centres)
    rows = [
        {"provider": i.provider or None, "product_id": i.product_id, "product": i.product, "staff_id": p.staff_id,
         "department": departments.get(p.staff_id), "cost_centre": counted_at.get(p.staff_id),
         "quantity": i.quantity, "unit_price": i.unit_price_cents}
        for p in plan.people for i in p.items if i.cost_cents
    ]  # fmt: skip
    rows += [
        {"provider": s.provider or None, "product_id": s.product_id, "product": f"{s.name} ({s.form})", "quantity": 1,
         "unit_price": s.fixed_cents, "note": f"{TOGETHER}{s.source_id}"}
        for s in plan.shared if s.fixed_cents
    ]  # fmt: skip
    rows += [
        {"provider": s.provider or None, "product_id": s.product_id, "product": s.name,
         "quantity": s.seats - len(s.staff_ids), "unit_price": s.each_cents, "note": SPARE}
        for s in plan.shared if s.each_cents and s.seats > len(s.staff_ids)
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(ORDER_LINES), dtype=object)
    frame["line_id"] = [f"{order_name} {number:04}" for number in range(1, len(rows) + 1)]
    frame["order_name"] = order_name
    frame["committed_on"] = pd.Timestamp(committed_on)
    return tables.typed(frame, ORDER_LINES)


def record(app: LabReady, principal: Principal, plan: TeamPlan, team: Team, order_name: str, *, today: date) -> int:
    """Record a plan's purchases as ordered (committed) under a name; return the number of lines.

    ``LabReadyError`` where the name is empty or taken, or nothing costs anything. Nothing is ordered by this.
    """
    require(principal, "plan")
    name = order_name.strip()
    if not name or name in set(ledger(app, principal)["order_name"]):
        raise LabReadyError(
            f"The order was not recorded: the name “{name}” is {'taken' if name else 'empty'}. "
            "Give it a name of its own.",
            code="budget",
        )
    lines = lines_of(plan, team, name, today, app.store.budget_rows("cost_centres"))
    if lines.empty:
        raise LabReadyError("The order was not recorded: nothing in this plan costs anything.", code="budget")
    _save(app, principal, lines, today)
    return len(lines)


def ledger(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return every order line, :data:`ORDER_LINES`."""
    require(principal, "plan")
    return app.store.budget_rows("order_lines")


def mark(app: LabReady, principal: Principal, order_name: str, what: str, on: date | None, *, today: date) -> int:
    """Mark the lines of an order as paid or cancelled (``what``: ``paid_on``, ``cancelled_on``) on a day; None: not."""
    require(principal, "plan")
    lines = ledger(app, principal)
    mine = lines[lines["order_name"] == order_name]
    if mine.empty or what not in ("paid_on", "cancelled_on"):
        raise LabReadyError(f"There is no order “{order_name}” to mark. Choose one of those recorded.", code="budget")
    changed = mine.assign(**{what: pd.Series(pd.NaT if on is None else pd.Timestamp(on), index=mine.index)})
    _save(app, principal, tables.typed(changed, ORDER_LINES), today)
    return len(changed)


def budgets(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return what may be spent in each fiscal year, :data:`BUDGETS`."""
    require(principal, "plan")
    return app.store.budget_rows("budgets")


def save_budgets(app: LabReady, principal: Principal, frame: pd.DataFrame, *, today: date) -> None:
    """Make the budgets exactly this frame, :data:`BUDGETS`; ``LabReadyError`` where a row is wrong."""
    require(principal, "plan")
    filled = frame.assign(**{name: frame[name].fillna("") for name in ("department", "cost_centre")})
    wrong = filled["fiscal_year"].isna() | filled["amount"].isna() | (filled["amount"] < 0)
    if wrong.any() or filled.duplicated(["fiscal_year", "department", "cost_centre"]).any():
        raise LabReadyError(
            "The budgets were not saved. Each row needs a fiscal year and an amount of $0 or more, and there is one "
            "row for each year, department and cost centre.",
            code="budget",
        )
    app.store.save_budget_rows(
        "budgets", tables.typed(filled, BUDGETS), whole=True, actor=principal.name, at=app.now(), on_date=today
    )


def fiscal_year(day: pd.Series, first_month: int) -> pd.Series:
    """Return the fiscal year of each day, named by the calendar year in which it ends."""
    later = (day.dt.month >= first_month).astype("int64") * int(first_month > 1)
    years: pd.Series = day.dt.year + later
    return years


def by_fiscal_year(app: LabReady, principal: Principal, by: str = "department") -> pd.DataFrame:
    """Return budget, committed (ordered, not paid), paid and what is left by fiscal year and department or cost centre.

    ``by``: one of :data:`SPLITS`, which takes the place of ``department`` in :data:`LEDGER`. An order counts in the
    year in which it was paid, else committed; a cancelled one in none.
    """
    require(principal, "plan")
    if by not in SPLITS:
        raise LabReadyError(f"Nothing is counted by “{by}”. Accepted: {', '.join(SPLITS)}.", code="budget")
    first = int(budget_data.settings(app, principal)["fiscal_first_month"])
    lines = ledger(app, principal)
    lines = lines[lines["cancelled_on"].isna()]
    lines = lines.assign(
        fiscal_year=fiscal_year(lines["paid_on"].fillna(lines["committed_on"]), first),
        **{name: lines[name].fillna("") for name in SPLITS},
        cost=lines["unit_price"] * lines["quantity"],
    )
    keys = ["fiscal_year", by]
    spent = lines.assign(
        committed=lines["cost"].where(lines["paid_on"].isna(), 0), paid=lines["cost"].where(lines["paid_on"].notna(), 0)
    )[[*keys, "committed", "paid"]]  # fmt: skip
    allowed = budgets(app, principal).rename(columns={"amount": "budget"})[[*keys, "budget"]]
    parts = [part for part in (spent, allowed) if len(part)]
    if not parts:
        return pd.DataFrame(columns=_columns(by))
    money = ["committed", "paid", "budget"]
    rows = pd.concat(parts, ignore_index=True).reindex(columns=[*keys, *money])
    rows[money] = rows[money].astype("Int64")
    # A sum of nothing is not 0 for a budget: where none was set, none is shown.
    joined = rows.groupby(keys, as_index=False)[money].sum(min_count=1)
    joined[["committed", "paid"]] = joined[["committed", "paid"]].fillna(0)
    joined["left"] = joined["budget"] - joined["committed"] - joined["paid"]
    return joined[_columns(by)].reset_index(drop=True)


def lines_behind(app: LabReady, principal: Principal, by: str, year: int, place: str) -> pd.DataFrame:
    """Return the order lines that make one row of :func:`by_fiscal_year`, with ``cost`` (cents).

    ``by`` as there; ``place``: the department or cost centre of the row, empty text where the lines name none.
    """
    require(principal, "plan")
    first = int(budget_data.settings(app, principal)["fiscal_first_month"])
    lines = ledger(app, principal)
    lines = lines[lines["cancelled_on"].isna()]
    there = lines[by].fillna("") == place
    in_year = fiscal_year(lines["paid_on"].fillna(lines["committed_on"]), first) == year
    return lines[there & in_year].assign(cost=lines["unit_price"] * lines["quantity"]).reset_index(drop=True)


def _columns(by: str) -> list[str]:
    return [by if name == "department" else name for name in LEDGER]


def _centres(staff: pd.DataFrame, centres: pd.DataFrame) -> dict[str, str]:
    """Return where each person's purchases are counted: by department and site, else by department alone."""
    by_place = {
        (str(department), str(site)): str(centre)
        for department, site, centre in centres[["department", "site", "cost_centre"]].itertuples(
            index=False, name=None
        )
    }
    found = {}
    for staff_id, department, site in staff[["staff_id", "department", "site"]].itertuples(index=False, name=None):
        centre = by_place.get((str(department), str(site))) or by_place.get((str(department), ""))
        if centre is not None:
            found[str(staff_id)] = centre
    return found


def never_used(app: LabReady, principal: Principal, as_of: date) -> pd.DataFrame:
    """Return the order lines of one person for which no credit came yet: nothing completed since from that provider.

    A credit closes a line where it was completed on or after the day of the order and has its title or its provider.
    Memberships give no credit and are left out.
    """
    require(principal, "plan")
    kinds = app.store.products().set_index("product_id")["kind"]
    lines = ledger(app, principal)
    lines = lines[lines["cancelled_on"].isna() & lines["staff_id"].notna()]
    lines = lines[lines["product_id"].map(kinds) != "membership"]
    credits = app.store.credits_of_ordered(principal.scope, as_of)
    if lines.empty or credits.empty:
        return lines.reset_index(drop=True)
    keyed = lines.assign(
        title=lines["product"].map(title_key), key=lines["provider"].map(words_key, na_action="ignore")
    )
    came = keyed.merge(credits, on="staff_id", suffixes=("", "_credit"))
    came = came[came["completed_on"] >= came["committed_on"]]
    by_title = came["title"] == came["title_key"]
    by_provider = came["key"].notna() & (came["key"] == came["provider_credit"].map(words_key, na_action="ignore"))
    closed = set(came.loc[by_title | by_provider, "line_id"])
    return lines[~lines["line_id"].isin(closed)].reset_index(drop=True)


def _save(app: LabReady, principal: Principal, lines: pd.DataFrame, today: date) -> None:
    app.store.save_budget_rows("order_lines", lines, whole=False, actor=principal.name, at=app.now(), on_date=today)
