"""What filing the declarations costs beside a plan: the dated fee, less what a membership of the person holds already.

No price of a plan has the fee in it. An amount that no source states stays unknown, and what a membership holds comes
off one declaration a person: of a second one no source says anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget import PersonNeed, TeamPlan
from lib.domain import points, tables
from lib.domain.text import words_key
from lib.services import budget_data, buying, purchased
from lib.services.container import LabReady
from lib.services.plans import Asked

PROGRAMS: Final = frozenset({"ASCP", "ASCPi"})
"""Programs whose credentials are kept by a declaration of the Credential Maintenance Program, with its fee."""

APPLICATION: Final = "CMP-APPLICATION"
SECOND: Final = "CMP-SECOND-CREDENTIAL"
REINSTATEMENT: Final = "CMP-REINSTATEMENT"
"""What the IDs of these fees begin with, year by year; a laboratory's own rows may begin with them too."""

SECOND_WITHIN_DAYS: Final = 92
"""*Within three months*: the longest three months there are."""

PAYS_FILING: Final = budget_data.PAYS_FILING

_Version = tuple[date, date, int | None]
"""The first and the last day on which a fee holds, and its amount in cents where it is known."""

FILING: Final[dict[str, str]] = {
    "staff_id": tables.TEXT,
    "name": tables.TEXT,
    "credential": tables.TEXT,
    "last_day": tables.DATE,
    "fee": tables.TEXT,
    "amount": tables.CENTS,
    "held_by": tables.TEXT,
    "deducted": tables.CENTS,
    "to_pay": tables.CENTS,
}
"""One row per declaration of those whom a plan completes: its fee on its last day (``amount`` missing: no source states
it), what membership or purchase holds that fee, what comes off by it, and what is left to pay (missing: not known)."""


@dataclass(frozen=True)
class Filing:
    """What filing costs beside a plan; money in cents. ``lines``: :data:`FILING`."""

    lines: pd.DataFrame

    @property
    def declarations(self) -> int:
        return len(self.lines)

    @property
    def held(self) -> int:
        """How many are paid by a membership or purchase that holds the fee."""
        return int(self.lines["held_by"].notna().sum())

    @property
    def not_known(self) -> int:
        """Of how many it is not known what is left to pay."""
        return int(self.lines["to_pay"].isna().sum())

    @property
    def to_pay(self) -> int:
        """What is left to pay for the others."""
        return int(self.lines["to_pay"].sum())

    @property
    def deducted(self) -> int | None:
        """What memberships take off; None where the amount of one that they hold is not known."""
        held = self.lines[self.lines["held_by"].notna()]
        return None if held["deducted"].isna().any() else int(held["deducted"].sum())


def of_plan(app: LabReady, principal: Principal, asked: Asked, plan: TeamPlan, as_of: date) -> Filing:
    """Return what filing costs those whom a plan completes, beside its prices."""
    require(principal, "plan")
    fees = budget_data.table(app, principal, "fees")
    needs = {person.staff_id: person for person in asked.team.needs}
    holding, sure = _holding_products(app)
    ordered = purchased.members(app, as_of)
    current = app.store.memberships(principal.scope)
    current = current[current["member_until"].isna() | (current["member_until"] >= pd.Timestamp(as_of))]
    members: dict[str, set[str]] = {}
    for frame in (current, ordered):
        for staff_id, provider in zip(frame["staff_id"], frame["provider"], strict=True):
            members.setdefault(str(staff_id), set()).add(words_key(str(provider)))
    versions = {begins: _versions(fees, begins) for begins in (APPLICATION, SECOND)}
    rows = []
    for planned in plan.people:
        bought = next((item.product for item in planned.items if item.product_id in holding), None)
        has = next((sure[key] for key in sorted(members.get(planned.staff_id, ())) if key in sure), None)
        held = f"{bought}, in this plan" if bought else f"{has}, there already" if has else None
        rows += _declarations(needs[planned.staff_id], versions, held)
    return Filing(tables.typed(pd.DataFrame(rows, columns=list(FILING), dtype=object), FILING))


def _holding_products(app: LabReady) -> tuple[frozenset[str], dict[str, str]]:
    """Return the products whose price holds the fee, and by provider the membership that holds it whichever it is.

    Who is a member of a provider with several memberships, not all of which hold it, may have another one: not known.
    """
    notes = buying.notes(app)
    holding = frozenset(notes.loc[notes["includes_cmp_fee"].fillna(value=False), "product_id"])
    products = app.store.products()
    cards = products[(products["kind"] == "membership") & products["provider"].notna()]
    sure = {
        str(key): str(rows["product"].iloc[0])
        for key, rows in cards.groupby(cards["provider"].map(words_key))
        if rows["product_id"].isin(holding).all()
    }
    return holding, sure


