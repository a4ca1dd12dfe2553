"""The linear and the integer programme over chosen columns, solved by HiGHS. Rows may give way at a price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np
from scipy import sparse

from grassrota.rota.frame import Bools, Floats, Ints
from grassrota.rota.solve.columns import Columns, coefficients
from grassrota.rota.solve.model import Model

SAFE = 1e-9
"""Closer than this to its end a row is kept in the programme."""

Ask = Callable[[float], bool]
"""Asked within an integer programme, with its best cost, infinite if there is none yet: whether to stop."""


@dataclass(frozen=True)
class Solution:
    """What HiGHS found.

    Attributes:
        taken: Value of each column, shape (C,).
        staying: Value of staying of each free person, in the order given.
        slack: How far each row gives way, shape (R,).
        prices: Duals of the rows, shape (R,); zeros for an integer programme.
        bound: Lower bound of this programme, its slacks at their penalty, as HiGHS says.
        reduced: Reduced costs of the columns, shape (C,); zeros for an integer programme.
        found: False if the limits were reached, or the work was stopped, before any solution.
    """

    taken: Floats
    staying: Floats
    slack: Floats
    prices: Floats
    bound: float
    reduced: Floats
    found: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """When the integer programme stops.

    Attributes:
        gap: Relative gap.
        nodes: Nodes of the search tree.
        seconds: A last resort, against instances that would never end.
    """

    gap: float = 1e-4
    nodes: int = 2_000
    seconds: float = 600.0


@dataclass(frozen=True)
class Programme:
    """A programme over some columns of some people.

    Attributes:
        model: All rows.
        columns: Columns that may be taken.
        people: Indices of the free people, each of whom takes one column or stays.
        ends: What the columns must bring each row to at least and at most, shape (R,) each.
        penalty: Price of each unit by which a row gives way; infinite if none may.
        charge: Weight of the costs; 0 looks only for how far rows must give way.
        jitter: Greatest random addition to a column's cost. Costs are whole numbers with many ties; without ties
            simplex takes a fifth of the time, and fewer people are split.
        extra: Added to the costs of the columns, shape (columns,), if anything is.
    """

    model: Model
    columns: Columns
    people: Ints
    ends: tuple[Floats, Floats]
    penalty: float
    charge: float = 1.0
    jitter: float = 0.0
    extra: Floats | None = None

    def solve(self, integer: bool, limits: Limits | None = None, seed: int = 0, ask: Ask | None = None) -> Solution:
        """Solves it with HiGHS, by whole numbers if ``integer``; only then it asks whether to stop."""
        model, count, heads = self.model, len(self.columns), len(self.people)
        coefficients, low, high = self._rows
        soft, slacks = np.isfinite(self.penalty), len(low) + len(high)
        cost = self.charge * model.frame.costs(self.columns.person, self.columns.slot) + self.jitter * (
            np.random.default_rng(seed).random(count)
        )
        cost = np.concatenate(
            [
                cost if self.extra is None else cost + self.extra,
                self.charge * model.frame.staying[self.people],
                np.full(slacks, self.penalty if soft else 0.0),
            ]
        )
        most = np.full(slacks, np.inf if soft else 0.0)
        upper = np.concatenate([np.ones(count), model.may_stay[self.people], most])
        kept = self._kept
        ends = [np.concatenate([np.ones(heads), end[kept]]) for end in self.ends]
        matrix = self._matrix(coefficients, low, high)
        whole = count + heads if integer else 0
        run = _run(matrix, cost, upper, (ends[0], ends[1]), whole, limits or Limits(), seed, ask)
        base, prices = count + heads, np.zeros(len(model))
        slack = np.zeros(len(model))
        prices[kept] = run.duals[heads:]
        np.add.at(slack, kept[low], run.values[base : base + len(low)])
        np.add.at(slack, kept[high], run.values[base + len(low) :])
        return Solution(
            run.values[:count], run.values[count:base], slack, prices, run.bound, run.reduced[:count], run.found
        )

    @cached_property
    def _kept(self) -> Ints:
        """The rows that these columns could break, or mend."""
        return np.flatnonzero(self._reach[1])

    @cached_property
    def _reach(self) -> tuple[sparse.csc_array, Bools]:
        """All coefficients, and which rows lie outside their ends or could if each person chose at their worst."""
        found = coefficients(self.model, self.columns)
        place = np.full(len(self.model.frame.people), -1)
        place[self.people] = np.arange(len(self.people))
        entries = found.tocoo()
        key = entries.row.astype(np.int64) * max(1, len(self.people)) + place[self.columns.person[entries.col]]
        order = np.argsort(key, kind="stable")
        starts = np.flatnonzero(np.diff(key[order], prepend=-1))
        row = key[order][starts] // max(1, len(self.people))
        rows = len(self.model)
        data = entries.data[order]
        most, least = np.zeros(rows), np.zeros(rows)
        if len(starts):
            np.add.at(most, row, np.maximum(np.maximum.reduceat(data, starts), 0))
            np.add.at(least, row, np.minimum(np.minimum.reduceat(data, starts), 0))
        touched = np.bincount(row, minlength=rows) > 0
        low, high = self.ends
        wanting = (low > SAFE) | (high < -SAFE)
        return found, wanting | touched & ((least < low + SAFE) | (most > high - SAFE))

    @cached_property
    def _rows(self) -> tuple[sparse.csr_array, Ints, Ints]:
        """Coefficients of the kept rows, and which of those have a lower, and which an upper end."""
        found = sparse.csr_array(self._reach[0])[self._kept]
        low, high = (np.flatnonzero(np.isfinite(end[self._kept])) for end in self.ends)
        return found, low, high

    def _matrix(self, rules: sparse.csr_array, low: Ints, high: Ints) -> sparse.csc_array:
        count, heads, rows = len(self.columns), len(self.people), rules.shape[0]
        place = np.full(len(self.model.frame.people), -1)
        place[self.people] = np.arange(heads)
        own = sparse.csc_array((np.ones(count), (place[self.columns.person], np.arange(count))), shape=(heads, count))
        once = [own, sparse.eye_array(heads), sparse.csc_array((heads, len(low) + len(high)))]
        below = [rules, sparse.csc_array((rows, heads)), _unit_columns(rows, low, 1.0), _unit_columns(rows, high, -1.0)]
        return sparse.csc_array(sparse.vstack([sparse.hstack(once), sparse.hstack(below)]))


def _unit_columns(rows: int, where: Ints, sign: float) -> sparse.csc_array:
    return sparse.csc_array((np.full(len(where), sign), (where, np.arange(len(where)))), shape=(rows, len(where)))


@dataclass(frozen=True)
class _Run:
    values: Floats
    duals: Floats
    reduced: Floats
    bound: float
    found: bool


def _run(
    matrix: sparse.csc_array,
    cost: Floats,
    upper: Floats,
    ends: tuple[Floats, Floats],
    whole: int,
    limits: Limits,
    seed: int,
    ask: Ask | None,
) -> _Run:
    if not len(cost):  # HiGHS gives no answer to a programme without columns
        return _Run(cost, np.zeros(matrix.shape[0]), cost, 0.0, True)
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = matrix.shape[1], matrix.shape[0]
    programme.col_cost_, programme.col_lower_, programme.col_upper_ = cost, np.zeros(len(cost)), upper
    programme.row_lower_, programme.row_upper_ = ends
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_, programme.a_matrix_.index_ = matrix.indptr, matrix.indices
    programme.a_matrix_.value_ = matrix.data
    if whole:
        kinds = [highspy.HighsVarType.kInteger] * whole + [highspy.HighsVarType.kContinuous] * (len(cost) - whole)
        programme.integrality_ = kinds
    solver = highspy.Highs()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", seed % 2**31),
        ("mip_rel_gap", limits.gap),
        ("mip_max_nodes", limits.nodes),
        ("time_limit", limits.seconds),
    ):
        solver.setOptionValue(option, value)
    solver.passModel(programme)
    if ask and whole:
        solver.cbMipInterrupt += lambda event: event.interrupt(ask(event.data_out.mip_primal_bound))
    solver.run()
    solution, info = solver.getSolution(), solver.getInfo()
    values = np.array(solution.col_value) if solution.value_valid else np.zeros(len(cost))
    duals = np.array(solution.row_dual) if solution.dual_valid else np.zeros(matrix.shape[0])
    reduced = np.array(solution.col_dual) if solution.dual_valid else np.zeros(len(cost))
    optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    proven = info.mip_dual_bound if whole else info.objective_function_value if optimal else -np.inf
    return _Run(values, duals, reduced, float(proven), bool(solution.value_valid))
