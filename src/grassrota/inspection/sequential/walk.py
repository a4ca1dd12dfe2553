"""What a plan does in any world, exactly: forward recursion over its states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from grassrota.inspection.design import Outcome
from grassrota.inspection.sequential.boundaries import Boundaries

Numbers = npt.NDArray[np.float64]
Counts = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False, slots=True)
class Walks:
    """Chances of each end: one row a world, one column for each number of visits from 0 on.

    Attributes:
        confirming: Chance of confirming after just so many visits.
        refuting: Chance of refuting after just so many.
    """

    confirming: Numbers
    refuting: Numbers

    @property
    def confirmed(self) -> Numbers:
        """Chance of confirming, by world."""
        chances: Numbers = self.confirming.sum(axis=1)
        return chances

    @property
    def refuted(self) -> Numbers:
        """Chance of refuting, by world."""
        chances: Numbers = self.refuting.sum(axis=1)
        return chances

    @property
    def mean_visits(self) -> Numbers:
        """Visits on average, by world."""
        visits: Numbers = (self.confirming + self.refuting) @ np.arange(self.confirming.shape[1])
        return visits

    def visits_within(self, share: float) -> Counts:
        """The number of visits that suffices with a chance of ``share``, by world."""
        reached = np.cumsum(self.confirming + self.refuting, axis=1)
        enough: Counts = np.argmax(reached >= share * (1 - 1e-12), axis=1)
        return enough


def walk(boundaries: Boundaries, population: int, truths: Sequence[int]) -> Walks:
    """Follows a plan without replacement where so many of the population are truly fixed, each 0 to N."""
    unfixed = population - np.asarray(truths, dtype=np.float64)[:, None]
    return _walk(boundaries, len(truths), lambda n, failed: (unfixed - failed) / (population - n))


def walk_endless(boundaries: Boundaries, shares: Sequence[float]) -> Walks:
    """Follows a plan with replacement where such shares of the cases are not fixed."""
    each = np.asarray(shares, dtype=np.float64)[:, None]
    return _walk(boundaries, len(shares), lambda n, failed: each)


def _walk(boundaries: Boundaries, worlds: int, failure: Callable[[int, Numbers], Numbers]) -> Walks:
    """Every term is positive, so that no digits are lost; where a world has no case left the factor is exactly zero."""
    ends = Walks(*np.zeros((2, worlds, boundaries.longest + 1)))
    failures = np.arange(boundaries.longest + 2, dtype=np.float64)
    drawing = {lot.visited for lot in boundaries.lots}
    here, first = np.ones((worlds, 1)), 0
    for n in range(boundaries.longest + 1):
        confirmed = max(boundaries.confirm[n] + 1 - first, 0)
        refuted = max(boundaries.refute[n] - first, confirmed)
        if confirmed or refuted < here.shape[1]:
            ends.confirming[:, n] = here[:, :confirmed].sum(axis=1)
            ends.refuting[:, n] = here[:, refuted:].sum(axis=1)
            here, first = here[:, confirmed:refuted], first + confirmed
        if n in drawing:
            here = _draw_lots(boundaries, n, first, here, ends)
        width = here.shape[1]
        if not width:
            break
        following = np.empty((worlds, width + 1))
        failing = np.multiply(here, failure(n, failures[first : first + width]), out=following[:, 1:])
        rest = here - failing
        following[:, 1:-1] += rest[:, 1:]
        following[:, 0] = rest[:, 0]
        here = following
    return ends


def _draw_lots(boundaries: Boundaries, visited: int, first: int, here: Numbers, ends: Walks) -> Numbers:
    here = here.copy()
    for place in range(here.shape[1]):
        lot = boundaries.lot_at.get((visited, first + place))
        if lot is not None:
            end = ends.confirming if lot.outcome is Outcome.CONFIRMED else ends.refuting
            end[:, visited] += here[:, place] * lot.chance
            here[:, place] *= 1 - lot.chance
    return here
