"""The mean that is left under a hypothesis while a population is used up, and what is sure without any chance.

Drawing without replacement from N values of mean t, the next value has the mean (N t - sum so far) / (N - drawn so far)
(Waudby-Smith and Ramdas 2020; Stark 2023). Values lie between 0 and 1 unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from grassrota.inspection.exact import Rate, exact


def null_means(values: Iterable[Rate], mean: Rate, population: int | None) -> Iterator[Fraction]:
    """Before each value, the mean of those left if the whole has ``mean``; that mean itself without end.

    Below 0 the hypothesis is impossible, as more was drawn than it holds.
    """
    drawn, total = 0, Fraction(0)
    for value in values:
        yield exact(mean) if population is None else (population * exact(mean) - total) / (population - drawn)
        drawn, total = drawn + 1, total + exact(value)


def sure_bounds(values: Sequence[Rate], population: int) -> tuple[Fraction, Fraction]:
    """The least and greatest mean of the population that the values drawn leave possible."""
    total = sum(map(exact, values), Fraction(0))
    return total / population, 1 - (len(values) - total) / population
