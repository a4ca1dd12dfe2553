"""The best plan for given prices of the two errors, by backward induction (Kiefer and Weiss 1957, Lorden 1976).

Prices l0 and l1 turn both risks into visits. What is minimised is

    l0 P(confirm | false) + l1 P(refute | honest) + w0 E(visits | false) + w E(visits | middle) + w1 E(visits | honest)

over all plans with at most ``horizon`` visits that never refute without a failure, nor confirm without a fixed case.
``docs/algorithms/inspection.md`` proves that looking only at a band of states loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import exp, inf

import numpy as np

from grassrota.inspection.sequential.boundaries import Boundaries
from grassrota.inspection.sequential.worlds import Numbers, Worlds

Prices = tuple[float, float]
Weights = tuple[float, float, float]


def best_plan(worlds: Worlds, prices: Prices, weights: Weights) -> tuple[float, Boundaries]:
    """The least price of all plans, and a plan that has it.

    Args:
        worlds: False, middling and honest.
        prices: Visits that one confirmed false claim and one refuted honest one are worth, each above 0.
        weights: Of the mean visits in the three worlds; they sum to 1.
    """
    answers = _Answers(worlds, prices)
    splits = [1, *answers.splits()]
    confirm, refute = [split - 1 for split in splits], list(splits)
    per_visit = weights[0] / prices[0], weights[1], weights[2] / prices[1]
    first, last, values = splits[-1], splits[-1] - 1, np.empty(0)
    for n in range(worlds.horizon - 1, -1, -1):
        # a state goes on only if a child does, or if its children stop with different answers
        low = max(min(first, splits[n + 1]) - 1, 0, n - worlds.most_fixed)
        high = min(max(last, splits[n + 1] - 1), n, worlds.most_failed)
        before = answers.least(n + 1, range(low, first))
        after = answers.least(n + 1, range(first + len(values), high + 2))
        below = np.concatenate((before, values, after))
        first, last, values = splits[n], splits[n] - 1, np.empty(0)
        if low > high:
            continue
        costs = answers.costs(n, low, high)
        visit = per_visit[0] * costs[0] + per_visit[1] + per_visit[2] * costs[1]
        going_on = visit + below[:-1] + worlds.failure(n, low, high) * (below[1:] - below[:-1])
        stopping = _allowed(costs, n, low)
        better = np.flatnonzero(going_on < stopping)
        if len(better):
            first, last = low + int(better[0]), low + int(better[-1])
            values = np.minimum(going_on, stopping)[first - low : last - low + 1]
            confirm[n], refute[n] = first - 1, last + 1
    ends = next(n for n in range(worlds.horizon + 1) if confirm[n] + 1 == refute[n])
    return float(values[0]), Boundaries(tuple(confirm[: ends + 1]), tuple(refute[: ends + 1]))


def _allowed(costs: Numbers, visited: int, first: int) -> Numbers:
    """The price of the better answer of those allowed: no refuting without a failure, no confirming without a case."""
    best: Numbers = np.minimum(costs[0], costs[1])
    if first == 0:
        best[0] = costs[0, 0]
    if first + len(best) > visited:
        best[-1] = costs[1, -1] if visited else inf
    return best


class _Answers:
    """What either answer costs in a state, over the chance of a path to it in the middling world."""

    def __init__(self, worlds: Worlds, prices: Prices) -> None:
        self.worlds = worlds
        self.priced = worlds.failed + np.log(np.array(prices))[:, None]
        self.by_fixed: list[list[float]] = worlds.fixed.tolist()
        self.by_failed: list[list[float]] = self.priced.tolist()

    def costs(self, visited: int, first: int, last: int) -> Numbers:
        """Of confirming and of refuting, for ``first`` to ``last`` failures."""
        fixed = self.worlds.fixed[:, visited - last : visited - first + 1][:, ::-1]
        costs: Numbers = np.exp(fixed + self.priced[:, first : last + 1])
        return costs

    def least(self, visited: int, states: Iterable[int]) -> list[float]:
        """The price of the better answer in each of a few states; ``_allowed`` says which are."""
        return [self._least(visited, failed) for failed in states]

    def _least(self, visited: int, failed: int) -> float:
        confirming = exp(self.by_fixed[0][visited - failed] + self.by_failed[0][failed]) if failed < visited else inf
        refuting = exp(self.by_fixed[1][visited - failed] + self.by_failed[1][failed]) if failed else inf
        return min(confirming, refuting)

    def splits(self) -> Iterator[int]:
        """For one visit and more: the fewest failures at which to refute is cheaper; at least one, at most all."""
        split = 1
        for n in range(1, self.worlds.horizon + 1):
            while split < n and not self._refutes(n, split):
                split += 1
            while split > 1 and self._refutes(n, split - 1):
                split -= 1
            yield split

    def _refutes(self, visited: int, failed: int) -> bool:
        fixed = visited - failed
        if failed > self.worlds.most_failed or fixed > self.worlds.most_fixed:
            return failed > self.worlds.most_failed
        false, honest = (self.by_fixed[world][fixed] + self.by_failed[world][failed] for world in (0, 1))
        return honest <= false
