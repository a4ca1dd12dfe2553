"""The decision on a swap that two people want: both lines of the list are released, and two new ones written."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.posting import steps
from grassrota.posting import swap as core
from grassrota.posting.concern import ConcernKind, ConcernOutcome
from grassrota_web.access.rights import Right
from grassrota_web.access.spoken import spoken
from grassrota_web.access.verb import Act, verb
from grassrota_web.jobs.actions import ask
from grassrota_web.orgs.models import Rotation
from grassrota_web.postings import convert
from grassrota_web.postings.actions.availability import apply_what_is_due
from grassrota_web.postings.actions.own import answer_by
from grassrota_web.postings.actions.swap_words import stands_against, the_swap
from grassrota_web.postings.models import (
    Concern,
    Consent,
    FamilyArrangement,
    LetterBundle,
    Posting,
    Swap,
)


@verb("postings.decide_swap", Right.PUBLISH)
def decide_swap(act: Act, swap: Swap, *, approved: bool, reason: str = "") -> Swap:
    """Lets two people who both want it swap their turns, if the rules allow it, or refuses it for a reason.

    Both are then listed anew: they are asked again whether they go, and a hardship that was met for the old turn is
    open again. Letters made before are gone, as they name the old places.

    Raises:
        Refused: ``rules_broken`` with each of them; ``swap_over``, ``not_agreed``, ``own_case``, ``no_reason``.
    """
    rotation, place = swap.rotation, swap.rotation.home.path
    act.at(place)
    act.lock(Rotation, pk=rotation.pk)
    apply_what_is_due(rotation)
    row, today = the_swap(act, rotation, swap.pk), timezone.localdate()
    if approved:
        value, first, second = core.approve(convert.swap(row), act.actor.person, today)
        _require_rules(row)
        _write(row, value, (first, second))
    else:
        value = core.refuse(convert.swap(row), act.actor.person, today, reason)
    convert.put_swap(row, value).save()
    if settings.MAIL_FROM:
        told = {"swap": str(row.pk)}
        ask("postings.decide_swap", _("News to two people"), asked_by=act.actor.account, path=place, **told)
    turns = {"batches": [row.first.batch, row.second.batch], "reason": value.reason}
    after = {"people": [row.first.person.code, row.second.person.code], "state": value.said.value, **turns}
    act.note("swap", rotation.code, place=place, after=after, as_of=today)
    return row


def _require_rules(row: Swap) -> None:
    if found := stands_against(row):
        message = _("The rules do not allow it: %(words)s.") % {"words": "; ".join(map(spoken, found))}
        raise Refused("rules_broken", message, objections=found)


def _write(row: Swap, done: core.Swap, lines: tuple[steps.Posting, steps.Posting]) -> None:
    """Releases both lines and writes the two new ones."""
    for old, released in ((row.first, done.first), (row.second, done.second)):
        convert.put_posting(old, released).save()
    for value, old, turn in zip(lines, (row.first, row.second), (row.second, row.first), strict=True):
        new = convert.new_posting(value, row.rotation, old.person, old.home_unit, turn.opening)
        new.plan = turn.plan
        new.save()
        _ask_anew(new, done.since)
    batches = (row.first.batch, row.second.batch)
    LetterBundle.objects.filter(record__rotation=row.rotation, record__batch__in=batches).delete()


def _ask_anew(line: Posting, today: date) -> None:
    """Asks somebody for their word on a new turn. A no to its batch stands, as it does against any other line."""
    of_them = {"rotation": line.rotation, "person": line.person}
    word, made = Consent.objects.get_or_create(**of_them, batch=line.batch, defaults={"asked_on": today})
    if not made and word.withdrawn_on is None:
        word.asked_on, word.given_on = today, None
        word.save(update_fields=["asked_on", "given_on"])
    met = Concern.objects.filter(**of_them, kind=ConcernKind.HARDSHIP, outcome=ConcernOutcome.RESOLVED)
    FamilyArrangement.objects.filter(concern__in=met).delete()
    due = answer_by(line.rotation, line.person, today)
    met.update(outcome="", answered_on=None, answer_by=due)
