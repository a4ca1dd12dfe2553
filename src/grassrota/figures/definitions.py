"""Every figure once: what it counts, in whose words, where, and out of what. Shares are pairs of these, never kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from grassrota.errors import Faults
from grassrota.figures.figure import Status


class Subject(StrEnum):
    """What one of them is; unlike subjects are never added."""

    PEOPLE = "people"
    DAYS = "days"
    ROOM = "room"
    PLACES = "places"
    OPINIONS = "opinions"


class CountedAt(StrEnum):
    """At which unit it counts, and at all units above it."""

    HOME = "home"
    PLACE = "place"
    ORGAN = "organ"


class Dimension(StrEnum):
    """By what a count is divided, by one at a time."""

    FORM = "form"
    GRADE = "grade"
    SECTOR = "sector"
    TOPIC = "topic"
    ROTATION = "rotation"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure.

    Attributes:
        code: Stable, unique.
        words: What is counted, in one English clause.
        subject: What one of them is.
        status: In whose words it is true.
        at: The unit at which it counts.
        of: Code of the figure whose part it is, the denominator of its share; empty if it is of none.
        by: The dimensions by which it is divided.
    """

    code: str
    words: str
    subject: Subject
    status: Status
    at: CountedAt
    of: str = ""
    by: tuple[Dimension, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.code), "code", "a stable code", "nothing")
        faults.unless(bool(self.words), "words", "what is counted", "nothing")
        faults.unless(self.of != self.code or not self.code, "of", "another figure", f"{self.code} itself")
        faults.raise_if_any()


_GOING = (Dimension.ROTATION, Dimension.FORM, Dimension.GRADE, Dimension.SECTOR)
_PLANNED = (Dimension.ROTATION, Dimension.GRADE, Dimension.SECTOR)
_P, _O, _TOPIC = Subject.PEOPLE, Subject.OPINIONS, (Dimension.TOPIC,)
_WAITING = (Dimension.TOPIC, Dimension.AGE)
_HOME, _PLACE, _ORGAN = CountedAt.HOME, CountedAt.PLACE, CountedAt.ORGAN

_ALL = (
    Definition("staff", "members of the staff", _P, Status.LISTED, _HOME, by=(Dimension.GRADE,)),
    Definition("turns", "turns that those on the staff have served", _P, Status.REPORTED, _HOME),
    Definition("planned", "people in the latest plan that units were shown", _P, Status.PLANNED, _HOME, by=_PLANNED),
    Definition("listed", "people on a published list who were not taken off", _P, Status.LISTED, _HOME, by=_GOING),
    Definition("departed", "people who departed", _P, Status.DEPARTED, _HOME, "listed", _GOING),
    Definition("arrived", "people whose arrival was noted", _P, Status.REPORTED, _HOME, "departed", _GOING),
    Definition("returned", "people who came back", _P, Status.REPORTED, _HOME, "departed", _GOING),
    Definition("away", "people who departed and are not back", _P, Status.DEPARTED, _HOME, "staff", _GOING),
    Definition("field_days", "days in the field that people wrote down", Subject.DAYS, Status.REPORTED, _HOME),
    Definition(
        "room", "people whom hosts agreed to take in all batches, at least", Subject.ROOM, Status.LISTED, _PLACE
    ),
    Definition("vacant", "of these, how many nobody is listed for", Subject.ROOM, Status.LISTED, _PLACE, "room"),
    Definition("present", "people who departed for a place and are not back", _P, Status.DEPARTED, _PLACE, by=_GOING),
    Definition("townships", "townships", Subject.PLACES, Status.LISTED, _PLACE),
    Definition("covered", "townships to which somebody departed", Subject.PLACES, Status.DEPARTED, _PLACE, "townships"),
    Definition("raised", "opinions for which a unit answers", _O, Status.LISTED, _ORGAN, by=_TOPIC),
    Definition("acknowledged", "opinions whose raisers were told so", _O, Status.REPORTED, _ORGAN, "raised", _TOPIC),
    Definition("open", "opinions about which the unit claims nothing", _O, Status.LISTED, _ORGAN, "raised", _WAITING),
    Definition(
        "reported_fixed", "opinions that the unit says are fixed", _O, Status.REPORTED, _ORGAN, "raised", _TOPIC
    ),
    Definition(
        "confirmed", "opinions that their raisers say are fixed", _O, Status.CONFIRMED, _ORGAN, "raised", _TOPIC
    ),
    Definition(
        "refuted",
        "opinions said to be fixed that their raisers say are not",
        _O,
        Status.REFUTED,
        _ORGAN,
        "reported_fixed",
        _WAITING,
    ),
    Definition(
        "unasked",
        "opinions said to be fixed whose silent raisers nobody asked since",
        _O,
        Status.UNKNOWN,
        _ORGAN,
        "reported_fixed",
        _TOPIC,
    ),
    Definition(
        "otherwise_closed",
        "opinions closed without a fix, or taken back",
        _O,
        Status.REPORTED,
        _ORGAN,
        "raised",
        _TOPIC,
    ),
)

DEFINITIONS: Mapping[str, Definition] = {definition.code: definition for definition in _ALL}
"""Every figure by its code, in the order in which they are read."""
