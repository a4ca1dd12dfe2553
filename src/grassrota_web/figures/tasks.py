"""What is done each day."""

from __future__ import annotations

from django.utils import timezone

from grassrota_web.figures.actions.reading import catch_up

# first, so that what was filed is a case, and every case stands where it does, before it is counted
from grassrota_web.inspections import tasks  # noqa: F401
from grassrota_web.jobs.daily import daily


@daily
def read_figures() -> None:
    """Reads the figures of each day that is over, and of today as far as it has come."""
    catch_up(timezone.localdate())
