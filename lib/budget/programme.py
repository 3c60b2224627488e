"""The exact integer programme of one situation, solved by HiGHS.

Most situations are settled without it, by :mod:`lib.budget.search`; this answers those that are left.

Best means, in this order: least cost, fewest hours, fewest different products, first set of product IDs (the sorted
lists compared entry by entry), fewest units, and more units of the earlier IDs. HiGHS minimises one number at a time,
so the criteria are packed into weighted sums as long as these stay small enough to be exact, and what one solve has
settled is fixed for the next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, gcd
from time import monotonic
from typing import Any

import highspy
import numpy as np

from lib.budget.situations import Offer, Situation

LARGEST_EXACT_OBJECTIVE = 1_000_000
"""The widest range of whole objective values in one solve: far from where HiGHS' tolerances (1e-7 relative) could blur
two neighbours."""


@dataclass(frozen=True)
class Solution:
    """Quantities per offer, providers joined and the cost in cents.

    ``bound`` is a proven lower limit of the cost (cents); ``ties_broken``: it is the best of those that cost the same.
    """

    quantities: tuple[int, ...]
    joined: frozenset[str]
    cost: int
    bound: int
    ties_broken: bool

    @property
    def proven(self) -> bool:
        """Whether no plan can cost less."""
        return self.bound >= self.cost


class OutOfTime(Exception):
    """The time allowed ended before any plan was found; ``bound`` is what one would cost at least (cents)."""

    def __init__(self, bound: int = 0) -> None:
        super().__init__("The time allowed ended before any plan was found.")
        self.bound = bound


class Deadline:
    """The moment after which no new work is begun; None: no limit. Counts seconds from its making.

    ``wanted`` is called now and then within a long search; what it raises ends the search at once.
    """

    def __init__(self, seconds: float | None, wanted: Callable[[], None] | None = None) -> None:
        self._ends = None if seconds is None else monotonic() + seconds
        self.wanted = wanted

    @property
    def seconds_left(self) -> float:
        return float("inf") if self._ends is None else max(0.0, self._ends - monotonic())


@dataclass(frozen=True)
class Criterion:
    """A whole number to minimise: ``weights`` per column; its values over the plans in question span ``span``."""

    weights: tuple[int, ...]
    span: int

    def value(self, columns: Sequence[int]) -> int:
        return sum(weight * column for weight, column in zip(self.weights, columns, strict=True))


@dataclass
class Model:
    """Columns and rows of one situation.

    A column is a whole number from 0 to its upper limit; ``bought[i]`` are the columns whose sum is the quantity of
    offer i, ``present[i]`` those whose sum says whether it is bought at all.
    """

    upper: list[int] = field(default_factory=list)
    cost: list[int] = field(default_factory=list)
    bought: list[list[int]] = field(default_factory=list)
    present: list[list[int]] = field(default_factory=list)
    rows: list[tuple[dict[int, int], float, float]] = field(default_factory=list)

    def column(self, upper: int, cost: int = 0) -> int:
        """Add a column and return its number."""
        self.upper.append(upper)
        self.cost.append(cost)
        return len(self.upper) - 1

    def row(self, weights: dict[int, int], low: float, high: float) -> None:
        """Add a row: the weighted sum of columns lies from ``low`` to ``high``."""
        self.rows.append((weights, low, high))


def solve(situation: Situation, deadline: Deadline, *, break_ties: bool = True) -> Solution | None:
    """Return the best plan of a situation; None where there is none. Without ``break_ties``, one of least cost.

    Where the deadline passes first, the best plan found is returned with what is proven of it, or ``OutOfTime`` is
    raised.
    """
    known = first_plan(situation)
    if deadline.seconds_left == 0:
        if known is None:
            raise OutOfTime()
        return known
    model = model_of(situation, highest_cost=None if known is None else known.cost)
    try:
        criteria = _criteria(model, situation.offers, None if known is None else known.cost)
        minimised = _minimised(model, situation.offers, criteria if break_ties else criteria[:1], deadline)
    except OutOfTime as ended:
        if known is None:
            raise
        return replace(known, bound=min(ended.bound, known.cost))
    if minimised is None:
        return None
    columns, bound, complete = minimised
    found = _solution(situation, model, columns, bound, ties_broken=complete and break_ties)
    if known is not None and known.cost < found.cost:
        return replace(known, bound=min(found.bound, known.cost))
    return found


def _solution(situation: Situation, model: Model, columns: Sequence[int], bound: int, *, ties_broken: bool) -> Solution:
    quantities = tuple(sum(columns[column] for column in bought) for bought in model.bought)
    joined = frozenset(
        offer.joins for offer, quantity in zip(situation.offers, quantities, strict=True) if offer.joins and quantity
    )
    cost = sum(price * column for price, column in zip(model.cost, columns, strict=True))
    return Solution(quantities, joined, cost, min(bound, cost), ties_broken)


def model_of(situation: Situation, highest_cost: int | None) -> Model:
    """Return columns and rows; what costs more than a plan that is known already can have no place in a better one."""
    model = Model()
    memberships: dict[str, list[int]] = {}
    for offer in situation.offers:
        as_is, joined = (
            model.column(0 if highest_cost is not None and price > highest_cost else offer.limit, price)
            if price is not None
            else None
            for price in (offer.price, offer.joined_price)
        )
        bought = [column for column in (as_is, joined) if column is not None]
        model.bought.append(bought)
        model.present.append(bought)
        if len(bought) == 2:
            model.row(dict.fromkeys(bought, 1), 0, offer.limit)
        if offer.limit > 1:
            present = model.column(1)
            model.present[-1] = [present]
            model.row({**dict.fromkeys(bought, 1), present: -offer.limit}, -highspy.kHighsInf, 0)
            model.row({**dict.fromkeys(bought, 1), present: -1}, 0, highspy.kHighsInf)
        if offer.joins:
            memberships.setdefault(offer.joins, []).extend(bought)
    for provider, columns in memberships.items():
        model.row(dict.fromkeys(columns, 1), 1 if provider in situation.must_join else 0, 1)
    for offer, bought in zip(situation.offers, model.bought, strict=True):
        if offer.joined_price is None:
            continue
        membership = dict.fromkeys(memberships.get(offer.provider, []), -offer.limit)
        model.row({**membership, bought[-1]: 1}, -highspy.kHighsInf, 0)
        if offer.price is not None and offer.price < offer.joined_price:
            # A member pays the member price, even one that is above the other price.
            model.row({**dict.fromkeys(membership, offer.limit), bought[0]: 1}, -highspy.kHighsInf, offer.limit)
    for cover in situation.covers:
        weights = {
            column: give for give, bought in zip(cover.gives, model.bought, strict=True) if give for column in bought
        }
        model.row(weights, cover.need, highspy.kHighsInf)
    return model


def _minimised(
    model: Model, offers: Sequence[Offer], criteria: list[Criterion], deadline: Deadline
) -> tuple[list[int], int, bool] | None:
    """Return the best columns, the proven lower limit of the cost (cents), and whether all was settled in time.

    None where no plan exists. ``OutOfTime`` where not even the first solve found a plan in time.
    """
    packed, weights, criteria = _packed(criteria)
    outcome = minimise(model, weights, deadline)
    if outcome.columns is None and not outcome.timed_out:
        return None
    bound = _cost_bound(outcome.dual_bound, packed, model)
    if outcome.columns is None:
        raise OutOfTime(bound)
    best = outcome.columns
    while criteria and not outcome.timed_out and not _settled(best, offers, model, criteria):
        for criterion in packed:
            settled = {column: weight for column, weight in enumerate(criterion.weights) if weight}
            if settled:
                model.row(settled, -highspy.kHighsInf, criterion.value(best))
        packed, weights, criteria = _packed(criteria)
        outcome = minimise(model, weights, deadline)
        best = best if outcome.columns is None else outcome.columns
    return best, bound, not outcome.timed_out


def _cost_bound(dual_bound: float, packed: Sequence[Criterion], model: Model) -> int:
    """Return the least cost (cents) that a lower limit of the packed objective leaves, 0 where it says nothing.

    The objective is the cost in its unit times ``weight``, plus what the later criteria add: at least ``lowest`` and
    less than ``lowest + weight``.
    """
    if not np.isfinite(dual_bound):
        return 0
    weight, lowest = 1, 0
    for criterion in reversed(packed[1:]):
        lowest += weight * sum(min(0, w) * upper for w, upper in zip(criterion.weights, model.upper, strict=True))
        weight *= criterion.span + 1
    return max(0, ceil((dual_bound - 1e-6 - lowest - (weight - 1)) / weight) * (gcd(*model.cost) or 1))


def _criteria(model: Model, offers: Sequence[Offer], highest_cost: int | None) -> list[Criterion]:
    """Return what is minimised, most important first."""
    size = len(model.upper)
    most = [sum(model.upper[column] for column in bought) for bought in model.bought]

    def over(weights: dict[int, int], span: int) -> Criterion:
        return Criterion(tuple(weights.get(column, 0) for column in range(size)), span)

    cost_unit = gcd(*model.cost) or 1
    dearest = sum(price * upper for price, upper in zip(model.cost, model.upper, strict=True))
    dearest = dearest if highest_cost is None else min(dearest, highest_cost)
    hour_unit = gcd(*(offer.hours for offer in offers)) or 1
    hours = {column: offer.hours // hour_unit for offer, b in zip(offers, model.bought, strict=True) for column in b}
    different = {column: 1 for present in model.present for column in present}
    criteria = [
        over({column: price // cost_unit for column, price in enumerate(model.cost)}, dearest // cost_unit),
        over(hours, sum(weight * model.upper[column] for column, weight in hours.items())),
        over(different, len(offers)),
    ]
    # The first set of IDs of a given size is the one that has the first ID if any has, then the second, and so on.
    by_id = sorted(range(len(offers)), key=lambda position: offers[position].product_id)
    chunk = LARGEST_EXACT_OBJECTIVE.bit_length() - 1
    for start in range(0, len(by_id), chunk):
        part = by_id[start : start + chunk]
        weights = {column: -(1 << (len(part) - 1 - rank)) for rank, i in enumerate(part) for column in model.present[i]}
        criteria.append(over(weights, (1 << len(part)) - 1))
    several = [position for position in by_id if offers[position].limit > 1]
    if several:
        units = {column: 1 for i in several for column in model.bought[i]}
        criteria.append(over(units, sum(most[i] for i in several)))
        criteria.extend(over(dict.fromkeys(model.bought[i], -1), most[i]) for i in several)
    return criteria


def _settled(best: Sequence[int], offers: Sequence[Offer], model: Model, criteria: Sequence[Criterion]) -> bool:
    """Whether only the units are left to decide, and what is settled already leaves no choice of them."""
    several = [position for position, offer in enumerate(offers) if offer.limit > 1]
    if len(criteria) > (1 + len(several) if several else 0):
        return False
    chosen = [i for i in several if any(best[column] for column in model.bought[i])]
    if len(chosen) > 1:
        return False
    return all(offers[i].hours > 0 or min(offers[i].prices) > 0 for i in chosen)


def _packed(criteria: list[Criterion]) -> tuple[list[Criterion], list[int], list[Criterion]]:
    """Return the criteria that fit into one exact objective, that objective, and the criteria left."""
    packed = criteria[:1]
    values = packed[0].span + 1
    for criterion in criteria[1:]:
        if values * (criterion.span + 1) > LARGEST_EXACT_OBJECTIVE:
            break
        values *= criterion.span + 1
        packed.append(criterion)
    objective = [0] * len(criteria[0].weights)
    weight = 1
    for criterion in reversed(packed):
        objective = [total + weight * w for total, w in zip(objective, criterion.weights, strict=True)]
        weight *= criterion.span + 1
    return packed, objective, criteria[len(packed) :]


@dataclass(frozen=True)
class Outcome:
    """The columns of the best answer found (None: there is none, or none in time) and what none can be below."""

    columns: list[int] | None
    dual_bound: float
    timed_out: bool


def minimise(model: Model, objective: Sequence[int], deadline: Deadline, known: Sequence[int] | None = None) -> Outcome:
    """Minimise one objective; the columns are whole numbers, None where there are none (or none in time).

    ``known``: columns of an answer to begin with. What the deadline's ``wanted`` raises is raised here, once the solver
    has ended for it.
    """
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    # Every objective is whole, so a plan within less than one of the bound is a best one.
    solver.setOptionValue("mip_abs_gap", 0.5)
    solver.setOptionValue("random_seed", 0)
    if np.isfinite(deadline.seconds_left):
        solver.setOptionValue("time_limit", deadline.seconds_left)
    solver.passModel(matrix(model, objective))
    if known is not None:
        start = highspy.HighsSolution()
        start.col_value = [float(value) for value in known]
        solver.setSolution(start)
    ended = _ends_when_unwanted(solver, deadline)
    solver.run()
    if ended:
        raise ended[0]
    status = solver.getModelStatus()
    info = solver.getInfo()
    timed_out = status == highspy.HighsModelStatus.kTimeLimit
    if status == highspy.HighsModelStatus.kInfeasible:
        return Outcome(None, 0.0, False)
    if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit):
        raise RuntimeError(f"The solver ended with {solver.modelStatusToString(status)}; expected an optimal plan.")
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    columns = [round(value) for value in solver.getSolution().col_value] if found else None
    return Outcome(columns, float(info.mip_dual_bound), timed_out)


def _ends_when_unwanted(solver: highspy.Highs, deadline: Deadline) -> list[BaseException]:
    """Let the solver look now and then whether its answer is wanted; what says no is put in the list returned."""
    ended: list[BaseException] = []
    wanted = deadline.wanted
    if wanted is not None:

        def look(event: Any) -> None:
            try:
                if not ended:
                    wanted()
            except BaseException as error:  # noqa: BLE001 - nothing may be raised through the solver; raised after it
                ended.append(error)
            if ended:
                event.interrupt()

        solver.cbMipInterrupt += look
    return ended


def matrix(model: Model, objective: Sequence[int]) -> highspy.HighsLp:
    """Return a model with one objective as HiGHS takes it."""
    size = len(model.upper)
    problem = highspy.HighsLp()
    problem.num_col_, problem.num_row_ = size, len(model.rows)
    problem.col_cost_ = np.array(objective, dtype=np.float64)
    problem.col_lower_ = np.zeros(size)
    problem.col_upper_ = np.array(model.upper, dtype=np.float64)
    problem.row_lower_ = np.array([low for _, low, _ in model.rows], dtype=np.float64)
    problem.row_upper_ = np.array([high for _, _, high in model.rows], dtype=np.float64)
    problem.integrality_ = [highspy.HighsVarType.kInteger] * size
    lengths = [len(weights) for weights, _, _ in model.rows]
    problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    problem.a_matrix_.start_ = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    problem.a_matrix_.index_ = np.array([c for weights, _, _ in model.rows for c in weights], dtype=np.int32)
    problem.a_matrix_.value_ = np.array([w for weights, _, _ in model.rows for w in weights.values()], dtype=np.float64)
    return problem


def first_plan(situation: Situation) -> Solution | None:
    """Return some plan, found without the solver: buy everything that is useful, then take back the dearest first.

    An upper limit of the cost for the programme, and the answer where the time is over. Without joining anybody by
    choice where that is possible, else by joining every provider; None where this finds none, which does not prove that
    there is none.
    """
    offers = situation.offers
    gives = np.array([cover.gives for cover in situation.covers], dtype=np.int64).reshape(-1, len(offers))
    needs = np.array([cover.need for cover in situation.covers], dtype=np.int64)
    for by_choice in (False, True):
        memberships: dict[str, tuple[int, str]] = {}
        for offer in offers:
            if offer.joins and (by_choice or offer.joins in situation.must_join):
                entry = (offer.price or 0, offer.product_id)
                memberships[offer.joins] = min(memberships.get(offer.joins, entry), entry)
        quantities = []
        prices = []
        for offer in offers:
            joined = offer.provider in memberships and offer.joined_price is not None
            price = offer.joined_price if joined else offer.price
            prices.append(price or 0)
            if offer.joins:
                quantities.append(int(memberships.get(offer.joins, (0, ""))[1] == offer.product_id))
            else:
                quantities.append(0 if price is None else offer.limit)
        spare = gives @ np.array(quantities, dtype=np.int64) - needs
        if (spare < 0).any():
            continue
        for position in sorted(range(len(offers)), key=lambda p: (-prices[p], -offers[p].hours, -p)):
            if offers[position].joins:
                continue
            given = gives[:, position]
            back = min([quantities[position], *(spare[given > 0] // given[given > 0]).tolist()])
            quantities[position] -= back
            spare -= back * given
        cost = sum(price * quantity for price, quantity in zip(prices, quantities, strict=True))
        return Solution(tuple(quantities), frozenset(memberships), cost, bound=0, ties_broken=False)
    return None
