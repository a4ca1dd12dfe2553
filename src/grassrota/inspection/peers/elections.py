"""Ballot polling as election auditors do it: BRAVO, and Wald's test without replacement."""

from __future__ import annotations

from itertools import accumulate
from math import ceil, inf, log, sqrt

from grassrota.inspection.sequential.boundaries import Boundaries
from grassrota.inspection.sequential.walk import Walks, walk

SPREADS = 9.0
"""Paths so many standard deviations above the expected failures are left out: together under 1e-15."""


def bravo_sample(share: float, risk: float) -> int:
    """Ballots that BRAVO needs on average for a winner with this share of two (Lindeman, Stark and Yates 2012)."""
    won, lost = log(2 * share), log(2 - 2 * share)
    return ceil((log(1 / risk) + won / 2) / (share * won + (1 - share) * lost))


def sprt_boundary(population: int, null: float, bet: float, risk: float) -> list[int]:
    """Failures at or below which Wald's test confirms after n visits, without replacement; -1 for none.

    Its capital after s fixed and f failed cases is bet^s (1 - bet)^f times the product of N - i over those of N t - i
    and N (1 - t) - i (Stark 2023, section 3.1): the order plays no part, so that it is a boundary.

    Args:
        population: N.
        null: t: the claim is false if at most this share is fixed.
        bet: The share bet on, above ``null``.
        risk: It confirms when the capital reaches one over this.
    """
    fixed, failed = _summed(population * null, bet, population), _summed(population * (1 - null), 1 - bet, population)
    drawn, boundary, allowed = 0.0, [], -1
    for n in range(population + 1):
        while allowed < n and drawn + fixed[n - allowed - 1] + failed[allowed + 1] >= log(1 / risk):
            allowed += 1
        boundary.append(allowed)
        drawn += log(population - n) if n < population else 0.0
    return boundary


def sprt_walk(population: int, null: float, bet: float, risk: float, share: float) -> Walks:
    """What that test does, visiting everything if it never confirms, where this share is truly fixed: exact."""
    confirm = sprt_boundary(population, null, bet, risk)
    refute = [
        max(ceil(n * (1 - share) + SPREADS * sqrt(n * share * (1 - share) * (1 - n / population))) + 10, low + 1)
        for n, low in enumerate(confirm)
    ]
    refute[-1] = confirm[-1] + 1
    return walk(Boundaries(tuple(confirm), tuple(refute)), population, [round(population * share)])


def _summed(held: float, bet: float, population: int) -> list[float]:
    """Logarithms of products of bet / (held - i); endless once more were drawn than the hypothesis holds."""
    factors = (log(bet / (held - drawn)) if held > drawn else inf for drawn in range(population))
    return [0.0, *accumulate(factors)]
