"""What a unit shows of a count, from which day on, and what may be shown after it.

Small numbers tell on people: also as the difference of two days, or of a unit and the units below it. So each unit
shows a total with the day it was true, and keeps it until a new one gives nobody away.

Source: docs/algorithms/release.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from grassrota.errors import Faults


@dataclass(frozen=True, slots=True)
class Release:
    """What a unit shows from one day on, until its next release.

    Attributes:
        day: The day the total was true, and was published.
        total: The unit and everything below it: 0, or ``least`` and more.
        left: The total without what the units directly below it showed on that day; anybody can work it out.
        under: The unit above on that day; empty at the top.
        since: Of a figure that grows, for earlier days what is left of the change since then without the changes of
            units below that were published for a time wholly since then. Of days that can never differ, the one with
            the least is kept.
    """

    day: date
    total: int
    left: int
    under: str = ""
    since: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True)
class Releases:
    """All that was ever published of one figure.

    Attributes:
        grows: Whether everybody knows that the figure never falls, of no unit. If cases may be routed elsewhere or are
            opened again, it may.
        least: The smallest number that may be known, 2 or more. It stays the same as long as the figure is published.
        by_unit: Releases by the unit's id, oldest first. A unit that never had one is not named, and shows nothing:
            fewer than ``least``, or kept back to protect others; the two are never told apart.

    Raises:
        BadInput: With every release that could not have been one.
    """

    grows: bool
    least: int = 5
    by_unit: Mapping[str, tuple[Release, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(self.least >= 2, "least", "2 or more", self.least)
        for unit, releases in self.by_unit.items():
            faults.unless(bool(releases), unit, "a release, or no entry", "none")
            for release in releases:
                if not (self.may_be_known(release.total) and self.may_be_known(release.left)):
                    faults.add(unit, f"0, or {self.least} and more", f"{release.total}, with {release.left} left")
            for earlier, later in pairwise(releases):
                if earlier.day >= later.day:
                    faults.add(unit, f"a day after {earlier.day}", later.day)
        faults.raise_if_any()

    def may_be_known(self, count: int) -> bool:
        """Whether a count is none or not small; a negative one is no count."""
        return count == 0 or count >= self.least

    def shown(self, unit: str, on: date | None = None) -> Release | None:
        """What a unit showed on a day, or shows last; None for nothing."""
        releases = self.by_unit.get(unit, ())
        if on is not None:
            releases = releases[: bisect_right(releases, on, key=lambda release: release.day)]
        return releases[-1] if releases else None

    def total(self, unit: str) -> int:
        """The total a unit shows; 0 if it shows nothing, which is how the rule reckons, and no number to print."""
        shown = self.shown(unit)
        return shown.total if shown else 0

    def may_be_left(self, count: int) -> bool:
        """Whether so much may be left of a change of a unit, of a figure that grows, where units below it move.

        None will not do: whoever sees later that a unit below had grown enough, and was kept back, would know that a
        few were left. As it is, it may have been none.
        """
        return count >= self.least

    def may_follow(self, earlier: Iterable[int], count: int) -> bool:
        """Whether a number may be known that was each of the earlier ones, or nothing at all, before."""
        return self.may_be_known(count) and all(self.may_be_known(abs(count - each)) for each in earlier)

    def may_move(self, unit: str, total: int) -> bool:
        """Whether a unit by itself may show a new total. One that did not change is never shown anew."""
        last = self.total(unit)
        if self.grows:
            return total >= last + self.least
        return total != last and self.may_follow((each.total for each in self.by_unit.get(unit, ())), total)
