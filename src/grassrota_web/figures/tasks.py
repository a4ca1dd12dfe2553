"""What is done each day, and word of it by mail."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.core.mail import EmailMessage
from django.utils import timezone

from grassrota_web.figures.actions.reading import catch_up
from grassrota_web.figures.actions.schedules import issue_due
from grassrota_web.figures.mail import of_bulletin, of_refusal
from grassrota_web.figures.models import Bulletin, BulletinSchedule

# first, so that what was filed is a case, and every case stands where it does, before it is counted
from grassrota_web.inspections import tasks  # noqa: F401
from grassrota_web.jobs.daily import daily
from grassrota_web.jobs.tasks import Running, task

log = logging.getLogger(__name__)


@daily
def read_figures() -> None:
    """Reads the figures of each day that is over, and of today as far as it has come."""
    catch_up(timezone.localdate())


@daily
def issue_scheduled_bulletins() -> None:
    """Issues the bulletins that schedules ask for, once the figures of their day are closed and published."""
    issue_due(timezone.localdate())


@task("figures.issue_bulletin")
def tell_of_bulletin(running: Running) -> None:
    """Sends word of a bulletin to those who asked for it; whom it does not reach keeps nobody else from it."""
    _sent(running, of_bulletin(Bulletin.objects.select_related("unit").get(pk=running.arguments["bulletin"])))


@task("figures.note_not_issued")
def tell_of_refusal(running: Running) -> None:
    """Tells whoever set a schedule why it could not issue a bulletin."""
    found = of_refusal(BulletinSchedule.objects.select_related("unit").get(pk=running.arguments["schedule"]))
    _sent(running, [found] if found else [])


def _sent(running: Running, messages: Iterable[EmailMessage]) -> None:
    sent = failed = 0
    for message in messages:
        try:
            sent += message.send()
        except OSError:  # a server that is not there, or that will not have it
            failed += 1
            log.warning("a message of %s could not be sent", running.job.task)
    with running.ending(sent=sent, failed=failed):
        pass
