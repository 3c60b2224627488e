"""Scenarios kept by name: other prices, who leaves, a session for everybody, a ceiling; and the plan under each.

Nothing but the scenario is stored. Its plan is worked out from what holds on the day, through the memory of plans.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget import Part, SharedSource, TeamPlan, Tier
from lib.domain import tables
from lib.domain.areas import AREAS, mask_of
from lib.domain.budget_tables import SCENARIOS
from lib.domain.errors import LabReadyError
from lib.domain.product_rules import LARGEST_PRICE_CENTS
from lib.rules.book import RuleBook
from lib.services import budget_data, hires, plans
from lib.services.container import LabReady
from lib.services.hires import Hire, Hired
from lib.services.judging import display_names
from lib.services.plans import Asked, Progress, Team

LONGEST_NAME: Final = 80
MOST_POINTS: Final = 10_000
"""100 points (hundredths): more from one session is a slip of the decimal point."""
AS_THINGS_STAND: Final = "As things stand"
SESSION_ID: Final = "planned session"

COMPARED: Final = (
    "scenario",
    "total",
    "change",
    "proven",
    "people",
    "waiting",
    "not_planned",
    "orders",
    "joins",
    "who",
)
"""Columns of :func:`side_by_side`; money in cents, ``joins`` people who buy a membership and ``who`` their names."""


@dataclass(frozen=True)
class Price:
    """Another price of a product in cents; None: as in the catalogue. The dues of a membership are ``non_member``."""

    product_id: str
    member: int | None = None
    non_member: int | None = None


@dataclass(frozen=True)
class Scenario:
    """What is different. ``leavers``: staff IDs not planned for. ``session_points`` (hundredths, 0: no session) in
    ``session_areas`` are given to everybody, cost nothing more, and lie before every deadline. ``budget_cents``: a
    ceiling; None: none. ``hires`` need what the rules ask of them; site licences are priced by the heads after both.
    """

    name: str
    prices: tuple[Price, ...] = ()
    leavers: tuple[str, ...] = ()
    session_points: int = 0
    session_areas: tuple[str, ...] = ()
    budget_cents: int | None = None
    hires: tuple[Hire, ...] = ()


@dataclass(frozen=True)
class Kept:
    """A scenario as it is kept, with the day it was last changed and by whom."""

    scenario: Scenario
    changed_on: date
    changed_by: str


@dataclass(frozen=True)
class Outcome:
    """The plan under a scenario. ``unknown``: products and people that it names and that are not on record here."""

    scenario: Scenario
    plan: TeamPlan
    unknown: tuple[str, ...] = ()


def kept(app: LabReady, principal: Principal) -> list[Kept]:
    """Return the scenarios as they are kept now, by name."""
    require(principal, "plan")
    found = history(app, principal)
    now = found[found["known_until"].isna()].sort_values("name", kind="stable")
    return [
        Kept(_read(str(name), str(document)), pd.Timestamp(since).date(), str(actor))
        for name, document, since, actor in now[["name", "document", "known_from", "entered_by"]].itertuples(
            index=False, name=None
        )
    ]


def history(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return every version of every scenario, newest first: ``name``, ``document``, since and until when, by whom."""
    require(principal, "plan")
    return app.store.scenario_history()


def save(app: LabReady, principal: Principal, scenario: Scenario, *, today: date) -> None:
    """Keep a scenario under its name, in place of a former one of that name.

    ``LabReadyError`` with one sentence for each thing wrong with it; then nothing is stored.
    """
    require(principal, "plan")
    named = replace(scenario, name=scenario.name.strip())
    problems = _problems(
        named,
        products=set(app.store.products()["product_id"]),
        staff=set(app.store.staff(principal.scope)["staff_id"]),
        book=app.book,
        before=next((each.scenario for each in kept(app, principal) if each.scenario.name == named.name), None),
    )
    if problems:
        raise LabReadyError("The scenario was not saved. " + " ".join(problems), code="budget")
    frame = tables.typed(pd.DataFrame({"name": [named.name], "document": [_document(named)]}), SCENARIOS)
    app.store.save_budget_rows(
        "budget_scenarios", frame, whole=False, actor=principal.name, at=app.now(), on_date=today
    )


