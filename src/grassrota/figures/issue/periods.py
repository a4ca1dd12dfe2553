"""Weeks, months and quarters: the last days as of which a bulletin is due by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum


class Every(StrEnum):
    """How often; weeks end on Sunday, months and quarters with their last day."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


def period_end(every: Every, day: date) -> date:
    """The last day of the period that a day lies in."""
    if every is Every.WEEK:
        return day + timedelta(days=6 - day.weekday())
    month = day.month if every is Every.MONTH else day.month + (-day.month) % 3
    year, after = (day.year + 1, 1) if month == 12 else (day.year, month + 1)
    return date(year, after, 1) - timedelta(days=1)


def due(every: Every, since: date, after_days: int, today: date) -> Iterator[date]:
    """The ends of all periods, from the one that a day lies in, that are so many days past.

    Args:
        every: How long a period is.
        since: A day of the first period.
        after_days: How many days after its end a period is due, 1 or more.
        today: The day.
    """
    end = period_end(every, since)
    while end + timedelta(days=after_days) <= today:
        yield end
        end = period_end(every, end + timedelta(days=1))
