"""Schedules: bulletins that are issued by themselves, under the rights of whoever set them, once for each period."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.errors import BadInput, Fault, Refused
from grassrota.figures.issue.periods import Every, due
from grassrota_web.access.actor import NOBODY, Actor, Application
from grassrota_web.access.models import Account
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.figures.actions.bulletins import issue_bulletin
from grassrota_web.figures.models import Bulletin, BulletinSchedule
from grassrota_web.jobs.actions import ask
from grassrota_web.orgs.models import Unit

MOST_DAYS = 60
"""A bulletin is issued at most so many days after its period."""


@verb("figures.set_schedule", Right.PUBLISH)
def set_schedule(act: Act, unit: Unit, every: Every, after_days: int, public: bool) -> BulletinSchedule:
    """Lets bulletins of a unit be issued by themselves from the period that today lies in, in one's own name.

    Raises:
        BadInput: If they are to come before the day after their period, or too long after it.
    """
    act.at(unit.path)
    if not 1 <= after_days <= MOST_DAYS:
        raise BadInput([Fault("after_days", f"1 to {MOST_DAYS} days", str(after_days))])
    said = {"every": every.value, "after_days": after_days, "public": public}
    who = {"account": act.actor.account, "set_by": act.actor.name, "set_on": timezone.localdate()}
    row = BulletinSchedule.objects.create(unit=unit, **said, **who)
    act.note("schedule", row.pk, place=unit.path, after={"unit": unit.code, **said})
    return row


@verb("figures.end_schedule", Right.PUBLISH)
def end_schedule(act: Act, schedule: BulletinSchedule) -> None:
    """Ends a schedule; what it issued stays."""
    act.at(schedule.unit.path)
    row = act.lock(BulletinSchedule, pk=schedule.pk)
    row.ended_on = row.ended_on or timezone.localdate()
    row.save(update_fields=["ended_on"])
    act.note("schedule", row.pk, place=schedule.unit.path, after={"ended_on": row.ended_on.isoformat()})


@verb("figures.note_not_issued", Right.PUBLISH)
def note_not_issued(act: Act, schedule: BulletinSchedule, day: date, why: str) -> None:
    """Writes down why a schedule could not issue the bulletin of a period, for whoever set it."""
    act.at(schedule.unit.path)
    row = act.lock(BulletinSchedule, pk=schedule.pk)
    row.refused_day, row.refused_why = day, why
    row.save(update_fields=["refused_day", "refused_why"])
    if settings.MAIL_FROM:
        who = {"asked_by": row.account, "path": schedule.unit.path}
        ask("figures.note_not_issued", _("Word of a bulletin that was not issued"), **who, schedule=row.pk)
    act.note("schedule", row.pk, place=schedule.unit.path, after={"not_issued": day.isoformat(), "why": why})


def issue_due(today: date) -> list[Bulletin]:
    """Issues every bulletin that is due and was not issued yet; what one schedule cannot, keeps no other from its own.

    What could not be issued is tried again each day, and noted once for each reason.
    """
    issued = []
    for schedule in BulletinSchedule.objects.filter(ended_on=None).select_related("unit").order_by("pk"):
        done = set(Bulletin.objects.filter(schedule=schedule).values_list("as_of", flat=True))
        for day in due(Every(schedule.every), schedule.set_on, schedule.after_days, today):
            if day in done:
                continue
            try:
                public = schedule.public
                row = issue_bulletin(_setter(schedule), schedule.unit, day, public=public, schedule=schedule)
            except Refused as refusal:
                _refused(schedule, day, refusal.message)
            except BadInput as error:
                _refused(schedule, day, "; ".join(str(fault) for fault in error.faults))
            else:
                issued.append(row)
    return issued


def _setter(schedule: BulletinSchedule) -> Actor:
    """Whoever set it, with the rights that they hold today; a schedule stands for their second factor."""
    account = Account.objects.filter(pk=schedule.account, is_active=True).first() if schedule.account else None
    return actor_of(account, proven=True) if account else NOBODY


def _refused(schedule: BulletinSchedule, day: date, why: str) -> None:
    if (schedule.refused_day, schedule.refused_why) != (day, why):
        note_not_issued(Application(), schedule, day, why)
        schedule.refused_day, schedule.refused_why = day, why
