"""Working days: weekends, holidays, and the weekend days that are worked to make up for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib import import_module

from dateutil.relativedelta import relativedelta

from grassrota.errors import BadInput, Fault, Faults
from grassrota.turns import ONE_DAY


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked.

    Attributes:
        name: What people call it.
        known_to: Last day for which holidays are known; after it only weekends are.
        known_from: First such day.
        days_off: Weekdays that are not worked.
        made_up: Weekend days that are worked.
        weekend: Days of the week, 0 for Monday.
    """

    name: str
    known_to: date = date.max
    known_from: date = date.min
    days_off: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})

    def __post_init__(self) -> None:
        faults = Faults()
        both = sorted(self.days_off & self.made_up)
        faults.unless(not both, "made_up", "days that are not days off too", ", ".join(map(str, both)))
        faults.unless(self.known_from <= self.known_to, "known_to", f"a day from {self.known_from} on", self.known_to)
        faults.unless(self.weekend < frozenset(range(7)), "weekend", "at most six days, 0 to 6", sorted(self.weekend))
        faults.raise_if_any()

    def works_on(self, day: date) -> bool:
        """True if people work on a day."""
        return day in self.made_up or (day.weekday() not in self.weekend and day not in self.days_off)

    def from_day(self, day: date) -> date:
        """The day itself if it is worked, else the next one that is."""
        while not self.works_on(day):
            day += ONE_DAY
        return day

    def after(self, day: date, count: int) -> date:
        """The ``count``-th (1 or more) working day after a day."""
        for _ in range(count):
            day = self.from_day(day + ONE_DAY)
        return day

    def count(self, first: date, last: date) -> int:
        """Working days from one day to another, both included."""
        return sum(self.works_on(first + timedelta(days=ahead)) for ahead in range((last - first).days + 1))

    def statement(self, first: date, last: date) -> str:
        """What is not known about the days between, in a sentence; empty if everything is."""
        if self.known_from <= first and last <= self.known_to:
            return ""
        known = f"from {self.known_from} to {self.known_to}"
        return f"{self.name}: holidays are known {known}; outside only weekends are counted, so {last} may still move."


WEEKDAYS = WorkCalendar("Monday to Friday")
"""Every weekday is worked."""


@cache
def china() -> WorkCalendar:
    """Working days of China by the notices of the State Council, with the weekend days that are made up.

    Taken from the package ``chinesecalendar``, whose last year is the last one announced.
    """
    # loaded only here, so that those who count otherwise need not wait for it
    constants = import_module("chinese_calendar.constants")
    off: Mapping[date, str] = constants.holidays
    made_up: Mapping[date, str] = constants.workdays
    first, last = min(off).year, max(off).year
    weekdays = frozenset(day for day in off if day.weekday() < 5)
    worked = frozenset(day for day in made_up if day.weekday() >= 5)
    return WorkCalendar("China", date(last, 12, 31), date(first, 1, 1), weekdays, worked)


def with_own_days(calendar: WorkCalendar, off: Iterable[date] = (), worked: Iterable[date] = ()) -> WorkCalendar:
    """A calendar with an organisation's own days off and days worked, which go before its own."""
    off, worked = frozenset(off), frozenset(worked)
    return replace(calendar, days_off=(calendar.days_off - worked) | off, made_up=(calendar.made_up - off) | worked)


class Span(StrEnum):
    """In what a term is counted."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Term:
    """How long somebody has, 1 or more of a span; the day on which it begins does not count."""

    count: int
    span: Span = Span.DAYS

    def __post_init__(self) -> None:
        if self.count < 1:
            raise BadInput([Fault("count", "1 or more", str(self.count))])


@dataclass(frozen=True, slots=True)
class Due:
    """The last day for something.

    Attributes:
        on: The day, always a working one as far as is known.
        caution: Why it may still move, in a sentence; empty if it cannot.
    """

    on: date
    caution: str = ""


def due(begins: date, term: Term, calendar: WorkCalendar = WEEKDAYS) -> Due:
    """When a term ends: if its last day is not worked, on the next one that is."""
    if term.span == Span.WORKING_DAYS:
        last = calendar.after(begins, term.count)
        return Due(last, calendar.statement(begins, last))
    apart = timedelta(days=term.count) if term.span == Span.DAYS else relativedelta(months=term.count)
    end = begins + apart
    last = calendar.from_day(end)
    return Due(last, calendar.statement(end, last))
