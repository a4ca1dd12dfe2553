"""What is done each day: lists whose day has come are frozen, and what waited for the day after a verdict is opened."""

from __future__ import annotations

from django.utils import timezone

from grassrota_web.access.actor import Application
from grassrota_web.inspections import (
    days,
    retention,  # noqa: F401
)
from grassrota_web.inspections.actions.reopening import open_again
from grassrota_web.inspections.actions.rounds import freeze
from grassrota_web.inspections.models import Claim, Round
from grassrota_web.jobs.daily import daily


@daily
def freeze_lists() -> None:
    """Freezes the lists of rounds whose day it is, so that no list waits for somebody to press a button."""
    today = timezone.localdate()
    due = Round.objects.filter(frozen_on=None, as_of__lte=today, chance_on__gte=today)
    for row in due:
        if not days.has_spoken(row):
            freeze(Application(), row.pk)


@daily
def open_what_failed() -> None:
    """Opens cases again that failed their check and were claimed on the day of the verdict."""
    waiting = Claim.objects.filter(to_open=True, settled_on__lt=timezone.localdate())
    for key in list(waiting.values_list("pk", flat=True)):
        open_again(Application(), key)
