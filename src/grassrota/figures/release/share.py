"""The share of a part in its whole at one unit, stated only where both were released as of one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from grassrota.figures.release.shown import Releases


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, as both were on one day; never kept as a percentage.

    Attributes:
        part: How many, 0 or ``least`` and more; so is what is left of the whole.
        whole: Of how many.
        day: When both were true.
    """

    part: int
    whole: int
    day: date


def share(part: Releases, whole: Releases, unit: str, on: date | None = None) -> Share | None:
    """The last share that may be stated of a unit, as of a day; None if there is none.

    It hides nothing that the two figures show side by side: publish the part with ``released(within=whole)``, and
    every release of it has its share.

    Args:
        part: The figure that counts some of the cases.
        whole: The figure that counts all of them.
        unit: The unit's id.
        on: Nothing released later is looked at; None for what is shown last.
    """
    shown = part.shown(unit, on)
    of = whole.shown(unit, shown.day) if shown else None
    if shown is None or of is None or shown.day != of.day or of.total < shown.total:
        return None
    least = max(part.least, whole.least)
    small = any(0 < count < least for count in (shown.total, of.total - shown.total))
    return None if small or not of.total else Share(shown.total, of.total, shown.day)
