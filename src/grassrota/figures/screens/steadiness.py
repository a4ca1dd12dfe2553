"""Counts that are too steady from period to period: the same again and again, or nearer to their mean than chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from scipy.special import bdtrc, chdtr, pdtr

from grassrota.figures.screens.reports import Reported, Screen, Sign

FEWEST, LEAST_MEAN = 8, 5.0
"""Periods without which nothing is said, and the mean count that the dispersion test needs."""


def too_steady(units: Iterable[Reported], level: float) -> Iterator[Sign]:
    """A sign for each unit whose series repeats itself, or varies too little; honest ones all together with ``level``.

    Hypothesis: counts of periods vary at least as the Poisson distribution does; crowding and seasons only add to it.
    Repeats: two neighbours are equal with at most the chance of the likeliest count. Dispersion: the sum of
    (x - m)^2 / m falls below a chi-squared quantile with one degree less than periods (Fisher's index). Both tests and
    all units share the level.
    """
    series = [unit for unit in units if len(unit.series) >= FEWEST and any(unit.series)]
    each = level / (2 * max(len(series), 1))
    for unit in series:
        mean, periods = sum(unit.series) / len(unit.series), len(unit.series)
        again = sum(one == next_one for one, next_one in pairwise(unit.series))
        likeliest = _likeliest(mean)
        chance = float(bdtrc(again - 1, periods - 1, likeliest)) if again else 1.0
        if chance <= each:
            words = f"{again} of {periods - 1} periods repeat the count before; chance repeats at most {likeliest:.0%}."
            yield Sign(Screen.REPEATS, (unit.unit,), words, chance)
        index = sum((count - mean) ** 2 for count in unit.series) / mean
        chance = float(chdtr(periods - 1, index))
        if mean >= LEAST_MEAN and chance <= each:
            words = f"Counts of {periods} periods vary {index / (periods - 1):.2f} times as much as chance makes them."
            yield Sign(Screen.SMOOTH, (unit.unit,), words, chance)


def _likeliest(mean: float) -> float:
    """Chance of the likeliest count of a Poisson distribution."""
    mode = np.floor(mean)
    return float(pdtr(mode, mean) - (pdtr(mode - 1, mean) if mode else 0.0))
