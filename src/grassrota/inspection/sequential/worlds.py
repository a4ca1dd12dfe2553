"""How likely each course of an inspection is in a false, a middling and an honest world, in ratios that never overflow.

A state is (n, f): n cases visited, f of them not fixed. One path to it has the chance h_K(n, f) =
C(N - n, K - n + f) / C(N, K) if K of N are truly fixed, whatever the order of its steps. Only ratios to the middling
world are kept: they are products of one factor a step, so that sums of a few logarithms give them to 1e-13.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from grassrota.inspection.design import Hypotheses

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Worlds:
    """The false and the honest world, each beside the middling one, up to a number of visits.

    Attributes:
        horizon: The most visits looked at.
        fixed: Logarithm of the ratio to the middling world after 0, 1, ... fixed cases: rows for false and honest.
        failed: Likewise after 0, 1, ... cases not fixed.
        left: Cases not yet visited, by visits; None without end.
        failing: Cases not fixed in the middling world or, without end, their share.
        most_fixed: So many fixed cases are possible in the false world; one more confirms.
        most_failed: So many cases not fixed are possible in the honest world; one more refutes.
    """

    horizon: int
    fixed: Numbers
    failed: Numbers
    population: int | None
    failing: float
    most_fixed: int
    most_failed: int

    @classmethod
    def of(cls, asked: Hypotheses, horizon: int) -> Worlds:
        """Those of a question: drawing without replacement."""
        middle, steps = middle_of(asked), np.arange(horizon, dtype=np.float64)
        truths = np.array([[asked.false_at], [asked.honest_at]], dtype=np.float64)
        unfixed = asked.population - truths
        return cls(
            horizon,
            _summed(truths - steps, middle - steps),
            _summed(unfixed - steps, asked.population - middle - steps),
            asked.population,
            asked.population - middle,
            asked.false_at,
            asked.population - asked.honest_at,
        )

    @classmethod
    def endless(cls, false: float, middle: float, honest: float, horizon: int) -> Worlds:
        """Those of a population without end, given shares of cases not fixed."""
        steps = np.arange(horizon + 1, dtype=np.float64)
        fixed = np.array([[log((1 - share) / (1 - middle))] for share in (false, honest)]) * steps
        failed = np.array([[log(share / middle)] for share in (false, honest)]) * steps
        return cls(horizon, fixed, failed, None, middle, horizon, horizon)

    def failure(self, visited: int, first: int, last: int) -> Numbers | float:
        """Chance that the next case is not fixed in the middling world."""
        if self.population is None:
            return self.failing
        return (self.failing - np.arange(first, last + 1)) / (self.population - visited)


def middle_of(asked: Hypotheses) -> int:
    """The truth half way between a false and an honest claim."""
    return (asked.false_at + asked.honest_at) // 2


def _summed(above: Numbers, below: Numbers) -> Numbers:
    """Sums of logarithms of ratios; minus infinity from where a world has no such case left.

    Where the middling world has none left either it is never gone to, so its factor does not matter.
    """
    with np.errstate(divide="ignore"):
        logs = np.log(np.maximum(above, 0.0)) - np.log(np.maximum(below, 1.0))
    return np.concatenate((np.zeros((2, 1)), np.cumsum(logs, axis=1)), axis=1)
