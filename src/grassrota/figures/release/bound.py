"""What was published on one day, in one order, and a hash that binds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from grassrota.canonical import canonical
from grassrota.figures.release.shown import Release, Releases


class Published(NamedTuple):
    """One total that was published on a day.

    Attributes:
        figure: Code of the figure.
        unit: Id of the unit.
        under: The unit above on that day; empty at the top.
        total: The unit with everything below it.
        left: The total without what the units directly below it showed on that day.
    """

    figure: str
    unit: str
    under: str
    total: int
    left: int

    def release(self, day: date) -> Release:
        """The same as the rule takes it."""
        return Release(day, self.total, self.left, self.under)


def published_on(figures: Mapping[str, Releases], day: date) -> tuple[Published, ...]:
    """What was published on a day, by figure and unit."""
    found = (
        Published(figure, unit, release.under, release.total, release.left)
        for figure, releases in figures.items()
        for unit in releases.by_unit
        if (release := releases.shown(unit, day)) and release.day == day
    )
    return tuple(sorted(found))


def digest(day: date, published: Iterable[Published]) -> str:
    """What binds the totals of a day, in hexadecimal digits: one line each in their order, spelled canonically."""
    hashed = sha256(canonical({"day": day.isoformat(), "grassrota": "publication 1"}))
    for one in published:
        hashed.update(b"\n" + canonical(list(one)))
    return hashed.hexdigest()
