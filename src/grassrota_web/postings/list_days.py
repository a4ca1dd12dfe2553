"""On which days a list may be said to have been opened or published, on the page as by a program."""

from __future__ import annotations

from datetime import date, timedelta

LATE = timedelta(days=14)
"""So long afterwards one may still note it; never beforehand, since all that follows is counted from that day."""


def list_days(today: date, since: date | None = None) -> tuple[date, date]:
    """The first and the last such day.

    Args:
        today: The last.
        since: A day that it cannot be before, such as that on which the list was opened to discussion.
    """
    return max(since or date.min, today - LATE), today
