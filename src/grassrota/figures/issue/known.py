"""What is known where a bulletin is made, as values: counts from readings, and published totals of opinions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from grassrota.figures.definitions import DEFINITIONS, Subject
from grassrota.figures.figure import Coverage
from grassrota.figures.issue.held import is_small
from grassrota.figures.release.shown import Releases
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


class Stated(NamedTuple):
    """How many may be stated, and the day at whose end it was so."""

    many: int
    day: date


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
        readings: The readings that are closed, of the days that are asked for and of those of published totals.
        counts: Counts of those days, but of opinions; what is missing on a day that was read is 0.
        releases: What was published of opinions, by figure, of the unit and those beside it.
        names: What parts are called, such as the name of a topic; a word where it is the same in either language.
        coverage: Of each figure, how many of the units below state any; ``units`` is None where a list is open.
        beside: Counts on the day of the other units of the same superior, by figure, but of opinions; None if not all
            may be read.
        last: The day of the last bulletin of this unit; None if there is none.
        verdicts: Of inspections of the unit.
    """

    unit: str
    name: str
    as_of: date
    published: date
    readings: Mapping[date, ReadingNote]
    counts: Mapping[Counted, int]
    releases: Mapping[str, Releases] = field(default_factory=dict)
    names: Mapping[str, Both | str] = field(default_factory=dict)
    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    beside: Mapping[str, Mapping[str, int]] | None = None
    last: date | None = None
    verdicts: tuple[Judged, ...] = ()

    def stated(self, figure: str, day: date | None = None) -> Stated | None:
        """What may be stated as of a day that was read: a total published by then, or a count that is not small."""
        if DEFINITIONS[figure].subject is Subject.OPINIONS:
            shown = self.released(figure).shown(self.unit, day or self.as_of)
            return Stated(shown.total, shown.day) if shown else None
        count = self.count(figure, day)
        return None if is_small(count) else Stated(count, day or self.as_of)

    def count(self, figure: str, day: date | None = None, part: str = "") -> int:
        """How many, on a day that was read; of opinions, on a day as of which they were published."""
        on = day or self.as_of
        shown = self.released(figure).shown(self.unit, on)
        if shown and shown.day == on and not part:
            return shown.total
        return self.counts.get(Counted(on, figure, part), 0)

    def called(self, part: str, language: Language) -> str:
        """What a part is called; as it is written where it has no name."""
        name = self.names.get(part, part.partition(":")[2])
        return name if isinstance(name, str) else name[language]

    def released(self, figure: str) -> Releases:
        """What was published of a figure of opinions; nothing of others."""
        return self.releases.get(figure) or Releases(grows=False)
