"""The prices of the two errors at which the best plan just keeps both risks, and how near it is to the best of all.

For any prices l0, l1 at least 0 and any plan that keeps both risks, the mean visits are at least V(l0, l1) - l0 alpha -
l1 beta, where V is the least price of ``induction``. The greatest such bound is a certificate; it is reached by a
mixture of a few plans, which a linear programme over the plans met on the way finds (Dantzig and Wolfe 1960).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from grassrota.inspection.design import Hypotheses
from grassrota.inspection.exact import ROUNDING
from grassrota.inspection.sequential.boundaries import Boundaries
from grassrota.inspection.sequential.induction import Weights, best_plan
from grassrota.inspection.sequential.mixture import decided, merged
from grassrota.inspection.sequential.walk import walk
from grassrota.inspection.sequential.worlds import Numbers, Worlds, middle_of

SCALED, MIXED = 8, 30
"""Rounds in which prices are scaled by the risks they gave, and at most so many that a linear programme prices."""

AIM = 0.992
"""The part of both risks that prices are scaled for, so that a plan without lots may keep them."""

NEAR, USED = 0.005, 0.97
"""A plan ends the search if it is so near to the bound, relatively, and uses this part of both risks."""

DEARER = (1.002, 1.006, 1.02, 1.06, 1.2)
"""Prices tried next, as multiples of the best ones, to find a plan without lots that keeps both risks."""

CLOSED = 1e-5
"""A mixture ends it when it is so near."""

SLIGHT = 1e-9
"""Shares of a mixture below this are left out."""

DECIDED = 4
"""Up to so many lots are tried each way."""

CHEAPEST = 1e-7
"""The least price; at zero an error would not be avoided even where it is free to."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plan, weighed.

    Attributes:
        boundaries: When it stops.
        confirm_risk: Chance of confirming at ``false_at``.
        refute_risk: Chance of refuting at ``honest_at``.
        visits: The weighted mean of its visits in the three worlds.
    """

    boundaries: Boundaries
    confirm_risk: float
    refute_risk: float
    visits: float


@dataclass
class Search:
    """A search for the best plan; run it with ``run``.

    Attributes:
        asked: The question.
        horizon: The most visits a plan may need.
        weights: Of the mean visits where the claim is false, in the middle and where it is honest.
        found: The plans met so far.
        bound: No plan that keeps both risks has fewer visits, as a weighted mean.
        best: The plan without lots that needs fewest visits of those met that keep both risks.
        mixed: The plan with lots that needs the fewest visits there are; None if that was not needed.
        prices: Those that gave the bound.
    """

    asked: Hypotheses
    horizon: int
    weights: Weights
    found: list[Candidate] = field(default_factory=list)
    bound: float = 0.0
    best: Candidate | None = None
    mixed: Candidate | None = None
    prices: Numbers = field(init=False)
    _worlds: Worlds = field(init=False)

    def __post_init__(self) -> None:
        self._worlds = Worlds.of(self.asked, self.horizon)

    @property
    def allowed(self) -> Numbers:
        """Both risks as floats."""
        return np.array([float(self.asked.alpha), float(self.asked.beta)])

    def is_good(self, near: float, used: float) -> bool:
        """Whether the best plan without lots is so near to the bound, relatively, and uses this part of both risks."""
        if self.best is None or self.best.visits > self.bound * (1 + near):
            return False
        return bool((_risks(self.best) >= used * self.allowed).all())

    def run(self, prices: Numbers, fallback: Boundaries) -> None:
        """Looks for prices at which both risks are just kept.

        Args:
            prices: Those to begin with.
            fallback: A plan that is known to keep both risks.
        """
        for _ in range(SCALED):
            used = _risks(self.meet(prices)) / self.allowed
            if self.is_good(NEAR, USED):
                return
            prices = prices * np.clip(used / AIM, 0.5, 2.0)
        self.weigh(fallback, is_kept=True)
        start = self.prices
        for dearer in DEARER:
            self.meet(start * dearer)
            if self.is_good(NEAR, USED):
                return
        for _ in range(MIXED):
            mixture = self.mix()
            if mixture is None:
                return
            visits, shares, prices = mixture
            if visits <= self.bound * (1 + CLOSED):
                break
            if self.is_good(NEAR, USED):
                return
            self.meet(prices)
        self.unmix(shares)

    def unmix(self, shares: Sequence[float]) -> None:
        """Makes one plan with lots out of a mixture, and tries it with each lot decided beforehand."""
        used = [(plan.boundaries, share) for plan, share in zip(self.found, shares, strict=False) if share > SLIGHT]
        plans, parts = [plan for plan, _ in used], [share for _, share in used]
        plan = merged(plans, parts, self.asked.population, middle_of(self.asked))
        if plan is None:
            return
        weighed = self._weighed(plan)
        self.mixed = weighed if self._keeps(weighed) else None
        if len(plan.lots) <= DECIDED:
            for stops in product((False, True), repeat=len(plan.lots)):
                self.weigh(decided(plan, stops))

    def meet(self, prices: Numbers) -> Candidate:
        """The best plan at these prices, with what it says about the bound."""
        value, boundaries = best_plan(self._worlds, (float(prices[0]), float(prices[1])), self.weights)
        bound = value - float(self.allowed @ prices)
        if bound > self.bound:
            self.bound, self.prices = bound, prices
        return self.weigh(boundaries)

    def weigh(self, boundaries: Boundaries, is_kept: bool = False) -> Candidate:
        """A plan without lots with its risks and visits, remembered as the best one if it is.

        Args:
            boundaries: When it stops.
            is_kept: True if both risks are known to be kept, even where rounding would leave that open.
        """
        plan = self._weighed(boundaries)
        self.found.append(plan)
        if (is_kept or self._keeps(plan)) and (self.best is None or plan.visits < self.best.visits):
            self.best = plan
        return plan

    def _weighed(self, boundaries: Boundaries) -> Candidate:
        truths = (self.asked.false_at, middle_of(self.asked), self.asked.honest_at)
        walks = walk(boundaries, self.asked.population, truths)
        visits = float(walks.mean_visits @ np.array(self.weights))
        return Candidate(boundaries, float(walks.confirmed[0]), float(walks.refuted[2]), visits)

    def _keeps(self, plan: Candidate) -> bool:
        return bool((_risks(plan) * (1 + ROUNDING) <= self.allowed).all())

    def mix(self) -> tuple[float, tuple[float, ...], Numbers] | None:
        """The fewest visits of all mixtures of the plans found that keep both risks, the mixture, and its prices.

        None if no mixture surely keeps them: then a plan that is known to is the best found.
        """
        from scipy.optimize import linprog

        used = np.array([_risks(each) / self.allowed for each in self.found])
        programme = linprog(
            [each.visits for each in self.found],
            A_ub=used.T,
            b_ub=np.full(2, 1 - 2 * ROUNDING),
            A_eq=np.ones((1, len(used))),
            b_eq=[1.0],
            method="highs",
        )
        if programme.status != 0:
            return None
        prices = np.maximum(-programme.ineqlin.marginals, CHEAPEST) / self.allowed
        return float(programme.fun), tuple(map(float, programme.x)), prices


def _risks(plan: Candidate) -> Numbers:
    return np.array([plan.confirm_risk, plan.refute_risk])
