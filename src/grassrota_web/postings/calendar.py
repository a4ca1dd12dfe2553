"""Turns and batches as iCalendar: days and places, and nothing that is anybody's own."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from grassrota_web.access.actor import Actor
from grassrota_web.access.models import Account
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.postings.models import BatchRecord, Feed, Posting
from grassrota_web.rotas.convert.policy import policy_of_text


def reader_of(feed: Feed) -> Actor | None:
    """Whose feed it is, if they may still see what it holds; the secret stands for the second factor."""
    account = Account.objects.filter(pk=feed.account, is_active=True).first()
    if account is None:
        return None
    actor = actor_of(account, proven=True)
    if feed.record is None:
        return actor if actor.person and actor.holds(Right.READ_OWN) else None
    return actor if actor.may(Right.STEP_POSTING, feed.record.rotation.home.path) else None


def own_calendar(owner: Actor) -> bytes:
    """Somebody's own listed turns."""
    rows = visible(owner, Posting.objects.filter(person__code=owner.person, released_on=None, listed_on__isnull=False))
    calendar = _calendar()
    for row in rows.select_related("opening__place"):
        title = _("Turn in the field: %(place)s") % {"place": row.opening.place.name}
        calendar.add_component(_event(f"turn-{row.pk}", title, row.first_day, row.last_day))
    return bytes(calendar.to_ical())


def batch_calendar(record: BatchRecord) -> bytes:
    """The days of a batch: its briefing, and the window in which it leaves."""
    calendar, named = _calendar(), {"batch": record.batch, "rotation": record.rotation.title}
    if record.briefing_on:
        title = _("Briefing of batch %(batch)s, %(rotation)s") % named
        calendar.add_component(_event(f"briefing-{record.pk}", title, record.briefing_on, record.briefing_on))
    batches = policy_of_text(record.plan.policy.text).batches if record.plan else ()
    for batch in batches:
        if batch.number == record.batch:
            title = _("Batch %(batch)s leaves, %(rotation)s") % named
            calendar.add_component(_event(f"window-{record.pk}", title, batch.depart_from, batch.depart_by))
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Grassrota//Postings//EN")
    calendar.add("version", "2.0")
    return calendar


def _event(key: str, title: str, first: date, last: date) -> Event:
    event = Event()
    event.add("uid", f"{key}@grassrota")
    event.add("summary", title)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    # the stamp must be a moment: midnight of the first day says nothing of when anything was done
    event.add("dtstamp", datetime.combine(first, time(), UTC))
    event.add("transp", "TRANSPARENT")
    return event
