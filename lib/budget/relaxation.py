"""What whole purchases cannot be below: the multipliers of the cases' linear programme, and what follows from them.

Any multipliers of 0 or more prove a lower limit of the cost (Lagrange), so what HiGHS gives is rounded to whole numbers
and everything after it is exact arithmetic: an inaccurate answer of the solver makes the limit weaker, never wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from lib.budget.cases import Cases, Truth, Whole

PARTS = 1024
"""Multipliers and reduced costs are whole numbers of so many parts of a cent."""


@dataclass(frozen=True)
class Relaxed:
    """``base``: what a case costs at least; ``reduced``: what one of an offer adds to that (both in parts of a cent).

    ``base`` counts every offer whose reduced cost is below 0 as bought to its limit. ``rounded`` are the quantities of
    the relaxed answer, rounded up.
    """

    base: Whole
    reduced: Whole
    rounded: Whole

    def only(self, chosen: Truth) -> Relaxed:
        return Relaxed(self.base[chosen], self.reduced[chosen], self.rounded[chosen])


def relax(cases: Cases) -> Relaxed:
    """Return the lower limits of all cases, from one linear programme with a block for each of them."""
    asked = cases.need > 0
    sold = cases.limit > 0
    weights = cases.gives * asked[:, :, None] * sold[:, None, :]
    case, cover, offer = np.nonzero(weights)
    multipliers = np.zeros(cases.need.shape, dtype=np.int64)
    rounded = np.zeros(cases.limit.shape, dtype=np.int64)
    if len(case):
        row = (np.cumsum(asked.reshape(-1)) - 1).reshape(asked.shape)
        column = (np.cumsum(sold.reshape(-1)) - 1).reshape(sold.shape)
        problem = highspy.HighsLp()
        problem.num_col_, problem.num_row_ = int(sold.sum()), int(asked.sum())
        problem.col_cost_ = cases.price[sold].astype(np.float64)
        problem.col_lower_ = np.zeros(problem.num_col_)
        problem.col_upper_ = cases.limit[sold].astype(np.float64)
        problem.row_lower_ = cases.need[asked].astype(np.float64)
        problem.row_upper_ = np.full(problem.num_row_, highspy.kHighsInf)
        problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lengths = np.bincount(row[case, cover], minlength=problem.num_row_)
        problem.a_matrix_.start_ = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
        problem.a_matrix_.index_ = column[case, offer].astype(np.int32)
        problem.a_matrix_.value_ = weights[case, cover, offer].astype(np.float64)
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        # The blocks are small and independent: looking for what could be left out costs more than it saves.
        solver.setOptionValue("presolve", "off")
        solver.passModel(problem)
        solver.run()
        answer = solver.getSolution()
        if answer.dual_valid and answer.value_valid:
            multipliers[asked] = np.floor(np.clip(np.array(answer.row_dual), 0, 1e12) * PARTS).astype(np.int64)
            rounded[sold] = np.ceil(np.clip(np.array(answer.col_value), 0, None) - 1e-7).astype(np.int64)
    reduced = cases.price * PARTS - np.einsum("kc,kcj->kj", multipliers, cases.gives)
    reduced = np.where(sold, reduced, 0)
    base = (multipliers * cases.need).sum(axis=1) + (np.minimum(reduced, 0) * cases.limit).sum(axis=1)
    return Relaxed(base + cases.dues * PARTS, reduced, np.minimum(rounded, cases.limit))
