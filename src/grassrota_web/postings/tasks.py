"""Long work of the room: letters of a batch, and word to people that there is news."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from grassrota.posting.swap import DECIDED
from grassrota_web.access.models import Account
from grassrota_web.jobs.daily import daily
from grassrota_web.jobs.models import Job
from grassrota_web.jobs.tasks import PAGES, Running, task
from grassrota_web.orgs.models import Rotation
from grassrota_web.postings.actions.availability import take_up_what_is_due
from grassrota_web.postings.letters import bundle
from grassrota_web.postings.models import BatchRecord, LetterBundle, Posting, Swap


@daily
def take_up_what_was_said() -> None:
    """Takes up what people said until yesterday, for everybody at once."""
    for rotation in Rotation.objects.filter(closed_on=None):
        take_up_what_is_due(rotation)


@daily
def tell_of_swaps() -> None:
    """Tells those with whom somebody wanted to swap, or who heard of it, that there is news: on the day after.

    So mail does not tell at which minute somebody said something of their own.
    """
    if settings.MAIL_FROM:
        since = timezone.localdate() - timedelta(days=1)
        _tell(_of_two(Swap.objects.filter(since=since).exclude(state__in=DECIDED)))


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
def tell_listed(running: Running) -> None:
    """Tells those listed that there is news. Done twice, it tells twice: a second word is better than none."""
    _tell(Posting.objects.filter(plan=running.arguments["plan"], released_on=None))
    with running.ending():
        pass


@task("postings.decide_swap")
def tell_two(running: Running) -> None:
    """Tells the two whose swap was decided that there is news."""
    _tell(_of_two(Swap.objects.filter(pk=running.arguments["swap"])))
    with running.ending():
        pass


def _of_two(swaps: QuerySet[Swap]) -> QuerySet[Posting]:
    return Posting.objects.filter(Q(pk__in=swaps.values("first")) | Q(pk__in=swaps.values("second")))


def _tell(postings: QuerySet[Posting]) -> None:
    """Tells people that there is news: no more than that, since mail is read by others as well."""
    people = postings.values("person__code")
    accounts = Account.objects.filter(person__in=people, is_active=True).exclude(email="").order_by("pk")
    with get_connection() as connection:
        for account in accounts:
            with translation.override(account.language or settings.LANGUAGE_CODE):
                subject, body = _("There is news"), _("There is news for you. Please sign in to read it.")
                send_mail(subject, body, settings.MAIL_FROM, [account.email], connection=connection)


def _page(job: Job) -> str:
    return reverse("postings:letters", args=[job.arguments["record"]])


PAGES["postings.ask_for_letters"] = _page
