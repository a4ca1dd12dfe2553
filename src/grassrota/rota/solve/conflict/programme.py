"""A linear programme, or one by whole numbers, and whether it can be met; solved by HiGHS."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

import highspy
import numpy as np
from scipy import sparse

from grassrota.rota.frame import Floats

NODES = 500
"""Of the search tree of a programme by whole numbers; beyond them the answer is unknown."""


class Answer(Enum):
    """Whether a programme has a solution."""

    YES = auto()
    NO = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class Programme:
    """``low <= matrix x <= high`` over 0 <= x <= upper, at least cost.

    Attributes:
        matrix: Shape (rows, columns).
        low, high: Ends of the rows.
        upper: Of the columns.
        cost: Of the columns.
        whole: How many columns, from the first, take whole numbers when it is solved by whole numbers.
    """

    matrix: sparse.csc_array
    low: Floats
    high: Floats
    upper: Floats
    cost: Floats
    whole: int

    def solve(self, integer: bool, seconds: float) -> Solved:
        """Solves it; unknown if nodes or, as a last resort, seconds run out."""
        if not len(self.cost):  # HiGHS gives no answer to a programme without columns
            met = bool(np.all(self.low <= 0) and np.all(self.high >= 0))
            return Solved(Answer.YES if met else Answer.NO, 0.0, np.zeros(len(self.low)))
        given = highspy.HighsLp()
        given.num_row_, given.num_col_ = self.matrix.shape
        given.col_cost_, given.col_lower_, given.col_upper_ = self.cost, np.zeros(len(self.cost)), self.upper
        given.row_lower_, given.row_upper_ = self.low, self.high
        given.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        given.a_matrix_.start_, given.a_matrix_.index_ = self.matrix.indptr, self.matrix.indices
        given.a_matrix_.value_ = self.matrix.data
        if integer:
            kinds = [highspy.HighsVarType.kInteger] * self.whole
            given.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (len(self.cost) - self.whole)
        solver = highspy.Highs()
        options = ("output_flag", False), ("threads", 1), ("mip_max_nodes", NODES), ("time_limit", max(0.1, seconds))
        for option, value in options:
            solver.setOptionValue(option, value)
        solver.passModel(given)
        solver.run()
        answer = _ANSWERS.get(solver.getModelStatus(), Answer.UNKNOWN)
        solution = solver.getSolution()
        duals = np.array(solution.row_dual) if solution.dual_valid and not integer else np.zeros(len(self.low))
        return Solved(answer, solver.getInfo().objective_function_value, duals)


@dataclass(frozen=True)
class Solved:
    """Whether there is a solution, what the best costs, and the duals of the rows of a linear programme."""

    answer: Answer
    cost: float
    duals: Floats


_ANSWERS = {
    highspy.HighsModelStatus.kOptimal: Answer.YES,
    highspy.HighsModelStatus.kInfeasible: Answer.NO,
}
