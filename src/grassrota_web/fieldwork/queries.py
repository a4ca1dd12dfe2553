"""Reading postings from departure to return: a batch, a posting, what waits for somebody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grassrota.posting.attendance import Attendance, attendance
from grassrota.posting.field import FieldDay, Task
from grassrota.posting.incident import RecallStatus, recall_status
from grassrota.posting.standing import Standing, field_days_by_person, standing, standing_by_unit
from grassrota.posting.steps import TASKS_DUE, return_flag
from grassrota.posting.task import HelpGiven
from grassrota.posting.task import help_given as core_help_given
from grassrota.turns import Recurrence
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, reached, visible
from grassrota_web.access.todo import Todo
from grassrota_web.fieldwork import convert
from grassrota_web.fieldwork.models import (
    CostEntry,
    FieldDayExcuse,
    FieldDayRule,
    FieldEntry,
    Grievance,
    Handover,
    PostingTask,
    Recall,
    TaskReport,
)
from grassrota_web.fieldwork.windows import batch_of, forms_of
from grassrota_web.orgs import convert as orgs
from grassrota_web.orgs.models import Person, Rotation
from grassrota_web.postings.models import Posting

WITH_PLACES = ("person__unit", "home_unit", "opening__place", "opening__programme", "rotation", "reception")
"""What a posting is shown and judged with."""


def postings(actor: Actor) -> QuerySet[Posting]:
    """The postings that somebody sees, with what they are shown and judged with."""
    return visible(actor, Posting.objects.select_related(*WITH_PLACES))


def batches(actor: Actor) -> Sequence[Mapping[str, Any]]:
    """The batches of those postings, the latest first: how many there are and how many have left."""
    rows = visible(actor, Posting.objects.filter(released_on=None)).order_by()
    return list(
        rows.values("rotation", "rotation__title", "batch")
        .annotate(
            people=Count("pk"),
            left=Count("pk", filter=Q(departed_on__isnull=False)),
            back=Count("pk", filter=Q(returned_on__isnull=False)),
            first=Min("first_day"),
            last=Max("last_day"),
        )
        .order_by("-first", "rotation")
    )


def field_days(actor: Actor, people: QuerySet[Posting] | None = None) -> tuple[FieldDay, ...]:
    """The days in the field that stand, of anybody or of those with these postings."""
    rows = visible(actor, FieldEntry.objects.filter(replaced=False, day__isnull=False).select_related("person"))
    if people is not None:
        rows = rows.filter(person__in=people.order_by().values("person"))
    return tuple(convert.field_day(row) for row in rows)


def standings(actor: Actor, rotation: Rotation, number: int, as_of: date) -> tuple[Standing, tuple[Standing, ...]]:
    """A batch as known on a day, and each home unit's part of it, as far as somebody sees it."""
    rows = postings(actor).filter(rotation=rotation)
    values, days = tuple(convert.posting(row) for row in rows), field_days(actor, rows)
    batch, forms = batch_of(rotation, number), forms_of(rotation)
    return standing(values, batch, as_of, forms, days), standing_by_unit(values, batch, as_of, forms, days)


def flag(row: Posting, as_of: date) -> str:
    """``overdue``, ``early`` or nothing, as the core says."""
    return return_flag(convert.posting(row), as_of)


def own_postings(actor: Actor) -> QuerySet[Posting]:
    """One's own postings, the latest first."""
    return postings(actor).filter(person__code=actor.person or "-", released_on=None).order_by("-first_day")


def expected(actor: Actor) -> QuerySet[Posting] | None:
    """Who comes to the places of a host and has not been confirmed there; None for whoever is no host."""
    if not actor.holds(Right.RECEIVE):
        return None
    coming = reached(actor, postings(actor), (At(Right.RECEIVE, "opening__place__path"),))
    return coming.filter(released_on=None, returned_on=None, reception=None).order_by("first_day", "pk")


def handovers_to(actor: Actor) -> QuerySet[Handover]:
    """Work that colleagues ask one to take on."""
    rows = visible(actor, Handover.objects.select_related("posting__person", "to"))
    return rows.filter(to__code=actor.person or "-", accepted_on=None, posting__released_on=None)


def rotations(actor: Actor) -> QuerySet[Rotation]:
    """The rotations of which one sees more than one's own part."""
    rows = Rotation.objects.all()
    if not actor.holds(Right.READ_POSTINGS, Right.READ_HOSTED):
        return rows.none()
    return visible(actor, rows)


def todo(actor: Actor) -> list[Todo]:
    """What waits in this room for somebody."""
    return [entry for entry in (*_of_home(actor), *_of_host(actor), *_of_person(actor)) if entry.count]


def _of_home(actor: Actor) -> Iterator[Todo]:
    """What waits for those who send people."""
    if not actor.holds(Right.STEP_POSTING):
        return
    today, url = timezone.localdate(), reverse("fieldwork:home")
    mine = reached(actor, Posting.objects.filter(released_on=None), (At(Right.STEP_POSTING, "home_unit__path"),))
    due = mine.filter(departed_on=None, listed_on__isnull=False, first_day__lte=today).count()
    yield Todo(_("Note who has left"), url, due, late=bool(due))
    over = mine.filter(arrived_on__isnull=False, returned_on=None, returns=True, last_day__lt=today).count()
    yield Todo(_("Find out who is not back yet"), url, over, late=bool(over))
    open_words = visible(actor, Grievance.objects.filter(answered_on=None, settled_on=None))
    asked = reached(actor, open_words, (At(Right.ANSWER, "lodging__posting__home_unit__path"),))
    first = asked.first()
    target = reverse("fieldwork:posting", args=(first.lodging.posting_id,)) if first else url
    yield Todo(_("Answer hosts who are not content with a lodging"), target, asked.count())
    findings = visible(actor, TaskReport.objects.filter(task=Task.FINDINGS.value))
    undecided = reached(actor, findings, (At(Right.ANSWER, "owner__path"),)).exclude(
        inputs__cycle__closed_on__isnull=False
    )
    late = undecided.filter(due_on__lt=today).exists()
    yield Todo(_("Say what plans make of what was found"), reverse("fieldwork:cycles"), undecided.count(), late)


