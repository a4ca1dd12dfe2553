"""Calendars under a secret address: made, and ended again."""

from __future__ import annotations

import secrets

from django.utils import timezone

from grassrota_web.access.keys import keyed
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.access.ways_in import ends_with_the_password
from grassrota_web.postings.models import BatchRecord, Feed


@verb("postings.make_own_feed", Right.ACT_FOR_ONESELF)
def make_own_feed(act: Act) -> str:
    """Makes a calendar of one's own turns; gives its secret, which is shown once. The one before ends."""
    act.of(act.actor.person)
    return _make(act, None)


@verb("postings.make_batch_feed", Right.STEP_POSTING)
def make_batch_feed(act: Act, record: BatchRecord) -> str:
    """Makes a calendar of a batch's days; gives its secret, which is shown once. The one before ends."""
    act.at(record.rotation.home.path)
    return _make(act, record)


@verb("postings.end_feed", None)
def end_feed(act: Act, feed: Feed) -> None:
    """Ends a calendar of one's own making; its address leads nowhere from then on."""
    act.oneself(feed.account)
    row = act.lock(Feed, pk=feed.pk)
    row.ended_on = row.ended_on or timezone.localdate()
    row.save(update_fields=["ended_on"])
    act.note("calendar", row.pk, after={"ended_on": row.ended_on.isoformat()})


@ends_with_the_password("calendars")
def end_feeds(account: str) -> int:
    """Ends the calendars of an account."""
    return Feed.objects.filter(account=account, ended_on=None).update(ended_on=timezone.localdate())


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return keyed("calendar", secret).hex()


def _make(act: Act, record: BatchRecord | None) -> str:
    today = timezone.localdate()
    Feed.objects.filter(account=act.actor.account, record=record, ended_on=None).update(ended_on=today)
    secret = secrets.token_urlsafe(24)
    row = Feed.objects.create(account=act.actor.account, record=record, digest=digest_of(secret), made_on=today)
    act.note("calendar", row.pk, after={"batch": str(record) if record else ""})
    return secret
