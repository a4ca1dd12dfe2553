"""An interval of exact rationals whose ends are open or closed: what a qualified number really says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from grassrota.errors import Faults

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers between two ends. Figures are counts and shares, so nothing lies below zero.

    Attributes:
        lower: The lower end, 0 or more. Integers are made exact rationals.
        upper: The upper end; None if there is none, as in "at least 400".
        lower_open: True if the lower end itself is excluded.
        upper_open: True if the upper end itself is excluded; always so where there is none.

    Raises:
        BadInput: If a bound is negative or no rational, or if nothing lies between the ends.
    """

    lower: Fraction
    upper: Fraction | None
    lower_open: bool = False
    upper_open: bool = False

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("lower", "upper"):
            end = getattr(self, name)
            if isinstance(end, int):
                object.__setattr__(self, name, Fraction(end))
            elif not isinstance(end, Fraction) and (end is not None or name == "lower"):
                faults.add(name, "an exact number", repr(end), "Use an integer or a Fraction.")
        faults.raise_if_any()
        faults.unless(self.lower >= 0, "lower", "0 or more", self.lower)
        if self.upper is None:
            object.__setattr__(self, "upper_open", True)
        else:
            empty = self.upper < self.lower or (self.is_point and (self.lower_open or self.upper_open))
            faults.unless(not empty, "upper", f"an end above {self.lower}", self.upper)
        faults.raise_if_any()

    @classmethod
    def exactly(cls, value: int | Fraction) -> Interval:
        """The one number ``value``."""
        return cls(Fraction(value), Fraction(value))

    @classmethod
    def closed(cls, lower: int | Fraction, upper: int | Fraction) -> Interval:
        """``lower`` to ``upper``, both included."""
        return cls(Fraction(lower), Fraction(upper))

    @classmethod
    def half_open(cls, lower: int | Fraction, upper: int | Fraction) -> Interval:
        """``lower`` up to but not including ``upper``: [3200, 3300) for "3,200-odd"."""
        return cls(Fraction(lower), Fraction(upper), upper_open=True)

    @property
    def is_point(self) -> bool:
        """True if only one number is in it."""
        return self.lower == self.upper

    def __contains__(self, value: int | Fraction) -> bool:
        above = value > self.lower or (value == self.lower and not self.lower_open)
        below = self.upper is None or value < self.upper or (value == self.upper and not self.upper_open)
        return above and below

    def __add__(self, other: Interval) -> Interval:
        upper = None if self.upper is None or other.upper is None else self.upper + other.upper
        return Interval(
            self.lower + other.lower, upper, self.lower_open or other.lower_open, self.upper_open or other.upper_open
        )

    def times(self, factor: Fraction) -> Interval:
        """Every number multiplied by ``factor``, which is above 0."""
        upper = None if self.upper is None else self.upper * factor
        return Interval(self.lower * factor, upper, self.lower_open, self.upper_open)

    def over(self, divisor: Interval) -> Interval | None:
        """All quotients, taking the two numbers as independent; None (unknown) if the divisor may be 0."""
        if 0 in divisor:
            return None
        lower, lower_open = Fraction(0), True
        if divisor.upper is not None:
            lower, lower_open = self.lower / divisor.upper, self.lower_open or divisor.upper_open
        if self.lower == 0:
            lower_open = self.lower_open
        if self.upper is None or (divisor.lower == 0 and self.upper > 0):
            return Interval(lower, None, lower_open)
        upper_open = self.upper_open or (divisor.lower_open and self.upper > 0)
        return Interval(lower, self.upper / divisor.lower if self.upper else Fraction(0), lower_open, upper_open)

    def meet(self, other: Interval) -> Interval | None:
        """What lies in both; None if nothing does."""
        lower, lower_open = max((self.lower, self.lower_open), (other.lower, other.lower_open))
        uppers = [(i.upper, not i.upper_open) for i in (self, other) if i.upper is not None]
        if not uppers:
            return Interval(lower, None, lower_open)
        upper, included = min(uppers)
        if upper < lower or (upper == lower and (lower_open or not included)):
            return None
        return Interval(lower, upper, lower_open, not included)

    def covers(self, other: Interval) -> bool:
        """True if everything in ``other`` is in this one too."""
        return self.meet(other) == other

    def whole(self) -> Interval | None:
        """The whole numbers in it, as closed ends: [3200, 3300) holds 3200 to 3299. None if there is none."""
        lower = math.floor(self.lower) + 1 if self.lower_open else math.ceil(self.lower)
        if self.upper is None:
            return Interval(Fraction(lower), None)
        upper = math.ceil(self.upper) - 1 if self.upper_open else math.floor(self.upper)
        return Interval.closed(lower, upper) if lower <= upper else None

    def __str__(self) -> str:
        left, right = "(" if self.lower_open else "[", ")" if self.upper_open else "]"
        return f"{left}{self.lower}, {'…' if self.upper is None else self.upper}{right}"


WHOLE_RANGE = Interval.closed(0, 1)


def rounded(value: Fraction, step: Fraction) -> Interval:
    """Everything that rounds to ``value`` in steps of ``step``, by half-up or by half-even.

    The lower tie rounds up to the value under half-up. The upper tie is rounded down to it only under half-even, and
    only if the value is an even number of steps: 62.1 % is [0.6205, 0.6215), but 104 x 10^4 [1,035,000, 1,045,000].
    """
    even = (value / step) % 2 == 0
    return Interval(max(value - step * HALF, Fraction(0)), value + step * HALF, upper_open=not even)
