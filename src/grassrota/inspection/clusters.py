"""Two stages: units drawn with a chance proportional to their claimed cases and put back, then cases of each.

If whole units are invented, cases of one unit stand or fall together, and a plan that counts them as drawn one by one
confirms far too often. Here each drawn unit counts once, with the share of its visited cases that is fixed. Drawn so,
that share has the mean K / N whatever the units are like, and two bets on it decide (Waudby-Smith and Ramdas 2024,
betting): one can only win if more than ``false_at`` are fixed, the other only if fewer than ``honest_at`` are.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from grassrota.errors import Faults
from grassrota.inspection.design import Hypotheses, Outcome
from grassrota.inspection.exact import ROUNDING

GUESSED = 5
"""The first guesses of mean and spread count as much as so many units."""

STAKED = 0.9
"""The greatest part of the capital that one unit can lose."""


def cluster_answer(asked: Hypotheses, worst: Sequence[Fraction], best: Sequence[Fraction]) -> Outcome | None:
    """The answer that units give, in the order drawn; None to draw one more.

    Args:
        asked: The question about all cases of all units.
        worst: Of each unit drawn, the share of its visited cases surely fixed: at least one case of each, drawn without
            replacement, as many as one likes so long as what was found does not decide it.
        best: The share with every case without an answer as fixed; never below ``worst``.

    Returns:
        Confirmed once the bet on more than ``false_at`` has one over alpha times its capital with ``worst``; refuted
        once the bet on fewer than ``honest_at`` has one over beta with ``best``; whichever comes first counts. Each is
        wrong with a chance of at most its risk, whenever one stops.
    """
    faults = Faults()
    ordered = all(0 <= low <= high <= 1 for low, high in zip(worst, best, strict=True))
    faults.unless(ordered, "worst, best", "shares, none of the best below its worst", "others")
    faults.raise_if_any()
    false, honest = asked.false_at / asked.population, asked.honest_at / asked.population
    won = _first_win([float(share) for share in worst], false, honest, asked.alpha)
    lost = _first_win([float(1 - share) for share in best], 1 - honest, 1 - false, asked.beta)
    if won is None and lost is None:
        return None
    return Outcome.CONFIRMED if lost is None or (won is not None and won <= lost) else Outcome.REFUTED


def _first_win(shares: Sequence[float], mean: float, guess: float, risk: Fraction) -> int | None:
    """After how many units a bet that the mean is above ``mean`` has won enough; None if it has not."""
    capital, goal = 1.0, 1 / float(risk) * (1 + ROUNDING)
    total, squares = GUESSED * guess, GUESSED * (guess - mean) ** 2
    for number, share in enumerate(shares):
        counted = GUESSED + number
        edge, spread = total / counted - mean, squares / counted
        if not mean and share:
            return number + 1
        stake = min(max(edge / (spread + edge**2), 0.0), STAKED / mean) if mean else 0.0
        capital *= 1 + stake * (share - mean)
        total, squares = total + share, squares + (share - total / counted) ** 2
        if capital >= goal:
            return number + 1
    return None
