"""Rules of this room and of those below it that are not told there."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.models import AnswerGiven, Sealed
from grassrota_web.access.retention import Rule, delete, keep
from grassrota_web.jobs.models import Job
from grassrota_web.journal.actions import erase
from grassrota_web.journal.models import Entry


def _after(day: date) -> datetime:
    """The first moment after a day."""
    return timezone.make_aware(datetime.combine(day, time.max))


def _sealed(day: date) -> QuerySet[Any]:
    # detail with a day of its own is due after that day, however long the rule keeps the rest
    own = Q(expires_on__lt=timezone.localdate())
    return Sealed.objects.filter(own | Q(expires_on=None, sealed_on__lte=day)).order_by("sealed_on", "pk")


def _journal(day: date) -> QuerySet[Any]:
    return Entry.objects.filter(erased_on=None, recorded_at__lte=_after(day)).order_by("number")


def _jobs(day: date) -> QuerySet[Any]:
    return Job.objects.filter(ended_at__lte=_after(day)).order_by("ended_at", "pk")


def _sessions(day: date) -> QuerySet[Any]:
    return Session.objects.filter(expire_date__lte=_after(day)).order_by("expire_date")


keep(
    Rule(
        "sealed",
        _("Sealed detail of exemptions and hardships"),
        _("the day on which it was sealed, or the day set for it"),
        730,
        _sealed,
        delete,
    )
)
keep(
    Rule(
        "journal",
        _("What entries of the journal say was there before and after; who did what to what, and the hash, stay"),
        _("the day of the entry"),
        3650,
        _journal,
        lambda rows: erase(rows.values_list("number", flat=True)),
    )
)
keep(
    Rule(
        "answers",
        _("What programs were answered under a key of their own"),
        _("the day of the answer"),
        2,
        lambda day: AnswerGiven.objects.filter(given_on__lte=day).order_by("pk"),
        delete,
    )
)
keep(Rule("jobs", _("Long work that has ended, with its result"), _("its end"), 90, _jobs, delete))
keep(Rule("sessions", _("Sessions of people who signed in"), _("the end of the session"), 0, _sessions, delete))
