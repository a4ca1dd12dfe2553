"""What is done each day: after cases were opened and chains looked at, what everybody may know is written anew."""

from __future__ import annotations

from django.utils import timezone

from grassrota_web.jobs.daily import daily
from grassrota_web.open311.publish import publish

# first, so that cases are opened and chains looked at before
from grassrota_web.opinions import tasks  # noqa: F401


@daily
def publish_requests() -> None:
    """Writes what everybody may know of opinions."""
    publish(timezone.localdate())
