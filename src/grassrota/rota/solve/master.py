"""The linear and the integer programme over chosen columns, solved by HiGHS. Rows may give way at a price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from grassrota.rota.frame import Floats, Ints
from grassrota.rota.solve.columns import Columns, coefficients
from grassrota.rota.solve.model import Model

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
        found: False if the limits were reached, or the work was stopped, before any solution.
    """

    taken: Floats
    staying: Floats
    slack: Floats
    prices: Floats
    bound: float
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
        fixed: What people who are not free already add to each row, shape (R,).
        penalty: Price of each unit by which a row gives way; infinite if none may.
        charge: Weight of the costs; 0 looks only for how far rows must give way.
        jitter: Greatest random addition to a column's cost. Costs are whole numbers with many ties; without ties
            simplex takes a fifth of the time, and fewer people are split.
    """

    model: Model
    columns: Columns
    people: Ints
    fixed: Floats
    penalty: float
    charge: float = 1.0
    jitter: float = 0.0

    def solve(self, integer: bool, limits: Limits | None = None, seed: int = 0, ask: Ask | None = None) -> Solution:
        """Solves it with HiGHS, by whole numbers if ``integer``; only then it asks whether to stop."""
        model, count, heads = self.model, len(self.columns), len(self.people)
        rows = len(model.rows)
        low, high = np.flatnonzero(np.isfinite(model.low)), np.flatnonzero(np.isfinite(model.high))
        slacks, soft = len(low) + len(high), np.isfinite(self.penalty)
        cost = np.concatenate(
            [
                self.charge * model.frame.cost[self.columns.person, self.columns.slot]
                + self.jitter * np.random.default_rng(seed).random(count),
                self.charge * model.frame.staying[self.people],
                np.full(slacks, self.penalty if soft else 0.0),
            ]
        )
        most = np.full(slacks, np.inf if soft else 0.0)
        upper = np.concatenate([np.ones(count), model.may_stay[self.people], most])
        ends = (
            np.concatenate([np.ones(heads), model.low - self.fixed]),
            np.concatenate([np.ones(heads), model.high - self.fixed]),
        )
        whole = count + heads if integer else 0
        run = _run(self._matrix(low, high), cost, upper, ends, whole, limits or Limits(), seed, ask)
        slack, base = np.zeros(rows), count + heads
        np.add.at(slack, low, run.values[base : base + len(low)])
        np.add.at(slack, high, run.values[base + len(low) :])
        return Solution(run.values[:count], run.values[count:base], slack, run.duals[heads:], run.bound, run.found)

    def _matrix(self, low: Ints, high: Ints) -> sparse.csc_array:
        count, heads, rows = len(self.columns), len(self.people), len(self.model.rows)
        place = np.full(len(self.model.frame.people), -1)
        place[self.people] = np.arange(heads)
        own = sparse.csc_array((np.ones(count), (place[self.columns.person], np.arange(count))), shape=(heads, count))
        once = [own, sparse.eye_array(heads), sparse.csc_array((heads, len(low) + len(high)))]
        rules = [
            coefficients(self.model, self.columns),
            sparse.csc_array((rows, heads)),
            _unit_columns(rows, low, 1.0),
            _unit_columns(rows, high, -1.0),
        ]
        return sparse.csc_array(sparse.vstack([sparse.hstack(once), sparse.hstack(rules)]))


def _unit_columns(rows: int, where: Ints, sign: float) -> sparse.csc_array:
    return sparse.csc_array((np.full(len(where), sign), (where, np.arange(len(where)))), shape=(rows, len(where)))


@dataclass(frozen=True)
class _Run:
    values: Floats
    duals: Floats
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
        return _Run(cost, np.zeros(matrix.shape[0]), 0.0, True)
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
    optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    proven = info.mip_dual_bound if whole else info.objective_function_value if optimal else -np.inf
    return _Run(values, duals, float(proven), bool(solution.value_valid))
