"""Long work of the room: letters of a batch, and word to those listed that there is news."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from grassrota_web.access.models import Account
from grassrota_web.jobs.daily import daily
from grassrota_web.jobs.models import Job
from grassrota_web.jobs.tasks import PAGES, Running, task
from grassrota_web.orgs.models import Rotation
from grassrota_web.postings.actions.availability import take_up_what_is_due
from grassrota_web.postings.letters import bundle
from grassrota_web.postings.models import BatchRecord, LetterBundle, Posting


@daily
def take_up_what_was_said() -> None:
    """Takes up what people said until yesterday, for everybody at once."""
    for rotation in Rotation.objects.filter(closed_on=None):
        take_up_what_is_due(rotation)


@task("postings.ask_for_letters")
def letters(running: Running) -> None:
    """Makes all letters of a batch; they appear together."""
    record = BatchRecord.objects.select_related("rotation").get(pk=running.arguments["record"])
    rows = Posting.objects.filter(rotation=record.rotation, batch=record.batch, released_on=None)
    found = list(rows.select_related("person", "home_unit", "opening__place", "rotation").order_by("person__code"))
    content = bundle(record, found, lambda done: running.report(done=done, total=len(found)))
    with running.ending(letters=2 * len(found)):
        LetterBundle.objects.update_or_create(
            record=record, defaults={"made_on": timezone.localdate(), "content": content}
        )


@task("postings.publish")
def tell(running: Running) -> None:
    """Tells those listed that there is news: no more than that, since mail is read by others as well.

    Done twice, it tells twice: a second word is better than none.
    """
    people = Posting.objects.filter(plan=running.arguments["plan"], released_on=None).values("person__code")
    accounts = Account.objects.filter(person__in=people, is_active=True).exclude(email="").order_by("pk")
    with get_connection() as connection:
        for account in accounts:
            with translation.override(account.language or settings.LANGUAGE_CODE):
                subject, body = _("There is news"), _("There is news for you. Please sign in to read it.")
                send_mail(subject, body, settings.MAIL_FROM, [account.email], connection=connection)
    with running.ending():
        pass


def _page(job: Job) -> str:
    return reverse("postings:letters", args=[job.arguments["record"]])


PAGES["postings.ask_for_letters"] = _page
