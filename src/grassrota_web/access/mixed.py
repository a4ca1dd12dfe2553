"""Rows of a day whose order and moment betray nobody: written anew in another order each time one is added.

A store keeps what was written last at the end of a table, and PostgreSQL also with which transaction. All rows of a
day, written again together, have one moment and no order; the daily work does it once more when the day is over.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from grassrota_web.jobs.daily import daily

WEEK = timedelta(days=7)
"""So far back the daily work looks for days that no worker was there for."""

OF_A_DAY: list[Callable[[date], QuerySet[Any]]] = []
"""What gives the rows of a day, as the rooms register it."""


def mixed(rows: Callable[[date], QuerySet[Any]]) -> Callable[[date], QuerySet[Any]]:
    """Registers rows of a day to be mixed again when the day is over."""
    OF_A_DAY.append(rows)
    return rows


def mix(rows: QuerySet[Any]) -> None:
    """Writes rows anew in random order, in one transaction; what refers to them goes on doing so."""
    with transaction.atomic():
        kept = list(rows.select_for_update())
        secrets.SystemRandom().shuffle(kept)
        known = rows.model._default_manager.filter(pk__in=[row.pk for row in kept])
        # references are looked at when the transaction ends, and nothing cascades from what comes back at once
        known._raw_delete(known.db)
        rows.model._default_manager.bulk_create(kept)


@daily
def mix_what_was_said() -> None:
    """Mixes once more the rows of the days that are over, so that no part of a day stands apart either."""
    today = timezone.localdate()
    for rows in OF_A_DAY:
        for back in range(1, WEEK.days + 1):
            mix(rows(today - timedelta(days=back)))
