"""Granularity: which percentages and means a whole number of cases can give.

The test is that of Brown and Heathers (2017), "The GRIM test", in exact rational arithmetic. A printed number is taken
as the interval of everything that rounds to it (``interval.rounded``), by half-up or by half-even.
"""

from __future__ import annotations

import math
from fractions import Fraction

from grassrota.figures.interval import WHOLE_RANGE, Interval

LARGEST_SOUGHT = 1_000_000


def numerators(rate: Interval, n: int) -> range:
    """Every k from 0 to n with k / n in ``rate``; empty if the rate is impossible for n cases (n >= 1)."""
    found = rate.times(Fraction(n)).whole() if n else None
    return range(0) if found is None else range(int(found.lower), min(_upper(found, n), n) + 1)


def possible(rate: Interval, n: int) -> bool:
    """True if some whole number of n cases gives the rate. Nothing of nothing gives none."""
    return len(numerators(rate, n)) > 0


def smallest_n(rate: Interval, at_most: int = LARGEST_SOUGHT) -> int | None:
    """The fewest cases that can give the rate; None if more than ``at_most`` would be needed.

    It is the denominator of the simplest fraction in the interval, which continued fractions find.
    """
    within = rate.meet(WHOLE_RANGE)
    found = None if within is None else _simplest(within).denominator
    return None if found is None or found > at_most else found


def some_fit(rate: Interval, n: Interval) -> bool:
    """True if some whole k and some whole m >= 1 in ``n``, which has an upper end, give the rate.

    Pairs are counted, not tried: for each m there are floor(upper x m) - ceil(lower x m) + 1, and sums of floors take
    as many steps as a greatest common divisor.
    """
    within, sizes = rate.meet(WHOLE_RANGE), n.meet(Interval(Fraction(1), None))
    whole = sizes and sizes.whole()
    if within is None or within.upper is None or whole is None or whole.upper is None:
        return False
    first, count = int(whole.lower), int(whole.upper - whole.lower) + 1
    up_to = _floors(first, count, within.upper, -within.upper_open)
    below = _floors(first, count, within.lower, -(not within.lower_open))
    return up_to > below


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


def _simplest(interval: Interval) -> Fraction:
    """The fraction with the smallest denominator; of several, the smallest."""
    base = math.floor(interval.lower)
    if interval.lower in interval and interval.lower == base:
        return Fraction(base)
    if base + 1 in interval:
        return Fraction(base + 1)
    # nothing whole is in it: what lies between two whole numbers is turned upside down
    upper = interval.upper
    assert upper is not None  # without an upper end, base + 1 was in it
    longest = None if interval.lower == base else 1 / (interval.lower - base)
    turned = Interval(1 / (upper - base), longest, interval.upper_open, interval.lower_open)
    return base + 1 / _simplest(turned)


def _floors(first: int, count: int, factor: Fraction, plus: int) -> int:
    """The sum of floor((numerator x m + plus) / denominator) over ``count`` values of m from ``first`` on."""
    n, m, a, b = count, factor.denominator, factor.numerator, factor.numerator * first + plus
    total = 0
    while True:
        total += n * (n - 1) // 2 * (a // m) + n * (b // m)
        a, b = a % m, b % m
        top = a * n + b
        if top < m:
            return total
        n, b, m, a = top // m, top % m, a, m
