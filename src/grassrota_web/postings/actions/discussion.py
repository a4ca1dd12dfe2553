"""The discussion of a draft list: opened to all staff of the home, going or staying; anonymous if the speaker likes."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.org import UnitTree
from grassrota.posting import discussion as core
from grassrota.posting.discussion import Discussion
from grassrota_web.access.actor import Actor
from grassrota_web.access.mixed import mix, mixed
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs import convert as orgs
from grassrota_web.orgs.models import Person, Rotation, Unit
from grassrota_web.postings.models import BatchRecord, Consent, Post
from grassrota_web.rotas.models import Plan, PlanState

UNTOLD = "A draft list may be discussed without a name: neither who spoke nor when is kept, and nobody is counted."


def who(actor: Actor) -> str:
    """Whoever decides, whichever account they use: the person, else the account."""
    return actor.person or actor.account


@verb("postings.open_discussion", Right.EDIT_PLAN)
def open_discussion(act: Act, plan: Plan, on: date) -> None:
    """Opens the draft list of an initial plan to all staff of its home, to those going and those staying.

    Another plan of the rotation takes the place of the one before; those who go are asked whether they consent.

    Raises:
        Refused: ``wrong_state`` unless the plan is an initial or approved one; ``list_published``.
    """
    home = plan.rotation.home.path
    act.at(home)
    # a list that is published at this moment is not taken back to a draft
    act.lock(Rotation, pk=plan.rotation_id)
    plan = act.lock(Plan, pk=plan.pk)
    if plan.state not in (PlanState.INITIAL, PlanState.APPROVED):
        raise Refused("wrong_state", _("Only an initial plan is discussed; this one is not."), state=plan.state)
    going = list(plan.assignments.values_list("person_id", "batch"))
    batches = sorted({batch for _person, batch in going})
    for batch in batches:
        record, _made = BatchRecord.objects.get_or_create(rotation=plan.rotation, batch=batch)
        if record.list_published_on is not None:
            message = _("The list of batch %(batch)s is published: its discussion is over.")
            raise Refused("list_published", message % {"batch": batch}, batch=batch)
        record.plan, record.discussion_opened_on = plan, record.discussion_opened_on or on
        record.decided_by = sorted({*record.decided_by, who(act.actor)})
        record.save()
    ask_for_consent(plan, going, on)
    named = f"{plan.rotation.code} {plan.number}"
    act.note("draft list", named, place=home, after={"batches": batches, "opened_on": on.isoformat()}, as_of=on)


def ask_for_consent(plan: Plan, going: list[tuple[int, int]], on: date) -> None:
    """Asks those who go, by person and batch, for their consent; whoever was asked is not asked again."""
    Consent.objects.bulk_create(
        (Consent(rotation=plan.rotation, person_id=person, batch=batch, asked_on=on) for person, batch in going),
        batch_size=2000,
        ignore_conflicts=True,
    )


@verb("postings.speak", Right.DISCUSS, unjournaled=UNTOLD)
def speak(act: Act, record: BatchRecord, text: str, *, named: bool = False) -> None:
    """Says something about a draft list, with one's name or without.

    The posts of a day, of all lists, are written anew in another order: the store tells neither order nor moment.

    Raises:
        Refused: ``not_of_the_unit``, ``discussion_closed``, ``discussion_not_open``.
    """
    act.anywhere()
    record = act.lock(BatchRecord, pk=record.pk)
    speaker = Person.objects.select_related("unit", "site").filter(code=act.actor.person, left_on=None).first()
    if speaker is None:
        raise Refused("not_of_the_unit", _("Only members of the staff take part in the discussion."))
    today = timezone.localdate()
    said = core.say(discussion_of(record), orgs.person(speaker), _chain(speaker.unit), text, today, named).posts[0]
    author = speaker.name if said.author else ""
    Post.objects.create(record=record, day=said.day, text=said.text, author=author)
    mix(posts_of(today))


@mixed
def posts_of(day: date) -> QuerySet[Post]:
    """What was said on a day, about whichever list."""
    return Post.objects.filter(day=day)


def discussion_of(record: BatchRecord) -> Discussion:
    """The discussion of a batch's list, without what was said.

    Raises:
        Refused: ``discussion_not_open``.
    """
    if record.discussion_opened_on is None:
        raise Refused("discussion_not_open", _("The discussion of this list is not open yet."))
    closed = record.list_published_on and max(record.list_published_on, record.discussion_opened_on)
    return Discussion(record.rotation.home.code, record.batch, record.discussion_opened_on, (), closed)


def _chain(unit: Unit) -> UnitTree:
    """A unit and those above it."""
    above = [unit.path[: end + 1] for end, sign in enumerate(unit.path) if sign == "/"]
    return orgs.unit_tree(Unit.objects.filter(path__in=above).order_by("path"))