def forget(app: LabReady, principal: Principal, name: str, *, today: date) -> None:
    """Keep a scenario no longer; its history stays. ``LabReadyError`` where none is kept under that name."""
    require(principal, "plan")
    stored = app.store.budget_rows("budget_scenarios")
    rest = stored[stored["name"] != name]
    if len(rest) == len(stored):
        raise LabReadyError(f"There is no scenario “{name}” to forget. Choose one of those kept.", code="budget")
    app.store.save_budget_rows("budget_scenarios", rest, whole=True, actor=principal.name, at=app.now(), on_date=today)


def changed(
    asked: Asked, scenario: Scenario, hired: Hired | None = None, shared: tuple[SharedSource, ...] | None = None
) -> Asked:
    """Return what a plan is made from with the scenario's changes; its ceiling is given to the plan itself.

    ``hired``: what its hires need; ``shared``: what people can use together once they came and the leavers are gone.
    """
    leavers = frozenset(scenario.leavers)
    staff = staff_after(asked, scenario, hired)
    # The key holds all that is different but the name and the ceiling: two names for the same are planned once.
    key = (*asked.key, "scenario", _document(replace(scenario, name="", budget_cents=None)))
    team = Team(
        (*(person for person in asked.team.needs if person.staff_id not in leavers), *(hired.needs if hired else ())),
        staff,
        key,
    )
    together = asked.shared if shared is None else shared
    return Asked(team, _priced(asked.products, scenario.prices), (*_session(scenario), *together), key)


def staff_after(asked: Asked, scenario: Scenario, hired: Hired | None = None) -> pd.DataFrame:
    """Return everybody counted once the leavers are gone and the hires came."""
    staff = asked.team.staff
    stay = staff[~staff["staff_id"].isin(scenario.leavers)]
    if hired is None or hired.staff.empty:
        return stay
    return pd.concat([stay, hired.staff], ignore_index=True)


def asked_under(
    app: LabReady, principal: Principal, as_of: date, asked: Asked, scenario: Scenario
) -> tuple[Asked, Hired]:
    """Return what a plan under a scenario is made from, with licences priced by who is there then; and the hires.

    Whoever plans a kept scenario goes this way: page and command line buy for the same people.
    """
    require(principal, "plan")
    hired = hires.hired(app.book, scenario.hires, as_of)
    if not (scenario.leavers or scenario.hires):
        return changed(asked, scenario, hired), hired
    shared = budget_data.sources(app, principal, as_of, staff_after(asked, scenario, hired))
    return changed(asked, scenario, hired, shared), hired


