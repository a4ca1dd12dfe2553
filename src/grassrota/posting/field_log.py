"""What is kept of talks in the field: how many contacts, where; a topic only with consent, apart from the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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
class Topic:
    """Something that somebody raised in a talk. It lives only until the log is saved.

    Attributes:
        topic: A word of the topic tree.
        text: What is wrong, in their words.
        consent: True if they want it passed on.
    """

    topic: str
    text: str
    consent: bool


@dataclass(frozen=True, slots=True, order=True)
class OpinionDraft:
    """What becomes an opinion once somebody files it. Neither who raised it nor who wrote it down is in it.

    Attributes:
        raised_on: The day, nothing finer.
        place: The name of the place of the problem.
        topic: A word of the topic tree.
        text: The words.
    """

    raised_on: date
    place: str
    topic: str
    text: str

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.text.strip()), "text", "the opinion's words", "nothing")
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


def keep(field_day: FieldDay, contacts: int, topics: Iterable[Topic] = ()) -> tuple[LogEntry, tuple[OpinionDraft, ...]]:
    """Saves a day: the log entry, and drafts of those topics whose raisers want it; the rest is kept nowhere.

    Drafts come in the order of their words, which is not that of the talks.
    """
    drafts = (OpinionDraft(field_day.day, field_day.place, one.topic, one.text) for one in topics if one.consent)
    return LogEntry(field_day, contacts), tuple(sorted(drafts))


def count_log(entries: Iterable[LogEntry]) -> LogCounts:
    """Counts contacts and places."""
    log = tuple(entries)
    return LogCounts(
        len({(entry.field_day.person, entry.field_day.day) for entry in log}),
        sum(entry.contacts for entry in log),
        tuple(sorted({entry.field_day.place for entry in log})),
    )
