"""What is done each day: filings are appended, and files without a row are swept up."""

from __future__ import annotations

from django.utils import timezone

from grassrota_web.access.actor import Application
from grassrota_web.intake import papers
from grassrota_web.intake.actions.days_work import append_filings
from grassrota_web.intake.models import Attachment
from grassrota_web.jobs.daily import daily


@daily
def append_what_was_filed() -> None:
    """Appends what was filed before today."""
    append_filings(Application(), timezone.localdate())
    papers.sweep({key.hex for key in Attachment.objects.values_list("pk", flat=True)})