def outcomes(
    app: LabReady,
    principal: Principal,
    as_of: date,
    scenarios: Sequence[Scenario],
    *,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Return the plan as things stand, then under each scenario."""
    require(principal, "plan")
    asked = plans.asked(app, principal, as_of)
    products, staff = set(asked.products["product_id"]), set(asked.team.staff["staff_id"])
    found = [Outcome(Scenario(AS_THINGS_STAND), plans.made(app, asked, as_of, progress=progress))]
    for scenario in scenarios:
        under, came = asked_under(app, principal, as_of, asked, scenario)
        plan = plans.made(app, under, as_of, budget_cents=scenario.budget_cents, progress=progress)
        named = [price.product_id for price in scenario.prices if price.product_id not in products] + [*came.unknown]
        found.append(Outcome(scenario, plan, (*named, *(one for one in scenario.leavers if one not in staff))))
    return found


def side_by_side(principal: Principal, found: Sequence[Outcome], memberships: frozenset[str]) -> pd.DataFrame:
    """Return one row per outcome, :data:`COMPARED`; ``change`` is against the first. ``memberships``: product IDs.

    ``people`` are complete under the plan, ``waiting`` could be but for the ceiling, ``not_planned`` cannot be.
    """
    require(principal, "plan")
    rows = []
    for outcome in found:
        plan = outcome.plan
        joining = [
            person.name for person in plan.people if any(item.product_id in memberships for item in person.items)
        ]
        rows.append(
            {
                "scenario": outcome.scenario.name,
                "total": plan.total_cents,
                "change": plan.total_cents - found[0].plan.total_cents,
                "proven": plan.proven_optimal,
                "people": len(plan.people),
                "waiting": len(plan.left_out),
                "not_planned": len(plan.unplannable),
                "orders": int((plan.orders["cost"] > 0).sum()),
                "joins": len(joining),
                "who": ", ".join(joining),
            }
        )
    return pd.DataFrame(rows, columns=list(COMPARED))


def memberships(app: LabReady, principal: Principal) -> frozenset[str]:
    """Return the IDs of the catalogue's memberships."""
    require(principal, "plan")
    products = app.store.products()
    return frozenset(products.loc[products["kind"] == "membership", "product_id"])


def credentials(app: LabReady, principal: Principal) -> dict[str, tuple[str, str]]:
    """Return what people can be hired with: words -> program and credential, in the order of the rule book."""
    require(principal, "plan")
    return {f"{program} {credential}": (program, credential) for program, credential in app.book.credentials}


def staff_names(app: LabReady, principal: Principal) -> dict[str, str]:
    """Return who can leave: employee ID -> name, by name."""
    require(principal, "plan")
    staff = app.store.staff(principal.scope)
    staff = staff.assign(name=display_names(staff)).sort_values(["name", "staff_id"])
    return dict(zip(staff["staff_id"], staff["name"], strict=True))


def _priced(products: pd.DataFrame, prices: Sequence[Price]) -> pd.DataFrame:
    """Return the catalogue with the scenario's prices; a price that the scenario does not name stays."""
    made = products.copy()
    for column, named in (
        ("member_price", {price.product_id: price.member for price in prices if price.member is not None}),
        ("non_member_price", {price.product_id: price.non_member for price in prices if price.non_member is not None}),
    ):
        given = made["product_id"].map(named).astype("Int64")
        made[column] = given.fillna(made[column])
    return made


def _session(scenario: Scenario) -> tuple[SharedSource, ...]:
    """Return the session as something everybody has already: it is used before anything is bought."""
    if not scenario.session_points:
        return ()
    part = Part(scenario.session_points, mask_of(scenario.session_areas))
    return (
        SharedSource(
            SESSION_ID, SESSION_ID, "Planned session", "", "session", (part,), (Tier(),),
            hours=scenario.session_points, given=True,
        ),
    )  # fmt: skip


def _problems(
    scenario: Scenario, *, products: set[str], staff: set[str], book: RuleBook, before: Scenario | None
) -> list[str]:
    """Return one sentence per problem. What the kept scenario names already may stay, though it is gone since."""
    problems = hires.problems_of(book, scenario.hires)
    if not 0 < len(scenario.name) <= LONGEST_NAME or scenario.name == AS_THINGS_STAND:
        problems.append(
            f"The name “{scenario.name}” is not one to keep it by. Accepted: 1 to {LONGEST_NAME} characters, "
            f"and not “{AS_THINGS_STAND}”."
        )
    known = products | {price.product_id for price in (before.prices if before else ())}
    for price in scenario.prices:
        if price.product_id not in known:
            problems.append(f"The product “{price.product_id}” is not in the catalogue. Choose one that is.")
        if any(
            cents is not None and not 0 <= cents <= LARGEST_PRICE_CENTS for cents in (price.member, price.non_member)
        ):
            problems.append(f"A price of “{price.product_id}” is out of range. Accepted: $0 to $100,000, or empty.")
    for one in scenario.leavers:
        if one not in staff | set(before.leavers if before else ()):
            problems.append(f"Nobody with the employee ID “{one}” is on record. Choose from those who are.")
    if not 0 <= scenario.session_points <= MOST_POINTS:
        problems.append("The session's points are out of range. Accepted: 0 (no session) to 100.")
    if scenario.session_points and (not scenario.session_areas or set(scenario.session_areas) - set(AREAS)):
        problems.append("The session needs at least one area. Choose from the areas in the list.")
    if scenario.budget_cents is not None and scenario.budget_cents < 0:
        problems.append("The ceiling is less than nothing. Accepted: $0 or more, or empty for none.")
    return problems


def _document(scenario: Scenario) -> str:
    content = {name: value for name, value in asdict(scenario).items() if name != "name"}
    return json.dumps(content, sort_keys=True, separators=(",", ":"), default=date.isoformat)


def _read(name: str, document: str) -> Scenario:
    content: dict[str, Any] = json.loads(document)
    return Scenario(
        name=name,
        prices=tuple(Price(**price) for price in content["prices"]),
        leavers=tuple(content["leavers"]),
        session_points=content["session_points"],
        session_areas=tuple(content["session_areas"]),
        budget_cents=content["budget_cents"],
        hires=tuple(_hire(each) for each in content.get("hires", ())),
    )


def _hire(content: dict[str, Any]) -> Hire:
    end = content["cycle_end"]
    return Hire(
        **{name: value for name, value in content.items() if name not in ("starts_on", "cycle_end")},
        starts_on=date.fromisoformat(content["starts_on"]),
        cycle_end=None if end is None else date.fromisoformat(end),
    )
