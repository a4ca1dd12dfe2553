"""Visits that other methods take for the same question at the same risks, exactly or in simulated inspections."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, log

import numpy as np
import numpy.typing as npt

from grassrota.inspection.design import FixedSizeDesign, Hypotheses
from grassrota.inspection.sequential.boundaries import Boundaries
from grassrota.inspection.sequential.worlds import Worlds

SHRINKING, EDGE = 100, 0.1
"""ALPHA's truncated shrinkage: how many draws its first guess counts for, and how far above the hypothesis it stays."""


def wald(asked: Hypotheses, design: FixedSizeDesign) -> Boundaries:
    """Wald's test of ``false_at`` against ``honest_at`` without replacement, up to ten fixed samples."""
    longest = min(10 * design.n, asked.false_at + asked.population - asked.honest_at + 1)
    worlds = Worlds.of(asked, longest)
    with np.errstate(invalid="ignore"):
        fixed, failed = worlds.fixed[1] - worlds.fixed[0], worlds.failed[1] - worlds.failed[0]
    upper, lower = log((1 - asked.beta) / asked.alpha), log(asked.beta / (1 - asked.alpha))
    confirm, refute = [], []
    for n in range(longest + 1):
        odds = fixed[n::-1] + failed[: n + 1]
        confirm.append(int((odds >= upper).sum()) - 1)
        refute.append(int((odds > lower).sum()))
    refute[-1] = confirm[-1] + 1
    return Boundaries(tuple(confirm), tuple(refute))


def alpha_visits(
    asked: Hypotheses, truth: int, runs: int, most: int, chance: np.random.Generator
) -> npt.NDArray[np.intp]:
    """Visits of two ALPHA tests side by side (Stark 2023, equation 3, section 2.5.2): the first to reject ends it.

    One tests that at most ``false_at`` are fixed, betting on ``honest_at``; the other that at least ``honest_at`` are,
    betting on ``false_at``.
    """
    fixed = drawn(asked.population, truth, runs, most, chance)
    population = asked.population
    one = _alpha_ends(fixed, population, asked.false_at, asked.honest_at, float(asked.alpha))
    unfixed_at = population - asked.honest_at, population - asked.false_at
    other = _alpha_ends(~fixed, population, *unfixed_at, float(asked.beta))
    return np.minimum(np.minimum(one, other), most)


def drawn(population: int, truth: int, runs: int, most: int, chance: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Whether each case is fixed, in the order of a draw without replacement; one row a run."""
    left = np.full(runs, float(truth))
    fixed = np.empty((runs, most), dtype=bool)
    for n in range(most):
        fixed[:, n] = chance.random(runs) * (population - n) < left
        left -= fixed[:, n]
    return fixed


def _alpha_ends(
    hits: npt.NDArray[np.bool_], population: int, null: int, bet: int, risk: float
) -> npt.NDArray[np.float64]:
    runs, most = hits.shape
    total, capital, ends = np.zeros(runs), np.zeros(runs), np.full(runs, inf)
    for n in range(most):
        mean = np.clip((null - total) / (population - n), 1e-12, 1 - 1e-12)
        guess = (SHRINKING * bet / population + total) / (SHRINKING + n)
        guess = np.clip(np.maximum(guess, mean + EDGE / np.sqrt(SHRINKING + n)), mean + 1e-12, 1 - 1e-12)
        capital += np.where(hits[:, n], np.log(guess / mean), np.log((1 - guess) / (1 - mean)))
        total += hits[:, n]
        ends = np.where((capital >= -log(risk)) & np.isinf(ends), n + 1, ends)
    return ends


def share_within(visits: Sequence[int] | npt.NDArray[np.intp], share: float) -> int:
    """The number of visits that suffices in this part of the runs."""
    return int(np.quantile(np.asarray(visits), share, method="higher"))
