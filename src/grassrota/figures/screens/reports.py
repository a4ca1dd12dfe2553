"""What screens look at, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from grassrota.errors import Faults
from grassrota.figures.interval import Interval


@dataclass(frozen=True, slots=True)
class Reported:
    """What one unit reported.

    Attributes:
        unit: The unit's id.
        fixed: Cases reported as fixed, 0 or more.
        received: Opinions received, at least ``fixed``.
        printed: The rate as it was printed, as the interval of what rounds to it; None if only counts were given.
        series: Cases reported as fixed in each of several periods of equal length, in order; empty if not known.
    """

    unit: str
    fixed: int
    received: int
    printed: Interval | None = None
    series: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(0 <= self.fixed <= self.received, "fixed", f"0 to {self.received}", self.fixed)
        faults.unless(all(count >= 0 for count in self.series), "series", "counts of 0 or more", self.series)
        faults.raise_if_any()


class Screen(StrEnum):
    """What was looked for."""

    GRANULARITY = "granularity"  # no whole number of cases gives the printed rate
    BUNCHING = "bunching"  # more units just above a gate than the others make likely
    HEAPING = "heaping"  # too many rates are whole percents
    DIGITS = "digits"  # last digits of counts that are not as frequent as each other
    REPEATS = "repeats"  # the same count period after period
    SMOOTH = "smooth"  # counts that vary less than chance alone makes them
    COMPLETENESS = "completeness"  # opinions of which raisers hold a receipt are not on the unit's list
    BULK = "bulk"  # so many cases closed on one day as hardly ever happens
    CAPACITY = "capacity"  # more cases claimed than the unit's people could work on
    TEMPLATE = "template"  # several cases closed with nearly the same words
    NO_ACTION = "no_action"  # closed as fixed without saying what was done


@dataclass(frozen=True, slots=True)
class Sign:
    """One reason to inspect some units first.

    Attributes:
        screen: What was looked for.
        units: Ids of the units it speaks of, in the order given.
        arithmetic: How the numbers come about, in a sentence.
        chance: How likely honest units would show as much, at most; None if not computed, 0 if they cannot.
    """

    screen: Screen
    units: tuple[str, ...]
    arithmetic: str
    chance: float | None = None
