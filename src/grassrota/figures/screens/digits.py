"""Last digits of counts: of counted numbers each is as frequent as another, of invented ones some are favourites."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import chdtrc

from grassrota.figures.screens.reports import Reported, Screen, Sign

LEAST_COUNT, FEWEST = 100, 50
"""Counts below it say nothing of their last digit; with fewer such counts nothing is said."""


def last_digits(units: Sequence[Reported], level: float) -> tuple[Sign, ...]:
    """A sign if last digits are so uneven as they are with a chance of at most ``level`` (Pearson's chi-squared).

    Precondition: counts of at least ``LEAST_COUNT`` that spread over tens, so that the last digit is as good as drawn.
    """
    large = [unit for unit in units if unit.fixed >= LEAST_COUNT]
    if len(large) < FEWEST:
        return ()
    seen = np.bincount([unit.fixed % 10 for unit in large], minlength=10)
    expected = len(large) / 10
    chance = float(chdtrc(9, ((seen - expected) ** 2 / expected).sum()))
    if chance > level:
        return ()
    digit = int(seen.argmax())
    words = f"{seen[digit]} of {len(large)} counts end in {digit}; {expected:.1f} are to be expected of each digit."
    return (Sign(Screen.DIGITS, tuple(unit.unit for unit in large if unit.fixed % 10 == digit), words, chance),)
