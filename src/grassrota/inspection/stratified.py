"""Bounds of a whole that was inspected part by part: strata drawn from apart, as many cases of each as one likes.

For numbers K_h of truly fixed cases in the strata, the product of what their weights were over what they are has mean 1
(``anytime``), since strata are drawn apart. A total is ruled out if every way to spread it over the strata is: so the
least product over all ways counts. Logarithms of the ratios are convex in K_h, so that the least sum for a total is
found by one common slope (Gross 1956; Fox 1966). A claim is confirmed once the lower bound is above ``false_at``, and
refuted once the upper one is below ``honest_at``, whenever that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import log

from grassrota.inspection.anytime import SLACK, Seen

HALVINGS = 60
STEEPEST = 1e6


def total_bounds(strata: Sequence[Seen], lower_risk: Fraction, upper_risk: Fraction) -> tuple[int, int]:
    """Bounds of the truly fixed cases in all strata together, which hold at every moment of the inspection.

    Args:
        strata: What was seen in each, at least one.
        lower_risk: The greatest chance that the lower bound is ever too high.
        upper_risk: The greatest chance that the upper bound is ever too low.
    """
    worst = [seen.at_worst for seen in strata]
    mirrored = [Seen(seen.population, seen.failed, seen.fixed) for seen in (each.at_best for each in strata)]
    return _least(worst, lower_risk), sum(seen.population for seen in strata) - _least(mirrored, upper_risk)


def _least(strata: Sequence[Seen], risk: Fraction) -> int:
    """One more than the largest total found to be ruled out with all below it; the possible least if none is."""
    goal = -log(risk) + SLACK * len(strata)
    surely = sum(seen.fixed for seen in strata)
    low, high = -STEEPEST, 0.0
    for _ in range(HALVINGS):
        slope = (low + high) / 2
        doubt = sum(seen.doubt(_spread(seen, slope)) for seen in strata)
        low, high = (slope, high) if doubt >= goal else (low, slope)
    truths = [_spread(seen, low) for seen in strata]
    ruled_out = sum(seen.doubt(truth) for seen, truth in zip(strata, truths, strict=True)) >= goal
    return sum(truths) + 1 if ruled_out else surely


def _spread(seen: Seen, slope: float) -> int:
    """The number of fixed cases of a stratum up to which its doubt falls more steeply than the slope."""
    low, high = seen.fixed, seen.population - seen.failed
    while low < high:
        middle = (low + high + 1) // 2
        if _fall(seen, middle) <= slope:
            low = middle
        else:
            high = middle - 1
    return low


def _fall(seen: Seen, truth: int) -> float:
    """The doubt at ``truth`` less that at one fewer; it rises with ``truth``."""
    more = log(truth / (truth - seen.fixed))
    left = seen.population - truth + 1
    return -more - log((left - seen.failed) / left)
