"""Exact rates, and exact chances of drawing without replacement."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import comb, isfinite, sqrt
from typing import TYPE_CHECKING

from grassrota.errors import BadInput, Fault

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Rate = Fraction | Decimal | int | float | str
"""A share as people write it: ``"0.05"``, ``"1/3"``, ``0.05``, ``Fraction(1, 20)``."""

Chance = Fraction | float
"""A probability: a fraction where it was counted exactly, a float where the population is large."""

COUNTED_EXACTLY = 1_000
"""Populations up to this size are counted with whole numbers."""

ROUNDING = 1e-9
"""How far a float chance may be off, relatively; added before it is compared with a stated risk."""


def exact(rate: Rate) -> Fraction:
    """The number a person meant: 0.035 is 35/1000, so that 0.035 of 400 is 14 and not a little more.

    Raises:
        BadInput: If the text is no number.
    """
    try:
        if isinstance(rate, float) and not isfinite(rate):
            raise ValueError
        return Fraction(str(rate))
    except (ValueError, ZeroDivisionError):
        raise BadInput([Fault("rate", "a number such as 0.05 or 1/3", str(rate))]) from None


def at_most(hits: int, population: int, marked: int, drawn: int) -> Chance:
    """Chance of at most ``hits`` marked ones among ``drawn`` of ``population``, of which ``marked`` are marked.

    The hypergeometric distribution function: exact up to ``COUNTED_EXACTLY``, else to a relative 1e-12 or so.
    """
    return _sum(population, marked, drawn, 0, hits)


def more_than(hits: int, population: int, marked: int, drawn: int) -> Chance:
    """Chance of more than ``hits`` marked ones; summed by itself, so that small chances keep their digits."""
    return _sum(population, marked, drawn, hits + 1, drawn)


def within(chance: Chance, risk: Fraction) -> bool:
    """Whether a chance is surely not above a risk, whatever rounding did to it."""
    return chance <= risk if isinstance(chance, Fraction) else chance * (1 + ROUNDING) <= risk


def most_marked(hits: int, population: int, drawn: int, risk: Fraction) -> int:
    """The largest number of marked ones under which at most ``hits`` have a chance above ``risk``.

    The exact one-sided upper bound after ``hits`` marked ones in ``drawn``: too low with a chance of at most ``risk``.
    """
    low, high = hits, population - (drawn - hits) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if within(at_most(hits, population, middle, drawn), risk):
            high = middle
        else:
            low = middle
    return low


def _sum(population: int, marked: int, drawn: int, first: int, last: int) -> Chance:
    """Chance of ``first`` to ``last`` marked ones, both included."""
    first = max(first, drawn - (population - marked), 0)
    last = min(last, marked, drawn)
    if population <= COUNTED_EXACTLY:
        ways = sum(comb(marked, hit) * comb(population - marked, drawn - hit) for hit in range(first, last + 1))
        return Fraction(ways, comb(population, drawn))
    start, chances = _chances(population, marked, drawn)
    wanted = chances[max(first - start, 0) : max(last + 1 - start, 0)]
    return min(float(wanted.sum()), 1.0)


def _chances(population: int, marked: int, drawn: int) -> tuple[int, npt.NDArray[np.float64]]:
    """Chances of ``start``, ``start + 1``, ... marked ones, as far from the likeliest number as matters.

    Neighbouring terms differ by a ratio of whole numbers, so the terms are multiplied up on both sides of the likeliest
    one and divided by their sum; no logarithm of a large factorial, with its lost digits, is needed. Terms more than
    40 standard deviations and 60 away are left out: together they are below 1e-100.
    """
    import numpy as np  # takes long to load, and small populations do without

    low, high = max(0, drawn - (population - marked)), min(drawn, marked)
    mode = min(max((drawn + 1) * (marked + 1) // (population + 2), low), high)
    share = marked / population
    spread = sqrt(drawn * share * (1 - share) * (population - drawn) / (population - 1))
    reach = 60 + int(40 * spread)
    low, high = max(low, mode - reach), min(high, mode + reach)

    rest = population - marked - drawn
    up = np.arange(mode, high, dtype=np.float64)
    down = np.arange(mode, low, -1, dtype=np.float64)
    rising = np.cumprod((marked - up) * (drawn - up) / ((up + 1) * (rest + up + 1)))
    falling = np.cumprod(down * (rest + down) / ((marked - down + 1) * (drawn - down + 1)))
    terms = np.concatenate((falling[::-1], np.ones(1), rising))
    return low, terms / terms.sum()
