"""What is known where a bulletin is made: counts of a unit from readings, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from grassrota.figures.figure import Coverage
from grassrota.figures.words import Language

Both = Mapping[Language, str]
"""Something in either language."""


def both(english: str, chinese: str) -> Both:
    """The same in either language."""
    return {Language.ENGLISH: english, Language.CHINESE: chinese}


class Counted(NamedTuple):
    """Where a count is found: the day at whose end it was so, the figure, and the part, empty for all."""

    day: date
    figure: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """The reading that a count rests on.

    Attributes:
        day: As of which everything was read.
        read_on: The day on which.
        digest: The hash of its changes.
        entry: Number of the journal entry that holds the hash.
    """

    day: date
    read_on: date
    digest: str
    entry: int


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict of an inspection of the unit: which, when it was given, and its sentences."""

    claim: str
    given_on: date
    english: tuple[str, ...]
    chinese: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that a bulletin of one unit may draw on.

    Attributes:
        unit: Code of the unit.
        name: Its name.
        as_of: The day of the bulletin.
        published: The day on which it is made, not before ``as_of``.
        readings: The readings that are closed, of the days that are asked for.
        counts: Counts of those days; what is missing on a day that was read is 0.
        names: What parts are called, such as the name of a topic.
        coverage: Of each figure, how many of the units below have any; ``units`` is None where a list is open.
        beside: Counts on the day of the other units of the same superior, by figure; None if not all may be read.
        last: The day of the last bulletin of this unit; None if there is none.
        verdicts: Of inspections of the unit.
    """

    unit: str
    name: str
    as_of: date
    published: date
    readings: Mapping[date, ReadingNote]
    counts: Mapping[Counted, int]
    names: Mapping[str, str] = field(default_factory=dict)
    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    beside: Mapping[str, Mapping[str, int]] | None = None
    last: date | None = None
    verdicts: tuple[Judged, ...] = ()

    def count(self, figure: str, day: date | None = None, part: str = "") -> int:
        """How many, on a day that was read."""
        return self.counts.get(Counted(day or self.as_of, figure, part), 0)

    def of(self, day: date) -> Mapping[str, int]:
        """All counts of the unit on a day, by figure."""
        return {key.figure: count for key, count in self.counts.items() if key.day == day and not key.part}