def _declarations(
    person: PersonNeed, versions: Mapping[str, list[_Version]], held: str | None
) -> list[dict[str, object]]:
    """Return one row per declaration of a person, the first to file first; the first is the one that is held."""
    due = sorted((h for h in person.short_holdings if h.program in PROGRAMS), key=lambda h: (h.usable_by, h.credential))
    rows: list[dict[str, object]] = []
    for number, holding in enumerate(due):
        near = number > 0 and (holding.usable_by - due[number - 1].usable_by).days <= SECOND_WITHIN_DAYS
        amount = _on(versions[SECOND if near else APPLICATION], holding.usable_by)
        mine = held if number == 0 else None
        rows.append(
            {
                "staff_id": person.staff_id,
                "name": person.name,
                "credential": f"{holding.program} {holding.credential}",
                "last_day": pd.Timestamp(holding.usable_by),
                "fee": "reduced fee, second credential" if near else "application fee",
                "amount": amount,
                "held_by": mine,
                "deducted": 0 if mine is None else amount,
                "to_pay": amount if mine is None else 0,
            }
        )
    return rows


def fee_on(fees: pd.DataFrame, begins: str, day: date) -> int | None:
    """Return the amount in cents of the fee whose ID begins so and that holds on a day; None where it is not known.

    Of several the one that holds from the latest day on; one without an amount says that it is not known.
    """
    return _on(_versions(fees, begins), day)


def _versions(fees: pd.DataFrame, begins: str) -> list[_Version]:
    """Return the days on which each version of a fee holds, and its amount; the one that begins last comes last."""
    own = fees[fees["fee_id"].str.startswith(begins)]
    own = own.sort_values("valid_from", na_position="first", kind="stable")
    return [
        (
            date.min if pd.isna(first) else first.date(),
            date.max if pd.isna(last) else last.date(),
            None if pd.isna(amount) else int(amount),
        )
        for first, last, amount in zip(own["valid_from"], own["valid_until"], own["amount"], strict=True)
    ]


def _on(versions: list[_Version], day: date) -> int | None:
    """Return the amount of the last version that holds on a day."""
    found = [amount for first, last, amount in versions if first <= day <= last]
    return found[-1] if found else None


def told(filing: Filing, *, employees_pay: bool = False) -> str:
    """Return what filing costs beside the plan in a sentence; what is not known is said and never zero."""
    if not filing.declarations:
        return "None of these credentials is kept by a CMP declaration, so no filing fee comes on top."
    money = points.money_text
    who = "employees pay" if employees_pay else "the laboratory pays"
    count = filing.declarations
    declarations = f"{count:,} CMP {'declaration' if count == 1 else 'declarations'}"
    parts = []
    if filing.not_known < count:
        parts.append(f"{who} {money(filing.to_pay)}")
    if filing.not_known:
        fee = "the fee of one" if filing.not_known == 1 else f"the fee of {filing.not_known:,}"
        parts.append(f"{fee} is not known")
    held = ""
    if filing.held:
        worth = "their amount is not known" if filing.deducted is None else f"{money(filing.deducted)} is deducted"
        held = f" Memberships hold the application fee of {filing.held:,} of them: {worth}."
    return f"Not in it: filing {declarations}; {', and '.join(parts)}.{held}"


@dataclass(frozen=True)
class LapseSum:
    """What one way costs one person, in cents: what is known of it, and what of it is not (empty: all is)."""

    what: str
    amount: int
    not_known: tuple[str, ...]
    deducted: int = 0


def lapse_sums(app: LabReady, principal: Principal, as_of: date) -> list[LapseSum]:
    """Return what filing in time and reinstating after a lapse cost one person, the application fee held or not.

    No source says whether a membership pays the application fee of a reinstatement too; it is taken off where it is
    held (our reading), and the page says so.
    """
    require(principal, "plan")
    fees = budget_data.table(app, principal, "fees")
    application = fee_on(fees, APPLICATION, as_of)
    reinstatement = fee_on(fees, REINSTATEMENT, as_of)
    open_fee = () if application is not None else ("the application fee",)
    again = () if reinstatement is not None else ("the reinstatement fee",)
    held = application or 0
    return [
        LapseSum("Filing in time", held, open_fee),
        LapseSum("Filing in time, fee held by a membership", 0, (), held),
        LapseSum("Reinstatement", held + (reinstatement or 0), (*open_fee, *again)),
        LapseSum("Reinstatement, fee held by a membership", reinstatement or 0, again, held),
    ]


def lapse_told(each: LapseSum) -> str:
    """Return an amount with what of it is not known: ``at least $125 (not known: the application fee)``."""
    if not each.not_known:
        return points.money_text(each.amount)
    missing = f"not known: {' and '.join(each.not_known)}"
    return f"at least {points.money_text(each.amount)} ({missing})" if each.amount else missing
