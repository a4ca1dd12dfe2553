"""Named places of a template: what each asks for, read from its few words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from grassrota.errors import BadInput, Fault
from grassrota.figures.definitions import DEFINITIONS, Dimension, Subject


class Kind(StrEnum):
    """What a place asks for."""

    NAMED = "named"
    PICTURE = "picture"
    COUNT = "count"
    PARTS = "parts"
    SHARE = "share"
    CHANGE = "change"
    COMPLETE = "complete"
    RANK = "rank"


NAMED = ("unit", "day", "age", "published")
"""Places that are no figures."""

THERE_IS = (
    "{unit} {day} {age} {published} {picture} {FIGURE} {FIGURE on 2026-08-31} {FIGURE by topic} "
    "{PART of WHOLE} {change FIGURE since 2026-08-31} {change FIGURE since last} {complete FIGURE} {rank PART of WHOLE}"
)


@dataclass(frozen=True, slots=True)
class Place:
    """One place.

    Attributes:
        text: As it is written between the braces.
        kind: What it asks for.
        figure: Code of the figure, or the name of one that is ``NAMED``.
        day: The day as of which; None for the bulletin's.
        whole: Code of the figure it is a share of.
        whole_day: The day as of which that was counted; None for the bulletin's.
        dimension: By what it is divided.
        since: The day from which a change is counted; None for that of the last bulletin.
    """

    text: str
    kind: Kind
    figure: str = ""
    day: date | None = None
    whole: str = ""
    whole_day: date | None = None
    dimension: str = ""
    since: date | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The days that it names."""
        return tuple(day for day in (self.day, self.whole_day, self.since) if day is not None)

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """What it counts; a picture is of opinions."""
        if self.kind is Kind.PICTURE:
            return (Subject.OPINIONS,)
        return (DEFINITIONS[self.figure].subject,) if self.figure in DEFINITIONS else ()


def wholes(code: str) -> tuple[str, ...]:
    """The figures that one is counted within, from the nearest up."""
    found = ["reported_fixed"] if code == "confirmed" else []
    while code := DEFINITIONS[code].of:
        found.append(code)
    return tuple(found)


_DAY = r"(\d{4}-\d{2}-\d{2})"
_ON = rf"(?: on {_DAY})?"
_COUNT = re.compile(rf"(\w+){_ON}")
_PARTS = re.compile(r"(\w+) by (\w+)")
_SHARE = re.compile(rf"(rank )?(\w+){_ON} of (\w+){_ON}")
_CHANGE = re.compile(rf"change (\w+) since (?:{_DAY}|last)")
_COMPLETE = re.compile(r"complete (\w+)")


def read_place(text: str) -> Place:
    """The place that some words between braces name.

    Raises:
        BadInput: If there is no such place; the fault says what there is.
    """
    said = " ".join(text.split())
    if said in NAMED:
        return Place(said, Kind.NAMED, said)
    if said == Kind.PICTURE:
        return Place(said, Kind.PICTURE)
    if match := _COMPLETE.fullmatch(said):
        return Place(said, Kind.COMPLETE, _figure(match[1], said))
    if match := _CHANGE.fullmatch(said):
        return Place(said, Kind.CHANGE, _figure(match[1], said), since=_day(match[2], said))
    if match := _PARTS.fullmatch(said):
        return Place(said, Kind.PARTS, _figure(match[1], said), dimension=_dimension(match[1], match[2], said))
    if match := _SHARE.fullmatch(said):
        return _share(match, said)
    if match := _COUNT.fullmatch(said):
        return Place(said, Kind.COUNT, _figure(match[1], said), _day(match[2], said))
    raise _fault(f"one of {THERE_IS}", said)


def _share(match: re.Match[str], said: str) -> Place:
    part, whole = _figure(match[2], said), _figure(match[4], said)
    day, whole_day = _day(match[3], said), _day(match[5], said)
    if whole not in wholes(part):
        there = ", ".join(f"{part} of {one}" for one in wholes(part)) or f"{part} alone, which is a part of nothing"
        raise _fault(there, said)
    if match[1]:
        if day or whole_day:
            raise _fault("a rank as of the day of the bulletin", said)
        return Place(said, Kind.RANK, part, whole=whole)
    return Place(said, Kind.SHARE, part, day, whole, whole_day)


def _figure(code: str, said: str) -> str:
    if code not in DEFINITIONS:
        raise _fault(f"a figure, one of {', '.join(DEFINITIONS)}; or one of {THERE_IS}", said)
    return code


def _dimension(code: str, name: str, said: str) -> str:
    there = DEFINITIONS[code].by
    if name not in there:
        raise _fault(", ".join(f"{code} by {one}" for one in there) or f"{code}, which is not divided", said)
    return Dimension(name).value


def _day(text: str | None, said: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _fault("a day of the calendar, such as 2026-08-31", said) from None


def _fault(expected: str, said: str) -> BadInput:
    return BadInput([Fault("place", expected, "{" + said + "}")])
