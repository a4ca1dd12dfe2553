"""Inequalities as a linear program that answers one question after another, each from where the last one ended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import highspy
import numpy as np
from numpy.typing import NDArray

Terms = Mapping[str, Fraction]
Numbers = NDArray[np.float64]

TOLERANCE = 1e-9  # what the solver may err by, relative to the largest number stated
LEAST_SLACK = 1e-8  # strict inequalities must hold by more than this, in units of the largest number stated
_ONE, _SLACK = "\0one", "\0slack"  # columns that no quantity can be named after
_INF = highspy.kHighsInf
_DUAL, _PRIMAL = 1, 4  # the simplex that begins well where rows have changed, and where what is asked for has
_SURE = {
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One inequality: the sum of the terms is at least ``at_least``, or above it if ``strict``.

    Attributes:
        terms: Coefficients by quantity.
        at_least: The right-hand side.
        strict: True for an open end.
        said_by: The id of the statement it comes from.
    """

    terms: Terms
    at_least: Fraction
    strict: bool
    said_by: str


class Program:
    """Rows over quantities of 0 or more, as a model that the solver keeps.

    Every row becomes terms - at_least x one - strict x slack >= 0, in units of the largest right-hand side. Three rows
    follow: what makes 1 (the column ``one`` itself, or the denominator of a share); a goal that is to be reached; and
    that ``one`` is no smaller than the slack, as an end at infinity is not reached. The last two are mostly off.
    """

    def __init__(self, rows: Sequence[Row], names: Iterable[str] = ()) -> None:
        """Builds the model; ``names`` are quantities that may be asked for though no row speaks of them."""
        self.rows = tuple(rows)
        self.scale = max((abs(float(row.at_least)) for row in rows), default=0.0) or 1.0
        every = [_ONE, _SLACK, *(name for row in rows for name in row.terms), *names]
        self._column = {name: index for index, name in enumerate(dict.fromkeys(every))}
        self._normal, self._goal, self._end = len(rows), len(rows) + 1, len(rows) + 2
        self._written: dict[int, set[int]] = {self._normal: set(), self._goal: set()}
        self._priced: set[int] = set()
        self._out: set[int] = set()
        self._solver = self._built()

    def greatest(
        self, objective: Terms, per: Terms | None = None, *, least: bool = False, at_least: float | None = None
    ) -> float | None:
        """The greatest value of the objective, or of the objective as a share of ``per``; None if it has no end.

        Args:
            objective: What is made large.
            per: What it is a share of; None for the objective itself, then in units of ``scale``.
            least: True for the least value, with its sign turned.
            at_least: Instead of the value, the slack that is left where the objective has to be that large.
        """
        sign = -1.0 if least else 1.0
        wanted = {name: sign * float(value) for name, value in objective.items()}
        self._write(self._normal, {name: float(value) for name, value in per.items()} if per else {_ONE: 1.0})
        if at_least is not None:
            self._write(self._goal, wanted)
        self._solver.changeRowBounds(self._goal, -_INF if at_least is None else at_least, _INF)
        self._solver.changeRowBounds(self._end, -_INF if at_least is None else 0.0, _INF)
        return self._best(wanted if at_least is None else None)

    def fits(self, of: Collection[str] | None = None) -> bool:
        """True if the rows of these statements, or of all, hold for some quantities, the strict ones with room."""
        self.leave_out(set() if of is None else {row.said_by for row in self.rows} - set(of))
        slack = self.greatest({}, at_least=-_INF)
        return slack is not None and slack > LEAST_SLACK

    def proof(self, of: Collection[str]) -> Numbers:
        """How often each row of statements that do not fit is taken in a sum of rows that says so by itself.

        It is the ray that shows that there is no point or, where there is one, what each row costs of the slack.
        """
        self.fits(of)
        _, found, ray = self._solver.getDualRay()  # type: ignore[attr-defined]  # its stubs leave this out
        prices: Numbers = np.abs((ray if found else self._solver.getSolution().row_dual)[: len(self.rows)])
        prices[prices <= TOLERANCE * prices.max()] = 0.0
        return prices

    def leave_out(self, statements: Collection[str]) -> None:
        """Takes the rows of these statements, and of no others, out of the questions to come."""
        out = {place for place, row in enumerate(self.rows) if row.said_by in statements}
        for place in out ^ self._out:
            self._solver.changeRowBounds(place, -_INF if place in out else 0.0, _INF)
        self._out = out

    def _best(self, objective: Mapping[str, float] | None) -> float | None:
        """Solves for the objective; for the slack if there is none."""
        costs = {_SLACK: 1.0} if objective is None else objective
        for column in self._priced:
            self._solver.changeColCost(column, 0.0)
        for name, cost in costs.items():
            self._solver.changeColCost(self._column[name], cost)
        self._priced = {self._column[name] for name in costs}
        self._solver.changeColBounds(self._column[_SLACK], 0.0, 1.0 if objective is None else 0.0)
        self._solver.setOptionValue("simplex_strategy", _DUAL if objective is None else _PRIMAL)
        self._solver.run()
        if self._solver.getModelStatus() not in _SURE:
            self._solver.clearSolver()  # where the last question ended may be a bad place to begin
            self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return float(self._solver.getInfo().objective_function_value)

    def _write(self, row: int, terms: Mapping[str, float]) -> None:
        for column in self._written[row] - {self._column[name] for name in terms}:
            self._solver.changeCoeff(row, column, 0.0)
        for name, value in terms.items():
            self._solver.changeCoeff(row, self._column[name], value)
        self._written[row] = {self._column[name] for name in terms}

    def _built(self) -> highspy.Highs:
        lines = [{self._column[name]: float(value) for name, value in row.terms.items() if value} for row in self.rows]
        for line, row in zip(lines, self.rows, strict=True):
            if row.at_least:
                line[self._column[_ONE]] = -float(row.at_least) / self.scale
            if row.strict:
                line[self._column[_SLACK]] = -1.0
        lines += [{}, {}, {self._column[_ONE]: 1.0, self._column[_SLACK]: -1.0}]
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self._column), len(lines)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_, lp.col_lower_ = np.zeros(lp.num_col_), np.zeros(lp.num_col_)
        lp.col_upper_ = np.full(lp.num_col_, _INF)
        lp.row_lower_ = np.array([0.0] * len(self.rows) + [1.0, -_INF, -_INF])
        lp.row_upper_ = np.array([_INF] * len(self.rows) + [1.0, _INF, _INF])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *map(len, lines)])
        lp.a_matrix_.index_ = np.array([column for line in lines for column in line])
        lp.a_matrix_.value_ = np.array([value for line in lines for value in line.values()])
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("presolve", "off")
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
        solver.setOptionValue("dual_feasibility_tolerance", TOLERANCE)
        solver.passModel(lp)
        return solver
