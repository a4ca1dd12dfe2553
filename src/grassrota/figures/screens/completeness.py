"""Whether a unit's list of opinions is complete, from receipts that the raisers hold.

Leaving opinions out of the denominator is the other way to cheat: what never stood on the list cannot be found unfixed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from grassrota.errors import Faults
from grassrota.figures.screens.reports import Screen, Sign
from grassrota.inspection.exact import at_most, more_than, most_marked


@dataclass(frozen=True, slots=True)
class Receipts:
    """A sample of the receipts that concern a unit, drawn from the log and not from the unit.

    Attributes:
        unit: The unit's id.
        logged: How many opinions the log has for it, by the day of its claim.
        drawn: Ids of the opinions whose receipts were drawn, each once, without replacement.
    """

    unit: str
    logged: int
    drawn: tuple[str, ...]

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(len(set(self.drawn)) == len(self.drawn), "drawn", "each receipt once", "one more than once")
        faults.unless(len(self.drawn) <= self.logged, "drawn", f"at most the {self.logged} logged", len(self.drawn))
        faults.raise_if_any()


def completeness(
    receipts: Receipts, listed: Collection[str], level: Fraction, grace: Fraction = Fraction(2, 100)
) -> tuple[Sign, ...]:
    """A sign if more receipts are missing from a unit's list than an honest one would show with a chance of ``level``.

    Args:
        receipts: The sample.
        listed: Ids of all opinions that the unit says it received.
        level: Above 0, below 1.
        grace: The share of the logged opinions that an honest unit may lack, such as those on their way.
    """
    missing = [case for case in receipts.drawn if case not in listed]
    lacking = int(grace * receipts.logged)
    if not missing:
        return ()
    chance = float(more_than(len(missing) - 1, receipts.logged, lacking, len(receipts.drawn)))
    if chance > level:
        return ()
    n = len(receipts.drawn)
    # what is missing at least: the complement of the largest number of those that are there
    least = receipts.logged - most_marked(n - len(missing), receipts.logged, n, level)
    words = (
        f"{len(missing)} of {n} receipts drawn are not on the list of {len(listed):,}; at least {least:,} of "
        f"{receipts.logged:,} logged opinions are missing from it."
    )
    return (Sign(Screen.COMPLETENESS, (receipts.unit,), words, chance),)


def receipts_needed(logged: int, missing: Fraction, risk: Fraction = Fraction(5, 100)) -> int:
    """The fewest receipts of which one at least is off the list, with a chance of 1 - ``risk``, if so many are missing.

    Args:
        logged: Opinions in the log.
        missing: The share missing that must be noticed, above 0.
        risk: Chance of noticing nothing.
    """
    lacking = max(int(missing * logged), 1)
    low, high = 0, logged - lacking + 1
    while high - low > 1:
        middle = (low + high) // 2
        if at_most(0, logged, lacking, middle) <= risk:
            high = middle
        else:
            low = middle
    return high
