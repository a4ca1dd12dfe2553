"""Bounds of how many cases are truly fixed that hold at every moment of an inspection, whenever and why it stops.

Before the first visit every number of fixed cases from 0 to N is given the same weight. After s fixed and f failed
cases the weight of K is C(K, s) C(N - K, f) / C(N + 1, s + f + 1). What it was over what it is has mean 1 at any time
if K is the truth, so that it ever reaches 1 / risk with a chance of at most ``risk`` (Ville 1939): those K are left out
(prior-posterior ratio, Waudby-Smith and Ramdas 2020, arXiv 2006.04347). The weights are a device, not a belief: the
bounds hold for every K.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb, inf, log

import numpy as np

from grassrota.errors import Faults
from grassrota.inspection.exact import COUNTED_EXACTLY

SLACK = 1e-9
"""Logarithms are off by less; what is so near to being left out is kept."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a list.

    Attributes:
        population: N, the cases on the list, 1 or more.
        fixed: Cases visited and found fixed.
        failed: Cases visited and found not fixed.
        silent: Cases visited without an answer; at worst not fixed for the lower bound, fixed for the upper.
    """

    population: int
    fixed: int
    failed: int
    silent: int = 0

    def __post_init__(self) -> None:
        faults = Faults()
        counts = self.fixed, self.failed, self.silent
        got = f"{', '.join(map(str, counts))} of {self.population}"
        possible = self.population > 0 and min(counts) >= 0 and sum(counts) <= self.population
        faults.unless(possible, "fixed, failed, silent", "0 or more each, together at most the population", got)
        faults.raise_if_any()

    @property
    def at_worst(self) -> Seen:
        """Every case without an answer taken as not fixed."""
        return Seen(self.population, self.fixed, self.failed + self.silent)

    @property
    def at_best(self) -> Seen:
        """Every case without an answer taken as fixed."""
        return Seen(self.population, self.fixed + self.silent, self.failed)

    @property
    def likeliest(self) -> int:
        """The number of truly fixed cases with the greatest weight."""
        visited = self.fixed + self.failed
        if not visited:
            return self.population
        return min(max(self.fixed * (self.population + 1) // visited, self.fixed), self.population - self.failed)

    def doubt(self, truth: int) -> float:
        """Logarithm of the weight that ``truth`` had over the weight that it has; infinite if it is impossible."""
        if truth < self.fixed or self.population - truth < self.failed:
            return inf
        ways = _log_ways(truth, self.fixed) + _log_ways(self.population - truth, self.failed)
        return _log_ways(self.population + 1, self.fixed + self.failed + 1) - log(self.population + 1) - ways

    def rules_out(self, truth: int, risk: Fraction) -> bool:
        """Whether so many truly fixed cases are surely left out: in whole numbers up to ``COUNTED_EXACTLY`` cases."""
        if self.population > COUNTED_EXACTLY:
            return self.doubt(truth) >= -log(risk) + SLACK
        ways = comb(max(truth, 0), self.fixed) * comb(max(self.population - truth, 0), self.failed)
        every = comb(self.population + 1, self.fixed + self.failed + 1)
        return ways * (self.population + 1) * risk.denominator <= every * risk.numerator


def anytime_bounds(seen: Seen, lower_risk: Fraction, upper_risk: Fraction) -> tuple[int, int]:
    """The least and the greatest number of truly fixed cases that is not ruled out, each at its own risk.

    Over a whole inspection, of whatever length, the lower bound is ever too high with a chance of at most
    ``lower_risk``, and the upper bound ever too low with one of at most ``upper_risk``.
    """
    return _first_kept(seen.at_worst, lower_risk), _last_kept(seen.at_best, upper_risk)


def _first_kept(seen: Seen, risk: Fraction) -> int:
    """The doubt falls up to the likeliest truth, which is never ruled out."""
    low, high = seen.fixed - 1, seen.likeliest
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if seen.rules_out(middle, risk) else (low, middle)
    return high


def _last_kept(seen: Seen, risk: Fraction) -> int:
    mirrored = Seen(seen.population, seen.failed, seen.fixed)
    return seen.population - _first_kept(mirrored, risk)


def _log_ways(marked: int, drawn: int) -> float:
    """Logarithm of C(marked, drawn), as a sum of short logarithms."""
    drawn = min(drawn, marked - drawn)
    steps = np.arange(drawn, dtype=np.float64)
    return float(np.log((marked - steps) / (drawn - steps)).sum())
