"""What happens at home: work handed over and taken on, the post that is kept open, the debrief."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from grassrota.errors import BadInput, Fault
from grassrota.posting import cover
from grassrota.posting import debrief as debriefs
from grassrota.posting import home_post as posts
from grassrota.posting.debrief import DebriefQuestion
from grassrota.turns import Turn
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.fieldwork import convert
from grassrota_web.fieldwork.actions.places import by_person_or_home, known_by_now, note
from grassrota_web.fieldwork.models import Debrief, Handover, HomePost
from grassrota_web.orgs.models import Person
from grassrota_web.orgs.reach import A_PERSON
from grassrota_web.postings.models import Posting


@verb("fieldwork.hand_over_work", Right.ACT_FOR_ONESELF)
def hand_over_work(act: Act, posting: int, work: str, to: str, days: Turn, what_to_know: str) -> Handover:
    """Hands a piece of work to a colleague of the home unit, who has still to take it on."""
    away = act.lock(Posting, pk=posting)
    by_person_or_home(act, away)
    colleague = Person.objects.filter(code=to, left_on=None, unit__path__startswith=away.rotation.home.path).first()
    if colleague is None:
        raise BadInput([Fault("to", A_PERSON, to or "nothing")])
    row = Handover(posting=away, work=work, to=colleague, first_day=days.first, last_day=days.last, note=what_to_know)
    convert.handover(row)
    row.save()
    note(act, away, "handover", row.pk, after={"work": work, "to": to})
    return row


@verb("fieldwork.take_on_work", Right.ACT_FOR_ONESELF)
def take_on_work(act: Act, key: int) -> Handover:
    """Takes work on that a colleague hands over; until then it covers nothing."""
    row = act.lock(Handover, pk=key)
    act.of(row.to.code)
    row.accepted_on = cover.accept(convert.handover(row), act.actor.person, timezone.localdate()).accepted_on
    row.save(update_fields=["accepted_on"])
    note(act, row.posting, "handover", row.pk, after={"accepted_on": str(row.accepted_on)})
    return row


@verb("fieldwork.keep_post", Right.STEP_POSTING)
def keep_post(act: Act, posting: int, post: str, until: date) -> HomePost:
    """Keeps the post at home open until a day, or longer than was promised."""
    away = act.lock(Posting, pk=posting)
    act.at(away.home_unit.path)
    row = HomePost.objects.filter(posting=away).select_related("posting__person").first()
    before = {"post": row.post, "open_until": row.open_until.isoformat()} if row else None
    if row:
        kept = posts.keep_longer(convert.kept_post(row), until)
    else:
        kept, row = posts.keep_open(convert.posting(away), post, until), HomePost(posting=away)
    row.post, row.open_until = kept.post, kept.open_until
    row.save()
    note(act, away, "home post", row.pk, before=before, after={"post": kept.post, "open_until": until.isoformat()})
    return row


@verb("fieldwork.hold_debrief", Right.ACT_FOR_ONESELF)
def hold_debrief(act: Act, posting: int, on: date, answers: Mapping[DebriefQuestion, str]) -> Debrief:
    """Holds the debrief: fixed questions about arrangements and work, each of which may be left out."""
    away = act.lock(Posting, pk=posting)
    by_person_or_home(act, away)
    value = debriefs.debrief(convert.posting(away), known_by_now(on), answers)
    row = Debrief.objects.filter(posting=away).first() or Debrief(posting=away)
    row.held_on, row.answers = on, {question.value: text for question, text in value.answers}
    row.save()
    note(act, away, "debrief", row.pk, after={"answered": sorted(row.answers)}, as_of=on)
    return row
