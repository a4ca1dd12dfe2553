"""Linear inequalities over quantities: can they hold together, what do they imply, and which of them clash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import highspy
import numpy as np

from grassrota.figures.interval import Interval

Terms = Mapping[str, Fraction]

TOLERANCE = 1e-9  # what the solver may err by, relative to the largest number stated
LEAST_SLACK = 1e-8  # strict inequalities must hold by more than this, in the same measure
_ONE, _SLACK = "\0one", "\0slack"  # columns that no quantity can be named after


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


def feasible(rows: Sequence[Row]) -> bool:
    """True if quantities of 0 or more satisfy every row, the strict ones with room to spare.

    All strict rows share one slack, made as large as possible: a set that fits only at an open end leaves none.
    """
    slack = _maximise(rows, {_SLACK: 1.0}, {_ONE: 1.0})
    return slack is not None and slack > LEAST_SLACK


def bounds(rows: Sequence[Row], terms: Terms, per: Terms | None = None) -> Interval:
    """The least and greatest value of ``terms``, or of ``terms`` as a share of ``per``, that feasible rows allow.

    A share is linear after the substitution of Charnes and Cooper (1962): everything is divided by ``per``. An end is
    open if it is approached but not reached.
    """
    scale = 1.0 if per else _scale(rows)
    normal = {name: float(value) for name, value in per.items()} if per else {_ONE: 1.0}
    up = {name: float(value) for name, value in terms.items()}
    down = {name: -value for name, value in up.items()}
    least, greatest = _maximise(rows, down, normal, slack=False), _maximise(rows, up, normal, slack=False)
    lower = Fraction(0) if least is None else _tidy(-least * scale)
    upper = None if greatest is None else _tidy(greatest * scale)
    if upper is not None and upper <= lower:
        return Interval.exactly(lower)
    lower_open = least is not None and not _reached(rows, down, normal, least)
    upper_open = greatest is not None and not _reached(rows, up, normal, greatest)
    return Interval(lower, upper, lower_open, upper_open)


def smallest_clash(rows: Sequence[Row]) -> tuple[str, ...]:
    """Statements that cannot hold together, though any of them left out would let the others; in their order.

    The deletion filter (Chinneck and Dravnieks 1991): leave a statement out for good if the others still clash. Whole
    blocks are tried first, then halves of them, and last every statement alone.
    """
    kept = list(dict.fromkeys(row.said_by for row in rows))
    size = max(len(kept) // 2, 1)
    while True:
        start = 0
        while start < len(kept):
            others = kept[:start] + kept[start + size :]
            if feasible(rows_of(rows, others)):
                start += size
            else:
                kept = others
        if size == 1:
            return tuple(kept)
        size = max(size // 2, 1)


def rows_of(rows: Iterable[Row], said_by: Iterable[str]) -> list[Row]:
    """The rows of some statements."""
    wanted = set(said_by)
    return [row for row in rows if row.said_by in wanted]


def _scale(rows: Iterable[Row]) -> float:
    return max((abs(float(row.at_least)) for row in rows), default=0.0) or 1.0


def _tidy(value: float) -> Fraction:
    """The simplest fraction within the solver's error, never below zero."""
    near = Fraction(value).limit_denominator(1_000_000)
    close = abs(float(near) - value) <= 100 * TOLERANCE * max(1.0, abs(value))
    return max(near if close else Fraction(value), Fraction(0))


def _reached(rows: Sequence[Row], goal: Mapping[str, float], normal: Mapping[str, float], best: float) -> bool:
    """True if the best value itself is possible with every strict row strictly held."""
    slack = _maximise(rows, {_SLACK: 1.0}, normal, goal=(goal, best - TOLERANCE * max(1.0, abs(best))))
    return slack is not None and slack > 100 * LEAST_SLACK


def _maximise(
    rows: Sequence[Row],
    objective: Mapping[str, float],
    normal: Mapping[str, float],
    *,
    slack: bool = True,
    goal: tuple[Mapping[str, float], float] | None = None,
) -> float | None:
    """The greatest value of the objective; None if nothing is feasible or the objective has no end.

    Every row becomes terms - at_least x one - strict x slack >= 0, in units of the largest right-hand side, and the
    ``normal`` terms make 1: the column ``one`` itself, or the denominator of a share.
    """
    scale = _scale(rows)
    lines: list[tuple[dict[str, float], float, float]] = []
    for row in rows:
        line = {name: float(value) for name, value in row.terms.items()}
        line[_ONE] = -float(row.at_least) / scale
        line[_SLACK] = -1.0 if row.strict else 0.0
        lines.append((line, 0.0, highspy.kHighsInf))
    lines.append((dict(normal), 1.0, 1.0))
    if goal is not None:
        lines.append((dict(goal[0]), goal[1], highspy.kHighsInf))
        lines.append(({_ONE: 1.0, _SLACK: -1.0}, 0.0, highspy.kHighsInf))  # an end at infinity is not reached
    names = list(dict.fromkeys([_ONE, _SLACK, *objective, *(name for line, _, _ in lines for name in line)]))
    solver = _model(names, lines, objective, 1.0 if slack else 0.0)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return float(solver.getInfo().objective_function_value)


def _model(
    names: Sequence[str],
    lines: Sequence[tuple[Mapping[str, float], float, float]],
    objective: Mapping[str, float],
    most_slack: float,
) -> highspy.Highs:
    column = {name: index for index, name in enumerate(names)}
    entries = [[(column[name], value) for name, value in line.items() if value] for line, _, _ in lines]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(names), len(lines)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array([objective.get(name, 0.0) for name in names])
    lp.col_lower_ = np.zeros(len(names))
    lp.col_upper_ = np.array([most_slack if name == _SLACK else highspy.kHighsInf for name in names])
    lp.row_lower_ = np.array([lower for _, lower, _ in lines])
    lp.row_upper_ = np.array([upper for _, _, upper in lines])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(entry) for entry in entries)])
    lp.a_matrix_.index_ = np.array([index for entry in entries for index, _ in entry])
    lp.a_matrix_.value_ = np.array([value for entry in entries for _, value in entry])
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
    solver.setOptionValue("dual_feasibility_tolerance", TOLERANCE)
    solver.passModel(lp)
    return solver
