"""Places where opinions stop coming in: no success, but a reason to go and look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from grassrota.errors import Faults
from grassrota.opinions.opinion import Opinion


@dataclass(frozen=True, slots=True)
class Silence:
    """A place to be inspected because its intake fell. It may be content or afraid: that is what the visit finds out.

    Attributes:
        place: Id of the place.
        before: Opinions raised about it in the earlier period.
        after: Opinions raised about it in the later one, of equal length.
    """

    place: str
    before: int
    after: int


def fallen_silent(
    opinions: Iterable[Opinion], as_of: date, days: int = 90, fall: Fraction = Fraction(1, 2), least: int = 4
) -> tuple[Silence, ...]:
    """Places whose intake fell sharply, by id: the list that inspection begins with.

    Args:
        opinions: Opinions of any places and days.
        as_of: Last day of the later period; what was raised after it is not known yet.
        days: Length of each of the two periods, 1 or more.
        fall: A fall by this share or more is sharp, above 0 to 1.
        least: Opinions in the earlier period, 1 or more, below which a fall says nothing.

    Raises:
        BadInput: If a setting is out of range.
    """
    faults = Faults()
    faults.unless(days >= 1, "days", "1 or more", days)
    faults.unless(0 < fall <= 1, "fall", "a share above 0, up to 1", fall)
    faults.unless(least >= 1, "least", "1 or more", least)
    faults.raise_if_any()
    middle, start = as_of - timedelta(days=days), as_of - timedelta(days=2 * days)
    known = tuple(opinion for opinion in opinions if start < opinion.raised_on <= as_of)
    before = Counter(opinion.place for opinion in known if opinion.raised_on <= middle)
    after = Counter(opinion.place for opinion in known if opinion.raised_on > middle)
    return tuple(
        Silence(place, count, after[place])
        for place, count in sorted(before.items())
        if count >= least and after[place] <= (1 - fall) * count
    )
