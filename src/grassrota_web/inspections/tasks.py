"""What is done each day: lists whose day has come are frozen."""

from __future__ import annotations

from django.utils import timezone

from grassrota_web.access.actor import Application
from grassrota_web.inspections import (
    days,
    retention,  # noqa: F401
)
from grassrota_web.inspections.actions.rounds import freeze
from grassrota_web.inspections.models import Round
from grassrota_web.jobs.daily import daily


@daily
def freeze_lists() -> None:
    """Freezes the lists of rounds whose day it is, so that no list waits for somebody to press a button."""
    today = timezone.localdate()
    due = Round.objects.filter(frozen_on=None, as_of__lte=today, chance_on__gte=today)
    for row in due:
        if not days.has_spoken(row):
            freeze(Application(), row.pk)
