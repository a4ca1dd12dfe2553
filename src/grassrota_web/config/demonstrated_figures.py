"""The demonstration's figures: read and published on some days of the weeks in which its opinions were raised."""

from __future__ import annotations

from datetime import date, timedelta

from grassrota_web.access.actor import Application
from grassrota_web.config.demonstrated_opinions import DAYS
from grassrota_web.figures.actions.publishing import publish_due
from grassrota_web.figures.actions.reading import read_day
from grassrota_web.figures.models import Reading

EVERY = 10
"""Days from one reading to the next: a past to look back on, in a few seconds."""


def read_the_past(today: date) -> int:
    """Reads the figures from before the first opinion on, every few days; from then on the work of each day does.

    Returns:
        How many readings were made; 0 if there are some already.
    """
    if Reading.objects.exists():
        return 0
    back = range(DAYS + 1, 0, -EVERY)
    for days in back:
        read_day(Application(), today - timedelta(days=days))
        publish_due()
    return len(back)
