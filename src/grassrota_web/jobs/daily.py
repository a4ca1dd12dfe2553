"""What is done once a day by whichever worker comes first: rooms register it here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date

from grassrota_web.jobs.models import Day

log = logging.getLogger(__name__)

DAILY: list[Callable[[], None]] = []
"""What to do each day, as the rooms are loaded. Each may be done twice with the same result."""


def daily(function: Callable[[], None]) -> Callable[[], None]:
    """Registers something to be done each day."""
    DAILY.append(function)
    return function


def do_the_days_work(today: date) -> bool:
    """Does what is due today; False if that was done.

    The day counts as done when everything was tried, so that a worker that is killed half-way leaves it to the next.
    """
    if Day.objects.filter(day=today).exists():
        return False
    for work in DAILY:
        try:
            work()
        except Exception:
            log.exception("%s was not done today", work.__name__)
    Day.objects.get_or_create(day=today)
    return True
