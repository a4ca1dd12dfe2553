"""What the room shows: lists, worklists and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.posting.question import PublicQuestion, due, public_page
from grassrota.posting.swap import SwapState
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import reached, visible
from grassrota_web.access.todo import Todo
from grassrota_web.orgs.models import Rotation
from grassrota_web.postings import convert
from grassrota_web.postings.models import (
    SEEN_TO,
    Appeal,
    BatchRecord,
    CoercionReport,
    Concern,
    Consent,
    Posting,
    Question,
    Swap,
    of_rotation,
)
from grassrota_web.postings.open_swaps import LINE, open_swaps
from grassrota_web.rotas.convert.since_public import DEPARTED
from grassrota_web.rotas.models import Assignment, LeftOut, Plan, PlanState


def departed(rotation: Rotation) -> Iterator[str]:
    """Codes of the people of a rotation who are on the way or there: what is said of them stands."""
    rows = Posting.objects.filter(rotation=rotation, departed_on__isnull=False, released_on=None)
    yield from rows.order_by("pk").values_list("person__code", flat=True)


DEPARTED.append(departed)


def public_questions(rotation: Rotation, as_of: date) -> tuple[PublicQuestion, ...]:
    """Everything asked twice or more about a rotation, with its answer and day where there is one."""
    return public_page(map(convert.question, Question.objects.filter(rotation=rotation)), as_of)


def questions_due(rotation: Rotation, as_of: date) -> tuple[PublicQuestion, ...]:
    """What was asked twice and has no answer yet."""
    return due(map(convert.question, Question.objects.filter(rotation=rotation)), as_of)


def lists(actor: Actor) -> QuerySet[BatchRecord]:
    """The lists that are open to discussion or published, within reach."""
    opened = Q(discussion_opened_on__isnull=False) | Q(list_published_on__isnull=False)
    return visible(actor, BatchRecord.objects.filter(opened).select_related("rotation__home", "plan__policy"))


def drafted(actor: Actor, record: BatchRecord) -> QuerySet[Assignment]:
    """Who goes by a draft list that is open to discussion: all staff of the rotation's home may see it."""
    rows = Assignment.objects.filter(plan=record.plan, batch=record.batch)
    return reached(actor, rows, of_rotation("plan__rotation")).select_related("person__unit", "opening__place")


def listed(actor: Actor, record: BatchRecord) -> QuerySet[Posting]:
    """Who is on a published list: all staff may see it. Who was taken off is not on it, and why is told nowhere."""
    return on_lists(actor, record.rotation).filter(batch=record.batch)


def on_lists(actor: Actor, rotation: Rotation) -> QuerySet[Posting]:
    """Who is on any published list of a rotation."""
    rows = Posting.objects.filter(rotation=rotation, released_on=None, listed_on__isnull=False)
    return reached(actor, rows, of_rotation("rotation")).select_related("person__unit", "home_unit", "opening__place")


def staying(actor: Actor, record: BatchRecord) -> QuerySet[LeftOut]:
    """Who stays by the plan of a list, with the published reason."""
    rows = LeftOut.objects.filter(plan=record.plan)
    return reached(actor, rows, of_rotation("plan__rotation")).select_related("person__unit")


def worklist(actor: Actor) -> list[Concern | Appeal]:
    """What people have raised and somebody else is to answer, the first due first; never one's own."""
    own = {"person__code": actor.person or "-"}
    concerns = Concern.objects.filter(outcome="").exclude(**own).select_related("person__unit", "rotation", "detail")
    appeals = Appeal.objects.filter(outcome="").exclude(**own).select_related("person__unit", "rotation", "detail")
    found: list[Concern | Appeal] = [*reached(actor, concerns, SEEN_TO), *reached(actor, appeals, SEEN_TO)]
    return sorted(found, key=lambda row: (row.answer_by or date.max, str(row.pk)))


def swaps(actor: Actor) -> QuerySet[Swap]:
    """Swaps within reach, the latest first: one's own, and those that two people want of whom one publishes."""
    lines = (f"{side}__{what}" for side in ("first", "second") for what in LINE)
    return visible(actor, Swap.objects.select_related("rotation__home", *lines)).order_by("-since", "pk")


