"""Days, turns, recurring field days and batches.

Day counting is stated once, here: a turn lasts from its first to its last day, **both included**. A 40-day turn that
begins on 9 December ends on 17 January, and its person is due back on 18 January. From 9 December 1957 to 31 March
1958 there are 113 days. A posting of one month from 15 March ends on 14 April; where the month has no such day, it ends
on the month's last: from 31 January on 28 February.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Protocol, cast

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from grassrota.errors import BadInput, Fault, Faults

ONE_DAY = timedelta(days=1)


def days_in(first: date, last: date) -> int:
    """The number of days from ``first`` to ``last``, both included; 0 if ``last`` comes before ``first``."""
    return max(0, (last - first).days + 1)


def last_day(first: date, days: int) -> date:
    """The last day of a turn of ``days`` (>= 1) days that begins on ``first``."""
    return first + timedelta(days=days - 1)


def last_departure(window_end: date, days: int) -> date:
    """The latest first day of a turn of ``days`` days that still ends by ``window_end``."""
    return window_end - timedelta(days=days - 1)


def turns_that_fit(first: date, last: date, days: int) -> int:
    """How many turns of ``days`` days fit into the window one after the other."""
    return days_in(first, last) // days


def months_end(first: date, months: int) -> date:
    """The last day of a posting of ``months`` whole months that begins on ``first``."""
    same_day = first + relativedelta(months=months)
    return same_day - ONE_DAY if same_day.day == first.day else same_day


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """A stretch of days in the field, both ends included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadInput([Fault("last", f"a day on or after {self.first}", str(self.last))])

    @property
    def days(self) -> int:
        """Length in days, at least 1."""
        return days_in(self.first, self.last)

    @property
    def due_back(self) -> date:
        """The first day at home again."""
        return self.last + ONE_DAY

    def overlaps(self, other: Turn) -> bool:
        """True if both share at least one day."""
        return self.first <= other.last and other.first <= self.last


def whole_months(turn: Turn) -> int:
    """How many whole months a turn lasts, as ``months_end`` counts them; 0 if it is not so many months exactly."""
    back = turn.due_back
    most = (back.year - turn.first.year) * 12 + back.month - turn.first.month
    fitting = (months for months in (most, most - 1) if months > 0 and months_end(turn.first, months) == turn.last)
    return next(fitting, 0)


def days_covered(turns: Iterable[Turn]) -> int:
    """Days in the union of the turns: a day that two turns share counts once."""
    total, reached = 0, 0
    for turn in sorted(turns):
        last = turn.last.toordinal()
        total += max(0, last - max(turn.first.toordinal() - 1, reached))
        reached = max(reached, last)
    return total


_WHOLE_DAYS = re.compile(
    r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;(BYDAY|BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYMONTH|BYSETPOS|WKST)=[A-Z0-9,+-]+)*"
)
_NAMES_ITS_DAYS = re.compile("FREQ=DAILY|BYDAY|BYMONTHDAY|BYYEARDAY|BYWEEKNO")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Recurring field days as an RFC 5545 recurrence rule, such as ``FREQ=WEEKLY;BYDAY=TH``.

    Attributes:
        rule: The rule, FREQ first. The window is given when days are asked for, and a rule must give the same days
            whatever window they are asked in: it names its days, and INTERVAL, COUNT, UNTIL, DTSTART and hours are
            refused.
        except_on: Days that are left out, such as holidays.
    """

    rule: str
    except_on: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        expected = "an RFC 5545 rule of whole days such as FREQ=WEEKLY;BYDAY=TH"
        if not _WHOLE_DAYS.fullmatch(self.rule.upper()):
            expected += ", without INTERVAL, COUNT, UNTIL, DTSTART or hours"
            raise BadInput([Fault("recurrence", expected, self.rule or "nothing")])
        if not _NAMES_ITS_DAYS.search(self.rule.upper()):
            raise BadInput([Fault("recurrence", f"{expected}, which names its days", self.rule)])
        try:
            _parsed_rule(self.rule, date(2000, 1, 1))
        except (ValueError, TypeError, AttributeError, KeyError, IndexError):
            raise BadInput([Fault("recurrence", expected, self.rule)]) from None

    def days(self, first: date, last: date) -> tuple[date, ...]:
        """The days of the rule from ``first`` to ``last``, both included."""
        parsed = _parsed_rule(self.rule, first)
        found = parsed.between(_midnight(first), _midnight(last), inc=True)
        return tuple(day.date() for day in found if day.date() not in self.except_on)


class _Rule(Protocol):
    def between(self, after: datetime, before: datetime, inc: bool) -> list[datetime]: ...


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _parsed_rule(rule: str, start: date) -> _Rule:
    return cast(_Rule, rrulestr(rule, dtstart=_midnight(start)))


@dataclass(frozen=True, slots=True)
class Batch:
    """People who go in the same window, under one form.

    Attributes:
        number: 1 for the first batch of a programme.
        depart_from: First day on which anyone may depart.
        depart_by: Last day on which anyone may depart ("before the 15th" is the 14th).
        days: Planned length of everyone's turn, >= 1.
    """

    number: int
    depart_from: date
    depart_by: date
    days: int

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(self.number >= 1, "number", "1 or more", self.number)
        faults.unless(self.days >= 1, "days", "1 or more", self.days)
        faults.unless(
            self.depart_by >= self.depart_from, "depart_by", f"on or after {self.depart_from}", self.depart_by
        )
        faults.raise_if_any()

    @property
    def away(self) -> Turn:
        """The days on which somebody of this batch may be away."""
        return Turn(self.depart_from, last_day(self.depart_by, self.days))

    def turn_from(self, first: date) -> Turn:
        """The turn of a person who departs on ``first``."""
        return Turn(first, last_day(first, self.days))


def check_batches(batches: tuple[Batch, ...]) -> None:
    """Refuses batches that are out of order or overlap, so that nobody can be in two at once.

    Raises:
        BadInput: With every fault; ``row`` is the batch's position, the first being 1.
    """
    faults = []
    for row, batch in enumerate(batches, start=1):
        if batch.number != row:
            faults.append(Fault("number", f"{row}, batches being numbered in turn", str(batch.number), row=row))
    for row, (before, after) in enumerate(pairwise(batches), start=2):
        if after.depart_from <= before.away.last:
            expected = f"a day after {before.away.last}, when the last of batch {before.number} is still away"
            faults.append(Fault("depart_from", expected, str(after.depart_from), row=row))
    if faults:
        raise BadInput(faults)
