"""Tests by betting: a capital that cannot grow on average if the mean is no more than claimed (Ville 1939).

Each function gives the capital after each value; one over its greatest is a p-value at any time. Sources: Kaplan-Markov
and Kaplan-Wald as in Stark (2020, SHANGRLA); betting as in Waudby-Smith and Ramdas (2024); ALPHA as in Stark (2023).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, count
from math import inf
from operator import mul

from grassrota.inspection.exact import Rate, exact
from grassrota.inspection.peers.null_mean import null_means

Guess = Callable[[int, float, float], float]
"""The mean that is bet on: from values drawn so far, their sum, and the mean under the hypothesis."""

LEAST_EDGE = 1e-9
"""A guess lies at least so far above the hypothesis."""


def kaplan_markov(values: Sequence[float], mean: float, padding: float = 0) -> list[float]:
    """Products of (x + g) / (t + g), for values of 0 and more drawn with replacement."""
    return list(accumulate(((x + padding) / (mean + padding) for x in values), mul))


def kaplan_wald(values: Sequence[float], mean: float, kept: float = 0) -> list[float]:
    """Products of (1 - g) x / t + g: a part g of the capital is never staked."""
    return list(accumulate(((1 - kept) * x / mean + kept for x in values), mul))


def betting(values: Sequence[float], mean: Rate, stake: float, population: int | None = None) -> list[float]:
    """Products of 1 + lambda (x - m), with m the mean left under the hypothesis."""
    terms = zip(values, null_means(values, mean, population), strict=True)
    return list(accumulate((inf if m < 0 else 1 + stake * (x - float(m)) for x, m in terms), mul))


def betting_ratio(values: Sequence[float], mean: Rate, bet: float, population: int | None = None) -> list[float]:
    """Wald's likelihood ratio of noughts and ones: products of bet / m for a one, (1 - bet) / (1 - m) for a nought."""
    terms = zip(values, map(float, null_means(values, mean, population)), strict=True)
    return list(accumulate((_ratio(x, m, bet) for x, m in terms), mul))


def alpha(values: Sequence[Rate], mean: Rate, population: int | None, guess: Guess, top: float = 1.0) -> list[float]:
    """ALPHA (Stark 2023, equation 3): bets on a guessed mean, which may learn from what was drawn before.

    Args:
        values: From 0 to ``top``, in the order drawn.
        mean: The hypothesis: the population's mean is at most this.
        population: N, drawn without replacement; None with replacement.
        guess: The mean bet on.
        top: The greatest value there may be.
    """
    capital, total, history = 1.0, 0.0, []
    for drawn, (value, left) in enumerate(zip(values, null_means(values, mean, population), strict=True)):
        x, m = float(exact(value)), float(left)
        if m < 0:
            capital = inf
        elif m > top:
            capital = 0.0
        elif 0 < m < top:
            bet = min(max(guess(drawn, total, m), m + LEAST_EDGE), top)
            capital *= (x * (bet / m) + (top - x) * (top - bet) / (top - m)) / top
        elif x > m:
            capital = inf
        history.append(capital)
        total += x
    return history


def fixed_alternative(mean: float, population: int | None) -> Guess:
    """Bets on what is left of a population whose mean is this."""
    if population is None:
        return lambda drawn, total, m: mean
    return lambda drawn, total, m: (population * mean - total) / (population - drawn)


def shrinking(mean: float, weight: float = 100.0, edge: float = 0.1) -> Guess:
    """Bets between a first guess and the mean seen so far, a little above the hypothesis (Stark 2023, section 2.5.2).

    Args:
        mean: The first guess.
        weight: How many values it counts for.
        edge: c in max(m + c / sqrt(d + j), guess).
    """
    return lambda drawn, total, m: max((weight * mean + total) / (weight + drawn), m + edge / (weight + drawn) ** 0.5)


def _ratio(value: float, mean: float, bet: float) -> float:
    if mean < 0 or (value and not mean):
        return inf
    return bet / mean if value else (1 - bet) / (1 - mean)


def p_value(capital: Iterable[float], in_random_order: bool = True) -> float:
    """One over the greatest capital, or over the last one if the order of the values was not random."""
    told = list(capital)
    highest = max(told) if in_random_order else told[-1]
    return min(1.0, 1 / highest) if highest > 0 else 1.0


def sample_size(capital_of: Callable[[Sequence[float]], list[float]], value: float, risk: float) -> int:
    """How many values, all the same, it takes until the p-value is at most ``risk``."""
    return next(n for n in count(1) if capital_of([value] * n)[-1] >= 1 / risk)