def swaps_to_decide(actor: Actor) -> list[Swap]:
    """Swaps that two people want and this one may decide; never one's own."""
    rows = open_swaps(swaps(actor)).filter(state=SwapState.AGREED)
    own = Q(first__person__code=actor.person or "-") | Q(second__person__code=actor.person or "-")
    return [row for row in rows.exclude(own) if actor.may(Right.PUBLISH, row.rotation.home.path)]


def todo(actor: Actor) -> list[Todo]:
    """What waits for somebody in this room."""
    today = timezone.localdate()
    return [*_own(actor, today), *_to_answer(actor, today), *_to_organise(actor, today), *_to_review(actor, today)]


def _own(actor: Actor, today: date) -> Iterator[Todo]:
    asked = visible(actor, Consent.objects.filter(given_on=None, withdrawn_on=None)).select_related("rotation")
    gone = Posting.objects.filter(
        rotation=OuterRef("rotation"), person=OuterRef("person"), batch=OuterRef("batch")
    ).filter(Q(departed_on__isnull=False) | Q(released_on__isnull=False))
    for row in asked.filter(~Exists(gone)).order_by("rotation", "batch"):
        words = _("Say whether you go with batch %(batch)s of %(rotation)s")
        told = words % {"batch": row.batch, "rotation": row.rotation.title}
        yield Todo(told, reverse("postings:own", args=[row.rotation_id]))
    wanted = open_swaps(swaps(actor)).filter(state=SwapState.ASKED, second__person__code=actor.person or "-")
    for swap in wanted:
        told = _("Say whether you swap your turn with %(name)s") % {"name": swap.first.person.name}
        yield Todo(told, reverse("postings:own", args=[swap.rotation_id]))


def _to_answer(actor: Actor, today: date) -> Iterator[Todo]:
    waiting = worklist(actor)
    if waiting:
        late = any(convert.late(row.answer_by, None, today) for row in waiting)
        yield Todo(_("Answer what people have raised"), reverse("postings:worklist"), len(waiting), late)


def _to_organise(actor: Actor, today: date) -> Iterator[Todo]:
    plans = visible(actor, Plan.objects.select_related("rotation__home").order_by("rotation", "number"))
    for plan in plans.filter(state__in=[PlanState.INITIAL, PlanState.APPROVED]):
        home, named = plan.rotation.home.path, {"number": plan.number, "rotation": plan.rotation.title}
        opened = BatchRecord.objects.filter(plan=plan, discussion_opened_on__isnull=False).exists()
        if not opened and actor.may(Right.EDIT_PLAN, home):
            words = _("Open the draft list of plan %(number)s, %(rotation)s") % named
            yield Todo(words, reverse("postings:open", args=[plan.pk]))
        elif opened and plan.state == PlanState.APPROVED and actor.may(Right.PUBLISH, home):
            yield Todo(
                _("Publish plan %(number)s of %(rotation)s") % named, reverse("postings:publish", args=[plan.pk])
            )
    for record in lists(actor).filter(list_published_on__isnull=False, briefing_on=None):
        if actor.may(Right.STEP_POSTING, record.rotation.home.path):
            words = _("Brief batch %(batch)s of %(rotation)s")
            told = words % {"batch": record.batch, "rotation": record.rotation.title}
            yield Todo(told, reverse("postings:briefing", args=[record.pk]))
    if count := len(swaps_to_decide(actor)):
        yield Todo(_("Decide on swaps that two people want"), reverse("postings:swaps"), count)
    for rotation in visible(actor, Rotation.objects.filter(closed_on=None).select_related("home")):
        if actor.may(Right.ANSWER, rotation.home.path) and (count := len(questions_due(rotation, today))):
            words = _("Answer for everybody what was asked twice about %(rotation)s") % {"rotation": rotation.title}
            yield Todo(words, reverse("postings:questions", args=[rotation.pk]), count)


def _to_review(actor: Actor, today: date) -> Iterator[Todo]:
    reports = visible(actor, CoercionReport.objects.filter(answered_on=None))
    days = list(reports.values_list("answer_by", flat=True))
    if days:
        yield Todo(_("Look into reports of coercion"), reverse("postings:reports"), len(days), min(days) < today)
