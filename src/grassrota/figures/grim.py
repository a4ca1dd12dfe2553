"""Granularity: which percentages and means a whole number of cases can give.

The test is that of Brown and Heathers (2017), "The GRIM test", in exact rational arithmetic. A printed number is taken
as the interval of everything that rounds to it (``interval.rounded``), by half-up or by half-even.
"""

from __future__ import annotations

import math
from fractions import Fraction

from grassrota.figures.interval import Interval

LARGEST_SOUGHT = 1_000_000


def numerators(rate: Interval, n: int) -> range:
    """Every k from 0 to n with k / n in ``rate``; empty if the rate is impossible for n cases (n >= 1)."""
    found = rate.times(Fraction(n)).whole() if n else None
    return range(0) if found is None else range(int(found.lower), min(_upper(found, n), n) + 1)


def possible(rate: Interval, n: int) -> bool:
    """True if some whole number of n cases gives the rate. Nothing of nothing gives none."""
    return len(numerators(rate, n)) > 0


def smallest_n(rate: Interval, at_most: int = LARGEST_SOUGHT) -> int | None:
    """The fewest cases that can give the rate; None if more than ``at_most`` would be needed."""
    return next((n for n in range(1, at_most + 1) if possible(rate, n)), None)


def numerators_of_some(rate: Interval, n: Interval, k: Interval | None = None) -> Interval | None:
    """The least and greatest whole k, within ``k`` if given, that give the rate for some whole n >= 1 in ``n``.

    None if no pair fits. Both ends are attained; numbers between them need not all be.
    """
    whole = n.meet(Interval(Fraction(1), None))
    whole = whole and whole.whole()
    if whole is None or whole.upper is None:
        return None
    lowest, highest = math.ceil(rate.lower * whole.lower), _upper(rate.times(whole.upper), int(whole.upper))
    if k is not None:
        lowest, highest = max(lowest, math.ceil(k.lower)), min(highest, _upper(k, highest))
    rising = (value for value in range(lowest, highest + 1) if _fits(value, rate, whole, k))
    falling = (value for value in range(highest, lowest - 1, -1) if _fits(value, rate, whole, k))
    least, greatest = next(rising, None), next(falling, None)
    return None if least is None or greatest is None else Interval.closed(least, greatest)


def mean_possible(mean: Interval, n: int, items: int = 1) -> bool:
    """True if n people answering ``items`` whole-number questions each can have this mean."""
    return n * items > 0 and mean.times(Fraction(n * items)).whole() is not None


def _upper(interval: Interval, default: int) -> int:
    return default if interval.upper is None else math.floor(interval.upper)


def _fits(value: int, rate: Interval, n: Interval, k: Interval | None) -> bool:
    """True if value / m is in ``rate`` for some whole m in ``n``, and value is in ``k``."""
    if k is not None and value not in k:
        return False
    if value == 0 or not rate.upper:
        return value == 0 and 0 in rate
    longest = value / rate.lower if rate.lower else None
    sizes = Interval(value / rate.upper, longest, rate.upper_open, rate.lower_open).meet(n)
    return sizes is not None and sizes.whole() is not None
