"""Closures of cases as signs about units; which cases they are, ``grassrota.opinions.closures`` says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from grassrota.figures.screens.reports import Screen, Sign
from grassrota.opinions.case import Case
from grassrota.opinions.closures import Flag, closed_rarely, faster_than_capacity, template_replies, without_action
from grassrota.opinions.workdays import WEEKDAYS, WorkCalendar

ALIKE, COPIES = Fraction(9, 10), 5
"""Replies that count as copies here, and how many make a sign about a unit: stricter than a mark on a case."""


@dataclass(frozen=True, slots=True)
class Work:
    """How much a unit's people can do in a period.

    Attributes:
        handlers: People of each unit who work on cases.
        first: First day of the period.
        last: Last day of it.
        days_a_case: Working days of one person that a fix takes at the least.
        calendar: Which days are worked.
    """

    handlers: Mapping[str, int]
    first: date
    last: date
    days_a_case: Fraction = Fraction(1, 4)
    calendar: WorkCalendar = WEEKDAYS


def closures(cases: Iterable[Case], level: float, work: Work | None = None) -> Iterator[Sign]:
    """Signs that nobody looked at what was closed.

    Args:
        cases: Cases of any units.
        level: The chance of any bulk in honest units, all of them together.
        work: What their people can do; without it nobody is too fast.
    """
    cases = tuple(cases)
    looked: list[tuple[Screen, tuple[Flag, ...], float | None]] = [
        (Screen.BULK, closed_rarely(cases, level), level),
        (Screen.TEMPLATE, template_replies(cases, ALIKE, COPIES), None),
        (Screen.NO_ACTION, without_action(cases), None),
    ]
    if work is not None:
        fast = faster_than_capacity(cases, work.handlers, work.first, work.last, work.days_a_case, work.calendar)
        looked.append((Screen.CAPACITY, fast, 0.0))
    for screen, flags, chance in looked:
        yield from (Sign(screen, (flag.owner,), flag.arithmetic, chance) for flag in flags)
