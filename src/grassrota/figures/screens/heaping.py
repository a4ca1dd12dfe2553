"""Rates that are whole percents too often, as numbers are that somebody thought of (Kobak and others 2016)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from grassrota.figures.screens.reports import Reported, Screen, Sign

AROUND = 25
"""Counts on either side of a unit's own that it might as well have had."""
SPARSE = 0.5
"""A unit whose counts are whole percents this often anyway says nothing."""


def is_whole(fixed: int, received: int) -> bool:
    """Whether a count is the one nearest to a whole percent; of two equally near ones both are."""
    over = 100 * fixed % received
    return 2 * min(over, received - over) <= 100


def heaping(units: Iterable[Reported], level: float) -> tuple[Sign, ...]:
    """A sign if so many rates are whole percents that chance gives as many with at most ``level``.

    Each unit is compared with the counts around its own: as often as those are whole percents would its own be one.
    The number of hits is then a sum of unequal coins, whose chances are added up exactly. Nothing and everything are
    left out, as people are honestly done.
    """
    looked = [(unit, _usual(unit)) for unit in units if 0 < unit.fixed < unit.received]
    looked = [(unit, usual) for unit, usual in looked if usual < SPARSE]
    hits = [unit.unit for unit, _ in looked if is_whole(unit.fixed, unit.received)]
    sums = np.ones(1)
    for _, usual in looked:
        sums = np.append(sums, 0.0) * (1 - usual) + np.append(0.0, sums) * usual
    chance = min(float(sums[len(hits) :].sum()), 1.0)
    if not looked or chance > level:
        return ()
    expected = sum(usual for _, usual in looked)
    words = f"{len(hits)} of {len(looked)} rates are whole percents; {expected:.1f} are to be expected."
    return (Sign(Screen.HEAPING, tuple(hits), words, chance),)


def _usual(unit: Reported) -> float:
    """The share of whole percents among the counts around a unit's own."""
    around = range(max(unit.fixed - AROUND, 1), min(unit.fixed + AROUND, unit.received - 1) + 1)
    return sum(is_whole(count, unit.received) for count in around) / len(around)
