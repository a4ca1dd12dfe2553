"""Places of units by an interval each: a unit stands before another only where the intervals separate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grassrota.errors import Faults
from grassrota.figures.interval import Interval


@dataclass(frozen=True, slots=True)
class Place:
    """Between which places a unit stands, the first being 1; more than one is a tie.

    Attributes:
        best: One more than the units that are surely greater.
        worst: So many units as are not surely smaller.
    """

    best: int
    worst: int

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(1 <= self.best <= self.worst, "best", f"1 to {self.worst}", self.best)
        faults.raise_if_any()

    @property
    def is_tie(self) -> bool:
        """True if the figures do not say which place it is."""
        return self.best < self.worst


def places(shares: Mapping[str, Interval]) -> Mapping[str, Place]:
    """The place of each unit among all, the greatest share first; in the order given.

    Two intervals separate if no value lies in both. A unit without a share is to be left out by whoever asks: nothing
    of nothing has no place.
    """
    found = {}
    for name, mine in shares.items():
        greater = sum(1 for other in shares.values() if _above(other, mine))
        smaller = sum(1 for other in shares.values() if _above(mine, other))
        found[name] = Place(greater + 1, len(shares) - smaller)
    return found


def _above(one: Interval, other: Interval) -> bool:
    if other.upper is None or one.lower < other.upper:
        return False
    return one.lower > other.upper or one.lower_open or other.upper_open