def _of_host(actor: Actor) -> Iterator[Todo]:
    """What waits for hosts."""
    coming = expected(actor)
    if coming is None:
        return
    today, url = timezone.localdate(), reverse("fieldwork:home")
    there = coming.filter(departed_on__isnull=False)
    yield Todo(_("Confirm arrivals"), url, there.count(), late=there.filter(departed_on__lt=today).exists())
    outputs = visible(actor, PostingTask.objects.filter(reported_on__isnull=False, confirmed_on=None))
    mine = reached(actor, outputs, (At(Right.RECEIVE, "posting__opening__place__path"),))
    first = mine.first()
    target = reverse("fieldwork:posting", args=(first.posting_id,)) if first else url
    yield Todo(_("Look at outputs that are reported as done"), target, mine.count())


def _of_person(actor: Actor) -> Iterator[Todo]:
    """What waits for a posted person and their colleagues."""
    if not actor.person:
        return
    url = reverse("fieldwork:home")
    yield Todo(_("Take on work of colleagues who go, or say that you cannot"), url, handovers_to(actor).count())
    away = own_postings(actor).filter(departed_on__isnull=False, closed_on=None).prefetch_related("reports")
    for row in away:
        owed = TASKS_DUE - {report.task for report in row.reports.all()}
        yield Todo(_("File your reports"), reverse("fieldwork:posting", args=(row.pk,)), len(owed))


def attendance_on(actor: Actor, rotation: Rotation, first: date, last: date) -> list[Attendance]:
    """The field days of a rotation in a stretch of days: attended over in scope, within one's reach."""
    found = visible(actor, FieldDayRule.objects.filter(rotation=rotation)).first()
    if found is None:
        return []
    recurrence = Recurrence(found.rule, tuple(date.fromisoformat(day) for day in found.except_on))
    staff = visible(actor, Person.objects.filter(unit__path__startswith=rotation.home.path, left_on=None))
    scope = tuple(staff.filter(grade__in=found.grades).values_list("code", flat=True))
    entries = visible(actor, FieldEntry.objects.filter(replaced=False, day__range=(first, last)))
    entries = entries.filter(person__in=staff).select_related("person")
    excused = visible(actor, FieldDayExcuse.objects.filter(day__range=(first, last)).select_related("person"))
    days, excuses = [convert.field_day(row) for row in entries], [convert.excuse(row) for row in excused]
    return [attendance(days, day, scope, excuses) for day in recurrence.days(first, last)]


def days_by_person(
    actor: Actor, rotation: Rotation, first: date, last: date
) -> list[tuple[Person, tuple[FieldDay, ...]]]:
    """Everybody's days in the field, whatever their grade, by unit and name."""
    rows = visible(actor, FieldEntry.objects.filter(replaced=False, day__range=(first, last)).select_related("person"))
    rows = rows.filter(person__unit__path__startswith=rotation.home.path)
    own = field_days_by_person((convert.field_day(row) for row in rows), last)
    people = Person.objects.filter(code__in=own).select_related("unit").order_by("unit__name", "name", "code")
    return [(person, own[person.code]) for person in people]


def ledger(actor: Actor, rotation: Rotation, number: int) -> QuerySet[CostEntry]:
    """The ledger of a batch."""
    rows = CostEntry.objects.select_related(
        "posting__person", "posting__home_unit", "posting__opening__place", "reverses"
    )
    return visible(actor, rows.filter(posting__rotation=rotation, posting__batch=number))


def recall_states(actor: Actor, rotation: Rotation, as_of: date) -> list[tuple[Recall, RecallStatus]]:
    """The recalls of a rotation, each with who is back and who is not, of those one sees."""
    rows = list(postings(actor).filter(rotation=rotation))
    values = [convert.posting(row) for row in rows]
    openings = {row.opening.code: orgs.opening(row.opening) for row in rows}
    found = visible(actor, Recall.objects.filter(rotation=rotation).select_related("place", "incident"))
    return [(row, recall_status(convert.recall(row), values, openings, as_of)) for row in found]


def help_given(actor: Actor, rotation: Rotation, as_of: date, right: Right | None = None) -> list[HelpGiven]:
    """Help with the hosts' priorities by batch and place, of the postings one sees.

    Args:
        actor: Who asks.
        rotation: The rotation.
        as_of: What happened after this day is not known yet.
        right: Only tasks at whose home or place the actor holds it as well.
    """
    rows = PostingTask.objects.filter(posting__rotation=rotation).select_related(
        "posting__person", "posting__opening__place"
    )
    seen = visible(actor, rows)
    if right:
        seen = reached(actor, seen, (At(right, "posting__home_unit__path"), At(right, "posting__opening__place__path")))
    return list(core_help_given(map(convert.task, seen), as_of))
