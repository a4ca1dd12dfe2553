"""How long things wait, where some wait still: the curve of Kaplan and Meier, and when half of them are done.

A mean or a median of those that are done forgets the slowest, which are still waiting; the curve does not. E. L. Kaplan
and P. Meier, J. American Statistical Association 53 (1958); the interval of the median is that of R. Brookmeyer and J.
Crowley, Biometrics 38 (1982), on the scale of log(-log).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import exp, inf, log, sqrt

from grassrota.errors import Faults

Z = 1.959964
"""Of the normal distribution, 97.5 % lie below: intervals hold with 95 %."""
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Wait:
    """How long one thing has waited.

    Attributes:
        days: 0 or more, until it was done or until we look.
        done: Whether it was done; if not, it waits still.
    """

    days: int
    done: bool

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(self.days >= 0, "days", "0 or more days", self.days)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which something was done.

    Attributes:
        day: How many days it had waited.
        at_risk: How many had waited that long and were not done.
        done: How many of them were done on it.
        waiting: The share that waits longer, if all are alike, 0 to 1.
        spread: Greenwood's sum up to that day: the squared relative error of ``waiting``.
    """

    day: int
    at_risk: int
    done: int
    waiting: Fraction
    spread: float

    @property
    def band(self) -> tuple[float, float]:
        """Between which shares ``waiting`` truly lies, at 95 %."""
        if self.waiting == 0:
            return 0.0, 1.0
        if self.waiting == 1:
            return 1.0, 1.0
        share = float(self.waiting)
        error = Z * sqrt(self.spread) / abs(log(share))
        return share ** exp(error), share ** exp(-error)


@dataclass(frozen=True, slots=True)
class Median:
    """When half are done.

    Attributes:
        days: None if less than half were ever seen done.
        earliest: The least that is not ruled out at 95 %; None likewise.
        latest: The greatest; None if there is no end to it yet.
    """

    days: int | None
    earliest: int | None
    latest: int | None


def curve(waits: Iterable[Wait]) -> tuple[Step, ...]:
    """The share that still waits after each day on which something was done; on one day those done come first."""
    counted = Counter(waits)
    at_risk, share, spread, steps = counted.total(), Fraction(1), 0.0, []
    for day in sorted({wait.days for wait in counted}):
        done = counted[Wait(day, True)]
        if done:
            left = at_risk - done
            share *= Fraction(left, at_risk)
            spread = spread + done / (at_risk * left) if left else inf
            steps.append(Step(day, at_risk, done, share, spread))
        at_risk -= done + counted[Wait(day, False)]
    return tuple(steps)


def median(waits: Iterable[Wait]) -> Median:
    """When half of them are done, and between which days that lies."""
    steps = curve(waits)
    bands = [(step.day, *step.band) for step in steps]
    return Median(
        next((step.day for step in steps if step.waiting <= HALF), None),
        next((day for day, low, _high in bands if low <= HALF), None),
        next((day for day, _low, high in bands if high < HALF), None),
    )
