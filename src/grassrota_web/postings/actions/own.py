"""What somebody says about their own turn: one verb, whose row in the journal is the same for a yes, a no and a worry.

Whoever reads the journal cannot tell a refusal from a question. What follows from it for the plan, follows with
everybody else's on the next day (``availability``).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.errors import BadInput, Fault, Refused
from grassrota.posting import appeal as appeals
from grassrota.posting import consent as consents
from grassrota.posting.appeal import AppealKind
from grassrota.posting.concern import ConcernKind
from grassrota.posting.hardship import Need
from grassrota_web.access.rights import Right
from grassrota_web.access.seal import opened, seal
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import Person, Rotation
from grassrota_web.postings import convert
from grassrota_web.postings.actions.swap_words import SwapWord, say_of_swap
from grassrota_web.postings.models import Appeal, BatchRecord, Concern, Consent, Posting

ANSWER_WITHIN = timedelta(days=14)
"""How long an answer may take, unless the departure comes before."""


@dataclass(frozen=True, slots=True)
class Yes:
    """Consents to going with a batch."""

    batch: int


@dataclass(frozen=True, slots=True)
class No:
    """Does not consent, or no longer."""

    batch: int


@dataclass(frozen=True, slots=True)
class Worry:
    """Raises a question, difficulty or hardship; of a hardship the class of the need, and the words under seal."""

    kind: ConcernKind
    text: str
    need: Need | None = None
    past_officer: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """Asks to be taken off a batch, or to go later."""

    kind: AppealKind
    batch: int
    text: str
    past_officer: bool = False


@dataclass(frozen=True, slots=True)
class Further:
    """Takes a declined request to somebody else."""

    appeal: uuid.UUID


@dataclass(frozen=True, slots=True)
class ReadReply:
    """Reads the answer to a concern or a request."""

    matter: uuid.UUID


Word = Yes | No | Worry | Request | Further | ReadReply | SwapWord


@verb("postings.see_to_own", Right.ACT_FOR_ONESELF)
def see_to_own(act: Act, rotation: Rotation, word: Word) -> str:
    """Sees to something of one's own turn; the journal does not tell what.

    Returns:
        The text, where one is read; else nothing.

    Raises:
        Refused: As the core says for each word.
    """
    act.of(act.actor.person)
    own = Person.objects.select_related("unit").filter(code=act.actor.person).first()
    if own is None or not own.unit.path.startswith(rotation.home.path):
        raise Refused("not_permitted", _("This rotation is not one of your unit's."))
    # one word at a time: two requests sent at once are one request
    act.lock(Person, pk=own.pk)
    today, read = timezone.localdate(), ""
    match word:
        case Yes(batch):
            _answer(act, rotation, own, batch, today, yes=True)
        case No(batch):
            _answer(act, rotation, own, batch, today, yes=False)
        case Worry(kind, text, need, past_officer):
            raise_concern(rotation, own, kind, text, need, today, past_officer=past_officer)
        case Request():
            _request(rotation, own, word, today)
        case Further(key):
            _further(act, rotation, own, key, today)
        case ReadReply(key):
            read = _reply(own, key)
        case _:
            say_of_swap(act, rotation, own, word, today)
    act.note("own matter", uuid.uuid4(), person=own.code)
    return read


def raise_concern(
    rotation: Rotation,
    person: Person,
    kind: ConcernKind,
    text: str,
    need: Need | None,
    today: date,
    *,
    raised_for: bool = False,
    past_officer: bool = False,
) -> Concern:
    """Keeps a concern with its words under seal; to be called by the verb it belongs to."""
    hardship = kind == ConcernKind.HARDSHIP
    if hardship and need is None:
        raise BadInput([Fault("need", "the class of the need", "nothing")])
    if not hardship and not text.strip():
        raise BadInput([Fault("text", "what it is about", "nothing")])
    row = Concern(
        rotation=rotation,
        person=person,
        kind=kind,
        need=need if need and hardship else "",
        raised_on=today,
        raised_for=raised_for,
        past_officer=past_officer,
        answer_by=answer_by(rotation, person, today),
    )
    convert.concern(row)
    row.detail = seal(text, path=place_of(row), person=person.code) if text.strip() else None
    row.save()
    return row


def place_of(matter: Concern | Appeal) -> str:
    """Path of the unit at and above which somebody's matter is seen to.

    Raises:
        Refused: ``nobody_above`` if it is to go past the officer of the topmost unit.
    """
    unit = matter.person.unit
    if matter.past_officer and unit.parent is None:
        raise Refused("nobody_above", _("There is no unit above yours whose officer could see to it."))
    return unit.parent.path if matter.past_officer and unit.parent else unit.path


def answer_by(rotation: Rotation, person: Person, today: date) -> date:
    """The day by which an answer is due: before the departure, if that is near."""
    listed = Posting.objects.filter(rotation=rotation, person=person, released_on=None, departed_on=None).first()
    within = today + ANSWER_WITHIN
    return max(today, min(within, listed.first_day - timedelta(days=1))) if listed else within


def _answer(act: Act, rotation: Rotation, own: Person, batch: int, today: date, *, yes: bool) -> None:
    given = Consent.objects.get_or_create(rotation=rotation, person=own, batch=batch, defaults={"asked_on": today})
    row = act.lock(Consent, pk=given[0].pk)
    row.person = own
    if yes:
        value = consents.give(convert.consent(row), own.code, today)
    else:
        listed = Posting.objects.select_related("person", "home_unit", "opening")
        posting = listed.filter(rotation=rotation, person=own, batch=batch, released_on=None).first()
        value, _released = consents.withdraw(
            convert.consent(row), own.code, today, convert.posting(posting) if posting else None
        )
    row.given_on, row.withdrawn_on = value.given_on, value.withdrawn_on
    row.save(update_fields=["given_on", "withdrawn_on"])


def _request(rotation: Rotation, own: Person, asked: Request, today: date) -> None:
    record = BatchRecord.objects.filter(rotation=rotation, batch=asked.batch).first()
    if record is None or not record.decided_by:
        raise Refused("no_list", _("There is no list of this batch yet that could be decided otherwise."))
    if Appeal.objects.filter(rotation=rotation, person=own, batch=asked.batch, outcome="").exists():
        raise Refused("asked_already", _("Your request for this batch waits for its answer."))
    due = answer_by(rotation, own, today)
    row = Appeal(rotation=rotation, person=own, kind=asked.kind, batch=asked.batch, filed_on=today, answer_by=due)
    row.earlier, row.past_officer = list(record.decided_by), asked.past_officer
    convert.appeal(row)
    row.detail = seal(asked.text, path=place_of(row), person=own.code) if asked.text.strip() else None
    row.save()


def _further(act: Act, rotation: Rotation, own: Person, key: uuid.UUID, today: date) -> None:
    row = act.lock(Appeal, pk=key, person=own, rotation=rotation)
    value = appeals.appeal_again(convert.appeal(row), str(uuid.uuid4()), today, answer_by(rotation, own, today))
    if Appeal.objects.filter(rotation=rotation, person=own, batch=row.batch, outcome="").exists():
        raise Refused("asked_already", _("Your request for this batch waits for its answer."))
    again = Appeal(pk=value.id, rotation=rotation, person=own, detail=row.detail, past_officer=row.past_officer)
    convert.put_appeal(again, value).save(force_insert=True)


def _reply(own: Person, key: uuid.UUID) -> str:
    answered = (rows.filter(person=own, pk=key).first() for rows in (Concern.objects, Appeal.objects))
    row = next((found for found in answered if found is not None), None)
    if row is None or row.reply is None:
        raise Refused("no_reply", _("There is no answer to read here."))
    return opened(row.reply)
