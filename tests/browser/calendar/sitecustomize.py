"""Lets an application under test live on another day: the one that the file named in ``TODAY_FILE`` says.

A rotation of 1957 is walked through on its own days, so that whatever people say bears the day on which they said it.
Put on PYTHONPATH, this is imported in each process of the application. Clocks run on; only the calendar is set.
"""

from __future__ import annotations

import os
from datetime import date, datetime, tzinfo
from pathlib import Path

if "TODAY_FILE" in os.environ:
    from django.utils import timezone

    def on_the_calendar(value: datetime | None = None, timezone: tzinfo | None = None) -> date:
        """The day of a moment, or today's."""
        return real(value, timezone) if value else date.fromisoformat(Path(os.environ["TODAY_FILE"]).read_text())

    real, timezone.localdate = timezone.localdate, on_the_calendar
