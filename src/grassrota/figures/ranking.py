"""Places of units by an interval each: a unit stands before another only where the intervals separate."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

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
    # an end that is open lies beyond one at the same value that is not
    begins = sorted((one.lower, one.lower_open) for one in shares.values())
    ends = sorted((one.upper, not one.upper_open) for one in shares.values() if one.upper is not None)
    found = {}
    for name, mine in shares.items():
        greater = 0
        if mine.upper is not None:
            greater = len(begins) - _before(begins, (mine.upper, False), mine.upper_open)
        smaller = _before(ends, (mine.lower, True), not mine.lower_open)
        found[name] = Place(greater + 1, len(shares) - smaller)
    return found


def _before(ordered: Sequence[tuple[Fraction, bool]], at: tuple[Fraction, bool], apart: bool) -> int:
    """How many come before a place in order; those at the very place too, unless they are ``apart`` from it."""
    return bisect_left(ordered, at) if apart else bisect_right(ordered, at)
