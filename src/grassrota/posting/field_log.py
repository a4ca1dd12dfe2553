"""What is kept of talks in the field: how many contacts, and where; what was said is no part of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grassrota.errors import Faults
from grassrota.posting.field import FieldDay


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One day in the log.

    Attributes:
        field_day: Who, which day, what kind, and the name of the place.
        contacts: Number of people talked with; who they were and how it felt is not kept.
    """

    field_day: FieldDay
    contacts: int

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(self.contacts >= 0, "contacts", "0 or more", self.contacts)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class LogCounts:
    """A log counted.

    Attributes:
        days: Days in the field; one day at two places counts once for its person.
        contacts: People talked with, summed over the entries.
        places: Names of the places, sorted.
    """

    days: int
    contacts: int
    places: tuple[str, ...]


def count_log(entries: Iterable[LogEntry]) -> LogCounts:
    """Counts contacts and places."""
    log = tuple(entries)
    return LogCounts(
        len({(entry.field_day.person, entry.field_day.day) for entry in log}),
        sum(entry.contacts for entry in log),
        tuple(sorted({entry.field_day.place for entry in log})),
    )
