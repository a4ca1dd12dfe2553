"""Bounds of the truly fixed cases at the end of an inspection, which agree with its verdict.

Ends are put in order: confirmed early, confirmed late, refuted late, refuted early. The chance of an end as good as the
one met rises with the truth, by the order of paths, so the truths under which it is small are ruled out. The bounds
turn round the same test as the verdict: confirmed means a lower bound above ``false_at``, refuted an upper one below
``honest_at``.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from grassrota.inspection.design import Outcome
from grassrota.inspection.exact import within
from grassrota.inspection.sequential.design import End, SequentialDesign
from grassrota.inspection.sequential.walk import Walks, walk
from grassrota.inspection.sequential.worlds import Numbers

TRIED = 16
"""Truths looked at together."""


def bounds_at_end(design: SequentialDesign, worst: End, best: End) -> tuple[int, int]:
    """The least and greatest number of truly fixed cases that is not ruled out.

    Args:
        design: The design followed.
        worst: Where it ended with every unresolved case as not fixed.
        best: Where it ended with every one as fixed; the same end if nobody was silent.

    Returns:
        A lower bound that is too high with a chance of at most ``alpha``, and an upper one that is too low with one of
        at most ``beta``, whoever keeps silent.
    """
    asked = design.hypotheses
    surely, possibly = worst.visited - worst.failed, asked.population - best.failed

    def as_good(truths: range) -> Numbers:
        return _as_good(walk(design.boundaries, asked.population, truths), worst)

    def as_bad(truths: range) -> Numbers:
        return _as_bad(walk(design.boundaries, asked.population, truths), best)

    low = _first_above(as_good, surely, possibly, asked.alpha)
    return low, _last_above(as_bad, low, possibly, asked.beta)


def _as_good(walks: Walks, end: End) -> Numbers:
    """Chance of confirming within as few visits, or of not being refuted in fewer."""
    if end.outcome is Outcome.CONFIRMED:
        return np.asarray(walks.confirming[:, : end.visited + 1].sum(axis=1))
    return np.asarray(walks.confirmed + walks.refuting[:, end.visited :].sum(axis=1))


def _as_bad(walks: Walks, end: End) -> Numbers:
    """Chance of refuting within as few visits, or of not being confirmed in fewer."""
    if end.outcome is Outcome.REFUTED:
        return np.asarray(walks.refuting[:, : end.visited + 1].sum(axis=1))
    return np.asarray(walks.refuted + walks.confirming[:, end.visited :].sum(axis=1))


def _first_above(chance: Callable[[range], Numbers], low: int, high: int, risk: Fraction) -> int:
    """The first number from ``low`` on whose chance, which rises, is above the risk; ``high`` if none before it is."""
    while low < high:
        tried = range(low, high, max(1, (high - low) // TRIED))
        above = [not within(float(each), risk) for each in chance(tried)]
        first = above.index(True) if True in above else len(tried)
        low, high = (tried[first - 1] + 1 if first else low), (tried[first] if first < len(tried) else high)
        if first == 0:
            return low
    return low


def _last_above(chance: Callable[[range], Numbers], low: int, high: int, risk: Fraction) -> int:
    """The last number whose chance, which falls, is above the risk; ``low`` if none is."""
    flipped = _first_above(lambda tried: chance(range(-tried[0], -tried[-1] - 1, -tried.step)), -high, -low, risk)
    return -flipped
