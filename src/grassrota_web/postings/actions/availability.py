"""What people said, taken up for the plan: consent, hardship and deferral become one undivided state.

It is taken up for everybody at once, on the day after it was said, so that no hour tells whose word it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.posting import steps
from grassrota.posting.availability import not_available
from grassrota.posting.steps import PostingState
from grassrota.staff import NotAvailable as NotAvailableValue
from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import Person, Rotation
from grassrota_web.postings import convert
from grassrota_web.postings.models import Appeal, Concern, Consent, Posting
from grassrota_web.rotas.convert.policy import policy_of_text
from grassrota_web.rotas.models import NotAvailable

ONE_DAY = timedelta(days=1)


def take_up_what_is_due(rotation: Rotation) -> None:
    """Takes up what was said before today, if there is anything new in it."""
    yesterday = timezone.localdate() - ONE_DAY
    if _new(rotation, yesterday):
        take_up(Application(), rotation, yesterday)


@verb("postings.take_up", Right.PUBLISH)
def take_up(act: Act, rotation: Rotation, as_of: date) -> None:
    """Notes who is not available for which batches, as known on a day, and takes them off the list.

    Raises:
        Refused: ``day_not_over`` for anybody who asks about a day before it is over: asking again and again would tell
            the minute at which somebody said no.
    """
    act.at(rotation.home.path)
    if act.actor.account and as_of >= timezone.localdate():
        raise Refused("day_not_over", _("What was said on a day is taken up when the day is over."), as_of=as_of)
    rotation = act.lock(Rotation, pk=rotation.pk)
    changed = apply(rotation, as_of)
    after = [{"person": entry.person, "batches": sorted(entry.batches)} for entry in changed]
    act.note("availability", rotation.code, place=rotation.home.path, after=after, as_of=as_of)


def apply_what_is_due(rotation: Rotation) -> None:
    """Takes up what was said before today, within a verb for which it counts who is on the list."""
    apply(rotation, timezone.localdate() - ONE_DAY)


def apply(rotation: Rotation, as_of: date) -> Sequence[NotAvailableValue]:
    """Writes what is new into the planners' rows and releases postings; within the verb that asks for it.

    Nothing is ever taken back here: a no stands until another round.
    """
    new = _new(rotation, as_of)
    people = {row.code: row for row in Person.objects.filter(code__in=[entry.person for entry in new])}
    for entry in new:
        row, made = NotAvailable.objects.get_or_create(
            rotation=rotation, person=people[entry.person], defaults={"batches": sorted(entry.batches)}
        )
        # no batch at all means the whole round
        if not made and row.batches:
            row.batches = sorted({*row.batches, *entry.batches})
            row.save(update_fields=["batches"])
        _release(rotation, people[entry.person], entry.batches)
    return new


def _new(rotation: Rotation, as_of: date) -> list[NotAvailableValue]:
    """Who is not available beyond what the planners know, or still listed although they know."""
    rows = NotAvailable.objects.filter(rotation=rotation).select_related("person")
    known = {row.person.code: frozenset(row.batches) or None for row in rows}
    listed: dict[str, set[int]] = {}
    waiting = Posting.objects.filter(rotation=rotation, departed_on=None, released_on=None)
    for code, batch in waiting.values_list("person__code", "batch"):
        listed.setdefault(code, set()).add(batch)
    new = []
    for entry in _said(rotation, as_of):
        before = known.get(entry.person, frozenset())
        unknown = before is not None and not entry.batches <= before
        if unknown or entry.batches & listed.get(entry.person, set()):
            new.append(entry)
    return new


def _said(rotation: Rotation, as_of: date) -> tuple[NotAvailableValue, ...]:
    policy = rotation.policies.first()
    consents = Consent.objects.filter(rotation=rotation, withdrawn_on__lte=as_of).select_related("person")
    granted = Appeal.objects.filter(rotation=rotation, decided_on__lte=as_of).select_related("person")
    postponed = Concern.objects.filter(rotation=rotation, kind="hardship", until__isnull=False).select_related("person")
    return not_available(
        policy_of_text(policy.text).batches if policy else (),
        map(convert.consent, consents),
        map(convert.hardship, postponed),
        map(convert.appeal, granted),
        as_of,
    )


def _release(rotation: Rotation, person: Person, batches: frozenset[int]) -> None:
    rows = Posting.objects.select_related("person", "home_unit", "opening").select_for_update(of=("self",))
    for row in rows.filter(rotation=rotation, person=person, batch__in=batches, released_on=None):
        value = convert.posting(row)
        if value.state in (PostingState.PLANNED, PostingState.LISTED):
            convert.put_posting(
                row, steps.release(value, max(timezone.localdate(), value.listed_on or date.min))
            ).save()
