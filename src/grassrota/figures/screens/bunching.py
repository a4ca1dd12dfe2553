"""Units that stand just above a gate where about as many should stand just below: near-misses that were lifted.

As in tests of manipulation at a threshold (McCrary 2008): counts of units in narrow bins are fitted by a smooth curve
on both sides, leaving out the bins next to the gate, and what is just above is compared with what the curve expects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np
import numpy.typing as npt
from scipy.special import bdtrc

from grassrota.figures.screens.reports import Reported, Screen, Sign

Numbers = npt.NDArray[np.float64]
BINS, NEXT = 15, 1
"""Bins of one point on either side of the gate, and how many of them next to it are compared."""
FEWEST = 30
"""Units away from the gate without which no curve is fitted."""
DEGREE = 2


@dataclass(frozen=True, slots=True)
class Bunching:
    """What stands next to a gate.

    Attributes:
        below: Units up to a point below it.
        above: Units up to a point above it.
        share: Of these, how much the curve expects above.
        chance: Chance that at least so many stand above if each does with that share.
    """

    below: int
    above: int
    share: float
    chance: float


def bunched(units: Sequence[Reported], gate: Fraction) -> Bunching | None:
    """What stands next to a gate; None with too few units around it.

    A unit's place is how far it is past the smallest count that passes, half a case added, so that the counts of a
    small unit lie evenly on both sides of the gate and round shares such as a half are no heap of their own.

    Args:
        units: Those that received anything are looked at.
        gate: A share between 0 and 1.
    """
    places = np.array([_place(unit, gate) for unit in units if unit.received])
    edges = np.arange(-BINS, BINS + 1) / 100
    counts, _ = np.histogram(places, edges)
    middles = (edges[1:] + edges[:-1]) / 2 * 100 / BINS
    near = np.abs(np.arange(-BINS, BINS) + 0.5) < NEXT
    if counts[~near].sum() < FEWEST:
        return None
    curve = np.exp(_powers(middles) @ _fitted(middles[~near], counts[~near].astype(float)))
    below, above = int(counts[BINS - NEXT : BINS].sum()), int(counts[BINS : BINS + NEXT].sum())
    expected_below, expected_above = curve[BINS - NEXT : BINS].sum(), curve[BINS : BINS + NEXT].sum()
    share = float(expected_above / (expected_below + expected_above))
    chance = float(bdtrc(above - 1, below + above, share)) if above else 1.0
    return Bunching(below, above, share, chance)


def bunching(units: Sequence[Reported], gate: Fraction, level: float) -> tuple[Sign, ...]:
    """A sign that names the units just above a gate if so many would stand there with a chance of at most ``level``."""
    found = bunched(units, gate)
    if found is None or found.chance > level:
        return ()
    names = tuple(unit.unit for unit in units if unit.received and 0 <= _place(unit, gate) < NEXT / 100)
    words = (
        f"{found.above} units stand up to {NEXT} point above {float(gate):.0%} and {found.below} below; "
        f"from the others {found.share * (found.above + found.below):.1f} are expected above."
    )
    return (Sign(Screen.BUNCHING, names, words, found.chance),)


def _place(unit: Reported, gate: Fraction) -> float:
    return (unit.fixed - ceil(gate * unit.received) + 0.5) / unit.received


def _powers(places: Numbers) -> Numbers:
    return np.vander(places, DEGREE + 1)


def _fitted(places: Numbers, counts: Numbers) -> Numbers:
    """Coefficients of the logarithm of a Poisson mean: a polynomial, by Newton's steps."""
    powers = _powers(places)
    found = np.zeros(DEGREE + 1)
    found[-1] = np.log(max(counts.mean(), 0.1))
    for _ in range(30):
        mean = np.exp(np.clip(powers @ found, -20, 20))
        # a touch of ridge keeps bins that are all empty from running away
        bend = powers.T @ (powers * mean[:, None]) + 1e-6 * np.eye(DEGREE + 1)
        step = np.linalg.solve(bend, powers.T @ (counts - mean))
        found += step
        if np.abs(step).max() < 1e-9:
            break
    return found
