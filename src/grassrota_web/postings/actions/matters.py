"""Answering what people raise about their own turns: by a unit officer, and in a row of the journal that names nobody.

Whoever plans and reads the journal must not learn from it whose wish was granted: the others were then a refusal.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.posting import appeal as appeals
from grassrota.posting import hardship as hardships
from grassrota.posting.appeal import AppealOutcome
from grassrota.posting.concern import Concern as ConcernValue
from grassrota.posting.concern import ConcernKind, ConcernOutcome
from grassrota.posting.hardship import Need
from grassrota.turns import Turn
from grassrota_web.access.independent import behind
from grassrota_web.access.rights import Right
from grassrota_web.access.seal import opened, seal
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import Person, Rotation
from grassrota_web.postings import convert
from grassrota_web.postings.actions.discussion import who
from grassrota_web.postings.actions.own import place_of, raise_concern
from grassrota_web.postings.models import Appeal, BatchRecord, Concern, FamilyArrangement, Posting
from grassrota_web.rotas.convert.policy import policy_of_text
from grassrota_web.rotas.models import Assignment


@dataclass(frozen=True, slots=True)
class ReadDetail:
    """Reads what somebody wrote, for a reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class Reply:
    """Answers a question or difficulty."""

    text: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """A hardship's need is met, by an arrangement at home on certain days or otherwise."""

    text: str
    days: Turn | None = None


@dataclass(frozen=True, slots=True)
class Postpone:
    """A hardship's departure waits until a day."""

    until: date
    text: str


@dataclass(frozen=True, slots=True)
class Decide:
    """Decides an appeal or a request for deferral."""

    outcome: AppealOutcome
    text: str


Step = ReadDetail | Reply | Resolve | Postpone | Decide


@verb("postings.see_to_matter", Right.ANSWER)
def see_to_matter(act: Act, matter: Concern | Appeal, step: Step) -> str:
    """Reads or answers what somebody raised about their own turn; the journal does not tell whose it was.

    Returns:
        The text, where one is read; else nothing.

    Raises:
        Refused: ``own_case``, ``answered_already``, ``no_reason``, and what the core says for each step.
    """
    row = act.lock(type(matter), pk=matter.pk)
    place = place_of(row)
    act.at(place)
    act.at(place, Right.READ_SEALED)
    if row.outcome:
        raise Refused("answered_already", _("This was answered. Only the person sees how."))
    if act.actor.person == row.person.code:
        raise Refused("own_case", _("Somebody else sees to what is your own."))
    read, today = "", timezone.localdate()
    match row, step:
        case _row, ReadDetail(reason):
            read = _read(row, reason)
        case Concern(), Reply() | Resolve() | Postpone():
            _settle(row, step, today)
        case Appeal(), Decide(outcome):
            _had_no_part(act, row)
            convert.put_appeal(row, appeals.decide(convert.appeal(row), who(act.actor), today, outcome))
        case _:
            raise Refused("wrong_answer", _("This is not answered in that way."))
    if not isinstance(step, ReadDetail):
        row.reply = seal(step.text, path=place, person=row.person.code) if step.text.strip() else None
        row.save()
    why = {"reason": step.reason} if isinstance(step, ReadDetail) else None
    act.note("somebody's own matter", uuid.uuid4(), after=why)
    return read


@verb("postings.raise_for", Right.ANSWER)
def raise_for(
    act: Act, rotation: Rotation, person: Person, kind: ConcernKind, text: str, need: Need | None = None
) -> Concern:
    """Writes down a concern for somebody who told it; it is marked so, and the journal does not tell whose it is."""
    act.at(person.unit.path)
    act.at(person.unit.path, Right.READ_SEALED)
    if not person.unit.path.startswith(rotation.home.path):
        raise Refused("not_permitted", _("This person is not of the rotation's home."))
    row = raise_concern(rotation, person, kind, text, need, timezone.localdate(), raised_for=True)
    act.note("somebody's own matter", uuid.uuid4())
    return row


def _read(row: Concern | Appeal, reason: str) -> str:
    if not reason.strip():
        raise Refused("no_reason", _("Say why you read this: the reason is kept in the journal."))
    return opened(row.detail) if row.detail else ""


def _had_no_part(act: Act, row: Appeal) -> None:
    """Refuses to let somebody decide who may use the account of one who did before, or whose account that one may."""
    by = who(act.actor)
    above = behind(by)
    if any(name != by and (name in above or by in behind(name)) for name in row.earlier):
        message = _("Your account, and that of somebody who decided about this before, were in the same hands.")
        raise Refused("decided_before", message)


def _settle(row: Concern, step: Reply | Resolve | Postpone, today: date) -> None:
    value = convert.concern(row)
    if isinstance(step, Reply):
        answered = replace(value, answered_on=today, outcome=ConcernOutcome.ANSWERED)
    elif value.kind != ConcernKind.HARDSHIP:
        raise Refused("wrong_answer", _("Only a hardship is resolved or postponed."))
    elif isinstance(step, Postpone):
        answered = hardships.postpone(convert.hardship(row), today, step.until).concern
    elif step.days is None:
        answered = hardships.resolve(convert.hardship(row), today).concern
    else:
        answered = _arrange(row, step.days, today)
    convert.put_concern(row, answered)


def _arrange(row: Concern, days: Turn, today: date) -> ConcernValue:
    turn = turn_ahead(row.rotation, row.person)
    if turn is None:
        raise Refused("no_turn", _("This person is on no list, so that there is no turn to arrange for."))
    hardship, made = hardships.arrange(convert.hardship(row), today, days, turn)
    first, last = made.days.first, made.days.last
    FamilyArrangement.objects.create(concern=row, need=made.need, first_day=first, last_day=last)
    return hardship.concern


def turn_ahead(rotation: Rotation, person: Person) -> Turn | None:
    """The turn somebody is listed for; on a draft list, all days on which their batch may be away."""
    posting = Posting.objects.filter(rotation=rotation, person=person, released_on=None).first()
    if posting is not None:
        return Turn(posting.first_day, posting.last_day)
    drafts = BatchRecord.objects.filter(rotation=rotation, list_published_on=None).values("plan")
    draft = Assignment.objects.filter(plan__in=drafts, person=person).select_related("plan__policy").first()
    if draft is None:
        return None
    batches = policy_of_text(draft.plan.policy.text).batches
    return next((batch.away for batch in batches if batch.number == draft.batch), None)
